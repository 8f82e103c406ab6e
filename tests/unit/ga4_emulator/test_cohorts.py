"""Cohort reports follow people from their first visit."""

from __future__ import annotations

from typing import Any

import pytest
from google.analytics.data_v1beta.types import Metric, RunPivotReportRequest, RunReportRequest, RunReportResponse

from sandbox.ga4_emulator.refusals import Refused
from sandbox.ga4_emulator.reports.reporting import Reporting
from sandbox.ga4_emulator.running import reporting_over
from sandbox.ga4_emulator.settings import Settings
from sandbox.ga4_emulator.shop.people import day_number
from sandbox.ga4_emulator.shop.shops import Shops
from sandbox.ga4_emulator.shop.warehouse import Statement, Warehouse
from services.serving.clock import Clock
from tests.fakes.clock import NOW

PROPERTY = "properties/123456789"
SUNDAY, SATURDAY = "2026-10-04", "2026-10-10"
RANGE = {"granularity": "WEEKLY", "end_offset": 3}
COHORT = {
    "name": "october",
    "dimension": "firstSessionDate",
    "date_range": {"start_date": SUNDAY, "end_date": SATURDAY},
}


@pytest.fixture(scope="module")
def reporting(ga4_shops: Shops, ga4_clock: Clock) -> Reporting:
    return reporting_over(ga4_shops, ga4_clock, Settings())


def spec(*cohorts: Any, **more: Any) -> dict[str, Any]:
    return {"cohorts": cohorts or [COHORT], "cohorts_range": RANGE, **more}


def request(
    dimensions: str = "cohort cohortNthWeek", metrics: str = "cohortActiveUsers", **more: Any
) -> RunReportRequest:
    return RunReportRequest(
        **{
            "property": PROPERTY,
            "dimensions": [{"name": name} for name in dimensions.split()],
            "metrics": [{"name": name} for name in metrics.split()],
            "cohort_spec": spec(),
            **more,
        }
    )


def table(response: RunReportResponse) -> dict[tuple[str, ...], list[float]]:
    return {
        tuple(value.value for value in row.dimension_values): [float(value.value) for value in row.metric_values]
        for row in response.rows
    }


@pytest.fixture(scope="module")
def active_by_week(ga4_shop: Warehouse) -> dict[int, set[int]]:
    """Who of those who came first in that week was active in each week from then on, read by hand."""
    query = f"""
        SELECT (day - {day_number(NOW.date().replace(month=10, day=4))}) // 7, list(user_id)
        FROM events JOIN calendar USING (day) JOIN calendar AS first ON first.day = first_day
        WHERE active AND first.date BETWEEN 20261004 AND 20261010 GROUP BY ALL
    """  # noqa: S608  a number
    with ga4_shop.reader(day_number(NOW.date())) as reader:
        return {week: set(people) for week, people in reader.read(Statement(query, {}))}


def test_a_cohort_is_followed_week_by_week(reporting: Reporting, active_by_week: dict[int, set[int]]) -> None:
    found = table(reporting.run_report(request(metrics="cohortActiveUsers cohortTotalUsers")))
    total = len(active_by_week[0])
    assert found == {("october", f"{week:04}"): [len(active_by_week[week]), total] for week in range(4)}


def test_an_expression_gives_the_share_that_comes_back(
    reporting: Reporting, active_by_week: dict[int, set[int]]
) -> None:
    asked = request()
    asked.metrics = [Metric(name="retention", expression="cohortActiveUsers/cohortTotalUsers")]
    found = table(reporting.run_report(asked))
    assert found["october", "0000"] == [1]
    assert found["october", "0002"] == [pytest.approx(len(active_by_week[2]) / len(active_by_week[0]))]


def test_cohorts_stand_side_by_side_and_unnamed_ones_are_numbered(reporting: Reporting) -> None:
    days = [
        {"dimension": "firstSessionDate", "date_range": {"start_date": day, "end_date": day}}
        for day in ("2026-11-01", "2026-11-02")
    ]
    daily = {"cohorts": days, "cohorts_range": {"granularity": "DAILY", "start_offset": 1, "end_offset": 3}}
    both = table(reporting.run_report(request("cohort cohortNthDay", cohort_spec=daily)))
    assert {key[0] for key in both} == {"cohort_0", "cohort_1"}
    assert {key[1] for key in both} <= {"0001", "0002", "0003"}
    alone = table(reporting.run_report(request("cohort cohortNthDay", cohort_spec={**daily, "cohorts": days[1:]})))
    assert {key[1:]: values for key, values in alone.items()} == {
        key[1:]: values for key, values in both.items() if key[0] == "cohort_1"
    }


