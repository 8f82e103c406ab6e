"""Figures that are asked for by words around them: "how long do visits last", "who is on the site right now"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at
from services.orchestrator.understanding.lexicon.orders_and_bounds import Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Cause, Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes
from services.orchestrator.understanding.reading.step import of_spans

_VISITS = frozenset({"sessions", "session", "visits", "visit"})
_IN_SINGULAR = {
    "session": Metric("sessions"),
    "visit": Metric("sessions"),
    "view": Metric("screenPageViews"),
    "conversion": Metric("keyEvents"),
}
_AMOUNTS = frozenset({"volume", "volumes", "numbers", "figures", "totals", "levels"})
_SHARE = frozenset({"share", "percentage", "percent", "proportion", "fraction", "portion"})
_DO = frozenset({"has", "have", "had", "do", "does", "did", "is", "are", "was", "were"})
_LAST = frozenset({"last", "lasted"})
_TYPICAL = frozenset({"average", "typical", "typically", "usually"})
_EARNING = frozenset({"earn", "earned", "earns", "make", "made", "gross", "grossed"})
_FEW = 10
"""Spans, filler among them, between "how long" and "last"."""


@of_spans({"how", "what", "who", "there", *_IN_SINGULAR, *_SHARE})
def read_phrases(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such phrases read as the figures they ask for. Linear in their number."""
    read = list(spans)
    _read_who(read)
    for at, span in enumerate(read[:-1]):
        word, behind = span.text.lower(), read[at + 1]
        if word == "how" and behind.text.lower() == "long":
            _read_how_long(read, at)
        elif word in _IN_SINGULAR and isinstance(span.meaning, Unknown) and _says_more(behind):
            read[at] = span._replace(meaning=_IN_SINGULAR[word])
            if behind.words.split(" ")[0] in _AMOUNTS:
                read[at + 1] = behind._replace(meaning=Sign.FILLER)
            if at and word == "view" and read[at - 1].words == "page":
                read[at - 1] = read[at - 1]._replace(meaning=Sign.FILLER)
        elif word == "how much" or (word == "what" and behind.text.lower().split()[0] in _DO):
            _read_how_much(read, at)
        elif word == "there" and isinstance(behind.meaning, Ranking):
            # "Three best campaigns", mistyped: to pass over it would lose how many.
            read[at] = span._replace(meaning=Unknown())
    for at, span in enumerate(read):
        if span.text.lower() in _SHARE and isinstance(span.meaning, Unknown):
            _read_share(read, at)
    return tuple(read)


def _read_share(read: list[Span], at: int) -> None:
    """ "Visit share by device", "what share do mobile visits make up"."""
    asks = before_filler(read, at - 1)
    before = meaning_at(read, asks)
    if isinstance(before, Metric) and read[at].text.lower() == "share":
        read[at] = read[at]._replace(meaning=Sign.SHARE_BEHIND)
    elif before is Sign.WHICH and _goes_on_with_do(read, at + 1):
        read[asks] = read[asks]._replace(meaning=Sign.FILLER)
        read[at] = read[at]._replace(meaning=Sign.SHARE)


def _goes_on_with_do(read: Sequence[Span], at: int) -> bool:
    """Whether only filler stands before the verb, itself one."""
    verb = next((span for span in read[at:] if span.meaning is not Sign.FILLER or span.text.lower() in _DO), None)
    return verb is not None and verb.text.lower() in _DO


def _read_how_long(read: list[Span], at: int) -> None:
    """ "How long do visits from Germany last on average"."""
    words = [span.text.lower() for span in read[: at + _FEW]]
    ends = next((end for end in range(at + 2, len(words)) if words[end] in _LAST), None)
    if ends is None or not _VISITS.intersection(words[at + 2 : ends]):
        return
    read[at + 1] = read[at + 1]._replace(meaning=Metric("averageSessionDuration"))
    for said in (at, ends, *(place for place in range(at + 2, ends) if words[place] in _VISITS | _TYPICAL)):
        read[said] = read[said]._replace(meaning=Sign.FILLER)
    for place in range(ends, len(read) - 1):
        if read[place].meaning == Link("on") and read[place + 1].text.lower() == "average":
            read[place : place + 2] = [span._replace(meaning=Sign.FILLER) for span in read[place : place + 2]]


def _read_how_much(read: list[Span], at: int) -> None:
    """ "How much did we earn in October", "what did each product earn": money, where nothing else is named."""
    if any(isinstance(span.meaning, Metric | Either | Unknown) for span in read):
        return
    earned = next((place for place in range(at + 1, len(read)) if read[place].text.lower() in _EARNING), None)
    if earned is not None and (earned + 1 == len(read) or read[earned + 1].meaning != Link("of")):
        read[earned] = read[earned]._replace(meaning=Metric("totalRevenue"))


def _read_who(read: list[Span]) -> None:
    """ "Who's on the site right now"."""
    at = next((at for at, span in enumerate(read) if span.meaning is not Sign.FILLER), None)
    if at is None or read[at].text.lower() != "who" or not isinstance(read[at].meaning, Unknown):
        return
    meanings = [span.meaning for span in read]
    if any(isinstance(meaning, Minutes) for meaning in meanings) and not any(
        isinstance(meaning, Metric) for meaning in meanings
    ):
        read[at] = read[at]._replace(meaning=Metric("activeUsers"))


def _is_share(span: Span) -> bool:
    return span.meaning is Sign.SHARE or (span.text.lower() == "share" and isinstance(span.meaning, Unknown))


def _says_more(span: Span) -> bool:
    """ "Session split", "visit share", "page view spike", "session trend", "session total"."""
    trend = isinstance(span.meaning, Dimension) and span.meaning.open_grain
    return (
        _splits(span)
        or _is_share(span)
        or isinstance(span.meaning, Cause)
        or trend
        or span.meaning is Sign.TOTAL
        or span.words.split(" ")[0] in _AMOUNTS
    )


def _splits(span: Span) -> bool:
    return span.meaning is Sign.BREAKDOWN or (span.meaning is Sign.BY and span.text.lower() != "by")
