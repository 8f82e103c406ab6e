"""Reads a share that stands beside its figure: "visits - what percentage was email", "sessions, share by device"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

SHARE_WORDS = frozenset(
    {"share", "percentage", "percent", "per cent", "pct", "proportion", "fraction", "portion", "%", "part"}
)
PERCENT_WORDS = frozenset({"%", "percent", "per cent", "percentage", "pct"})
_VERBS = frozenset({"is", "are", "was", "were", "came", "come", "comes"})
PAUSES = frozenset({",", ";", ":", "-", "–", "—", ".", "?", "!"})
_ENDS_OF_SENTENCES = frozenset({".", "?", "!"})
_HAVING_IN = frozenset({Link("in"), Link("of")})
_BREAKS_DOWN = frozenset({Sign.BY, Sign.EACH})
MAY_CLOSE = frozenset({Sign.FILLER, Sign.COMMA, Sign.FRAMING})


def with_share_beside(spans: Sequence[Span]) -> tuple[Span, ...]:
    """ "Visits - what percentage was email", "sessions, share by device", "the share that email has in visits"."""
    figures = [at for at, span in enumerate(spans) if isinstance(span.meaning, Metric | Either)]
    nouns = [at for at, span in enumerate(spans) if span.words.removeprefix("the ") in SHARE_WORDS]
    nouns = [at for at in nouns if isinstance(spans[at].meaning, Unknown)]
    read = list(spans)
    if len(figures) == len(nouns) == 1:
        if _read_beside(read, figures[0], nouns[0]):
            return tuple(read)
        if figures[0] < nouns[0]:
            _read_behind(read, figures[0], nouns[0])
        else:
            _read_had(read, nouns[0], figures[0])
    return tuple(read)


def _read_behind(read: list[Span], figure: int, noun: int) -> None:
    asks = before_filler(read, noun - 1)
    asked = read[asks].meaning is Sign.WHICH
    pauses = [at for at in range(figure + 1, noun) if read[at].text in PAUSES]
    following = read[noun + 1 : noun + 2] if asked else read[past_filler(read, noun + 1) :][:1]
    goes_on = any(span.words in _VERBS if asked else span.meaning in _BREAKS_DOWN for span in following)
    divided = any(span.meaning in _BREAKS_DOWN for span in read[figure:noun])
    goes_on = (goes_on or (not asked and _leads_to_part(read, noun))) and (asked or not divided)
    if pauses and past_filler(read, pauses[-1] + 1) in {asks, noun} and goes_on:
        for at in (pauses[-1], *((asks,) if asked else ())):
            read[at] = read[at]._replace(meaning=Sign.FILLER)
        read[noun] = read[noun]._replace(meaning=Sign.SHARE_BEHIND)
    elif (
        read[noun].words in PERCENT_WORDS and only_times_behind(read[:noun], figure + 1) and _leads_to_part(read, noun)
    ):
        # "Sessions last week % from mobile".
        read[noun] = read[noun]._replace(meaning=Sign.SHARE_BEHIND)


def _read_beside(read: list[Span], figure: int, noun: int) -> bool:
    """ "Revenue this year: email's share", "mobile share, users, last quarter"; returns whether it is such a one."""
    part, behind = _before_name(read, noun), past_filler(read, noun + 1)
    before = meaning_at(read, before_filler(read, part - 1))
    closes = isinstance(meaning_at(read, behind), Period | None) or meaning_at(read, behind) in MAY_CLOSE
    if part == noun or not closes or isinstance(before, Value | Literal | Link):
        return False
    if figure < part and any(span.text in PAUSES for span in read[figure:part]) and only_times_behind(read, behind):
        read[noun] = read[noun]._replace(meaning=Sign.SHARE_BEHIND)
        return True
    if figure > noun and meaning_at(read, behind) is Sign.COMMA and past_filler(read, behind + 1) == figure:
        read[noun] = read[noun]._replace(meaning=Sign.FILLER)
        read[behind] = read[behind]._replace(meaning=Sign.SHARE)
        return True
    return False


def _before_name(spans: Sequence[Span], noun: int) -> int:
    """Where the value right before stands; the place of the noun where none does."""
    part = before_filler(spans, noun - 1)
    if part > 0 and isinstance(spans[part].meaning, Dimension) and isinstance(spans[part - 1].meaning, Value):
        part -= 1
    return part if part >= 0 and isinstance(spans[part].meaning, Value | Literal) else noun


def only_times_behind(spans: Sequence[Span], at: int) -> bool:
    """Up to the end of the sentence."""
    ends = next((end for end in range(at, len(spans)) if spans[end].text in _ENDS_OF_SENTENCES), len(spans))
    return all(isinstance(span.meaning, Period | Link) or span.meaning in MAY_CLOSE for span in spans[at:ends])


def _leads_to_part(spans: Sequence[Span], noun: int) -> bool:
    """ "Sessions last month: % Safari", "users: percentage from Germany"; nothing but a period stands behind."""
    part = past_filler(spans, noun + 1)
    if part < len(spans) and isinstance(spans[part].meaning, Link):
        part = past_filler(spans, part + 1)
    named = part < len(spans) and isinstance(spans[part].meaning, Value | Literal)
    return named and only_times_behind(spans, part + 1)


def _read_had(read: list[Span], noun: int, figure: int) -> None:
    """ "The share that email has in our revenue"."""
    part, link = past_filler(read, noun + 1), before_filler(read, figure - 1)
    asked = read[before_filler(read, noun - 1)].meaning is Sign.WHICH
    had = not asked and isinstance(read[part].meaning, Value) and before_filler(read, link - 1) == part
    if had and read[link].meaning in _HAVING_IN:
        read[noun] = read[noun]._replace(meaning=Sign.FILLER)
        read[link] = read[link]._replace(meaning=Sign.SHARE)
