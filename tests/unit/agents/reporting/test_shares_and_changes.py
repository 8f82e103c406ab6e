"""What people read, of shares and of where a change lies."""

from __future__ import annotations

from datetime import UTC, date, datetime

from services.orchestrator.ga4.report_source import Report
from services.orchestrator.understanding.plan import DateRange, ReportRequest, TextFilter
from tests.unit.agents.reporting.reports import (
    WEEK,
    WEEK_BEFORE,
    Rows,
    answering,
    asking,
    material,
    pieces,
)

OCTOBER = DateRange(date(2026, 10, 1), date(2026, 10, 31))
SEPTEMBER = DateRange(date(2026, 9, 1), date(2026, 9, 30))
SUNDAY_NOON = datetime(2026, 11, 15, 17, tzinfo=UTC)

MOBILE = TextFilter("deviceCategory", "mobile")


async def said(*answered: tuple[ReportRequest, Report]) -> str:
    return "".join(await pieces(material(*answered)))


async def test_a_part_and_its_whole_are_told_as_a_share() -> None:
    part, whole = asking("sessions", ranges=[OCTOBER], dimension_filter=MOBILE), asking("sessions", ranges=[OCTOBER])
    told = await said((part, answering(part, {(): [12345]}, [[12345]])), (whole, answering(whole, {(): [32311]})))
    assert told == (
        "In October 2026 38.2% of sessions (12,345 of 32,311) were those where device category is “mobile”."
    )


async def test_a_share_in_two_periods_is_told_for_each() -> None:
    ranges = [OCTOBER, SEPTEMBER]
    part, whole = asking("totalRevenue", ranges=ranges, dimension_filter=MOBILE), asking("totalRevenue", ranges=ranges)
    told = await said(
        (part, answering(part, {"date_range_0": [50], "date_range_1": [20]})),
        (whole, answering(whole, {"date_range_0": [200], "date_range_1": [100]})),
    )
    assert told == (
        "In October 2026 25% of total revenue ($50.00 of $200.00) was that where device category is “mobile”. "
        "In September 2026 20% of total revenue ($20.00 of $100.00) was that where device category is “mobile”."
    )


async def test_each_leading_row_has_its_share_of_the_whole_that_was_asked_for_and_users_are_never_summed() -> None:
    part, whole = asking("activeUsers", "deviceCategory"), asking("activeUsers")
    rows: Rows = {"mobile": [600], "desktop": [500]}
    told = await said((part, answering(part, rows, [[999]])), (whole, answering(whole, {(): [1000]})))
    assert told == (
        "From 8 to 14 November 2026 the share of active users was 60% (600 of 1,000) for mobile and 50% (500 of 1,000) "
        "for desktop. Active users can be in several rows at once, so the shares need not add up to 100%."
    )


async def test_a_part_in_each_row_is_a_share_of_that_row() -> None:
    part, whole = asking("sessions", "country", dimension_filter=MOBILE), asking("sessions", "country")
    told = await said(
        (part, answering(part, {"Chad": [30], "Fiji": [20]})), (whole, answering(whole, {"Fiji": [80], "Chad": [60]}))
    )
    assert told == (
        "From 8 to 14 November 2026 the share of sessions where device category is “mobile” was 50% (30 of 60) for "
        "Chad and 25% (20 of 80) for Fiji."
    )


async def test_a_part_of_nothing_has_no_share() -> None:
    part, whole = asking("sessions", dimension_filter=MOBILE), asking("sessions")
    told = await said((part, answering(part, {(): [0]})), (whole, answering(whole, {(): [0]})))
    assert told == "From 8 to 14 November 2026 there is no share: no sessions were recorded."


async def test_a_change_is_told_by_the_rows_of_each_breakdown_that_moved_most() -> None:
    ranges = [WEEK, WEEK_BEFORE]
    by_country, by_device = asking("sessions", "country", ranges), asking("sessions", "deviceCategory", ranges)
    countries: Rows = {
        ("Chad", "date_range_0"): [500],
        ("Chad", "date_range_1"): [100],
        ("Fiji", "date_range_0"): [90],
        ("Fiji", "date_range_1"): [100],
        ("Haiti", "date_range_1"): [40],
    }
    devices: Rows = {("mobile", "date_range_0"): [590], ("mobile", "date_range_1"): [240]}
    told = await said((by_country, answering(by_country, countries)), (by_device, answering(by_device, devices)))
    assert told == (
        "Sessions rose from 240 (1–7 November 2026) to 590 (8–14 November 2026): up 350, or 145.8%. "
        "By country, Chad rose by 400, from 100 to 500, Haiti fell by 40, from 40 to 0 and Fiji fell by 10, from "
        "100 to 90. By device category, mobile rose by 350, from 240 to 590. This shows where the change is, not why."
    )
