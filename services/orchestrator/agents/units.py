"""What GA4's figures are measured in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from headrace.orchestrator.v1.answer_pb2 import Unit
from services.orchestrator.ga4.report_source import MetricHeader


@dataclass(frozen=True, slots=True)
class Units:
    """Units by GA4's metric types; ratios by the metrics' names, since GA4 has no type for them."""

    types: Mapping[str, Unit.ValueType]
    ratios: frozenset[str]
    said_with_the_label: Mapping[str, str]

    def of(self, metric: MetricHeader) -> Unit.ValueType:
        """The unit of a metric's values; UNIT_UNSPECIFIED where an answer has none for it."""
        if metric.name.partition(":")[0] in self.ratios:
            return Unit.UNIT_RATIO
        return self.types.get(metric.type_name, Unit.UNIT_UNSPECIFIED)

    def beside_label(self, metric: MetricHeader) -> str:
        """The unit in words, for a metric that `of` has none for; empty where there is none to be told."""
        return self.said_with_the_label.get(metric.type_name, "")


def load_units() -> Units:
    """Reads the units that come with the service."""
    content = tomllib.loads((resources.files("services.orchestrator.agents") / "units.toml").read_text("utf-8"))
    return Units(
        types={type_name: Unit.Value(unit) for type_name, unit in content["types"].items()},
        ratios=frozenset(content["ratios"]["metrics"]),
        said_with_the_label=content["said_with_the_label"],
    )
