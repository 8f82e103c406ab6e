"""Reads the words around a number that bounds a figure as one: "more than 100", "5 or more", "between 10 and 20"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Number, Unit
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span, Unknown, span_over
from services.orchestrator.understanding.plan import Comparison
from services.orchestrator.understanding.reading.bounding.joints_of_bounds import with_joints_apart
from services.orchestrator.understanding.reading.doubting.doubtful_numbers import with_doubtful_numbers

_AT_LEAST = Bound(Comparison.GREATER_THAN_OR_EQUAL, behind=True, before=False)
_DIGITS = 9
"""Of a fraction: 70 percent is 0.7, as 70% is."""
_NO_UNIT = (Unit.NONE, 1.0)
_TO = frozenset({"to", "-", "–"})
_DAYS_OF_A_MONTH = frozenset(map(float, range(1, 32)))
_BETWEEN = (Comparison.GREATER_THAN_OR_EQUAL, Comparison.LESS_THAN_OR_EQUAL)


@dataclass(frozen=True, slots=True)
class _Amount:
    """`size` is what one of the unit is."""

    value: float
    unit: Unit
    end: int
    size: float = 1


class BoundReader:
    """`units` are words behind or before a number with what one of them is: 60 seconds, 0.01 as a percentage."""

    def __init__(self, units: Mapping[str, tuple[Unit, float]]) -> None:
        self._units = units

    def read(self, question: str, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, each bound read as one. Linear in their number."""
        spans = with_doubtful_numbers(question, with_joints_apart(spans))
        read: list[Span] = []
        at = 0
        while at < len(spans):
            end, bounds = self._bounds(spans, at) or (at + 1, None)
            if bounds is not None:
                _join_by_but(read)
            meaning = bounds and (_most_rows(bounds, spans, end) or bounds)
            said = spans[at] if meaning is None else span_over(question, spans[at:end], meaning)
            if bounds is not None and _may_be_days(spans, at, bounds):
                why = f"{said.quoted}: Those days of which month, or so many? Name the dates, or the figure behind it."
                said = said._replace(meaning=Doubtful(why))
            read.append(said)
            if not _is_between_figures(spans, end, read):
                _join_ends(question, read)
            if bounds is None and isinstance(spans[at].meaning, Bound):
                _close_around_figure(read)
            at = end
        _join_bounds_of_figure(read)
        return tuple(read)

    def _bounds(self, spans: Sequence[Span], at: int) -> tuple[int, Bounds] | None:
        meaning = spans[at].meaning
        if isinstance(meaning, Bound) and meaning.before:
            amount = self._amount(spans, _past_filler(spans, at + 1))
            return None if amount is None else (amount.end, _one(meaning, amount))
        if spans[at].text.lower() == "between":
            return self._ends(spans, _past_filler(spans, at + 1), _is_and)
        return self._bound_behind(spans, at) or self._range(spans, at)

    def _range(self, spans: Sequence[Span], at: int) -> tuple[int, Bounds] | None:
        """ "100 to 200 views", "views from 100 to 200", "100-200 views"."""
        found = self._ends(spans, at + (spans[at].meaning == Link("from")), _is_to)
        return found if found and _is_of_figure(spans, at, found[0]) else None

    def _bound_behind(self, spans: Sequence[Span], at: int) -> tuple[int, Bounds] | None:
        """ "5 or more", "100+"."""
        amount = self._amount(spans, at)
        if amount is None or amount.end == len(spans):
            return None
        behind = spans[amount.end]
        plus = behind.text == "+" and behind.start == spans[amount.end - 1].end
        bound = _AT_LEAST if plus else behind.meaning
        if not isinstance(bound, Bound) or not bound.behind or self._leads_on(spans, amount.end, bound):
            return None
        return amount.end + 1, _one(bound, amount)

    def _leads_on(self, spans: Sequence[Span], at: int, bound: Bound) -> bool:
        """ "200 at least" has its number before it, "at least 200" behind."""
        return bound.before and self._amount(spans, _past_filler(spans, at + 1)) is not None

    def _ends(self, spans: Sequence[Span], at: int, joins: Callable[[Span], bool]) -> tuple[int, Bounds] | None:
        """Two numbers with a word between them that joins them so."""
        low = self._amount(spans, at)
        if low is None or low.end == len(spans) or not joins(spans[low.end]):
            return None
        high = self._amount(spans, low.end + 1)
        if high is None or low.unit not in {Unit.NONE, high.unit}:
            return None
        ends = (low.value * self._factor(low, high, spans), high.value)
        return high.end, Bounds(tuple(zip(_BETWEEN, ends, strict=True)), high.unit)

    def _factor(self, low: _Amount, high: _Amount, spans: Sequence[Span]) -> float:
        """ "Between 2 and 5 minutes" has its unit once."""
        if low.unit is high.unit:
            return 1
        return self._units["%"][1] if spans[high.end - 1].text.endswith("%") else high.size

    def _amount(self, spans: Sequence[Span], at: int) -> _Amount | None:
        """A number with its unit, in seconds, as a fraction, or as it is."""
        before = self._unit(spans, at)
        if before is Unit.MONEY and at + 1 < len(spans) and isinstance(number := spans[at + 1].meaning, Number):
            return _Amount(number.value, Unit.MONEY, at + 2)
        if at >= len(spans) or not isinstance(number := spans[at].meaning, Number):
            return None
        if spans[at].text.endswith("%"):
            return _Amount(number.value, Unit.PERCENT, at + 1)
        for end in (at + 3, at + 2):
            said = " ".join(span.text.lower() for span in spans[at + 1 : end])
            unit, size = self._units.get(said, _NO_UNIT) if end <= len(spans) else _NO_UNIT
            if unit is not Unit.NONE:
                return _Amount(round(number.value * size, _DIGITS), unit, end, size)
        return _Amount(number.value, Unit.NONE, at + 1)

    def _unit(self, spans: Sequence[Span], at: int) -> Unit:
        return self._units.get(spans[at].text.lower(), _NO_UNIT)[0] if at < len(spans) else Unit.NONE


