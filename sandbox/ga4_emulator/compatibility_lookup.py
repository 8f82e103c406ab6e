"""Answers CheckCompatibility: which fields can be added to a request."""

from __future__ import annotations

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
from sandbox.ga4_emulator.reports.checks import check_known
from sandbox.ga4_emulator.reports.compatibility import Compatibility as CompatibilityRules
from sandbox.ga4_emulator.reports.filters import fields_of


class CompatibilityLookup:
    """Tells by the emulator's own rules what goes with the fields of a core report.

    `known` has every name that a request may use, `catalogue` those that an answer lists.
    """

    def __init__(
        self, properties: Properties, catalogue: Catalogue, known: Catalogue, rules: CompatibilityRules
    ) -> None:
        self._properties = properties
        self._core = catalogue.core()
        self._known = known.core()
        self._rules = rules

    def check_compatibility(self, request: CheckCompatibilityRequest) -> CheckCompatibilityResponse:
        """All fields of core reports. Raises `Refused` where the request's own fields do not go together; those that
        its filters name are among them."""
        self._properties.find(request.property)
        dimensions = [one.name for one in request.dimensions] + fields_of(request.dimension_filter)
        metrics = [one.name for one in request.metrics] + fields_of(request.metric_filter)
        check_known(dimensions, metrics, self._known, "api-schema")
        dimensions = [field.api_name for name in dimensions if (field := self._known.dimensions.get(name))]
        metrics = [self._known.metrics[name].api_name for name in metrics]
        self._rules.check_links(metrics)
        if self._rules.clashes(dimensions, metrics):
            raise invalid("The dimensions and metrics are incompatible.")
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

    def _added(self, dimensions: list[str], metrics: list[str]) -> int:
        try:
            self._rules.check(dimensions, metrics)
        except Refused:
            return Compatibility.INCOMPATIBLE
        return Compatibility.COMPATIBLE
