"""Which metrics and dimensions GA4 refuses together. Asked about before GA4 is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fnmatch import translate
from typing import Any

from services.orchestrator.understanding.lexicon.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Pair:
    """Two fields, by API name, that cannot stand in one request. `other` is empty where one never can."""

    one: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of fields, given as patterns."""

    pattern: re.Pattern[str]

    @classmethod
    def of(cls, patterns: Iterable[str]) -> Names:
        return cls(re.compile("|".join(map(translate, patterns)) or r"(?!)"))

    def __contains__(self, name: str) -> bool:
        return self.pattern.match(name) is not None


@dataclass(frozen=True, slots=True)
class Kinds:
    """Dimensions of some categories, save for some, and single ones."""

    categories: frozenset[str]
    save: Names
    single: Names

    def take(self, name: str, category: str) -> bool:
        """Whether the dimension of that name and category is one of them."""
        return (category in self.categories and name not in self.save) or name in self.single


class Compatibility:
    """The rules of `data/compatibility.toml`."""

    def __init__(self, rules: dict[str, Any], catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        families = {name: Names.of(patterns) for name, patterns in rules["families"].items()}
        self._cohort = families["cohort"]
        self._demographics = families["demographics"]
        self._beside = [(families[entry["family"]], _kinds(entry)) for entry in rules["figures_only_beside"]]
        self._attribution_category: str = rules["attribution"]["category"]
        self._attribution_figures = Names.of(rules["attribution"]["figures"])
        self._not_item_figures = Names.of(rules["items"]["not_figures"])
        self._sources = _kinds(rules["demographics_not_with"])

    def clash(self, metrics: Collection[str], dimensions: Collection[str]) -> Pair | None:
        """The first pair that GA4 refuses, None where it takes them all."""
        for name in (*metrics, *dimensions):
            if name in self._cohort:
                return Pair(name)
        for dimension in dimensions:
            for metric in metrics:
                if not self._goes_with(metric, dimension):
                    return Pair(metric, dimension)
            for other in dimensions:
                if self._are_apart(dimension, other):
                    return Pair(dimension, other)
        return None

    def _goes_with(self, metric: str, dimension: str) -> bool:
        field = self._catalogue.field(dimension)
        if any(metric in family and not kinds.take(dimension, field.category) for family, kinds in self._beside):
            return False
        if field.category == self._attribution_category:
            return metric in self._attribution_figures
        return field.scope != "item" or metric not in self._not_item_figures

    def _are_apart(self, dimension: str, other: str) -> bool:
        if dimension in self._demographics:
            return self._sources.take(other, self._catalogue.field(other).category)
        if self._catalogue.field(dimension).scope != "item":
            return False
        return self._catalogue.field(other).category == self._attribution_category


def _kinds(entry: dict[str, Any]) -> Kinds:
    return Kinds(frozenset(entry["categories"]), Names.of(entry["except"]), Names.of(entry.get("dimensions", ())))
