"""Answers that are remembered are the ones that would be given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from google.analytics.data_v1beta.types import DateRange, Dimension, Metric, RunReportRequest, RunReportResponse

from sandbox.ga4_emulator.reports.memo import Memo
from sandbox.ga4_emulator.reports.reporting import Reporting
from sandbox.ga4_emulator.running import build_shops, reporting_over
from sandbox.ga4_emulator.settings import Settings
from tests.fakes.clock import NOW, FakeClock


class Kitchen:
    """Makes answers and counts them."""

    def __init__(self) -> None:
        self.made = 0

    def make(self, rows: int = 1) -> RunReportResponse:
        self.made += 1
        return RunReportResponse(kind="x" * 100, row_count=rows)


def ask(memo: Memo, kitchen: Kitchen, key: str, rows: int = 1) -> RunReportResponse:
    return memo.answer(key, RunReportResponse, lambda: kitchen.make(rows))


def test_an_answer_is_made_once_and_each_caller_has_a_message_of_its_own() -> None:
    memo, kitchen = Memo(10_000), Kitchen()
    first, second = ask(memo, kitchen, "a", 7), ask(memo, kitchen, "a")
    assert (kitchen.made, second) == (1, first)
    second.row_count = 0
    assert ask(memo, kitchen, "a").row_count == 7


def test_what_was_asked_longest_ago_is_forgotten_first() -> None:
    memo, kitchen = Memo(250), Kitchen()
    ask(memo, kitchen, "a")
    ask(memo, kitchen, "b")
    ask(memo, kitchen, "a")
    ask(memo, kitchen, "c")
    assert kitchen.made == 3
    ask(memo, kitchen, "a")
    assert kitchen.made == 3
    ask(memo, kitchen, "b")
    assert kitchen.made == 4


def test_no_bytes_remember_nothing() -> None:
    memo, kitchen = Memo(0), Kitchen()
    ask(memo, kitchen, "a")
    ask(memo, kitchen, "a")
    assert kitchen.made == 2


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[Reporting, Reporting, FakeClock]]:
    """Two that answer from the same shops, the first with a memory, and their clock."""
    clock, settings = FakeClock(), Settings(history_days=12)
    with build_shops(settings) as shops:
        yield (
            reporting_over(shops, clock, settings),
            reporting_over(shops, clock, Settings(history_days=12, memo_megabytes=0)),
            clock,
        )


REQUESTS: list[dict[str, Any]] = [
    {},
    {"date_ranges": [DateRange(start_date="today", end_date="today")]},
    {"date_ranges": [DateRange(start_date="yesterday", end_date="today")]},
    {"date_ranges": [DateRange(start_date="2026-11-18", end_date="2026-11-18", name="named")]},
    {"currency_code": "EUR"},
    {"currency_code": "JPY"},
    {"property": "properties/310000001"},
    {"dimensions": [Dimension(name="currencyCode")]},
    {"dimensions": [Dimension(name="currencyCode")], "property": "properties/310000001"},
    {"limit": 3},
    {"offset": 3},
    {"metric_aggregations": ["TOTAL"]},
    {"keep_empty_rows": True},
]


@pytest.mark.parametrize("hours", [0, 1, 30, 100, 5])
def test_a_remembered_answer_is_the_one_that_would_be_given_now(
    pair: tuple[Reporting, Reporting, FakeClock], hours: int
) -> None:
    remembering, fresh, clock = pair
    clock.move_to(NOW + timedelta(hours=hours))
    for changes in REQUESTS * 2:
        said: dict[str, Any] = {
            "property": "properties/123456789",
            "dimensions": [Dimension(name="pagePath")],
            "metrics": [Metric(name="activeUsers"), Metric(name="totalRevenue")],
            "date_ranges": [DateRange(start_date="7daysAgo", end_date="yesterday")],
            **changes,
        }
        assert remembering.run_report(RunReportRequest(**said)) == fresh.run_report(RunReportRequest(**said)), changes


def test_quota_is_told_to_those_who_ask_also_of_a_remembered_answer(
    pair: tuple[Reporting, Reporting, FakeClock],
) -> None:
    remembering, _, _ = pair
    request = RunReportRequest(
        property="properties/123456789",
        metrics=[Metric(name="sessions")],
        date_ranges=[DateRange(start_date="2026-11-18", end_date="2026-11-18")],
    )
    assert "property_quota" not in remembering.run_report(request)
    request.return_property_quota = True
    left = [remembering.run_report(request).property_quota.tokens_per_hour.remaining for _ in range(2)]
    assert left[0] > left[1]
    request.return_property_quota = False
    assert "property_quota" not in remembering.run_report(request)
