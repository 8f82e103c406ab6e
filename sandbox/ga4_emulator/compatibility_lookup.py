"""Answers CheckCompatibility: which fields can be added to a request."""

from __future__ import annotations

from collections.abc import Iterable

from google.analytics.data_v1beta.types import (
    CheckCompatibilityRequest,
    CheckCompatibilityResponse,
    Compatibility,
    DimensionCompatibility,
    MetricCompatibility,
)

from sandbox.ga4_emulator.catalogue.catalogue import Catalogue
from sandbox.ga4_emulator.metadata import dimension_metadata, metric_metadata
from sandbox.ga4_emulator.properties import Properties
from sandbox.ga4_emulator.refusals import Refused, invalid
from sandbox.ga4_emulator.reports.compatibility import Compatibility as CompatibilityRules


class CompatibilityLookup:
    """Tells by the emulator's own rules what goes with the fields of a core report."""

    def __init__(self, properties: Properties, catalogue: Catalogue, rules: CompatibilityRules) -> None:
        self._properties = properties
        self._core = catalogue.core()
        self._rules = rules

    def check_compatibility(self, request: CheckCompatibilityRequest) -> CheckCompatibilityResponse:
        """All fields of core reports. Raises `Refused` where the request's own fields do not go together."""
        self._properties.find(request.property)
        dimensions = [dimension.name for dimension in request.dimensions]
        metrics = [metric.name for metric in request.metrics]
        self._check_known(dimensions, metrics)
        self._rules.check(dimensions, metrics)
        wanted = int(request.compatibility_filter)
        return CheckCompatibilityResponse(
            dimension_compatibilities=[
                DimensionCompatibility(dimension_metadata=dimension_metadata(field), compatibility=found)
                for name, field in self._core.dimensions.items()
                if (found := self._added([*dimensions, name], metrics)) == wanted or not wanted
            ],
            metric_compatibilities=[
                MetricCompatibility(metric_metadata=metric_metadata(field), compatibility=found)
                for name, field in self._core.metrics.items()
                if (found := self._added(dimensions, [*metrics, name])) == wanted or not wanted
            ],
        )

    def _check_known(self, dimensions: Iterable[str], metrics: Iterable[str]) -> None:
        for name in dimensions:
            if name not in self._core.dimensions:
                raise invalid(f"Field {name} is not a valid dimension.")
        for name in metrics:
            if name not in self._core.metrics:
                raise invalid(f"Field {name} is not a valid metric.")

    def _added(self, dimensions: list[str], metrics: list[str]) -> int:
        try:
            self._rules.check(dimensions, metrics)
        except Refused:
            return Compatibility.INCOMPATIBLE
        return Compatibility.COMPATIBLE
