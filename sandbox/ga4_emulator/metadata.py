"""Answers GetMetadata: every name the API knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from google.analytics.data_v1beta.types import (
    DimensionMetadata,
    GetMetadataRequest,
    Metadata,
    MetricMetadata,
)

from sandbox.ga4_emulator.catalogue.catalogue import Catalogue, Field
from sandbox.ga4_emulator.properties import COMMON_PROPERTY, Properties
from sandbox.ga4_emulator.reports.restrictions import Restrictions
from sandbox.ga4_emulator.reports.treatment import Treatment

_BLOCKED = {
    "COST_DATA": MetricMetadata.BlockedReason.NO_COST_METRICS,
    "REVENUE_DATA": MetricMetadata.BlockedReason.NO_REVENUE_METRICS,
}


class MetadataLookup:
    """Describes a property's dimensions and metrics. Property 0 has all that is common to properties."""

    def __init__(
        self,
        properties: Properties,
        catalogue: Catalogue,
        restrictions: Restrictions,
        treatment: Callable[[str], Treatment],
    ) -> None:
        self._properties = properties
        self._core = catalogue.core()
        self._restrictions = restrictions
        self._treatment = treatment

    def get_metadata(self, request: GetMetadataRequest) -> Metadata:
        """All dimensions and metrics. Raises `Refused` for an unknown property."""
        name = request.name.removesuffix("/metadata")
        common = name == f"properties/{COMMON_PROPERTY}"
        property_id = COMMON_PROPERTY if common else self._properties.find(name).property_id
        restricted = self._treatment(property_id).restricted
        return Metadata(
            name=f"properties/{property_id}/metadata",
            dimensions=[
                dimension_metadata(field) for field in self._core.dimensions.values() if not (common and field.own)
            ],
            metrics=[
                metric_metadata(field, self._restrictions.of(field.api_name, restricted))
                for field in self._core.metrics.values()
                if not (common and field.own)
            ],
        )


def dimension_metadata(field: Field) -> DimensionMetadata:
    """What the API tells of a dimension."""
    return DimensionMetadata(
        api_name=field.api_name,
        ui_name=field.ui_name,
        description=field.description,
        category=field.category,
        deprecated_api_names=field.deprecated_api_names,
        custom_definition=field.custom,
    )


def metric_metadata(field: Field, restricted: Iterable[str] = ()) -> MetricMetadata:
    """What the API tells of a metric that shows these kinds of data which the caller may not see."""
    return MetricMetadata(
        api_name=field.api_name,
        ui_name=field.ui_name,
        description=field.description,
        category=field.category,
        deprecated_api_names=field.deprecated_api_names,
        type_=field.metric_type(),
        custom_definition=field.custom,
        blocked_reasons=[_BLOCKED[kind] for kind in restricted],
    )
