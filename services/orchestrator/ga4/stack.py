"""Puts the report source together. Only this file knows the order of its parts."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from prometheus_client import CollectorRegistry

from services.orchestrator.ga4.bounded import Bounded, Bounds
from services.orchestrator.ga4.breaker import Breaker, BreakerPolicy
from services.orchestrator.ga4.data_api import DataApi
from services.orchestrator.ga4.google_client import BetaAnalyticsDataAsyncClient
from services.orchestrator.ga4.measured import Measured, SourceMetrics
from services.orchestrator.ga4.profiles import ProfileMemory, ProfilePolicy
from services.orchestrator.ga4.quota import QuotaKeeping
from services.orchestrator.ga4.report_source import ReportSource
from services.orchestrator.ga4.retrying import Retrying, RetryPolicy
from services.serving.clock import Clock


@dataclass(frozen=True, slots=True)
class ReportSourcePolicy:
    """How patient, how insistent and how forgetful the report source is."""

    call_timeout: timedelta = timedelta(seconds=8)
    """For one call; each retry of it has as long."""
    retries: RetryPolicy = field(default_factory=RetryPolicy)
    breaker: BreakerPolicy = field(default_factory=BreakerPolicy)
    bounds: Bounds = field(default_factory=Bounds)
    profiles: ProfilePolicy = field(default_factory=ProfilePolicy)

    @property
    def longest_run(self) -> timedelta:
        """How long a run can take in all, from its place in the queue to its last retry."""
        return self.bounds.longest_wait + self.retries.attempts * self.call_timeout + self.retries.longest_waits


def build_report_source(
    client: BetaAnalyticsDataAsyncClient,
    policy: ReportSourcePolicy,
    registry: CollectorRegistry,
    clock: Clock,
    *,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    chance: Callable[[], float] = random.random,
) -> ProfileMemory:
    """The report source of a process, to be closed before the client is.

    `chance` spreads its retries and is evenly between 0 and 1.
    """
    source: ReportSource = DataApi(client, policy.call_timeout, clock)
    # Innermost, so that each retry is seen.
    source = Measured(source, SourceMetrics(registry), clock)
    # Within the retries, so that each counts and none is made while a property is left alone.
    source = Breaker(source, policy.breaker, clock)
    source = Retrying(source, policy.retries, sleep, chance)
    source = QuotaKeeping(source, clock)
    # Around those, so that callers whose turn comes after a fault do not repeat it.
    source = Bounded(source, policy.bounds)
    return ProfileMemory(source, policy.profiles, clock)
