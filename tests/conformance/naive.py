"""A slow and simple reading of reports: plain Python over the raw events."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from google.analytics.data_v1beta.types import Filter, FilterExpression, OrderBy, RunReportRequest

from sandbox.ga4_emulator.shop.warehouse import Reader, Statement

Event = Mapping[str, Any]
Test = Callable[[Mapping[str, Any]], bool]
Row = tuple[tuple[str, ...], tuple[float, ...]]
Match = Filter.StringFilter.MatchType
Operation = Filter.NumericFilter.Operation
OrderType = OrderBy.DimensionOrderBy.OrderType

COLUMNS = {
    "user": "fact.user_id",
    "session": "fact.session_id",
    "isKeyEvent": "fact.is_key_event",
    "engaged": "fact.engaged",
    "active": "fact.active",
    "cents": "fact.amount_cents",
    "date": "calendar.date::VARCHAR",
    "hour": "printf('%02d', fact.at // 3600)",
    "eventName": "fact.event_name",
    "country": "places.country",
    "deviceCategory": "devices.category",
    "browser": "devices.browser",
    "sessionMedium": "traffic.medium",
    "pagePath": "pages.path",
    "customEvent:plan_tier": "coalesce(plan_tiers.name, '(not set)')",
}
DIMENSIONS = tuple(COLUMNS)[6:]


class Events(list[Event]):
    """Many events, of which no failing test prints all."""

    def __repr__(self) -> str:
        return f"<{len(self)} events>"


def events_of(reader: Reader, first: str, last: str) -> Events:
    """Every event of the days (YYYYMMDD, both included), each joined by hand to what explains it."""
    query = f"""
        SELECT {", ".join(COLUMNS.values())}
        FROM events AS fact
        JOIN calendar USING (day)
        JOIN places ON places.id = place_id
        JOIN devices ON devices.id = device_id
        JOIN traffic ON traffic.id = session_traffic_id
        JOIN pages ON pages.id = page_id
        LEFT JOIN plan_tiers ON plan_tiers.id = plan_tier_id
        WHERE calendar.date BETWEEN {first} AND {last}
    """  # noqa: S608  literals
    rows = reader.read(Statement(query, {}))
    return Events({**dict(zip(COLUMNS, row, strict=True)), "number": number} for number, row in enumerate(rows))


def _people(events: Iterable[Event]) -> int:
    return len({event["user"] for event in events})


def _sessions(events: Iterable[Event]) -> int:
    return len({event["session"] for event in events})


def _key(events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event["isKeyEvent"]]


METRICS: Mapping[str, Callable[[Sequence[Event]], float]] = {
    "eventCount": len,
    "sessions": _sessions,
    "totalUsers": _people,
    "activeUsers": lambda events: _people(event for event in events if event["active"]),
    "engagedSessions": lambda events: _sessions(event for event in events if event["engaged"]),
    "screenPageViews": lambda events: sum(event["eventName"] == "page_view" for event in events),
    "keyEvents": lambda events: len(_key(events)),
    "totalRevenue": lambda events: sum(e["cents"] for e in events if e["eventName"] == "purchase") / 100,
    "sessionKeyEventRate": lambda events: _sessions(_key(events)) / _sessions(events) if events else 0,
    "eventCount / sessions": lambda events: len(events) / _sessions(events) if events else 0,
    "(eventCount - keyEvents) * 2 / (keyEvents + 1)": lambda events: (
        (len(events) - len(_key(events))) * 2 / (len(_key(events)) + 1)
    ),
}
"""The metrics and metric expressions that are read here."""

_TEXTS: dict[Any, Callable[[str, str], bool]] = {
    Match.EXACT: lambda text, value: text == value,
    Match.BEGINS_WITH: str.startswith,
    Match.ENDS_WITH: str.endswith,
    Match.CONTAINS: lambda text, value: value in text,
    Match.FULL_REGEXP: lambda text, value: re.fullmatch(value, text) is not None,
    Match.PARTIAL_REGEXP: lambda text, value: re.search(value, text) is not None,
}
_NUMBERS: dict[Any, Callable[[float, float], bool]] = {
    Operation.EQUAL: lambda number, value: number == value,
    Operation.LESS_THAN: lambda number, value: number < value,
    Operation.LESS_THAN_OR_EQUAL: lambda number, value: number <= value,
    Operation.GREATER_THAN: lambda number, value: number > value,
    Operation.GREATER_THAN_OR_EQUAL: lambda number, value: number >= value,
}


def holds(expression: FilterExpression, row: Mapping[str, Any]) -> bool:
    """Whether a row's values pass a filter."""
    return passing(expression)(row)


