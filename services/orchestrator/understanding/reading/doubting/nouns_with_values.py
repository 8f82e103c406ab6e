"""Finds people and visits that only bear a value, or are a figure of their own: "mobile users, sessions"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import FILTERS, Metric
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.doubting.all_at_once import field_of
from services.orchestrator.understanding.reading.step import of_spans

_PEOPLE = frozenset(map(Metric, ("activeUsers", "totalUsers")))
_NEW = Metric("newUsers")
_VISITS = Metric("sessions")
_MARKS = frozenset({",", ";"})
_STOPS = frozenset({Sign.COMMA, Sign.FRAMING})


@of_spans({Sign.AND, Sign.COMMA}, FILTERS, {Metric})
def read_nouns_with_values(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, their values as what is asked back. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        noun = -1
        if span.text in _MARKS:
            noun = _before_figure(spans, at)
        if noun < 0 and (span.text in _MARKS or span.meaning is Sign.AND):
            noun = _behind_place(spans, at)
        if noun >= 0:
            said = spans[noun].quoted
            why = f"Are {said} a figure besides the other, or only whose it is? Ask for each by itself."
            value = before_filler(spans, noun - 1)
            read[value] = spans[value]._replace(meaning=Doubtful(why))
    return tuple(read)


def _before_figure(spans: Sequence[Span], comma: int) -> int:
    """Where the noun stands in "mobile users, sessions" and "for mobile users and new users, revenue"; -1 for none."""
    noun, other = before_filler(spans, comma - 1), past_filler(spans, comma + 1)
    figure = meaning_at(spans, other)
    if not isinstance(figure, Metric) or figure == meaning_at(spans, noun):
        return -1
    if meaning_at(spans, noun) == _NEW and meaning_at(spans, noun - 1) is Sign.AND:
        noun = before_filler(spans, noun - 2)
        value = before_filler(spans, noun - 1)
        led = isinstance(meaning_at(spans, before_filler(spans, value - 1)), Link)
        return noun if led and _bears(spans, noun, value) else -1
    value = before_filler(spans, noun - 1)
    before = before_filler(spans, value - 1)
    if _is_listed(spans, other):
        return -1
    opens = before < 0 or isinstance(spans[before].meaning, Period) or spans[before].meaning in _STOPS
    earlier = any(isinstance(span.meaning, Metric) for span in spans[: max(value, 0)])
    return noun if opens and not earlier and _bears(spans, noun, value) else -1


def _is_listed(spans: Sequence[Span], figure: int) -> bool:
    """ "Mobile users, sessions and revenue": of three figures the first is one too."""
    joiner = past_filler(spans, figure + 1)
    goes_on = meaning_at(spans, joiner) in {Sign.AND, Sign.COMMA}
    return goes_on and isinstance(meaning_at(spans, past_filler(spans, joiner + 1)), Metric)


def _behind_place(spans: Sequence[Span], joint: int) -> int:
    """Where the noun stands in "sessions from Germany and mobile users"; -1 for none."""
    value = past_filler(spans, joint + 1)
    noun = past_filler(spans, value + 1)
    one = before_filler(spans, joint - 1)
    link = before_filler(spans, one - 1)
    figure = meaning_at(spans, before_filler(spans, link - 1))
    if not isinstance(figure, Metric) or figure == meaning_at(spans, noun) or not _bears(spans, noun, value):
        return -1
    led = meaning_at(spans, link) == Link("from") and isinstance(meaning_at(spans, one), FILTERS)
    own = isinstance(meaning_at(spans, past_filler(spans, noun + 1)), Link)
    return noun if led and not own and field_of(spans[one]) != field_of(spans[value]) else -1


def _bears(spans: Sequence[Span], noun: int, value: int) -> bool:
    if value < 0 or noun >= len(spans) or not isinstance(spans[value].meaning, FILTERS):
        return False
    said = spans[noun]
    return said.meaning in _PEOPLE or (said.meaning == _VISITS and said.words != "sessions")
