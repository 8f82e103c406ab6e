from __future__ import annotations

from datetime import date

import pytest

from headrace.orchestrator.v1.answer_pb2 import ColumnKind, Unit
from services.orchestrator.agents.tables import TableBuilder
from services.orchestrator.agents.units import load_units
from services.orchestrator.ga4.report_source import MetricHeader, Report, ReportRow
from services.orchestrator.understanding.lexicon.catalogue import load_catalogue
from services.orchestrator.understanding.plan import DateRange, Method, MinuteRange, ReportRequest, TextFilter

LAST_WEEK = DateRange(date(2026, 11, 8), date(2026, 11, 14))
WEEK_BEFORE = DateRange(date(2026, 11, 1), date(2026, 11, 7))


@pytest.fixture(scope="module")
def tables() -> TableBuilder:
    return TableBuilder(load_catalogue(), load_units())


def request(
    *metrics: str, by: tuple[str, ...] = (), days: tuple[DateRange, ...] = (LAST_WEEK,), only: TextFilter | None = None
) -> ReportRequest:
    return ReportRequest(Method.RUN_REPORT, metrics, by, days, dimension_filter=only)


def report(metrics: dict[str, str], dimensions: tuple[str, ...] = (), rows: tuple[ReportRow, ...] = ()) -> Report:
    headers = tuple(MetricHeader(name, type_name) for name, type_name in metrics.items())
    return Report(dimensions, headers, rows, rows[:1], 70, "USD", "America/New_York")


def columns(tables: TableBuilder, metrics: dict[str, str], dimensions: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    table = tables.build(request(*metrics, by=dimensions), report(metrics, dimensions))
    return [(column.api_name, column.label) for column in table.columns]


def unit(tables: TableBuilder, metric: str, type_name: str) -> str:
    (column,) = tables.build(request(metric), report({metric: type_name})).columns
    return Unit.Name(column.unit)


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        (request("keyEvents", by=("country",)), "Key events by country, 8–14 November 2026"),
        (request("sessions"), "Sessions, 8–14 November 2026"),
        (
            request("sessions", "activeUsers", by=("country", "city"), days=(LAST_WEEK, WEEK_BEFORE)),
            "Sessions and active users by country and city, 8–14 November 2026 and 1–7 November 2026",
        ),
        (
            request("sessions", only=TextFilter("country", "Germany")),
            "Sessions, where country is “Germany”, 8–14 November 2026",
        ),
        (request(by=("eventName",)), "Event name, 8–14 November 2026"),
        (
            ReportRequest(Method.RUN_REALTIME_REPORT, ("activeUsers",), minute_ranges=(MinuteRange(29, 0),)),
            "Active users, the last 30 minutes",
        ),
    ],
)
def test_the_title_says_what_the_table_shows(tables: TableBuilder, asked: ReportRequest, title: str) -> None:
    assert tables.build(asked, report({})).title == title


def test_figures_stay_as_google_analytics_gave_them(tables: TableBuilder) -> None:
    rows = (ReportRow(("202645", "(not set)"), (12.0, 0.456)), ReportRow(("202646", "Germany"), (1e15, 0.0)))
    metrics = {"sessions": "TYPE_INTEGER", "bounceRate": "TYPE_FLOAT"}
    table = tables.build(request(*metrics), report(metrics, ("yearWeek", "country"), rows))
    assert [(tuple(row.dimension_values), tuple(row.metric_values)) for row in table.rows] == [
        (("202645", "(not set)"), (12.0, 0.456)),
        (("202646", "Germany"), (1e15, 0.0)),
    ]
    assert [tuple(row.metric_values) for row in table.totals] == [(12.0, 0.456)]
    assert table.row_count == 70


def test_dimensions_stand_before_metrics_and_have_no_unit(tables: TableBuilder) -> None:
    metrics = {"sessions": "TYPE_INTEGER"}
    table = tables.build(request("sessions", by=("country",)), report(metrics, ("country",)))
    assert [(column.kind, column.unit) for column in table.columns] == [
        (ColumnKind.COLUMN_KIND_DIMENSION, Unit.UNIT_UNSPECIFIED),
        (ColumnKind.COLUMN_KIND_METRIC, Unit.UNIT_COUNT),
    ]


def test_columns_have_the_names_that_google_analytics_shows_people(tables: TableBuilder) -> None:
    assert columns(tables, {"screenPageViews": "TYPE_INTEGER"}, ("sessionDefaultChannelGroup", "dateRange")) == [
        ("sessionDefaultChannelGroup", "Session default channel group"),
        ("dateRange", "Date range"),
        ("screenPageViews", "Views"),
    ]


def test_what_a_property_defined_itself_has_the_name_it_was_given(tables: TableBuilder) -> None:
    assert columns(tables, {"keyEvents:sign_up": "TYPE_FLOAT", "shinyNew": "TYPE_FLOAT"}, ("customUser:tier",)) == [
        ("customUser:tier", "tier"),
        ("keyEvents:sign_up", "Key events (sign_up)"),
        ("shinyNew", "shinyNew"),
    ]


@pytest.mark.parametrize(
    ("metric", "type_name", "expected"),
    [
        ("sessions", "TYPE_INTEGER", "UNIT_COUNT"),
        ("keyEvents", "TYPE_FLOAT", "UNIT_NUMBER"),
        ("sessionsPerUser", "TYPE_FLOAT", "UNIT_NUMBER"),
        ("eventValue", "TYPE_STANDARD", "UNIT_NUMBER"),
        ("averageSessionDuration", "TYPE_SECONDS", "UNIT_SECONDS"),
        ("totalRevenue", "TYPE_CURRENCY", "UNIT_CURRENCY"),
        ("bounceRate", "TYPE_FLOAT", "UNIT_RATIO"),
        ("sessionKeyEventRate:purchase", "TYPE_FLOAT", "UNIT_RATIO"),
        ("dauPerMau", "TYPE_FLOAT", "UNIT_RATIO"),
        ("adUnitExposure", "TYPE_MILLISECONDS", "UNIT_UNSPECIFIED"),
    ],
)
def test_a_metric_has_the_unit_of_its_kind(tables: TableBuilder, metric: str, type_name: str, expected: str) -> None:
    assert unit(tables, metric, type_name) == expected


def test_a_unit_that_an_answer_has_no_word_for_stands_beside_the_label(tables: TableBuilder) -> None:
    assert columns(tables, {"adUnitExposure": "TYPE_MILLISECONDS"}) == [
        ("adUnitExposure", "Ad unit exposure (milliseconds)")
    ]


def test_every_ratio_is_a_metric_of_the_catalogue_and_every_rate_is_a_ratio() -> None:
    metrics, ratios = load_catalogue().metrics, load_units().ratios
    assert ratios <= set(metrics)
    assert {name for name in metrics if name.endswith("Rate")} <= ratios
