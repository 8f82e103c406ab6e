"""Reads "for each of them", "with the number for each city" and "on each" as the rows that were named before."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric
from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.step import of_text

_THOSE = frozenset({"them", "those", "these", "one"})
_ENDS = (Sign.COMMA, Sign.AND, Sign.FRAMING, Sign.NEXT, Sign.FILLER)
_NUMBERS = frozenset({"number", "numbers", "figure", "figures", "count", "total"})
_BESIDES = frozenset({Link("with"), Link("their")})
_ASKING = frozenset({"what was", "what were", "what is", "what are", "how high was", "how high is"})


@of_text({Sign.EACH, Sign.BY_THOSE})
def read_each_of_those(question: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words joined into one. Linear in their number."""
    read: list[Span] = []
    names: set[str] = set()
    each = False
    at = 0
    while at < len(spans):
        span, end = spans[at], at + 1
        if span.meaning is Sign.EACH and names and _end(spans, at, names, read) and _drop_figure_again(read):
            span = span._replace(meaning=Sign.FILLER)
        elif span.meaning is Sign.EACH and names and (behind := _end(spans, at, names, read)):
            opens = _pop_numbers(read) or span
            _read_with(read)
            stop = spans[behind - 1].end
            span, end = Span(question[opens.start : stop], Sign.BY_THOSE, opens.start, stop), behind
        elif each and span.words in _ASKING and _asks_besides(spans, at):
            span = span._replace(meaning=Link("their"))
            read[-1] = read[-1]._replace(meaning=Sign.FILLER)
        each = each or span.meaning in {Sign.EACH, Sign.BY_THOSE}
        names |= _named(span)
        read.append(span)
        at = end
    return tuple(read)


def _end(spans: Sequence[Span], at: int, names: set[str], read: Sequence[Span]) -> int:
    """Where the words that refer to rows end; 0 where they name rows of their own."""
    end = at + 1
    if read and read[-1].meaning is Sign.COUNT:
        return 0
    if _numbers_lead(read) and end < len(spans) and _named(spans[end]) & names:
        return end + 1
    end += end < len(spans) and spans[end].words in _THOSE
    stops = end == len(spans) or isinstance(spans[end].meaning, Period | Link) or spans[end].meaning in _ENDS
    return end if stops else 0


def _numbers_lead(read: Sequence[Span]) -> bool:
    """ "With the number for"."""
    if len(read) < 2 or read[-2].meaning != Link("with") or read[-1].meaning is not Sign.FILLER:
        return False
    return not _NUMBERS.isdisjoint(read[-1].words.split())


def _pop_numbers(read: list[Span]) -> Span | None:
    if not _numbers_lead(read):
        return None
    read.pop()
    return read.pop()


def _read_with(read: list[Span]) -> None:
    """ "The channels with the sessions for each one"."""
    figure = len(read) - 1
    if figure < 2 or not isinstance(read[figure].meaning, Metric):
        return
    link = figure - 2 if read[figure - 1].meaning is Sign.COUNT else figure - 1
    if link > 0 and read[link].meaning == Link("with") and isinstance(read[link - 1].meaning, Dimension):
        read[link] = read[link]._replace(meaning=Link("their"))


def _drop_figure_again(read: list[Span]) -> bool:
    """ "Countries people are from, with the number of users for each": passes over the figure that was named before."""
    at = len(read) - 1
    if at < 2 or not isinstance(read[at].meaning, Metric):
        return False
    link = at - 2 if read[at - 1].meaning is Sign.COUNT else at - 1
    named = any(span.meaning == read[at].meaning for span in read[:link])
    if not named or read[link].meaning not in _BESIDES:
        return False
    for place in range(link, at + 1):
        read[place] = read[place]._replace(meaning=Sign.FILLER)
    return True


def _asks_besides(spans: Sequence[Span], at: int) -> bool:
    """ "How many sessions did each channel bring, and what was the engagement rate"."""
    asked = meaning_at(spans, at + 1)
    before = {span.meaning for span in spans[:at] if isinstance(span.meaning, Metric)}
    return spans[at - 1].meaning is Sign.AND and isinstance(asked, Metric) and len(before) == 1 and asked not in before


def _named(span: Span) -> set[str]:
    if isinstance(span.meaning, Either):
        return {span.meaning.dimension.name}
    return {span.meaning.name} if isinstance(span.meaning, Dimension) else set()
