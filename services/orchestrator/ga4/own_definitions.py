"""What a property's metadata and quota tell of the property itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.orchestrator.ga4.google_client import messages
from services.orchestrator.ga4.property_quota import told_quota
from services.orchestrator.ga4.quota_limits import ANALYTICS_360
from services.orchestrator.understanding.lexicon.definitions import Definition, Definitions, Kind

_STANDARD_REALTIME_MINUTES = 30
_LONGEST_REALTIME_MINUTES = 60


def own_definitions(metadata: messages.Metadata) -> Definitions:
    """The custom dimensions, metrics and channel groups that the metadata lists, in its order."""
    raw = messages.Metadata.pb(metadata)
    return Definitions((*_defined(raw.dimensions, Kind.DIMENSION), *_defined(raw.metrics, Kind.METRIC)))


def realtime_minutes(quota: messages.PropertyQuota) -> int:
    """How far back realtime reports reach; as on a standard property where the quota is not told."""
    return _LONGEST_REALTIME_MINUTES if told_quota(quota).limits is ANALYTICS_360 else _STANDARD_REALTIME_MINUTES


def _defined(fields: Any, kind: Kind) -> Iterator[Definition]:
    for field in fields:
        if field.custom_definition:
            yield Definition(field.api_name, field.ui_name, kind)
