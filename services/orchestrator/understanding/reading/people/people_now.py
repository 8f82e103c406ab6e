"""Reads words about who is on the site at this moment, and words that say again what is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, meaning_before
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.relative_periods import REALTIME_MINUTES
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period
from services.orchestrator.understanding.plan import MinuteRange
from services.orchestrator.understanding.reading.step import of_spans

_NOW = Minutes(MinuteRange(REALTIME_MINUTES - 1, 0), by_default=True)
_BROWSING = frozenset({"browsing", "surfing", "present"})
_ARE = frozenset({"are", "were", "is", "was", "'re"})
_PEOPLE = frozenset({"activeUsers", "totalUsers", "newUsers"})
_BREAKS_DOWN = frozenset({Sign.BY, Sign.EACH})
_PLACES = frozenset(map(Dimension, ("city", "region", "continent", "subContinent")))
_NUMBER = frozenset({"number", "numbers", "count", "counts"})
_NUMBER_OF_WHAT = frozenset({Link("of"), Link("for")})


@of_spans({"live", "where", "are", "now", "online", "current", "who", *_BROWSING, *_NUMBER})
def read_people_now(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as the present or as filler. Linear in their number."""
    read = [_dwelling(spans, at) for at in range(len(spans))]
    is_timed = any(isinstance(span.meaning, Period | Minutes) for span in read)
    is_now = any(isinstance(span.meaning, Minutes) for span in read)
    for at, span in enumerate(read):
        word = span.text.lower()
        if isinstance(span.meaning, Ambiguous):
            if word.startswith("where ") and _is_told(read, at):
                read[at] = span._replace(meaning=Sign.FILLER)
        elif (
            span.meaning is Sign.EACH and word.startswith("the number") and at and read[at - 1].meaning == Link("with")
        ):
            read[at - 1] = read[at - 1]._replace(meaning=Sign.FILLER)
        elif span.meaning is Sign.FILLER and not is_timed and word.startswith("on ") and _are_there(read, at):
            read[at] = span._replace(meaning=Ambiguous(("right now", "in the last 28 days")))
        elif isinstance(span.meaning, Minutes) and word == "now" and _opens_wish(read, at):
            read[at] = span._replace(meaning=Sign.FILLER)
        elif not isinstance(span.meaning, Unknown):
            continue
        elif at and word == "online" and _are_people(read, at):
            read[at] = span._replace(meaning=Sign.FILLER if is_now else _NOW)
        elif at and is_now and word in _BROWSING and _are_people(read, at):
            read[at] = span._replace(meaning=Sign.FILLER)
        elif word in {"current", "the current"} and not is_timed and _is_people(_counted(read, at)):
            read[at] = span._replace(meaning=_NOW)
        elif at and is_now and word == "who" and _is_relative(read, at):
            read[at] = span._replace(meaning=Sign.FILLER)
        elif word.removeprefix("the ") in _NUMBER:
            _drop_number(read, at)
    return tuple(read)


def _are_people(read: Sequence[Span], at: int) -> bool:
    """ "How many people are online"; "online revenue" is not of now."""
    before = read[at - 1]
    behind = meaning_at(read, at + 1)
    said = before.text.lower() in _ARE or isinstance(before.meaning, Minutes) or _is_people([before])
    return said and not isinstance(behind, Metric | Dimension)


def _dwelling(spans: Sequence[Span], at: int) -> Span:
    """ "Which city do most of our users live in"; those who "are live in Germany" are there now."""
    span = spans[at]
    lives = span.words == "live" and isinstance(span.meaning, Minutes) and meaning_at(spans, at + 1) == Link("in")
    if not lives or not _is_people(spans[max(at - 1, 0) : at]):
        return span
    return span._replace(meaning=Sign.FILLER if _asks(spans[:at]) else Ambiguous(("right now", "based in")))


def _asks(spans: Sequence[Span]) -> bool:
    """ "How many users live in", "where do users live"; "users live in Germany" may be those of this moment."""
    return any(span.meaning in {Sign.COUNT, Sign.WHICH} for span in spans)


def _opens_wish(read: Sequence[Span], at: int) -> bool:
    """ "Now I'd like the engagement rate for this month": the next request, and no time."""
    before = meaning_before(read, at)
    opens = before is None or before in {Sign.AND, Sign.FRAMING, Sign.NEXT}
    behind = read[at + 1] if at + 1 < len(read) else read[at]
    asks = behind.meaning is Sign.FILLER and behind.text[0].isalpha()
    return opens and asks and any(isinstance(span.meaning, Period) for span in read)


def _is_relative(read: Sequence[Span], at: int) -> bool:
    """ "The people who are on the site right now"."""
    if at + 1 >= len(read) or not _is_people(read[at - 1 : at]):
        return False
    return read[at + 1].text.lower() in _ARE


def _is_people(spans: Sequence[Span]) -> bool:
    return any(isinstance(span.meaning, Metric) and span.meaning.name in _PEOPLE for span in spans)


def _are_there(read: Sequence[Span], at: int) -> bool:
    """ "How many people are on the site": at this moment, or in some days?"""
    while at > 1 and read[at - 1].words == "there":
        at -= 1
    return at > 1 and read[at - 1].words == "are" and _is_people(read[at - 2 : at - 1])


def _counted(read: Sequence[Span], at: int) -> Sequence[Span]:
    """What is counted behind a word: the users of "current number of users"."""
    at += 2 if at + 1 < len(read) and read[at + 1].meaning is Sign.COUNT else 1
    return read[at : at + 1]


def _is_told(read: Sequence[Span], at: int) -> bool:
    """ "Where are our users, by country": which kind of place is said."""
    meaning = read[at].meaning
    kinds = {choice.removeprefix("by ") for choice in meaning.choices} if isinstance(meaning, Ambiguous) else set()
    return any(
        span.meaning in _BREAKS_DOWN
        and (field.text.lower() in kinds | {f"{kind}s" for kind in kinds} or field.meaning in _PLACES)
        for span, field in zip(read[at + 1 :], read[at + 2 :], strict=False)
    )


def _drop_number(read: list[Span], at: int) -> None:
    """ "Countries of the users, with the number"."""
    link = before_filler(read, at - 1)
    of_what = at + 1 < len(read) and read[at + 1].meaning in _NUMBER_OF_WHAT
    if link < 1 or read[link].meaning != Link("with") or of_what:
        return
    for said in (link, at):
        read[said] = read[said]._replace(meaning=Sign.FILLER)
