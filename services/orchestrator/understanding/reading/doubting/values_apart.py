"""Finds values that may hold for two others: "mobile sessions and revenue from Germany", "users; views on mobile".

The others are figures, or values: "from Germany, or France on mobile".
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import FILTERS, Metric
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, meaning_before, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span
from services.orchestrator.understanding.reading.doubting.all_at_once import field_of
from services.orchestrator.understanding.reading.step import of_spans

_BOTH = 2


@of_spans({Sign.AND, Sign.COMMA}, FILTERS)
def read_values_apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, the "and" between such figures as what is asked back. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        if span.meaning is Sign.AND and (both := _values_beside(spans, at)):
            one, other = both
            why = f"Does {one.quoted} hold for both figures, and {other.quoted} too? Ask for each by itself."
            read[at] = span._replace(meaning=Doubtful(why))
        elif span.meaning is Sign.COMMA and (apart := _value_behind_last(spans, at)):
            figure, value = apart
            why = f'Does {value.quoted} hold for {figure.quoted} too? Ask for each by itself, or join them with "and".'
            read[at] = span._replace(meaning=Doubtful(why))
        elif span.meaning is Sign.COMMA and (held := _value_behind_two(spans, at)):
            first, led = held
            why = f"Does {spans[led].quoted} hold for {spans[first].quoted} too?"
            read[led] = spans[led]._replace(meaning=Doubtful(why))
    return tuple(read)


def _values_beside(spans: Sequence[Span], at: int) -> tuple[Span, Span] | None:
    """The value before the first figure and the one behind the second; None where either has others, or none."""
    figure, other = before_filler(spans, at - 1), past_filler(spans, at + 1)
    value, link = before_filler(spans, figure - 1), past_filler(spans, other + 1)
    behind = past_filler(spans, link + 1)
    if value < 0 or behind >= len(spans) or spans[figure].meaning == spans[other].meaning:
        return None
    one, led = spans[value], spans[behind]
    figures = isinstance(spans[figure].meaning, Metric) and isinstance(spans[other].meaning, Metric)
    values = isinstance(one.meaning, FILTERS) and isinstance(led.meaning, FILTERS)
    if not (figures and values and isinstance(spans[link].meaning, Link)) or field_of(one) == field_of(led):
        return None
    return (one, led) if not _is_led(spans, value) else None


def _value_behind_last(spans: Sequence[Span], at: int) -> tuple[Span, Span] | None:
    """The first figure, and the value led to behind two figures that a comma parts: "sessions; users on mobile"."""
    figure, other = before_filler(spans, at - 1), past_filler(spans, at + 1)
    if figure < 0 or not isinstance(spans[figure].meaning, Metric):
        return None
    while other < len(spans) and spans[other].meaning in {Sign.AND, Sign.COMMA}:
        other = past_filler(spans, other + 1)
    link = past_filler(spans, other + 1)
    value = past_filler(spans, link + 1)
    if value >= len(spans) or not isinstance(spans[link].meaning, Link):
        return None
    if not isinstance(spans[other].meaning, Metric) or spans[figure].meaning == spans[other].meaning:
        return None
    several = sum(isinstance(span.meaning, Metric) for span in spans) != _BOTH
    listed = several and spans[at].text == ","
    return (spans[figure], spans[value]) if isinstance(spans[value].meaning, FILTERS) and not listed else None


def _value_behind_two(spans: Sequence[Span], comma: int) -> tuple[int, int] | None:
    """Where the first of two values stands that a comma and a word part, and one of another field led to behind."""
    one, joiner = before_filler(spans, comma - 1), past_filler(spans, comma + 1)
    if one < 0 or meaning_at(spans, joiner) not in {Sign.AND, Sign.OR} or not isinstance(spans[one].meaning, FILTERS):
        return None
    other = _past_link(spans, past_filler(spans, joiner + 1))
    link = past_filler(spans, other + 1)
    value = past_filler(spans, link + 1)
    led = isinstance(meaning_at(spans, link), Link) and isinstance(meaning_at(spans, value), FILTERS)
    if not led or not isinstance(meaning_at(spans, other), FILTERS) or field_of(spans[one]) != field_of(spans[other]):
        return None
    before = before_filler(spans, one - 1)
    is_list = meaning_at(spans, before) is Sign.COMMA and isinstance(meaning_before(spans, before), FILTERS)
    return None if is_list or field_of(spans[value]) == field_of(spans[other]) else (one, value)


def _past_link(spans: Sequence[Span], at: int) -> int:
    return past_filler(spans, at + 1) if isinstance(meaning_at(spans, at), Link) else at


def _is_led(spans: Sequence[Span], value: int) -> bool:
    """ "In Germany sessions and revenue on mobile": what a preposition leads to stands before all."""
    before = meaning_before(spans, value)
    return isinstance(before, Link) or before in {Sign.NOT, Sign.ONLY}
