"""Reads the questions in `tests/questions/`, with the plans written out beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from services.orchestrator.understanding.canonical import normalise
from services.orchestrator.understanding.plan import (
    AllOf,
    AnyOf,
    Comparison,
    DateRange,
    Filter,
    ListFilter,
    Match,
    Method,
    MinuteRange,
    Not,
    NumberFilter,
    Order,
    OrderKind,
    Plan,
    ReportRequest,
    TextFilter,
)

FOLDER = Path(__file__).parents[2] / "questions"
TODAY = date(2026, 11, 24)
_PLANS = (
    "figures", "breakdowns", "rankings", "trends", "periods", "comparisons", "filters", "events", "realtime", "scopes",
    "fields", "causes", "years", "predicates", "dates", "other_days", "spans", "shares", "deeds",
    "acts", "analysts", "plain", "event_lists", "titles", "row_counts", "wordings",
    "exclusions", "filters_said", "filters_led_to", "paths", "figures_said", "shares_said",
    "sections", "askers_place", "technology", "filters_more", "filters_lists", "shorthand",
    "two_sides", "periods_in_words", "orders", "singled_out",
    "wholes", "twists", "days_compared",
)  # fmt: skip
_MATCHES = {"=": Match.EXACT, "begins": Match.BEGINS_WITH, "contains": Match.CONTAINS, "ends": Match.ENDS_WITH}
_BOUNDS = {
    ">": Comparison.GREATER_THAN,
    ">=": Comparison.GREATER_THAN_OR_EQUAL,
    "<": Comparison.LESS_THAN,
    "<=": Comparison.LESS_THAN_OR_EQUAL,
    "=": Comparison.EQUAL,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the day it is asked, and the plan it means."""

    question: str
    today: date
    plan: Plan


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def read_all(pattern: str) -> list[dict[str, Any]]:
    """The files of such names, none of which can be forgotten."""
    return [read(path.stem) for path in sorted(FOLDER.glob(f"{pattern}.toml"))]


def asked() -> Iterator[Asked]:
    for name in _PLANS:
        yield from questions_of(name)


def questions_of(name: str) -> Iterator[Asked]:
    for entry in read(name)["question"]:
        today = date.fromisoformat(entry["as_of"]) if "as_of" in entry else TODAY
        requests = tuple(map(_request, entry.get("requests", [entry])))
        yield Asked(entry["asks"], today, normalise(Plan(requests)))


def _request(entry: dict[str, Any]) -> ReportRequest:
    conditions = tuple(map(_condition, entry.get("where", [])))
    thresholds = tuple(map(_threshold, entry.get("having", [])))
    return ReportRequest(
        method=Method.RUN_REALTIME_REPORT if "minutes" in entry else Method.RUN_REPORT,
        metrics=tuple(entry["metrics"]),
        dimensions=tuple(entry.get("dimensions", [])),
        date_ranges=tuple(DateRange(*map(date.fromisoformat, days.split(".."))) for days in entry.get("days", [])),
        minute_ranges=tuple(MinuteRange(*map(int, minutes.split(".."))) for minutes in entry.get("minutes", [])),
        dimension_filter=AllOf(conditions) if conditions else None,
        metric_filter=AllOf(thresholds) if thresholds else None,
        order_by=tuple(_order(text, entry["dimensions"]) for text in entry.get("order", [])),
        limit=entry.get("limit"),
    )


def _condition(text: str) -> Filter:
    """ "country in France | Germany", "pagePath begins /blog/", "not city = paris", "not both city = a & os = b"."""
    if text.startswith("not both "):
        return Not(AllOf(tuple(map(_condition, text.removeprefix("not both ").split(" & ")))))
    if text.startswith("not "):
        return Not(_condition(text.removeprefix("not ")))
    field, operator, value = text.split(" ", 2)
    if operator == "in":
        return ListFilter(field, tuple(value.split(" | ")))
    if operator != "=" and " | " in value:
        return AnyOf(tuple(TextFilter(field, each, _MATCHES[operator]) for each in value.split(" | ")))
    return TextFilter(field, value, _MATCHES[operator])


def _threshold(text: str) -> Filter:
    field, operator, number = text.split(" ")
    return NumberFilter(field, _BOUNDS[operator], float(number))


def _order(text: str, dimensions: list[str]) -> Order:
    """ "-sessions" descending, "+date" ascending."""
    field = text[1:]
    kind = OrderKind.ALPHANUMERIC if field in dimensions else OrderKind.METRIC
    return Order(field, kind, descending=text[0] == "-")
