"""Answers for tests of how they are delivered and shown."""

from __future__ import annotations

from headrace.orchestrator.v1 import answer_pb2

NARRATIVE = "Mobile brought 1,204 sessions, more than desktop."


def sessions_by_device() -> answer_pb2.Table:
    """One dimension and a metric of every unit."""
    metrics = [
        ("sessions", "Sessions", answer_pb2.UNIT_COUNT),
        ("engagementRate", "Engagement rate", answer_pb2.UNIT_RATIO),
        ("totalRevenue", "Total revenue", answer_pb2.UNIT_CURRENCY),
        ("averageSessionDuration", "Average session duration", answer_pb2.UNIT_SECONDS),
        ("sessionsPerUser", "Sessions per user", answer_pb2.UNIT_NUMBER),
    ]
    return answer_pb2.Table(
        title="Sessions by device category, 8–14 November 2026",
        currency_code="USD",
        columns=[
            answer_pb2.Column(
                api_name="deviceCategory", label="Device category", kind=answer_pb2.COLUMN_KIND_DIMENSION
            ),
            *(
                answer_pb2.Column(api_name=name, label=label, kind=answer_pb2.COLUMN_KIND_METRIC, unit=unit)
                for name, label, unit in metrics
            ),
        ],
        rows=[
            answer_pb2.Row(dimension_values=["mobile"], metric_values=[1204, 0.6182, 1534.5, 95.4, 1.256]),
            answer_pb2.Row(dimension_values=["desktop"], metric_values=[873, 0.5, 20871, 3725, 2]),
        ],
        totals=[answer_pb2.Row(dimension_values=["RESERVED_TOTAL"], metric_values=[2077, 0.57, 22405.5, 1621, 1.5])],
        row_count=2,
    )


def pages(rows: int, held: int) -> answer_pb2.Table:
    """`rows` rows of the `held` that the report has."""
    return answer_pb2.Table(
        title="Views by page",
        columns=[
            answer_pb2.Column(api_name="pagePath", label="Page path", kind=answer_pb2.COLUMN_KIND_DIMENSION),
            answer_pb2.Column(
                api_name="screenPageViews",
                label="Views",
                kind=answer_pb2.COLUMN_KIND_METRIC,
                unit=answer_pb2.UNIT_COUNT,
            ),
        ],
        rows=[answer_pb2.Row(dimension_values=[f"/page-{n}"], metric_values=[1000 - n]) for n in range(rows)],
        row_count=held,
    )


def answered(*tables: answer_pb2.Table) -> answer_pb2.Answer:
    """An answer with figures."""
    answer = answer_pb2.Answer(
        outcome=answer_pb2.OUTCOME_ANSWERABLE,
        canonical_question="Sessions by device category, 8–14 November 2026",
        narrative=NARRATIVE,
        tables=tables or [sessions_by_device()],
        assumptions=["Weeks start on Sunday."],
        caveats=["The last two days may still change."],
    )
    answer.freshness.currency_code = "USD"
    answer.freshness.time_zone = "America/New_York"
    answer.freshness.settled_through = "2026-11-14"
    answer.freshness.as_of.FromJsonString("2026-11-16T12:00:00Z")
    return answer


def refused() -> answer_pb2.Answer:
    """An answer without figures."""
    return answer_pb2.Answer(
        outcome=answer_pb2.OUTCOME_REFUSED,
        message="Forecasts are not to be had here.",
        suggestions=["How did sessions develop over the last 12 weeks?"],
    )


def unclear() -> answer_pb2.Answer:
    """An answer that asks back."""
    return answer_pb2.Answer(
        outcome=answer_pb2.OUTCOME_NEEDS_CLARIFICATION,
        message='What is meant by "stickiness"?',
        suggestions=["How many active users did we have last week?"],
    )
