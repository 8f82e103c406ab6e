"""Reads clauses on what rows have as the prepositions they stand for: "pages which have over 100 views"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, Metric
from services.orchestrator.understanding.lexicon.filler import (
    before_filler,
    meaning_before,
    meaning_behind,
    past_filler,
)
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.linking.requests_opened import OPENINGS
from services.orchestrator.understanding.reading.step import of_spans

_PRONOUNS = frozenset({"which", "that"})
_HAVE = frozenset({"have", "has", "had", "got", "get", "gets", "gained", "saw", "see", "managed", "achieved", "scored"})
_EARN = frozenset({"made", "make", "earned", "earn", "sold", "sell", "sells"})
_BRING = frozenset({"received", "receive", "recorded", "attracted", "drew", "generated", "generate", "drove", "drive"})
_BRING_IN = frozenset({"brought", "bring", "brought in", "bring in"})
_VERBS = _HAVE | _EARN | _BRING | _BRING_IN
_GETTING = frozenset({"getting", "receiving", "seeing", "recording", "gaining", "making", "earning", "selling", "sold"})
_DRAWING = frozenset({"attracting", "attracted", "drawing", "drew", "pulling", "pulled", "garnering", "garnered"})
_SENDING = frozenset({"generating", "bringing", "sending", "driving"})
_HAVING = _GETTING | _DRAWING | _SENDING
_AFTER_VERBS = frozenset({"in", "us"})
_WITH = frozenset({"with", "w/", "having", "that have", "that had", "which have", "which had"})
_ENDS = frozenset({None, Sign.COMMA, Sign.FRAMING, Sign.AND})
_NONE = frozenset({"no", "0", "zero"})
_FEW = 5
"""Spans of a text that stands in a field."""


@of_spans({Dimension, Either}, _PRONOUNS | _HAVING | _WITH)
def read_what_rows_have(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, a pronoun behind what is listed read as "with", or as filler before "viewed most".

    Linear in their number.
    """
    read = list(spans)
    for at in range(1, len(read) - 1):
        if read[at].words in _WITH and _shows_figures(read, at):
            read[at] = read[at]._replace(meaning=Link("their"))
        elif read[at].text.lower() in _PRONOUNS and isinstance(read[at - 1].meaning, Dimension | Either):
            _read_pronoun(read, at)
        elif _has(read[at]) and isinstance(read[before_filler(read, at - 1)].meaning, Dimension | Either):
            _read_having(read, at)
    return tuple(read)


def _shows_figures(spans: Sequence[Span], at: int) -> bool:
    """ "Countries with purchases": those that have any, as all that a report shows; not "with revenue over 5"."""
    rows, behind = spans[at - 1].meaning, meaning_behind(spans, past_filler(spans, at + 1))
    opens = meaning_before(spans, at - 1) in OPENINGS and isinstance(rows, Dimension) and rows.plural
    if _is_none(spans, at + 1):
        return opens and isinstance(meaning_behind(spans, at + 1), Metric)
    counts = isinstance(meaning_behind(spans, at), Metric)
    return opens and counts and (behind in _ENDS or isinstance(behind, Period | Link))


def _is_none(spans: Sequence[Span], at: int) -> bool:
    """ "Pages with no views", "with 0 views", which ask for those that no report shows."""
    return spans[at].words in _NONE and spans[at].meaning is not Sign.FILLER


def _has(span: Span) -> bool:
    return span.words in _HAVING and isinstance(span.meaning, Unknown)


def _read_pronoun(read: list[Span], at: int) -> None:
    verb = read[at + 1].text.lower()
    said = isinstance(read[at + 1].meaning, Unknown) and verb in _VERBS
    behind = past_filler(read, at + 2 if said else at + 1)
    meaning = read[behind].meaning if behind < len(read) else Unknown()
    if isinstance(meaning, Ranking) and meaning.stands_behind:
        read[at] = read[at]._replace(meaning=Sign.FILLER)
    elif verb in _VERBS and _had(read, behind):
        read[at] = read[at]._replace(meaning=Link("with"))
        if said:
            read[at + 1] = read[at + 1]._replace(meaning=Sign.FILLER)


def _read_having(read: list[Span], at: int) -> None:
    """ "Products selling fewer than 10 units", "pages drawing the most views"."""
    behind = past_filler(read, at + 2 if read[at + 1].words in _AFTER_VERBS else at + 1)
    meaning = read[behind].meaning if behind < len(read) else Unknown()
    if isinstance(meaning, Bound) or (isinstance(meaning, Ranking) and not meaning.stands_behind):
        read[at : at + 1] = [read[at]._replace(meaning=Link("with"))]
        read[at + 1 : behind] = [span._replace(meaning=Sign.FILLER) for span in read[at + 1 : behind]]


def _had(read: Sequence[Span], at: int) -> bool:
    """ "The most users", "more than 100 views", "webinar in the title"."""
    if at >= len(read):
        return False
    meaning = read[at].meaning
    if isinstance(meaning, Ranking | Bound | Literal):
        return True
    if isinstance(meaning, Metric):
        return any(isinstance(span.meaning, Bound) for span in read[at + 1 : at + 3])
    if isinstance(meaning, Number):
        return any(isinstance(span.meaning, Bound) for span in read[at + 1 : at + 4])
    link = next((place for place in range(at + 1, min(at + _FEW, len(read))) if read[place].meaning == Link("in")), 0)
    return link > 0 and isinstance(meaning_behind(read, link), Dimension)
