"""What people read, whole narratives for typical plans."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from headrace.orchestrator.v1 import answer_pb2
from services.orchestrator.understanding.plan import (
    AllOf,
    AnyOf,
    Comparison,
    DateRange,
    ListFilter,
    Match,
    Not,
    NumberFilter,
    Order,
    OrderKind,
    TextFilter,
)
from tests.unit.agents.reporting.reports import (
    WEEK,
    WEEK_BEFORE,
    Rows,
    answering,
    asking,
    asking_realtime,
    material,
    narrative,
    pieces,
)

OCTOBER = DateRange(date(2026, 10, 1), date(2026, 10, 31))
SEPTEMBER = DateRange(date(2026, 9, 1), date(2026, 9, 30))
SUNDAY_NOON = datetime(2026, 11, 15, 17, tzinfo=UTC)


def by_day(start: date, *values: float) -> Rows:
    return {(start + timedelta(offset)).strftime("%Y%m%d"): [value] for offset, value in enumerate(values)}


async def test_a_figure() -> None:
    request = asking("sessions")
    assert await narrative(request, answering(request, {(): [12345]}, [[12345]])) == (
        "From 8 to 14 November 2026 there were 12,345 sessions."
    )


async def test_exactly_one_is_said_in_the_singular() -> None:
    request = asking("activeUsers", ranges=[DateRange(date(2026, 11, 14), date(2026, 11, 14))])
    assert await narrative(request, answering(request, {(): [1]}, [[1]])) == (
        "On 14 November 2026 there was 1 active user."
    )


async def test_several_metrics_each_in_its_unit() -> None:
    request = asking("sessions activeUsers engagementRate averageSessionDuration", ranges=[OCTOBER])
    values = [1234, 900, 0.5612, 125.4]
    assert await narrative(request, answering(request, {(): values}, [values])) == (
        "In October 2026 there were 1,234 sessions and 900 active users, the engagement rate was 56.1% and the "
        "average session duration was 2 m 5 s."
    )


async def test_a_breakdown_names_the_leaders_with_their_shares_and_what_is_left() -> None:
    request = asking("sessions", "country")
    rows: Rows = {
        "Germany": [5000],
        "France": [3000],
        "Spain": [2000],
        "Italy": [1000],
        "(not set)": [500],
        "Malta": [45],
    }
    assert await narrative(request, answering(request, rows, [[11545]])) == (
        "From 8 to 14 November 2026 there were 11,545 sessions. The top country was Germany with 5,000 (43.3%), "
        "followed by France with 3,000 (26%) and Spain with 2,000 (17.3%). The other 3 countries had 1,545 "
        "(13.4%) together."
    )


async def test_a_single_row_that_is_left_is_not_told_as_several() -> None:
    request = asking("sessions", "country", limit=2)
    assert await narrative(request, answering(request, {"Chad": [6], "Mali": [3]}, [[10]], row_count=3)) == (
        "From 8 to 14 November 2026 there were 10 sessions. The top country was Chad with 6 (60%), followed by Mali "
        "with 3 (30%). The one left had 1 (10%)."
    )


async def test_a_top_five_names_all_five() -> None:
    order = Order("screenPageViews", OrderKind.METRIC, descending=True)
    request = asking("screenPageViews", "pagePath", limit=5, order_by=(order,))
    rows: Rows = {"/": [5000], "/cart": [3000], "/blog/2024": [2000], "/b": [1000], "/c": [45]}
    assert await narrative(request, answering(request, rows, [[20000]], row_count=123)) == (
        "From 8 to 14 November 2026 there were 20,000 views. The top page path was / with 5,000 (25%), followed "
        "by /cart with 3,000 (15%), /blog/2024 with 2,000 (10%), /b with 1,000 (5%) and /c with 45 (0.22%). The "
        "other 118 page paths had 8,955 (44.8%) together."
    )


async def test_users_have_no_shares_and_are_not_added_up() -> None:
    request = asking("activeUsers", "country")
    report = answering(request, {"Germany": [500], "France": [300], "(not set)": [200]}, [[950]])
    assert await narrative(request, report) == (
        "From 8 to 14 November 2026 there were 950 active users. The top country was Germany with 500, followed "
        "by France with 300 and (not set) with 200. Active users can be in several rows at once, so the rows need "
        "not add up to the total. “(not set)” is what Google Analytics could not assign."
    )


async def test_rates_are_ranked_and_never_added_or_averaged() -> None:
    request = asking("engagementRate", "deviceCategory")
    report = answering(request, {"desktop": [0.61], "mobile": [0.4512], "tablet": [0.2]}, [[0.4903]])
    assert await narrative(request, report) == (
        "From 8 to 14 November 2026 the engagement rate was 49%. Engagement rate was highest for desktop with "
        "61%, followed by mobile with 45.1% and tablet with 20%."
    )


async def test_without_googles_total_a_rate_has_none() -> None:
    request = asking("engagementRate", "deviceCategory")
    assert await narrative(request, answering(request, {"desktop": [0.6], "mobile": [0.4]})) == (
        "Engagement rate was highest for desktop with 60%, followed by mobile with 40%."
    )


async def test_the_lowest_are_said_to_be_lowest() -> None:
    request = asking("sessions", "country", limit=2, order_by=(Order("sessions", OrderKind.METRIC),))
    assert await narrative(request, answering(request, {"Malta": [3], "Chad": [5]}, [[900]], row_count=40)) == (
        "From 8 to 14 November 2026 there were 900 sessions. Sessions were lowest for Malta with 3 (0.33%), "
        "followed by Chad with 5 (0.56%). The other 38 countries had 892 (99.1%) together."
    )


async def test_money_with_a_second_metric_and_a_filter() -> None:
    only = AllOf((TextFilter("country", "Germany"), Not(ListFilter("deviceCategory", ("tablet", "mobile")))))
    request = asking("totalRevenue transactions", "sessionSourceMedium", dimension_filter=only)
    rows: Rows = {"google / cpc": [1234.5, 12], "(direct) / (none)": [1000, 9]}
    assert await narrative(request, answering(request, rows, [[2234.5, 21]])) == (
        "From 8 to 14 November 2026, where country is “Germany” and device category is none of “tablet” or "
        "“mobile”, there were 21 transactions, and the total revenue was $2,234.50. The top session source / "
        "medium was google / cpc with total revenue $1,234.50 (55.2%; 12 transactions), followed by (direct) / "
        "(none) with total revenue $1,000.00 (44.8%; 9 transactions)."
    )


async def test_a_comparison_in_absolute_terms_in_percent_and_in_percentage_points() -> None:
    request = asking("sessions engagementRate", ranges=[WEEK, WEEK_BEFORE])
    rows: Rows = {("date_range_0",): [1234, 0.5], ("date_range_1",): [1000, 0.5612]}
    assert await narrative(request, answering(request, rows, [[1234, 0.5], [1000, 0.5612]])) == (
        "Sessions rose from 1,000 (1–7 November 2026) to 1,234 (8–14 November 2026): up 234, or 23.4%. Engagement "
        "rate fell from 56.1% to 50%: down 6.1 percentage points."
    )


async def test_a_rise_from_zero_has_no_percentage() -> None:
    request = asking("keyEvents", ranges=[WEEK, WEEK_BEFORE])
    assert await narrative(request, answering(request, {("date_range_0",): [12.5]}, [[12.5]])) == (
        "Key events rose from none (1–7 November 2026) to 12.5 (8–14 November 2026)."
    )


async def test_months_of_unequal_length_are_compared_with_a_warning() -> None:
    request = asking("keyEvents totalRevenue", ranges=[OCTOBER, SEPTEMBER])
    report = answering(request, {("date_range_1",): [12, 99.9]}, [[0, 0], [12, 99.9]])
    assert await narrative(request, report) == (
        "Key events fell from 12 (September 2026) to none (October 2026). Total revenue fell from $99.90 to "
        "$0.00: down $99.90, or 100%. The periods differ in length, so their totals do not compare day for day."
    )


async def test_a_period_that_runs_is_said_not_to_be_over() -> None:
    running = DateRange(date(2026, 11, 15), date(2026, 11, 15))
    request = asking("sessions", ranges=[running, DateRange(date(2026, 11, 14), date(2026, 11, 14))])
    rows: Rows = {("date_range_0",): [5], ("date_range_1",): [5]}
    assert await narrative(request, answering(request, rows, [[5], [5]]), SUNDAY_NOON) == (
        "Sessions stayed at 5 (14 November 2026 and 15 November 2026). 15 November 2026 is not over yet.\n\n"
        "The figures for 14–15 November 2026 may still change: Google Analytics settles a day within 48 hours."
    )


async def test_a_compared_breakdown_names_who_moved_most() -> None:
    request = asking("sessions", "country", ranges=[WEEK, WEEK_BEFORE])
    now = {"Germany": 5000, "France": 3000, "Spain": 2000, "Italy": 14, "Chad": 28, "Peru": 35}
    then = {"Germany": 4000, "Spain": 2000, "Italy": 14, "Chad": 16, "Peru": 600, "Oman": 20}
    rows: Rows = {
        **{(name, "date_range_0"): [value] for name, value in now.items()},
        **{(name, "date_range_1"): [value] for name, value in then.items()},
    }
    assert await narrative(request, answering(request, rows, [[10077], [6650]])) == (
        "Sessions rose from 6,650 (1–7 November 2026) to 10,077 (8–14 November 2026): up 3,427, or 51.5%. The top "
        "country was Germany with 5,000 (up 1,000, or 25%), followed by France with 3,000 (none before) and Spain "
        "with 2,000 (unchanged). Of the others, Chad rose most, from 16 to 28 (up 12, or 75%), and Peru fell "
        "most, from 600 to 35 (down 565, or 94.2%)."
    )


async def test_a_trend_has_extremes_a_direction_and_a_sound_weekday_pattern() -> None:
    four_weeks = DateRange(date(2026, 10, 18), date(2026, 11, 14))
    request = asking("sessions", "date", [four_weeks])
    weekly = [40, 100, 180, 102, 104, 106, 108]
    rows = by_day(four_weeks.start, *(value + 10 * week for week in range(4) for value in weekly))
    assert await narrative(request, answering(request, rows, [[3380]])) == (
        "From 18 October to 14 November 2026 there were 3,380 sessions. Sessions were highest on Tuesday 10 "
        "November 2026 with 210 and lowest on Sunday 18 October 2026 with 40. The second half came to 18.1% more "
        "than the first (1,830 against 1,550). In nearly every week Tuesday was the strongest day and Sunday was "
        "the weakest day."
    )


async def test_a_trend_of_users_and_rates_adds_nothing_up() -> None:
    request = asking("activeUsers engagementRate", "date")
    rows: Rows = {f"202611{day:02}": [day * 10, 0.4 + day / 100] for day in range(8, 15)}
    assert await narrative(request, answering(request, rows, [[600, 0.5]])) == (
        "From 8 to 14 November 2026 there were 600 active users, and the engagement rate was 50%. Active users "
        "were highest on Saturday 14 November 2026 with 140 and lowest on Sunday 8 November 2026 with 80. The "
        "first day had 80, the last 140. Engagement rate was highest on Saturday 14 November 2026 with 54% and "
        "lowest on Sunday 8 November 2026 with 48%. The first day had 48%, the last 54%."
    )


async def test_days_without_rows_count_as_zero_and_today_is_left_out_of_the_trend() -> None:
    request = asking("sessions", "date", [DateRange(date(2026, 11, 9), date(2026, 11, 15))])
    rows: Rows = {f"202611{day:02}": [day * 10] for day in (9, 10, 13, 14, 15)}
    assert await narrative(request, answering(request, rows, [[610]]), SUNDAY_NOON) == (
        "From 9 to 15 November 2026 there were 610 sessions. Sessions were highest on Saturday 14 November 2026 "
        "with 140 and lowest with 0 (2 times). The second half came to 42.1% more than the first (270 against "
        "190). 15 November 2026 is not over and is left out of the trend.\n\n"
        "The figures for 13–15 November 2026 may still change: Google Analytics settles a day within 48 hours."
    )


async def test_months_cut_short_are_not_called_lowest() -> None:
    request = asking("totalRevenue", "yearMonth", [DateRange(date(2026, 8, 20), date(2026, 10, 31))])
    rows: Rows = {"202608": [100], "202609": [150.5], "202610": [200]}
    assert await narrative(request, answering(request, rows, [[450.5]])) == (
        "From 20 August to 31 October 2026 the total revenue was $450.50. Total revenue was highest in October "
        "2026 with $200.00. The first or the last month is cut short by the dates asked for."
    )


async def test_hours_without_a_row_are_not_passed_over_for_the_lowest() -> None:
    request = asking("sessions", "hour")
    assert await narrative(request, answering(request, {"09": [5], "10": [7], "11": [6]}, [[18]])) == (
        "From 8 to 14 November 2026 there were 18 sessions. Sessions were highest at 10:00 with 7."
    )


async def test_a_filtered_comparison_names_the_filter_once() -> None:
    request = asking(
        "sessions transactions", ranges=[WEEK, WEEK_BEFORE], dimension_filter=TextFilter("country", "Chad")
    )
    rows: Rows = {("date_range_0",): [4, 0], ("date_range_1",): [2, 0]}
    assert await narrative(request, answering(request, rows, [[4, 0], [2, 0]])) == (
        "Where country is “Chad”, sessions rose from 2 (1–7 November 2026) to 4 (8–14 November 2026): up 2, or "
        "100%. No transactions were recorded, neither from 8 to 14 November 2026 nor from 1 to 7 November 2026."
    )


async def test_a_row_that_is_no_day_is_no_point_of_the_trend() -> None:
    request = asking("activeUsers", "date", [DateRange(date(2026, 11, 8), date(2026, 11, 9))])
    report = answering(request, {"20261108": [5], "20261109": [7], "(other)": [99]}, [[100]])
    assert await narrative(request, report) == (
        "From 8 to 9 November 2026 there were 100 active users. Active users were highest on Monday 9 November "
        "2026 with 7 and lowest on Sunday 8 November 2026 with 5."
    )


async def test_a_long_value_is_cut() -> None:
    request = asking("sessions", "pagePath")
    text = await narrative(request, answering(request, {"/" + "x" * 500: [5]}, [[5]]))
    assert "/" + "x" * 98 + "…, with 5" in text


async def test_nothing_recorded_is_said_plainly() -> None:
    request = asking("keyEvents")
    assert await narrative(request, answering(request, {})) == (
        "No key events were recorded from 8 to 14 November 2026."
    )


async def test_nothing_recorded_in_either_of_two_periods() -> None:
    request = asking("keyEvents", ranges=[WEEK, WEEK_BEFORE])
    assert await narrative(request, answering(request, {})) == (
        "No key events were recorded from 8 to 14 November 2026 or from 1 to 7 November 2026."
    )


async def test_no_rows_for_a_filter_is_said_with_the_filter() -> None:
    request = asking("totalRevenue", dimension_filter=TextFilter("pagePath", "/blog", Match.BEGINS_WITH))
    assert await narrative(request, answering(request, {})) == (
        "Google Analytics has no data on total revenue from 8 to 14 November 2026, where page path begins with “/blog”."
    )


async def test_realtime_is_worded_as_such() -> None:
    request = asking_realtime("activeUsers", "unifiedScreenName")
    assert await narrative(request, answering(request, {"Home": [12], "Cart": [3]}, [[14]])) == (
        "In the last 30 minutes there were 14 active users. The top page title and screen name was Home with 12, "
        "followed by Cart with 3. Active users can be in several rows at once, so the rows need not add up to the "
        "total. These are realtime figures; they change by the minute."
    )


async def test_rows_cut_off_in_another_order_lead_only_among_themselves() -> None:
    order = Order("country", OrderKind.ALPHANUMERIC)
    request = asking("sessions", "country", limit=2, order_by=(order,))
    assert await narrative(request, answering(request, {"Albania": [3], "Algeria": [5]}, [[900]], row_count=40)) == (
        "From 8 to 14 November 2026 there were 900 sessions. Among the 2 rows returned, the top country was "
        "Algeria with 5 (0.56%), followed by Albania with 3 (0.33%)."
    )


async def test_rows_that_are_not_all_are_not_summed_where_google_gave_no_total() -> None:
    request = asking("sessions", "country")
    assert await narrative(request, answering(request, {"Chad": [50], "Mali": [30]}, row_count=9)) == (
        "The top country was Chad with 50, followed by Mali with 30. None of the other 7 countries has more."
    )


async def test_a_filter_on_the_metric_leaves_only_the_rows_own_sum() -> None:
    above = NumberFilter("sessions", Comparison.GREATER_THAN, 1000)
    request = asking("sessions", "country", metric_filter=above)
    assert await narrative(request, answering(request, {"Germany": [5000], "France": [3000]}, [[9000]])) == (
        "From 8 to 14 November 2026, where sessions are above 1,000, there were 8,000 sessions. The top country "
        "was Germany with 5,000 (62.5%), followed by France with 3,000 (37.5%)."
    )


@pytest.mark.parametrize(
    ("only", "words"),
    [
        (ListFilter("country", ("Chad", "Peru")), "country is “Chad” or “Peru”"),
        (
            AnyOf((TextFilter("city", "A"), TextFilter("pagePath", "b", Match.CONTAINS))),
            "city is “A” or page path contains “b”",
        ),
        (Not(TextFilter("browser", "Opera")), "browser is not “Opera”"),
        (
            AllOf((TextFilter("city", "A"), Not(AllOf((TextFilter("browser", "B"), TextFilter("platform", "web")))))),
            "city is “A” and (browser is not “B” or platform is not “web”)",
        ),
    ],
)
async def test_filters_are_said_in_words(only: AllOf, words: str) -> None:
    request = asking("sessions", dimension_filter=only)
    assert await narrative(request, answering(request, {(): [2]}, [[2]])) == (
        f"From 8 to 14 November 2026, where {words}, there were 2 sessions."
    )


async def test_values_without_a_metric_are_listed() -> None:
    request = asking("", "country")
    assert await narrative(request, answering(request, {"Chad": [], "Oman": [], "Peru": [], "Mali": []})) == (
        "Google Analytics has 4 countries, among them Chad, Oman and Peru."
    )


async def test_each_request_has_its_paragraph_and_limits_and_notes_come_last() -> None:
    first, second = asking("sessions"), asking("keyEvents")
    sampled = "The figures are estimates."
    whole = material(
        (first, answering(first, {(): [7]}, [[7]], caveats=[sampled])),
        (second, answering(second, {}, caveats=[sampled, "The report is empty."])),
        notes=[
            answer_pb2.Note(
                title="2026-11-10 New checkout",
                text="One page instead of four. It was slow at first.",
                source="annotations/2026.md#2026-11-10 New checkout",
            )
        ],
    )
    assert "".join(await pieces(whole)) == (
        "From 8 to 14 November 2026 there were 7 sessions.\n\n"
        "No key events were recorded from 8 to 14 November 2026.\n\n"
        "The figures are estimates. The report is empty.\n\n"
        "2026-11-10 New checkout: One page instead of four. [annotations/2026.md#2026-11-10 New checkout]"
    )
