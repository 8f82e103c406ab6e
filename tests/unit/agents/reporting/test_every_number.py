"""Every number in a narrative stands in the tables or follows from them, whatever the report."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st

from services.orchestrator.ga4.report_source import Report
from services.orchestrator.understanding.plan import Order, OrderKind, ReportRequest
from tests.unit.agents.reporting.reports import ADDITIVE, WEEK, WEEK_BEFORE, answering, asking, narrative

_VALUES = {
    "sessions": st.integers(0, 10**7).map(float),
    "activeUsers": st.integers(0, 10**7).map(float),
    "keyEvents": st.floats(0, 10**5).map(lambda value: round(value, 3)),
    "engagementRate": st.floats(0, 1),
    "averageSessionDuration": st.floats(0, 20_000),
    "totalRevenue": st.floats(-(10**4), 10**6).map(lambda value: round(value, 2)),
}
_NAMES = ("Aland", "Bhutan", "Chad", "Dominica", "Eritrea", "Fiji", "Gabon", "Haiti", "(not set)", "(other)")
_DAYS = tuple((WEEK.start + timedelta(offset)).strftime("%Y%m%d") for offset in range(7))

_DATES = re.compile(r"(?:from \d+ to |\d+–)?\b\d{1,2} November 2026", re.IGNORECASE)
_TOKEN = re.compile(
    r"(?P<bound>less than |over )?"
    r"(?:(?P<money>-?\$[\d,]+\.\d\d)"
    r"|(?P<percent>-?[\d,]+(?:\.\d+)?)(?:%| percentage points?)"
    r"|(?P<duration>(?:[\d,.]+ (?:h|m|s)\b ?)+)"
    r"|(?P<plain>-?[\d,]*\d(?:\.\d+)?))"
)
_SECONDS = {"h": 3_600, "m": 60, "s": 1}


@dataclass(frozen=True)
class Told:
    """A number as it stands in the text: anything from `low` to `high` may be meant by it."""

    kind: str
    text: str
    low: float
    high: float


def told(text: str) -> Iterator[Told]:
    for token in _TOKEN.finditer(_DATES.sub("", text)):
        kind = str(token.lastgroup)
        written = token[kind].strip()
        if kind == "duration":
            amounts = re.findall(r"([\d,.]+) ([hms])", written)
            value = sum(float(amount.replace(",", "")) * _SECONDS[unit] for amount, unit in amounts)
            smallest = 30.0 if amounts[-1][1] == "h" or (amounts[0][1] == "h") else 0.5
            half = 0.05 if "." in written or value < 10 else smallest
        else:
            value = float(written.replace(",", "").replace("$", ""))
            half = 0.5 * 10.0 ** -len(written.partition(".")[2])
        low, high = value - half * 1.000001, value + half * 1.000001
        if token["bound"] == "less than ":
            low, high = 0.0, value
        elif token["bound"] == "over ":
            low, high = value, inf
        yield Told(kind, token[0], low, high)


def derivable(request: ReportRequest, report: Report) -> dict[str, set[float]]:
    """All that the tables hold and all that may be computed of them, by kind, worked out by brute force."""
    kinds: dict[str, set[float]] = {"plain": set(), "percent": set(), "duration": set(), "money": set()}
    kinds["plain"] |= {float(report.row_count - named) for named in range(11)} | {float(len(report.rows))}
    kinds["plain"] |= {float(count) for count in range(2, len(_DAYS) + 1)}
    for position, metric in enumerate(request.metrics):
        own = {
            "engagementRate": "percent",
            "averageSessionDuration": "duration",
            "totalRevenue": "money",
        }.get(metric, "plain")
        scale = 100.0 if own == "percent" else 1.0
        cells = {row.dimension_values: row.metric_values[position] for row in report.rows}
        totals = [row.metric_values[position] for row in report.totals]
        sums = set(_sums(request, list(cells.items()), totals)) if metric in ADDITIVE else set()
        figures = {0.0, *cells.values(), *totals, *sums}
        pairs = [(one, other) for one in figures for other in figures]
        kinds[own] |= {figure * scale for figure in figures} | {abs(one - other) * scale for one, other in pairs}
        if own != "percent":
            kinds["percent"] |= {abs(one / other) * 100 for one, other in pairs if other > 0}
            kinds["percent"] |= {abs((one - other) / other) * 100 for one, other in pairs if other > 0}
    return kinds


def _sums(request: ReportRequest, cells: list[tuple[tuple[str, ...], float]], totals: list[float]) -> Iterator[float]:
    for period in ("date_range_0", "date_range_1"):
        of_period = [value for key, value in cells if len(request.date_ranges) == 1 or key[-1] == period]
        yield sum(of_period)
        for total in (*totals, sum(of_period)):
            for ordered in (sorted(of_period), sorted(of_period, reverse=True)):
                yield from (total - leading for leading in accumulate(ordered))
    on_days = {key[0]: value for key, value in cells if key and key[-1] != "date_range_1"}
    by_day = [on_days.get(day, 0.0) for day in _DAYS]
    yield sum(by_day[:3])
    yield sum(by_day[4:])


@st.composite
def questions(draw: st.DrawFn) -> tuple[ReportRequest, Report]:
    metrics = draw(st.lists(st.sampled_from(sorted(_VALUES)), min_size=1, max_size=3, unique=True))
    dimension = draw(st.sampled_from(["", "country", "date"]))
    ranges = draw(st.sampled_from([(WEEK,), (WEEK, WEEK_BEFORE)]))
    row = st.tuples(*(_VALUES[metric] for metric in metrics))
    values: dict[str, list[tuple[str, ...]]] = {
        "": [()],
        "country": [(name,) for name in _NAMES],
        "date": [(day,) for day in _DAYS],
    }
    names = values[dimension]
    keys = [(*name, f"date_range_{period}") for period in range(len(ranges)) for name in names]
    keys = keys if len(ranges) > 1 else [key[:-1] for key in keys]
    rows: dict[tuple[str, ...] | str, Sequence[float]] = {
        key: draw(row) for key in draw(st.lists(st.sampled_from(keys), unique=True))
    }
    totals = [draw(row) for _ in ranges] if draw(st.booleans()) else []
    orders = [
        (),
        *((Order(metric, OrderKind.METRIC, descending),) for metric in metrics for descending in (True, False)),
    ]
    request = asking(
        " ".join(metrics),
        dimension,
        ranges,
        order_by=draw(st.sampled_from(orders)),
        limit=draw(st.sampled_from([None, 2, 5, 100])),
    )
    more = draw(st.sampled_from([0, 0, 1, 12_345])) if dimension else 0
    return request, answering(request, rows, totals, row_count=len(rows) + more)


@settings(max_examples=300, deadline=None)
@given(questions())
def test_every_number_in_the_text_is_in_the_tables_or_computed_from_them(
    question: tuple[ReportRequest, Report],
) -> None:
    text = asyncio.run(narrative(*question))
    known = derivable(*question)
    assert text
    for number in told(text):
        assert any(number.low <= value <= number.high for value in known[number.kind]), (number, text)


@given(
    dimension=st.sampled_from(["country", "date", "hour", "yearMonth"]),
    values=st.lists(st.text(max_size=12) | st.text("0123456789", max_size=12), min_size=1, max_size=8, unique=True),
    several=st.booleans(),
)
def test_any_values_of_dimensions_are_written_about(dimension: str, values: list[str], several: bool) -> None:
    ranges = (WEEK, WEEK_BEFORE) if several else (WEEK,)
    request = asking("sessions activeUsers", dimension, ranges)
    rows: dict[tuple[str, ...] | str, Sequence[float]] = {
        (value, "date_range_0") if several else (value,): [1.0, 2.0] for value in values
    }
    assert asyncio.run(narrative(request, answering(request, rows)))


def test_the_reader_of_numbers_finds_them_all() -> None:
    text = (
        "From 8 to 14 November 2026 there were 1,234 sessions (8–14 November 2026), up 6.1 percentage points, "
        "-$1,234.50, less than 0.01%, 2 m 5 s and 0.00123."
    )
    assert [(each.kind, each.text.strip()) for each in told(text)] == [
        ("plain", "1,234"),
        ("percent", "6.1 percentage points"),
        ("money", "-$1,234.50"),
        ("percent", "less than 0.01%"),
        ("duration", "2 m 5 s"),
        ("plain", "0.00123"),
    ]
