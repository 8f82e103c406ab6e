"""Counts the requests that arrive."""

from __future__ import annotations

from collections import Counter

from prometheus_client import CollectorRegistry
from prometheus_client import Counter as Metric


class RequestsSeen:
    """How many requests have arrived, answered or not, by method (such as "RunReport") and property id."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._seen: Counter[str] = Counter()
        self._metric = Metric(
            "ga4_emulator_requests_total", "Requests that arrived.", ("method", "property"), registry=registry
        )

    def add(self, method: str, property_id: str) -> None:
        """Counts one request."""
        self._seen[method] += 1
        self._metric.labels(method, property_id).inc()

    def count(self, method: str) -> int:
        """How many requests of this method have arrived."""
        return self._seen[method]

    def total(self) -> int:
        """How many requests have arrived."""
        return self._seen.total()
