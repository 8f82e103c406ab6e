"""How reports come to know what happened: batch by batch, and for good once a day has settled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.analytics.data_v1beta.types import (
    DateRange,
    Dimension,
    Metric,
    RunRealtimeReportRequest,
    RunReportRequest,
)

from sandbox.ga4_emulator.clock import SettableClock
from sandbox.ga4_emulator.reports.reporting import Reporting
from sandbox.ga4_emulator.running import build_shops, reporting_over
from sandbox.ga4_emulator.settings import Settings
from tests.fakes.clock import NOW, FakeClock

MIDNIGHT = datetime(2026, 11, 24, 5, tzinfo=UTC)
"""The beginning of 24 November in New York."""

Table = dict[tuple[str, ...], list[float]]


class Watched:
    """The demo property, and a clock that is set."""

    def __init__(self, reporting: Reporting, clock: FakeClock) -> None:
        self._reporting = reporting
        self._clock = clock

    def day(self, hours: float, dimensions: str, metrics: str, day: str = "2026-11-24") -> Table:
        """A report of one day, so many hours after 24 November began."""
        self._clock.move_to(MIDNIGHT + timedelta(hours=hours))
        return _table(
            self._reporting.run_report(
                RunReportRequest(
                    property="properties/123456789",
                    dimensions=[Dimension(name=name) for name in dimensions.split()],
                    metrics=[Metric(name=name) for name in metrics.split()],
                    date_ranges=[DateRange(start_date=day, end_date=day)],
                )
            )
        )

    def realtime(self, hours: float) -> Table:
        self._clock.move_to(MIDNIGHT + timedelta(hours=hours))
        return _table(
            self._reporting.run_realtime_report(
                RunRealtimeReportRequest(
                    property="properties/123456789",
                    dimensions=[Dimension(name="country")],
                    metrics=[Metric(name="activeUsers"), Metric(name="eventCount")],
                )
            )
        )


def _table(response: Any) -> Table:
    return {
        tuple(value.value for value in row.dimension_values): [float(value.value) for value in row.metric_values]
        for row in response.rows
    }


def watched(settings: Settings) -> Iterator[Watched]:
    clock = FakeClock()
    with build_shops(settings) as shops:
        yield Watched(reporting_over(shops, clock, settings), clock)


@pytest.fixture(scope="module")
def settling() -> Iterator[Watched]:
    yield from watched(Settings(history_days=12))


@pytest.fixture(scope="module")
def immediate() -> Iterator[Watched]:
    yield from watched(Settings(history_days=12, settling=False))


def whole(table: Table) -> float:
    return sum(row[0] for row in table.values())


def test_today_grows_by_the_hour_and_lags_four(settling: Watched) -> None:
    by_hour = [whole(settling.day(hours, "", "sessions")) for hours in range(3, 24)]
    assert by_hour[0] == 0
    assert by_hour == sorted(by_hour)
    assert len(set(by_hour)) > 15
    at_noon = settling.day(12, "hour", "eventCount")
    assert max(at_noon) <= ("08",)
    assert ("07",) in at_noon


def test_nothing_changes_between_two_batches(settling: Watched) -> None:
    first, *others = [settling.day(hours, "hour eventName", "eventCount") for hours in (12, 12.25, 12.99)]
    assert all(other == first for other in others)
    assert settling.day(13, "hour eventName", "eventCount") != first


def test_some_of_yesterday_comes_late_and_then_no_more(settling: Watched) -> None:
    seen = [whole(settling.day(hours, "", "sessions")) for hours in (28, 36, 48, 60, 71)]
    final = whole(settling.day(72, "", "sessions"))
    assert seen == sorted(seen)
    assert 0.97 * final < seen[0] < seen[2] < final
    assert whole(settling.day(24 * 9, "", "sessions")) == final


def test_sources_that_are_not_known_at_first_are_found(settling: Watched) -> None:
    def unassigned(hours: float) -> float:
        channels = settling.day(hours, "sessionDefaultChannelGroup sessionSource", "sessions")
        return sum(
            row[0] for (channel, source), row in channels.items() if (channel, source) == ("Unassigned", "(not set)")
        )

    early, later = unassigned(28), unassigned(60)
    assert early > later > 0
    assert unassigned(72) == 0
    firsts = settling.day(28, "newVsReturning firstUserSource", "sessions")
    assert ("new", "(not set)") in firsts
    assert ("returning", "(not set)") not in firsts


def test_the_same_moment_shows_the_same_figures_however_it_is_reached(settling: Watched) -> None:
    at = (31, "sessionSource pagePath", "activeUsers screenPageViews")
    before = settling.day(*at)
    settling.day(24 * 8, "", "sessions")
    assert settling.day(*at) == before
    settling.day(-24 * 20, "", "sessions")
    assert settling.day(*at) == before


def test_the_days_of_one_moment_agree_with_each_other(settling: Watched) -> None:
    sessions = whole(settling.day(15, "", "sessions"))
    for dimension in ("deviceCategory", "sessionSource", "landingPage"):
        assert whole(settling.day(15, dimension, "sessions")) == sessions
    starts = settling.day(15, "eventName", "eventCount")
    assert starts["session_start",] == [sessions]


def test_everything_settles_to_what_it_is_without_settling(settling: Watched, immediate: Watched) -> None:
    asked = (("sessionSource country", "sessions totalRevenue"), ("pagePath", "activeUsers"))
    for hours, same in ((30, False), (72, True)):
        for dimensions, metrics in asked:
            seen, there = (shop.day(hours, dimensions, metrics) for shop in (settling, immediate))
            assert (seen == there) is same, dimensions


def test_without_settling_a_visit_counts_once_it_is_over(immediate: Watched) -> None:
    minutes = [whole(immediate.day(15 + minute / 60, "", "sessions")) for minute in range(0, 60, 10)]
    assert minutes == sorted(minutes)
    assert len(set(minutes)) > 3
    assert ("Unassigned",) not in immediate.day(15, "sessionDefaultChannelGroup", "sessions")


def test_realtime_does_not_wait(settling: Watched, immediate: Watched) -> None:
    assert settling.realtime(15.5) == immediate.realtime(15.5) != {}
    assert settling.realtime(15.6) != settling.realtime(15.5)
    assert settling.realtime(24.1) == immediate.realtime(24.1) != {}


def test_a_clock_that_is_set_goes_on_from_there() -> None:
    machine = FakeClock()
    clock = SettableClock(machine)
    clock.set(NOW + timedelta(days=400))
    machine.advance(timedelta(minutes=3))
    assert clock.now() == NOW + timedelta(days=400, minutes=3)
    assert clock.monotonic() == 180
    clock.set(NOW - timedelta(days=1))
    assert clock.now() == NOW - timedelta(days=1)
    clock.reset()
    assert clock.now() == machine.now()