def passing(expression: FilterExpression) -> Test:
    """A filter as a function of rows."""
    if "and_group" in expression:
        every = [passing(part) for part in expression.and_group.expressions]
        return lambda row: all(test(row) for test in every)
    if "or_group" in expression:
        some = [passing(part) for part in expression.or_group.expressions]
        return lambda row: any(test(row) for test in some)
    if "not_expression" in expression:
        opposite = passing(expression.not_expression)
        return lambda row: not opposite(row)
    if "filter" not in expression:
        return lambda _: True
    name, passes = expression.filter.field_name, _leaf(expression.filter)
    return lambda row: passes(row[name])


def _leaf(leaf: Filter) -> Callable[[Any], bool]:
    if "string_filter" in leaf:
        matches, value = _TEXTS[leaf.string_filter.match_type], leaf.string_filter.value
        if leaf.string_filter.case_sensitive:
            return lambda text: matches(text, value)
        return lambda text: matches(text.lower(), value.lower())
    if "in_list_filter" in leaf:
        if leaf.in_list_filter.case_sensitive:
            return set(leaf.in_list_filter.values).__contains__
        folded = {value.lower() for value in leaf.in_list_filter.values}
        return lambda text: text.lower() in folded
    if "empty_filter" in leaf:
        return lambda text: text in {"", "(not set)"}
    return _number_leaf(leaf)


def _number_leaf(leaf: Filter) -> Callable[[Any], bool]:
    if "numeric_filter" in leaf:
        compares, number = _NUMBERS[leaf.numeric_filter.operation], _value(leaf.numeric_filter.value)
        return lambda value: (read := _number(value)) is not None and compares(read, number)
    low, high = _value(leaf.between_filter.from_value), _value(leaf.between_filter.to_value)
    return lambda value: (read := _number(value)) is not None and low <= read <= high


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _value(value: Any) -> float:
    return value.double_value if "double_value" in value else value.int64_value


@dataclass(frozen=True)
class Report:
    """What a report should be: a page of rows, how many there are in all, and the aggregations by name."""

    rows: list[Row]
    row_count: int
    totals: list[Row]
    minimums: list[Row]
    maximums: list[Row]


def labelled(events: Iterable[Event], request: Any) -> list[Event]:
    """The events that a request is about, once for each date range and comparison that they are in, in that order."""
    comparisons = [(one.name, passing(one.dimension_filter)) for one in request.comparisons] or [("", lambda _: True)]
    wanted = passing(request.dimension_filter)
    within = [
        {**event, "dateRange": span.name or f"date_range_{n}"}
        for n, span in enumerate(request.date_ranges)
        for first, last in [(span.start_date.replace("-", ""), span.end_date.replace("-", ""))]
        for event in events
        if first <= event["date"] <= last
    ]
    return [
        {**event, "comparison": name}
        for name, compared in comparisons
        for event in within
        if wanted(event) and compared(event)
    ]


def once(events: Iterable[Event]) -> list[Event]:
    """The events without those that are there already under another label."""
    return list({event["number"]: event for event in events}.values())


def groups(events: Iterable[Event], names: Sequence[str]) -> dict[tuple[str, ...], list[Event]]:
    """The events by their values."""
    found: dict[tuple[str, ...], list[Event]] = {}
    for event in events:
        found.setdefault(tuple(event[name] for name in names), []).append(event)
    return found


def measured(events: Sequence[Event], metrics: Iterable[str]) -> tuple[float, ...]:
    """The metrics over events, each event counted once."""
    alone = once(events)
    return tuple(METRICS[metric](alone) for metric in metrics)


