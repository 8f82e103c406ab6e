"""How long an answer may live: as long as its data allows.

GA4 shows the running day within 2–6 hours and may change a day's figures for 48 hours after it ended
(Google's help article 11198161); a realtime report is true for its minute. Definitions of fields seldom change and
live as long as settled days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.orchestrator.understanding.plan import Method, Plan

SETTLING = timedelta(hours=48)
KEEP_STALE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long an answer is fresh, how long it is kept after that for faults, and whether L1 alone may hold it."""

    fresh_for: timedelta
    keep_stale_for: timedelta
    l1_only: bool


REALTIME = Lifetime(timedelta(seconds=30), timedelta(minutes=5), l1_only=True)
RUNNING_DAY = Lifetime(timedelta(minutes=30), KEEP_STALE, l1_only=False)
SETTLING_DAYS = Lifetime(timedelta(hours=4), KEEP_STALE, l1_only=False)
SETTLED_DAYS = Lifetime(timedelta(hours=24), KEEP_STALE, l1_only=False)


def settled_through(now: datetime, time_zone: str) -> date:
    """The last day whose figures GA4 no longer changes: the last that ended 48 hours before `now` or earlier."""
    return (now - SETTLING).astimezone(ZoneInfo(time_zone)).date() - timedelta(days=1)


def lifetime(plan: Plan, now: datetime, time_zone: str) -> Lifetime:
    """The lifetime of an answer to `plan` made at `now`: that of its most short-lived request."""
    today = now.astimezone(ZoneInfo(time_zone)).date()
    settled = settled_through(now, time_zone)
    shortest = SETTLED_DAYS
    for request in plan.requests:
        if request.method is Method.RUN_REALTIME_REPORT:
            return REALTIME
        if request.about_fields:
            continue
        last_day = max(dates.end for dates in request.date_ranges)
        if last_day >= today:
            shortest = RUNNING_DAY
        elif last_day > settled and shortest is SETTLED_DAYS:
            shortest = SETTLING_DAYS
    return shortest