def test_a_cohort_that_accumulates_keeps_everybody_who_was_ever_active(
    reporting: Reporting, active_by_week: dict[int, set[int]]
) -> None:
    accumulating = spec(cohort_report_settings={"accumulate": True}, cohorts_range={**RANGE, "start_offset": 1})
    pivots = [{"field_names": ["cohort"], "limit": 5}, {"field_names": ["cohortNthWeek"], "limit": 9}]
    found = reporting.run_pivot_report(
        RunPivotReportRequest(
            property=PROPERTY,
            dimensions=[{"name": "cohort"}, {"name": "cohortNthWeek"}],
            metrics=[{"name": "cohortActiveUsers"}],
            cohort_spec=accumulating,
            pivots=pivots,
        )
    )
    until = {week: set().union(*(active_by_week[n] for n in range(1, week + 1))) for week in (1, 2, 3)}
    rows = {row.dimension_values[1].value: int(row.metric_values[0].value) for row in found.rows}
    assert rows == {f"{week:04}": len(people) for week, people in until.items()}


def test_other_fields_can_be_asked_of_a_cohort(reporting: Reporting) -> None:
    found = table(reporting.run_report(request("cohort deviceCategory", "cohortActiveUsers sessions")))
    assert {key[0] for key in found} == {"october"}
    assert all(sessions >= users for users, sessions in found.values())


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (request(date_ranges=[{"start_date": "today", "end_date": "today"}]), "dateRanges must be unspecified"),
        (request("cohortNthWeek"), "The dimension cohort is required"),
        (request(cohort_spec={"cohorts_range": RANGE}), "at least one cohort"),
        (request(cohort_spec={"cohorts": [COHORT]}), "A granularity of DAILY, WEEKLY or MONTHLY is required"),
        (request(cohort_spec=spec(cohorts_range={**RANGE, "start_offset": 4})), "endOffset must be positive"),
        (request(cohort_spec=spec({**COHORT, "dimension": "country"})), "only support the dimension firstSessionDate"),
        (request(cohort_spec=spec({**COHORT, "name": "cohort_7"})), "must not start with cohort_"),
        (
            request(cohort_spec=spec({"name": "x", "dimension": "firstSessionDate"})),
            "A dateRange is required in cohort",
        ),
        (request(cohort_spec=spec(cohort_report_settings={"accumulate": True})), "accumulate is not supported"),
        (request(cohort_spec={}, metrics="cohortActiveUsers"), "at least one cohort"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_cohort_request_is_refused(reporting: Reporting, refused: RunReportRequest, words: str) -> None:
    with pytest.raises(Refused, match=words):
        reporting.run_report(refused)


def test_a_cohort_has_no_date_range(reporting: Reporting) -> None:
    response = reporting.run_report(request("cohort dateRange", metric_aggregations=["TOTAL"]))
    assert [value.value for value in response.rows[0].dimension_values] == ["october", ""]
    assert [value.value for value in response.totals[0].dimension_values] == ["RESERVED_TOTAL", "RESERVED_TOTAL"]


def test_a_total_over_cohorts_follows_a_filter_on_the_cohort(reporting: Reporting) -> None:
    later = {**COHORT, "name": "later", "date_range": {"start_date": "2026-10-11", "end_date": "2026-10-17"}}
    total = {"metric_aggregations": ["TOTAL"]}
    alone = reporting.run_report(request(**total))
    only = {"filter": {"field_name": "cohort", "string_filter": {"value": "october"}}}
    chosen = reporting.run_report(request(cohort_spec=spec(COHORT, later), dimension_filter=only, **total))
    assert chosen.rows == alone.rows
    assert chosen.totals == alone.totals
    both = reporting.run_report(request(cohort_spec=spec(COHORT, later), **total))
    assert float(both.totals[0].metric_values[0].value) > float(alone.totals[0].metric_values[0].value) > 0
