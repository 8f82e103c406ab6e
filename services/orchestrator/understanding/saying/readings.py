"""Says how each stretch of a question was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import (
    Bound,
    Bounds,
    Direction,
    Number,
    Ranking,
    Sorted,
)
from services.orchestrator.understanding.lexicon.vocabulary import (
    AboutFields,
    Ambiguous,
    Announced,
    Cause,
    Doubtful,
    Link,
    Meaning,
    Overview,
    Sign,
    Span,
    Topic,
    Unknown,
)
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    Contrast,
    ImpossiblePeriod,
    Minutes,
    Period,
    Shifted,
)
from services.orchestrator.understanding.plan import DateRange, Listing, Method
from services.orchestrator.understanding.planner import Reading

_SLOTS_OF_SIGNS = {
    Sign.FILLER: "filler",
    Sign.FRAMING: "framing",
    Sign.VERSUS: "comparison",
    Sign.COMPARE: "comparison",
    Sign.SORTED_BY: "order",
}


def readings(
    spans: Sequence[Span],
    renamed: Mapping[str, str] | None = None,
    reread: Mapping[Period, DateRange] | None = None,
) -> tuple[Reading, ...]:
    """One reading a span, in the question's order.

    `renamed` is what scope made of the fields that words named, `reread` what a comparison made of its periods.
    """
    return tuple([Reading(span.written, *_slot(span.meaning, renamed or {}, reread or {})) for span in spans])


def _slot(meaning: Meaning, renamed: Mapping[str, str], reread: Mapping[Period, DateRange]) -> tuple[str, str]:
    match meaning:
        case Metric(name, event):
            return "metric", f"{name} of {event}" if event else renamed.get(name, name)
        case Dimension(name, scoped=scoped):
            return "dimension", name if scoped else renamed.get(name, name)
        case Value(dimension, values):
            return "filter", f"{renamed.get(dimension, dimension)} = {' | '.join(values)}"
        case Contrast(period, baseline):
            return "period", f"{_in_short(period, {})}, {_in_short(baseline, {})}"
        case Sign() as sign:
            return _SLOTS_OF_SIGNS.get(sign, "structure"), "" if sign in {Sign.FILLER, Sign.FRAMING} else sign.value
        case _:
            return _OTHER_SLOTS[type(meaning)], _in_short(meaning, reread)


def _in_short(meaning: Meaning, reread: Mapping[Period, DateRange]) -> str:
    match meaning:
        case Period():
            days = reread.get(meaning, meaning.days)
            return f"{days.start.isoformat()}..{days.end.isoformat()}"
        case Minutes(minutes, by_default):
            ago = f"{minutes.start_minutes_ago}..{minutes.end_minutes_ago} minutes ago"
            return Method.RUN_REALTIME_REPORT.value if by_default else ago
        case Ranking() | Direction():
            return _order_in_short(meaning)
        case Number(value):
            return f"{value:g}"
        case Literal(text=text) | Link(text) | Topic(text):
            return text
        case _:
            return _rarely_in_short(meaning)


def _order_in_short(order: Ranking | Direction) -> str:
    if order.judges:
        return "best first" if order.descending else "worst first"
    by = f"{order.of.value} " if isinstance(order, Direction) and order.of in {Sorted.NAMES, Sorted.TIME} else ""
    return f"{by}{'descending' if order.descending else 'ascending'}"


def _several_in_short(meaning: Overview | Bounds) -> str:
    if isinstance(meaning, Overview):
        return ", ".join(metric.name for metric in meaning.metrics)
    return " and ".join(f"{comparison.value} {number:g}" for comparison, number in meaning.tests)


def _field_in_short(meaning: Either | Deed) -> str:
    if isinstance(meaning, Either):
        return f"{meaning.metric.name} or {meaning.dimension.name}"
    return meaning.metric or f"{meaning.dimension} = {meaning.value}"


def _rarely_in_short(meaning: Meaning) -> str:
    match meaning:
        case Either() | Deed():
            return _field_in_short(meaning)
        case Bound(comparison=said) | Shifted(shift=said):
            return said.value
        case Overview() | Bounds():
            return _several_in_short(meaning)
        case Listing() | AboutFields() | Cause():
            return meaning.name.replace("_", " ").lower()
        case Ambiguous(choices):
            return " or ".join(choices)
        case _:
            return ""


_OTHER_SLOTS: dict[type, str] = {
    Either: "metric or dimension",
    Deed: "people who did it",
    Literal: "filter",
    Period: "period",
    Contrast: "period",
    Minutes: "period",
    ImpossiblePeriod: "period",
    Shifted: "comparison",
    Ranking: "order",
    Direction: "order",
    Bound: "filter",
    Bounds: "filter",
    Number: "number",
    Link: "preposition",
    Overview: "metric",
    Ambiguous: "ambiguous",
    Doubtful: "ambiguous",
    Topic: "refused",
    Cause: "cause",
    AboutFields: "fields",
    Listing: "fields",
    Announced: "structure",
    Unknown: "unknown",
}
