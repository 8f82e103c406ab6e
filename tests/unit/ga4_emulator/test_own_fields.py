"""Fields that a request makes itself, comparisons, and former names."""

from __future__ import annotations

from typing import Any

import pytest
from google.analytics.data_v1beta.types import MetricType, RunReportRequest, RunReportResponse

from sandbox.ga4_emulator.refusals import Refused
from sandbox.ga4_emulator.reports.reporting import Reporting
from sandbox.ga4_emulator.running import reporting_over
from sandbox.ga4_emulator.settings import Settings
from sandbox.ga4_emulator.shop.shops import Shops
from services.serving.clock import Clock

WEEK = {"start_date": "2026-11-10", "end_date": "2026-11-16"}


@pytest.fixture(scope="module")
def reporting(ga4_shops: Shops, ga4_clock: Clock) -> Reporting:
    return reporting_over(ga4_shops, ga4_clock, Settings())


def ask(reporting: Reporting, dimensions: list[Any], metrics: list[Any], **more: Any) -> RunReportResponse:
    def named(fields: list[Any]) -> list[Any]:
        return [{"name": field} if isinstance(field, str) else field for field in fields]

    return reporting.run_report(
        RunReportRequest(
            property="properties/123456789",
            dimensions=named(dimensions),
            metrics=named(metrics),
            **{"date_ranges": [WEEK], **more},
        )
    )


def table(response: RunReportResponse) -> dict[tuple[str, ...], list[str]]:
    return {
        tuple(value.value for value in row.dimension_values): [value.value for value in row.metric_values]
        for row in response.rows
    }


def test_a_dimension_can_be_put_together_of_others(reporting: Reporting) -> None:
    together = {
        "name": "where",
        "dimension_expression": {
            "concatenate": {"dimension_names": ["country", "deviceCategory"], "delimiter": " {x}' pages.path "}
        },
    }
    apart = table(ask(reporting, ["country", "deviceCategory"], ["sessions"]))
    response = ask(reporting, [together], ["sessions"])
    assert [header.name for header in response.dimension_headers] == ["where"]
    assert table(response) == {(" {x}' pages.path ".join(key),): values for key, values in apart.items()}


def test_a_dimension_can_be_in_one_case_and_filtered_and_ordered_so(reporting: Reporting) -> None:
    loud = {"name": "loud", "dimension_expression": {"upper_case": {"dimension_name": "deviceCategory"}}}
    quiet = {"name": "quiet", "dimension_expression": {"lower_case": {"dimension_name": "country"}}}
    response = ask(
        reporting,
        [loud, quiet],
        ["sessions"],
        dimension_filter={
            "filter": {"field_name": "loud", "string_filter": {"value": "MOBILE", "case_sensitive": True}}
        },
        order_bys=[{"dimension": {"dimension_name": "quiet"}, "desc": True}],
    )
    found = list(table(response))
    assert {key[0] for key in found} == {"MOBILE"}
    assert [key[1] for key in found] == sorted({key[1].lower() for key in found}, reverse=True)


def test_a_metric_can_be_calculated_and_of_metrics_that_are_not_shown(reporting: Reporting) -> None:
    metrics = [
        {"name": "each", "expression": "(eventCount - hidden) / sessions"},
        "eventCount",
        "sessions",
        {"name": "hidden", "expression": "screenPageViews", "invisible": True},
    ]
    response = ask(
        reporting,
        ["deviceCategory"],
        [metrics[3], *metrics[:3], "screenPageViews"],
        order_bys=[{"metric": {"metric_name": "hidden"}}],
    )
    assert [header.name for header in response.metric_headers] == ["each", "eventCount", "sessions", "screenPageViews"]
    assert response.metric_headers[0].type_ == MetricType.TYPE_FLOAT
    views = []
    for each, events, sessions, viewed in table(response).values():
        assert float(each) == pytest.approx((int(events) - int(viewed)) / int(sessions))
        views.append(int(viewed))
    assert views == sorted(views)


def test_a_metric_under_another_name_keeps_its_type(reporting: Reporting) -> None:
    response = ask(reporting, [], [{"name": "money", "expression": "totalRevenue"}])
    assert response.metric_headers[0].type_ == MetricType.TYPE_CURRENCY


def test_dividing_by_nothing_gives_nothing(reporting: Reporting) -> None:
    response = ask(reporting, [], ["sessions", {"name": "none", "expression": "sessions / (sessions - sessions)"}])
    assert table(response)[()][1] == "0"


