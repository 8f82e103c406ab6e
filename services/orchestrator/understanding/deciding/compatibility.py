"""Which metrics and dimensions GA4 refuses together. Asked about before GA4 is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from services.orchestrator.understanding.lexicon.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Pair:
    """Two fields, by API name, that cannot stand in one request. `other` is empty where one never can."""

    one: str
    other: str = ""


class Compatibility:
    """The rules of `data/compatibility.toml`."""

    def __init__(self, rules: dict[str, Any], catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._families = {
            name: (tuple(family["prefixes"]), frozenset(family["names"])) for name, family in rules["families"].items()
        }
        self._beside = [
            (entry["family"], tuple(entry["dimension_prefixes"]), frozenset(entry["dimensions"]))
            for entry in rules["figures_only_beside"]
        ]
        self._attribution_category = rules["attribution"]["category"]
        self._attribution_figures = frozenset(rules["attribution"]["figures"])
        self._item_figures = frozenset(rules["items"]["figures"])
        self._not_item_figures = frozenset(rules["items"]["not_figures"])
        self._sources = frozenset(rules["demographics_not_with"]["categories"])
        self._channels = frozenset(rules["demographics_not_with"]["except"])

    def clash(self, metrics: Collection[str], dimensions: Collection[str]) -> Pair | None:
        """The first pair that GA4 refuses, None where it takes them all."""
        for name in (*metrics, *dimensions):
            if self._in("cohort", name):
                return Pair(name)
        for dimension in dimensions:
            for metric in metrics:
                if not self._goes_with(metric, dimension):
                    return Pair(metric, dimension)
            for other in dimensions:
                if self._in("demographics", dimension) and self._is_source(other):
                    return Pair(dimension, other)
        return None

    def _goes_with(self, metric: str, dimension: str) -> bool:
        for family, prefixes, names in self._beside:
            if self._in(family, metric) and not (dimension in names or dimension.startswith(prefixes or (" ",))):
                return False
        field = self._catalogue.field(dimension)
        if field.category == self._attribution_category and metric not in self._attribution_figures:
            return False
        if field.scope == "item":
            return metric not in self._not_item_figures and (
                metric in self._item_figures or self._in("item_figures", metric)
            )
        return True

    def _in(self, family: str, name: str) -> bool:
        prefixes, names = self._families[family]
        return name in names or (bool(prefixes) and name.startswith(prefixes))

    def _is_source(self, dimension: str) -> bool:
        return self._catalogue.field(dimension).category in self._sources and dimension not in self._channels
