"""Which fields may stand in one request."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from sandbox.ga4_emulator.catalogue.catalogue import Catalogue, Field
from sandbox.ga4_emulator.refusals import invalid


@dataclass(frozen=True, slots=True)
class Rule:
    """A family of dimensions and the metrics it does not go with; `compatibility.toml` says what the fields mean."""

    dimension_category: str = ""
    dimension_scope: str = ""
    accepts: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    rejects_dimensions: tuple[str, ...] = ()

    def concerns(self, dimension: Field) -> bool:
        return dimension.category == self.dimension_category or (
            self.dimension_scope != "" and dimension.scope == self.dimension_scope
        )

    def forbids(self, metric: str) -> bool:
        if self.accepts:
            return not _matches(metric, self.accepts)
        return _matches(metric, self.rejects)


@dataclass(frozen=True, slots=True)
class MetricRule:
    """A family of metrics that goes with nothing but a category of dimensions."""

    metrics: tuple[str, ...]
    only_with_category: str

    def forbids(self, metric: str, dimension: Field) -> bool:
        return _matches(metric, self.metrics) and dimension.category != self.only_with_category


@dataclass(frozen=True, slots=True)
class Unlinked:
    """Metrics of a product that the properties have no link to, and what is said of them."""

    metrics: tuple[str, ...]
    message: str


class Compatibility:
    """Checks the fields of core reports against the rules."""

    def __init__(
        self,
        catalogue: Catalogue,
        rules: Sequence[Rule],
        metric_rules: Sequence[MetricRule],
        unlinked: Sequence[Unlinked],
    ) -> None:
        self._catalogue = catalogue
        self._rules = rules
        self._metric_rules = metric_rules
        self._unlinked = unlinked

    def compatible(self, dimension: str, other: str) -> bool:
        """Whether a dimension and a metric, or two dimensions, may stand together. The catalogue knows their names."""
        field = self._catalogue.dimensions[dimension]
        rules = [rule for rule in self._rules if rule.concerns(field)]
        if other in self._catalogue.dimensions:
            return not any(_matches(other, rule.rejects_dimensions) for rule in rules)
        broken = any(rule.forbids(other) for rule in rules)
        return not broken and not any(rule.forbids(other, field) for rule in self._metric_rules)

    def check(self, dimensions: Sequence[str], metrics: Sequence[str]) -> None:
        """Refuses fields of products that are not linked, and fields that do not go together, of which it names the
        fewest whose removal mends the request."""
        self.check_links(metrics)
        if not (clashes := self.clashes(dimensions, metrics)):
            return
        culprits = min((list(dict.fromkeys(side)) for side in zip(*clashes, strict=True)), key=len)
        raise invalid(
            f"Please remove {' and '.join(culprits)} to make the request compatible for example. The request's"
            " dimensions & metrics are incompatible. To learn more, see"
            " https://ga-dev-tools.web.app/ga4/dimensions-metrics-explorer/"
        )

    def check_links(self, metrics: Sequence[str]) -> None:
        """Refuses metrics of products that are not linked."""
        for product in self._unlinked:
            if any(_matches(metric, product.metrics) for metric in metrics):
                raise invalid(product.message)

    def clashes(self, dimensions: Sequence[str], metrics: Sequence[str]) -> list[tuple[str, str]]:
        """Each dimension with a metric or dimension that it does not go with."""
        known = [name for name in dimensions if name in self._catalogue.dimensions]
        return [
            (dimension, other)
            for dimension in known
            for other in [*metrics, *known]
            if not self.compatible(dimension, other)
        ]


def load_compatibility(catalogue: Catalogue) -> Compatibility:
    """Reads the rules that ship with the emulator."""
    data = tomllib.loads((Path(__file__).parent / "compatibility.toml").read_text("utf-8"))
    return Compatibility(
        catalogue,
        [Rule(**_frozen(entry)) for entry in data["rules"]],
        [MetricRule(**_frozen(entry)) for entry in data["metric_rules"]],
        [Unlinked(**_frozen(entry)) for entry in data["unlinked"]],
    )


def _frozen(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}


def _matches(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
