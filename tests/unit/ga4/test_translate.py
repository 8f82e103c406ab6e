from __future__ import annotations

import pytest

from services.orchestrator.errors import SourceRejected, SourceUnavailable
from services.orchestrator.ga4.google_client import messages
from services.orchestrator.ga4.report_source import MetricHeader, ReportRow
from services.orchestrator.ga4.translate import realtime_report, realtime_request, report, report_request
from tests.unit.ga4.scripted_source import ON_DAYS, REALTIME


def response(**changes: object) -> messages.RunReportResponse:
    row = {"dimension_values": [{"value": "Germany"}], "metric_values": [{"value": "12"}, {"value": "0.456"}]}
    content: dict[str, object] = {
        "dimension_headers": [{"name": "country"}],
        "metric_headers": [
            {"name": "sessions", "type_": "TYPE_INTEGER"},
            {"name": "bounceRate", "type_": "TYPE_FLOAT"},
        ],
        "rows": [row],
        "totals": [{**row, "dimension_values": [{"value": "RESERVED_TOTAL"}]}],
        "row_count": 70,
        "metadata": {"currency_code": "USD", "time_zone": "America/New_York"},
    }
    return messages.RunReportResponse(content | changes)


def caveats(**metadata: object) -> tuple[str, ...]:
    return report(response(metadata=metadata)).caveats


def test_a_request_for_days_names_its_property_and_asks_for_totals() -> None:
    message = report_request("123456789", ON_DAYS)
    assert message.property == "properties/123456789"
    assert [metric.name for metric in message.metrics] == ["sessions"]
    assert [(days.start_date, days.end_date) for days in message.date_ranges] == [("2026-11-08", "2026-11-14")]
    assert list(message.metric_aggregations) == [messages.MetricAggregation.TOTAL]


def test_a_realtime_request_names_its_property_and_minutes() -> None:
    message = realtime_request("123456789", REALTIME)
    assert message.property == "properties/123456789"
    assert [(each.start_minutes_ago, each.end_minutes_ago) for each in message.minute_ranges] == [(29, 0)]


def test_a_report_has_its_figures_as_numbers_and_all_that_is_told_of_it() -> None:
    read = report(response())
    assert read.dimension_headers == ("country",)
    assert read.metric_headers == (MetricHeader("sessions", "TYPE_INTEGER"), MetricHeader("bounceRate", "TYPE_FLOAT"))
    assert read.rows == (ReportRow(("Germany",), (12.0, 0.456)),)
    assert read.totals == (ReportRow(("RESERVED_TOTAL",), (12.0, 0.456)),)
    assert (read.row_count, read.currency_code, read.time_zone) == (70, "USD", "America/New_York")
    assert read.caveats == ()


def test_a_realtime_report_has_no_zone_no_currency_and_no_caveats() -> None:
    read = realtime_report(
        messages.RunRealtimeReportResponse(
            metric_headers=[{"name": "activeUsers", "type_": "TYPE_INTEGER"}],
            rows=[{"metric_values": [{"value": "7"}]}],
            row_count=1,
        )
    )
    assert read.rows == (ReportRow((), (7.0,)),)
    assert (read.time_zone, read.currency_code, read.caveats) == ("", "", ())


@pytest.mark.parametrize("text", ["", "many", "1,234"])
def test_a_figure_that_is_no_number_is_a_failure_of_the_source(text: str) -> None:
    with pytest.raises(SourceUnavailable, match="no number"):
        report(response(rows=[{"metric_values": [{"value": text}]}]))


@pytest.mark.parametrize("text", ["NaN", "nan", "Infinity", "-inf"])
@pytest.mark.parametrize("part", ["rows", "totals"])
def test_a_figure_that_is_not_finite_is_refused_by_the_name_of_its_metric(part: str, text: str) -> None:
    row = {"metric_values": [{"value": "12"}, {"value": text}]}
    with pytest.raises(SourceRejected, match="no finite figure for bounceRate"):
        report(response(**{part: [row]}))


def test_a_sampled_report_says_how_much_was_read() -> None:
    samples = [
        {"samples_read_count": 400_000, "sampling_space_size": 1_000_000},
        {"samples_read_count": 500_000, "sampling_space_size": 2_000_000},
    ]
    (caveat,) = caveats(sampling_metadatas=samples)
    assert "900,000 of 3,000,000 events" in caveat


@pytest.mark.parametrize(
    ("metadata", "part"),
    [
        ({"subject_to_thresholding": True}, "few users"),
        ({"data_loss_from_other_row": True}, "“(other)”"),
        (
            {"schema_restriction_response": {"active_metric_restrictions": [{"metric_name": "totalRevenue"}]}},
            "may not see: totalRevenue.",
        ),
        ({"data_truncation_reasons": [{"data_truncation_date": "2024-01-01"}]}, "before 2024-01-01."),
        ({"data_truncation_reasons": [{"data_truncation_message": "Too old"}]}, "short: Too old."),
        ({"data_truncation_reasons": [{"data_truncation_type": 7}]}, "some of the days"),
        ({"empty_reason": "NO_DATA"}, "the reason: NO_DATA."),
    ],
)
def test_what_limits_the_figures_is_a_sentence(metadata: dict[str, object], part: str) -> None:
    (caveat,) = caveats(**metadata)
    assert part in caveat
    assert caveat.endswith(".")


def test_several_limits_are_several_sentences() -> None:
    assert len(caveats(subject_to_thresholding=True, data_loss_from_other_row=True)) == 2
