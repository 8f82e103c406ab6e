"""Metrics that a caller may not be shown: they are 0, and the response says which."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from google.analytics.data_v1beta.types import ResponseMetaData, RestrictedMetricType


@dataclass(frozen=True, slots=True)
class Restrictions:
    """For each kind of data, such as "REVENUE_DATA", the metrics that show it."""

    shown_by: Mapping[str, Sequence[str]]

    def of(self, metric: str, restricted: Collection[str]) -> list[str]:
        """The kinds among those restricted that a metric shows."""
        return [
            kind
            for kind, patterns in self.shown_by.items()
            if kind in restricted and any(fnmatchcase(metric, pattern) for pattern in patterns)
        ]


def tell_of_restrictions(
    metadata: ResponseMetaData, metrics: Iterable[str], restrictions: Restrictions, restricted: Collection[str]
) -> None:
    """Writes which metrics are 0 for the caller only; nothing if none is."""
    message: Any = ResponseMetaData.pb(metadata)
    for metric in metrics:
        if kinds := restrictions.of(metric, restricted):
            message.schema_restriction_response.active_metric_restrictions.add(
                metric_name=metric, restricted_metric_types=[RestrictedMetricType.__members__[kind] for kind in kinds]
            )


def load_restrictions() -> Restrictions:
    """Reads the kinds that ship with the emulator."""
    return Restrictions(tomllib.loads((Path(__file__).parent / "restrictions.toml").read_text("utf-8")))
