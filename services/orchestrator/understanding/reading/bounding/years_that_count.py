"""Reads four digits that bound a figure as a number: "exceeded 2000 users", "2000 or more users"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Either, Metric
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Number
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import ImpossiblePeriod, Period
from services.orchestrator.understanding.plan import Comparison
from services.orchestrator.understanding.reading.step import of_spans

_YEAR = re.compile(r"[0-9]{4}")
_PASSING = frozenset(
    {"topped", "topping", "passed", "passing", "crossed", "crossing", "cleared", "broke", "surpasses", "surpassing"}
)
"""Verbs of more than a number; before anything else they say nothing that is known."""

_GOING = frozenset({"went", "go", "going", "rose", "climbed", "grew", "ran", "fell", "dropped", "sank"})
_TO = frozenset({"to", "-", "–"})


@of_spans({Bound, Sign.AND, "+", *_TO, *_PASSING, *_GOING})
def read_years_that_count(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such digits and the verbs before them read as a bound. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(read):
        if not isinstance(span.meaning, Unknown):
            continue
        behind = past_filler(read, at + 1)
        if behind >= len(read):
            continue
        if _amount(read, behind) and _is_figure(read, behind + 1):
            if span.words in _PASSING:
                read[at] = span._replace(meaning=Bound(Comparison.GREATER_THAN))
        elif span.words in _GOING and _bounds(read, behind):
            read[at] = span._replace(meaning=Sign.FILLER)
    for at, span in enumerate(read):
        if _is_year(span) and _counts(read, at):
            read[at] = span._replace(meaning=Number(float(span.text)))
    return tuple(read)


def _bounds(read: Sequence[Span], at: int) -> bool:
    """ "Went over 2000", "fell below 500"."""
    return isinstance(read[at].meaning, Bound) and _amount(read, past_filler(read, at + 1))


def _counts(read: Sequence[Span], at: int) -> bool:
    """Whether a bound stands beside: of a figure, or where the year is none that there are figures of."""
    before, behind = before_filler(read, at - 1), past_filler(read, at + 1)
    never = isinstance(read[at].meaning, ImpossiblePeriod)
    if before >= 0 and isinstance(bound := read[before].meaning, Bound) and (bound.before or not bound.behind):
        return never or _is_figure(read, at + 1)
    following = read[behind] if behind < len(read) else None
    if following is None:
        return False
    if following.text == "+" or (isinstance(following.meaning, Bound) and following.meaning.behind):
        return _is_figure(read, behind + 1)
    if following.meaning is Sign.AND or following.words in _TO:
        high = past_filler(read, behind + 1)
        return _amount(read, high) and _is_figure(read, high + 1)
    more = past_filler(read, behind + 1)
    return _is_figure(read, behind) and more < len(read) and _is_behind(read[more])


def _is_behind(span: Span) -> bool:
    """ "2000 users or more"."""
    return isinstance(span.meaning, Bound) and span.meaning.behind


def _is_year(span: Span) -> bool:
    return isinstance(span.meaning, Period | ImpossiblePeriod) and _YEAR.fullmatch(span.text) is not None


def _amount(read: Sequence[Span], at: int) -> bool:
    return at < len(read) and (isinstance(read[at].meaning, Number) or _is_year(read[at]))


def _is_figure(read: Sequence[Span], at: int) -> bool:
    return isinstance(meaning_at(read, past_filler(read, at)), Metric | Either)