def test_what_a_field_is_made_of_must_go_together_with_the_rest(reporting: Reporting) -> None:
    item = {"name": "item", "dimension_expression": {"lower_case": {"dimension_name": "itemName"}}}
    with pytest.raises(Refused, match=r"^Please remove"):
        ask(reporting, [item], [{"name": "events", "expression": "eventCount * 2"}])


@pytest.mark.parametrize(
    ("dimensions", "metrics", "words"),
    [
        ([], [{"name": "x", "expression": "sessions +"}], "Invalid metric expression: sessions \\+"),
        ([], [{"name": "x", "expression": "sessions sessions"}], "Invalid metric expression"),
        (
            [],
            [{"name": "x", "expression": "sesions / 2"}],
            "Did you mean sessions\\? Field sesions is not a valid metric",
        ),
        ([], [{"name": "a-b", "expression": "sessions"}], "^Metric names must only contain letters, numbers, or _."),
        ([], ["conversions[x]"], "Received a metric name = conversions\\[x\\]$"),
        ([{"name": "x", "dimension_expression": {}}], ["sessions"], "The dimensionExpression of x must be"),
        (
            [{"name": "x", "dimension_expression": {"lower_case": {"dimension_name": "weather"}}}],
            ["sessions"],
            "Field weather is not a valid dimension",
        ),
        (["country!"], ["sessions"], "^Dimension names must only contain"),
    ],
)
def test_an_expression_that_says_nothing_is_refused(
    reporting: Reporting, dimensions: list[Any], metrics: list[Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        ask(reporting, dimensions, metrics)


US = {"filter": {"field_name": "country", "string_filter": {"value": "United States"}}}


def test_comparisons_stand_side_by_side_in_a_dimension_of_their_own(reporting: Reporting) -> None:
    comparisons = [{"name": "home", "dimension_filter": US}, {"name": "all", "dimension_filter": {}}]
    response = ask(reporting, ["browser"], ["sessions"], comparisons=comparisons, metric_aggregations=["TOTAL"])
    assert [header.name for header in response.dimension_headers] == ["browser", "comparison"]
    found = table(response)
    for name, alone in (
        ("home", ask(reporting, ["browser"], ["sessions"], dimension_filter=US)),
        ("all", ask(reporting, ["browser"], ["sessions"])),
    ):
        assert {key[:1]: values for key, values in found.items() if key[1] == name} == table(alone)
    assert [row.dimension_values[1].value for row in response.totals] == ["home", "all"]


def test_with_several_ranges_the_totals_are_over_all_comparisons(reporting: Reporting) -> None:
    earlier = {"start_date": "2026-11-03", "end_date": "2026-11-09"}
    comparisons = [{"name": "home", "dimension_filter": US}, {"name": "also home", "dimension_filter": US}]
    response = ask(
        reporting,
        [],
        ["totalUsers"],
        comparisons=comparisons,
        date_ranges=[WEEK, earlier],
        metric_aggregations=["TOTAL"],
    )
    assert [header.name for header in response.dimension_headers] == ["comparison", "dateRange"]
    rows = table(response)
    totals = {tuple(v.value for v in row.dimension_values): [row.metric_values[0].value] for row in response.totals}
    assert totals == {("RESERVED_TOTAL", name): rows["home", name] for name in ("date_range_0", "date_range_1")}


def test_a_saved_comparison_is_none_of_the_propertys(reporting: Reporting) -> None:
    with pytest.raises(Refused, match="comparisons/1234"):
        ask(reporting, [], ["sessions"], comparisons=[{"comparison": "comparisons/1234"}])


def test_former_names_are_known_unless_told_otherwise(reporting: Reporting, ga4_shops: Shops, ga4_clock: Clock) -> None:
    names = (["sessionDefaultChannelGrouping"], ["conversions", "conversions:purchase", "userConversionRate"])
    now = (["sessionDefaultChannelGroup"], ["keyEvents", "keyEvents:purchase", "userKeyEventRate"])
    response = ask(reporting, *names)
    assert [header.name for header in response.metric_headers] == names[1]
    assert table(response) == table(ask(reporting, *now))
    strict = reporting_over(ga4_shops, ga4_clock, Settings(deprecated_names=False))
    with pytest.raises(Refused, match="Field conversions is not a valid metric"):
        ask(strict, *names)