def _is_to(span: Span) -> bool:
    return span.words in _TO


def _is_and(span: Span) -> bool:
    return span.meaning is Sign.AND


def _is_of_figure(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether a figure stands right behind a range, or before it and nothing that it could count behind."""
    behind = spans[_past_filler(spans, end)].meaning if _past_filler(spans, end) < len(spans) else Sign.FRAMING
    before = before_filler(spans, start - 1)
    before -= before > 0 and spans[before].meaning == Link("of")
    return isinstance(behind, Metric) or (
        before >= 0 and isinstance(spans[before].meaning, Metric) and not isinstance(behind, Dimension | Either)
    )


def _may_be_days(spans: Sequence[Span], at: int, bounds: Bounds) -> bool:
    """ "Sessions from 1 to 7 by country"; not "countries with sessions from 1 to 7", "1 to 7 sessions"."""
    first = at + (spans[at].meaning == Link("from"))
    is_range = isinstance(meaning_at(spans, first), Number) and _is_to(spans[min(first + 1, len(spans) - 1)])
    figure = before_filler(spans, at - 1)
    led = figure > 0 and isinstance(spans[figure - 1].meaning, Link)
    if not is_range or led or figure < 0 or not isinstance(spans[figure].meaning, Metric):
        return False
    (_, low), (_, high) = bounds.tests
    return bounds.unit is Unit.NONE and {low, high} <= _DAYS_OF_A_MONTH and low < high


def _join_by_but(read: list[Span]) -> None:
    """ "Over 1,000 users but less than 2% conversion rate"."""
    at = before_filler(read, len(read) - 1)
    if at >= 0 and isinstance(read[at].meaning, Unknown) and read[at].words == "but":
        read[at] = read[at]._replace(meaning=Sign.AND)


def _one(bound: Bound, amount: _Amount) -> Bounds:
    return Bounds(((bound.comparison, amount.value),), amount.unit)


def _close_around_figure(read: list[Span]) -> None:
    """ "100 views or more"."""
    bound = read[-1].meaning
    at = len(read) - 2
    if at > 0 and read[at].meaning is Sign.ROWS and isinstance(read[at - 1].meaning, Number) and _caps(bound):
        read[-1] = read[-1]._replace(meaning=Sign.FILLER)
        return
    while at > 0 and isinstance(read[at].meaning, Metric | Either):
        at -= 1
    if at < 0 or at == len(read) - 2 or not isinstance(bound, Bound) or not bound.behind:
        return
    number = read[at].meaning
    if isinstance(number, Number):
        read[at] = read[at]._replace(meaning=Bounds(((bound.comparison, number.value),)))
        read[-1] = read[-1]._replace(meaning=Sign.FILLER)


def _caps(bound: object) -> bool:
    """ "10 rows at most"."""
    return isinstance(bound, Bound) and bound.behind and bound.comparison is Comparison.LESS_THAN_OR_EQUAL


def _join_ends(question: str, read: list[Span]) -> None:
    """ "At least 10 and at most 20 sessions"."""
    ends = [span.meaning for span in read[-3:]]
    if len(ends) < 3 or ends[1] is not Sign.AND:
        return
    low, high = ends[0], ends[2]
    if isinstance(low, Bounds) and isinstance(high, Bounds) and low.unit is high.unit:
        read[-3:] = [span_over(question, read[-3:], Bounds((*low.tests, *high.tests), low.unit))]


def _is_between_figures(spans: Sequence[Span], end: int, read: Sequence[Span]) -> bool:
    """ "Users over 100 and over 50 sessions": each bound has its own figure."""
    behind, before = _past_filler(spans, end), before_filler(read, len(read) - 4)
    before -= before > 0 and read[before].meaning == Link("of")
    if before < 0 or behind >= len(spans):
        return False
    return isinstance(read[before].meaning, Metric | Either) and isinstance(spans[behind].meaning, Metric | Either)


def _most_rows(bounds: Bounds, spans: Sequence[Span], at: int) -> Number | None:
    """ "No more than 10 rows" are ten, where there are as many."""
    [(comparison, number), *others] = bounds.tests
    most = comparison is Comparison.LESS_THAN_OR_EQUAL and not others and bounds.unit is Unit.NONE
    behind = _past_filler(spans, at)
    rows = meaning_at(spans, behind)
    return Number(number) if most and (rows is Sign.ROWS or (isinstance(rows, Dimension) and rows.plural)) else None


def _join_bounds_of_figure(read: list[Span]) -> None:
    """ "More than 100 users and fewer than 500"."""
    said = [at for at, span in enumerate(read) if span.meaning is not Sign.FILLER]
    for low, figure, joiner, high, behind in zip(said, said[1:], said[2:], said[3:], [*said[4:], -1], strict=False):
        one, other = read[low].meaning, read[high].meaning
        if not isinstance(one, Bounds) or not isinstance(other, Bounds) or one.unit is not other.unit:
            continue
        joined = isinstance(read[figure].meaning, Metric) and read[joiner].meaning is Sign.AND
        if joined and not (behind >= 0 and isinstance(read[behind].meaning, Metric | Either | Dimension)):
            read[low] = read[low]._replace(meaning=Bounds((*one.tests, *other.tests), one.unit))
            read[joiner : high + 1] = [span._replace(meaning=Sign.FILLER) for span in read[joiner : high + 1]]


def _past_filler(spans: Sequence[Span], at: int) -> int:
    while at < len(spans) and spans[at].meaning is Sign.FILLER and spans[at].text != "-":
        at += 1
    return at