def read(events: Iterable[Event], request: RunReportRequest) -> Report:
    """Reads a report that asks for nothing but what is read here; metrics may be expressions named otherwise."""
    about = labelled(events, request)
    dimensions = [dimension.name for dimension in request.dimensions]
    dimensions += ["comparison"] if request.comparisons else []
    dimensions += ["dateRange"] if len(request.date_ranges) > 1 and "dateRange" not in dimensions else []
    meaning = {metric.name: metric.expression or metric.name for metric in request.metrics}
    shown = [metric.name for metric in request.metrics if not metric.invisible]
    rows: list[tuple[dict[str, str], dict[str, float]]] = []
    stays = passing(request.metric_filter)
    for key, group in _groups_of_rows(about, dimensions, request).items():
        numbers = {name: METRICS[meaning.get(name, name)](group) for name in {*meaning, *METRICS}}
        if stays(numbers) and (request.keep_empty_rows or any(numbers[name] for name in shown)):
            rows.append((dict(zip(dimensions, key, strict=True)), numbers))
    _sort(rows, request, shown, dimensions)
    whole = [(tuple(texts.values()), tuple(numbers[name] for name in shown)) for texts, numbers in rows]
    page = whole[request.offset : request.offset + (request.limit or 10_000)]
    apart = next((name for name in ("dateRange", "comparison") if name in dimensions), "")
    parts = {
        value: [event for event in about if not apart or event[apart] == value] for value in _values(apart, request)
    }

    def aggregated(reserved: str, of: Callable[[str], tuple[float, ...]]) -> list[Row]:
        return [(tuple(value if name == apart else reserved for name in dimensions), of(value)) for value in parts]

    def total(value: str) -> tuple[float, ...]:
        return measured(parts[value], [meaning[name] for name in shown])

    def extreme(choose: Callable[[list[float]], float]) -> Callable[[str], tuple[float, ...]]:
        def of(value: str) -> tuple[float, ...]:
            numbers = [row for (texts, _), row in zip(rows, whole, strict=True) if not apart or texts[apart] == value]
            return tuple(choose([row[1][n] for row in numbers]) for n in range(len(shown)) if numbers)

        return of

    return Report(
        page,
        len(whole),
        aggregated("RESERVED_TOTAL", total),
        [row for row in aggregated("RESERVED_MIN", extreme(min)) if row[1]],
        [row for row in aggregated("RESERVED_MAX", extreme(max)) if row[1]],
    )


def _groups_of_rows(
    about: Sequence[Event], dimensions: Sequence[str], request: RunReportRequest
) -> dict[tuple[str, ...], list[Event]]:
    """The events of each row. Where nothing but labels tells rows apart, there is a row for each of them."""
    found = groups(about, dimensions)
    if set(dimensions) <= {"comparison", "dateRange"}:
        return {key: found.get(key, []) for key in product(*(_values(label, request) for label in dimensions))}
    return found


def _values(label: str, request: RunReportRequest) -> list[str]:
    if label == "comparison":
        return [one.name for one in request.comparisons]
    return [span.name or f"date_range_{n}" for n, span in enumerate(request.date_ranges)] if label else [""]


def _sort(rows: list[Any], request: RunReportRequest, shown: Sequence[str], dimensions: Sequence[str]) -> None:
    rows.sort(key=lambda row: [row[0][name] for name in dimensions])
    default = [OrderBy(metric=OrderBy.MetricOrderBy(metric_name=shown[0]), desc=True)] if shown else []
    for order in reversed(list(request.order_bys) or default):
        rows.sort(key=sort_key(order), reverse=order.desc)


def sort_key(order: OrderBy) -> Callable[[Any], Any]:
    """What rows (texts by name, numbers by name) are sorted by."""
    if "metric" in order:
        return lambda row: row[1][order.metric.metric_name]
    name, kind = order.dimension.dimension_name, order.dimension.order_type
    return lambda row: text_key(kind, row[0][name])


def text_key(kind: Any, text: str) -> Any:
    """What a text is sorted by; texts that are no numbers come before all numbers."""
    if kind == OrderType.NUMERIC:
        return float(text) if re.fullmatch(r"\d+", text) else float("-inf")
    return text.lower() if kind == OrderType.CASE_INSENSITIVE_ALPHANUMERIC else text
