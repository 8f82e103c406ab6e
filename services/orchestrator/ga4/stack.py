"""Puts the report source together. Only this file knows the order of its parts."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from prometheus_client import CollectorRegistry

from services.orchestrator.ga4.breaker import Breaker, BreakerPolicy
from services.orchestrator.ga4.call_by_call import CallByCall
from services.orchestrator.ga4.clients import DataApiClient
from services.orchestrator.ga4.data_api import DataApi
from services.orchestrator.ga4.measured import Measured
from services.orchestrator.ga4.metrics import SourceMetrics
from services.orchestrator.ga4.profile_shelf import ProfileShelf
from services.orchestrator.ga4.profiles import ProfileMemory, ProfilePolicy
from services.orchestrator.ga4.quota_guard import Bounds, Guarded, QuotaGuard
from services.orchestrator.ga4.quota_ledger import LedgerPolicy, QuotaLedger
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
    quotas: LedgerPolicy = field(default_factory=LedgerPolicy)
    profiles: ProfilePolicy = field(default_factory=ProfilePolicy)

    def shared_by(self, replicas: int) -> ReportSourcePolicy:
        """Each replica's share of what GA4 allows a property."""
        allowance = self.breaker.allowance.shared_by(replicas)
        return replace(
            self,
            breaker=replace(self.breaker, allowance=allowance),
            bounds=replace(self.bounds, replicas=replicas),
        )

    def ending_within(self, deadline: timedelta) -> ReportSourcePolicy:
        """Without retries that an answer's own deadline would cut off."""
        one_try = self.bounds.longest_wait + self.call_timeout
        begun_within = max(timedelta(0), min(self.retries.begun_within, deadline - one_try))
        return replace(self, retries=replace(self.retries, begun_within=begun_within))

    @property
    def longest_run(self) -> timedelta:
        """How long a run can take in all, from its first place in the queue to the end of its last retry."""
        return self.retries.begun_within + self.bounds.longest_wait + self.call_timeout


def build_report_source(
    client: DataApiClient,
    policy: ReportSourcePolicy,
    registry: CollectorRegistry,
    clock: Clock,
    *,
    shelf: ProfileShelf | None = None,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    chance: Callable[[], float] = random.random,
) -> ProfileMemory:
    """The report source of a process, to be closed before the client and the profiles' `shelf` are.

    `chance` spreads its retries and is evenly between 0 and 1.
    """
    metrics = SourceMetrics(registry)
    ledger = QuotaLedger(policy.quotas, metrics, clock)
    guard = QuotaGuard(policy.bounds, ledger, metrics, clock)
    source: ReportSource = DataApi(client, policy.call_timeout, ledger, clock)
    # Innermost, so that each retry is seen.
    source = Measured(source, metrics, clock)
    # Within the guard, so that callers whose turn comes after a fault do not repeat it.
    breaker = Breaker(source, policy.breaker, clock)
    # Without retries: work that nobody waits for can wait.
    background = CallByCall(Guarded(breaker.for_background(), guard, background=True))
    source = Guarded(breaker, guard)
    # Around the guard, so that a retry asks it anew.
    source = Retrying(source, policy.retries, metrics, clock, sleep, chance)
    return ProfileMemory(CallByCall(source), background, policy.profiles, clock, shelf)
