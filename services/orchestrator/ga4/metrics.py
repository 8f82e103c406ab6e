"""What is measured of the way to Google Analytics."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

SECONDS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60)


class SourceMetrics:
    """How long Google Analytics takes, how it fails, and how its quotas are kept, on the registry handed in."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.call_seconds = Histogram(
            "ga4_call_seconds",
            'Calls to Google Analytics by what was asked and how it ended: "ok" or the kind of failure.',
            ["call", "outcome"],
            buckets=SECONDS,
            registry=registry,
        )
        self.in_flight = Gauge(
            "ga4_calls_in_flight", "Places taken of those that GA4 has at once.", ["category"], registry=registry
        )
        self.waiting = Gauge("ga4_calls_waiting", "Calls that wait for a place.", ["category"], registry=registry)
        self.wait_seconds = Histogram(
            "ga4_wait_seconds",
            "Waits for a place, of those who got one.",
            ["category"],
            buckets=SECONDS,
            registry=registry,
        )
        self.turned_away = Counter(
            "ga4_turned_away", "Calls that were not made, by why.", ["category", "reason"], registry=registry
        )
        self.tokens = Counter("ga4_tokens", "Quota tokens spent, as GA4 counts them.", ["category"], registry=registry)
        self.used_up = Counter(
            "ga4_quota_used_up", "Times that a property's quota was used up.", ["category", "bucket"], registry=registry
        )
        self.retries = Counter(
            "ga4_retries", "Calls tried again, by the kind of failure.", ["error"], registry=registry
        )
