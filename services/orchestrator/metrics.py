"""What the orchestrator measures of itself."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 60)
WHOLE_PIPELINE = "orchestrator"


class Served(StrEnum):
    """How a caller was served.

    From a tier, by leading a flight or joining one, with a stale answer in place of one that could not be made, by
    going on after a break, or with a question back.
    """

    L1 = "l1"
    L2 = "l2"
    FRESH = "fresh"
    JOINED = "joined"
    STALE = "stale"
    RESUMED = "resumed"
    UNANSWERABLE = "unanswerable"


class OrchestratorMetrics:
    """The orchestrator's metrics, on the registry handed in."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._agent_seconds = Histogram(
            "agent_execution_seconds",
            "Run time of each agent; the whole pipeline is agent=orchestrator.",
            ["agent", "cached"],
            buckets=SECONDS,
            registry=registry,
        )
        self.agent_failures = Counter(
            "agent_failures", "Agents that failed, by the kind of failure.", ["agent", "error"], registry=registry
        )
        self.first_event = Histogram(
            "time_to_first_event_seconds",
            "From request to first event.",
            ["served"],
            buckets=SECONDS,
            registry=registry,
        )
        self.first_content = Histogram(
            "time_to_first_content_seconds",
            "From request to the first part of the answer itself.",
            ["served"],
            buckets=SECONDS,
            registry=registry,
        )
        self.result = Histogram(
            "time_to_result_seconds", "From request to the result.", ["served"], buckets=SECONDS, registry=registry
        )
        self.flights_in_the_air = Gauge("flights_in_the_air", "Answers being made.", registry=registry)
        self.cache_troubles = Counter(
            "answer_cache_troubles", "Calls to the cache service that failed.", ["call", "reason"], registry=registry
        )
        self._switches = Gauge("orchestrator_switch", "1 where a switch is on.", ["switch"], registry=registry)

    def show_switch(self, switch: str, *, on: bool) -> None:
        """Shows whether a switch is on."""
        self._switches.labels(switch).set(on)

    def agent_ran(self, agent: str, took: timedelta) -> None:
        """Counts one run of an agent."""
        self._agent_seconds.labels(agent, "false").observe(took.total_seconds())

    def pipeline_ran(self, took: timedelta, *, cached: bool) -> None:
        """Counts one whole answer."""
        self._agent_seconds.labels(WHOLE_PIPELINE, "true" if cached else "false").observe(took.total_seconds())
