"""Reads what GA4 tells of a property's quota beside a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.orchestrator.ga4.google_client import messages
from services.orchestrator.ga4.quota_limits import ANALYTICS_360, STANDARD, Bucket, Limits


@dataclass(frozen=True, slots=True)
class ToldQuota:
    """What is left in each bucket that was told of, what the request cost, and more requests that may run beside it."""

    remaining: Mapping[Bucket, int]
    tokens_spent: int = 0
    concurrent_remaining: int = 0

    @property
    def limits(self) -> Limits:
        """The limits of Google Analytics 360 where more is left than a standard property ever has."""
        more = any(left > STANDARD.full[bucket] for bucket, left in self.remaining.items())
        return ANALYTICS_360 if more or self.concurrent_remaining > STANDARD.concurrent_requests else STANDARD


def told_quota(quota: messages.PropertyQuota) -> ToldQuota:
    """What a response's `property_quota` says; buckets that it does not mention are absent."""
    raw = messages.PropertyQuota.pb(quota)
    told = {bucket: getattr(raw, bucket) for bucket in Bucket if raw.HasField(bucket)}
    return ToldQuota(
        {bucket: status.remaining for bucket, status in told.items() if status.HasField("remaining")},
        tokens_spent=raw.tokens_per_hour.consumed,
        concurrent_remaining=raw.concurrent_requests.remaining,
    )


def told_quotas(response: object) -> Iterator[ToldQuota]:
    """The quotas beside the reports in a response, in their order; none in one that holds no reports."""
    if isinstance(response, messages.BatchRunReportsResponse):
        yield from (told_quota(report.property_quota) for report in response.reports)
    elif isinstance(response, messages.RunReportResponse | messages.RunRealtimeReportResponse):
        yield told_quota(response.property_quota)
