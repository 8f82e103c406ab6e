from datetime import UTC, date, datetime

import pytest

from services.orchestrator.freshness import (
    REALTIME,
    RUNNING_DAY,
    SETTLED_DAYS,
    SETTLING_DAYS,
    Lifetime,
    lifetime,
    settled_through,
)
from services.orchestrator.understanding.plan import DateRange, Method, MinuteRange, Plan, ReportRequest

NEW_YORK = "America/New_York"
NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def report(*days: tuple[date, date]) -> ReportRequest:
    return ReportRequest(Method.RUN_REPORT, ("sessions",), date_ranges=tuple(DateRange(*pair) for pair in days))


REALTIME_REPORT = ReportRequest(Method.RUN_REALTIME_REPORT, ("activeUsers",), minute_ranges=(MinuteRange(29, 0),))
OLD = (date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        ((report((date(2026, 11, 1), date(2026, 11, 24))),), RUNNING_DAY),
        ((report((date(2026, 11, 1), date(2026, 11, 23))),), SETTLING_DAYS),
        ((report((date(2026, 11, 1), date(2026, 11, 22))),), SETTLING_DAYS),
        ((report((date(2026, 11, 1), date(2026, 11, 21))),), SETTLED_DAYS),
        ((report(OLD), report((date(2026, 11, 24), date(2026, 11, 24)))), RUNNING_DAY),
        ((report((date(2026, 11, 24), date(2026, 11, 24))), report(OLD)), RUNNING_DAY),
        ((report((date(2026, 11, 24), date(2026, 11, 24)), OLD),), RUNNING_DAY),
        ((report(OLD), REALTIME_REPORT), REALTIME),
    ],
)
def test_an_answer_lives_as_long_as_its_most_short_lived_data(
    requests: tuple[ReportRequest, ...], expected: Lifetime
) -> None:
    assert lifetime(Plan(requests), NOON, NEW_YORK) is expected


def test_today_is_the_propertys_today() -> None:
    just_past_midnight_in_utc = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    yesterday_in_utc = Plan((report((date(2026, 11, 24), date(2026, 11, 24))),))
    assert lifetime(yesterday_in_utc, just_past_midnight_in_utc, NEW_YORK) is RUNNING_DAY
    assert lifetime(yesterday_in_utc, just_past_midnight_in_utc, "UTC") is SETTLING_DAYS


def test_a_day_is_settled_48_hours_after_its_end_not_sooner() -> None:
    assert settled_through(datetime(2026, 11, 24, 5, 0, tzinfo=UTC), NEW_YORK) == date(2026, 11, 21)
    assert settled_through(datetime(2026, 11, 24, 4, 59, tzinfo=UTC), NEW_YORK) == date(2026, 11, 20)
