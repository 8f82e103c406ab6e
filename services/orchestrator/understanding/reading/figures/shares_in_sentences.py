"""Reads shares in whole sentences: "of all visits, what percentage came via email", "what share of users were new"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, meaning_behind, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.figures.shares_beside_figures import (
    MAY_CLOSE,
    PAUSES,
    PERCENT_WORDS,
    SHARE_WORDS,
    only_times_behind,
    with_share_beside,
)
from services.orchestrator.understanding.reading.step import of_spans

_SAID = (Metric, Either, Dimension, Value, Literal, Number)
_SHARES = frozenset({Sign.SHARE, Sign.SHARE_BEHIND})
_PLURALS = frozenset({"shares", "percentages", "proportions"})
_ASKS = frozenset({Sign.WHICH, Sign.COUNT})
_RATES = {"bounced": "bounceRate", "bounce": "bounceRate", "engaged": "engagementRate"}
"""GA4's shares of the sessions that did so."""

_THREE = 3
_BEING = frozenset({"is", "are", "was", "were"})
_OPENING = ("how much", "how many", "how big", "how large", "what")
_MAY_OPEN = frozenset({Sign.FILLER, Sign.COMMA})


@of_spans({*_SHARES, *SHARE_WORDS, *_PLURALS, Link})
def read_shares(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, those words read as what they are there. Linear in their number."""
    if not any(_speaks_of_a_share(span) for span in spans):
        return _with_part_first(spans)
    read = _with_whole_first(_with_total_behind(_with_plurals(_with_sign_before_part(spans))))
    read = with_share_beside(_with_split(_with_percent_first(read)))
    if any(span.meaning is Sign.SHARE for span in read):
        read = _with_rates(tuple(_new(read, at) for at in range(len(read))))
    return read


def _speaks_of_a_share(span: Span) -> bool:
    return span.meaning in _SHARES or span.words.removeprefix("the ") in SHARE_WORDS | _PLURALS


def _with_sign_before_part(spans: Sequence[Span]) -> Sequence[Span]:
    """ "% mobile users", "% users on mobile"; "bounce rate, % mobile users" says nothing of the kind."""
    at = next((at for at, span in enumerate(spans) if span.words in PERCENT_WORDS), len(spans))
    if not isinstance(meaning_at(spans, at), Unknown) or any(isinstance(span.meaning, _SAID) for span in spans[:at]):
        return spans
    figure = at + 1
    while isinstance(meaning_at(spans, figure), Value):
        figure += 1
    named = figure > at + 1 or any(isinstance(span.meaning, Value | Literal) for span in spans[figure:])
    if not named or not isinstance(meaning_at(spans, figure), Metric | Either):
        return spans
    return (*spans[:at], spans[at]._replace(meaning=Sign.SHARE), *spans[at + 1 :])


def _with_plurals(spans: Sequence[Span]) -> tuple[Span, ...]:
    """ "Channel shares of sessions", not of an article; "sessions by channel, just the percentages"."""
    read = list(spans)
    for at, span in enumerate(spans):
        if span.words.removeprefix("the ") not in _PLURALS:
            continue
        of = past_filler(spans, at + 1)
        if meaning_at(spans, of) == Link("of") and isinstance(meaning_behind(spans, of), Metric | Either):
            read[at], read[of] = span._replace(meaning=Sign.FILLER), read[of]._replace(meaning=Sign.SHARE)
        elif isinstance(span.meaning, Unknown) and _stand_alone(spans, at):
            asked = any(each.meaning in _SHARES for each in read)
            read[at] = span._replace(meaning=Sign.FILLER if asked else Sign.SHARE_BEHIND)
            for place in (before_filler(spans, at - 1), of):
                if meaning_at(spans, place) is Sign.ONLY:
                    read[place] = read[place]._replace(meaning=Sign.FILLER)
    return tuple(read)


def _with_total_behind(spans: Sequence[Span]) -> tuple[Span, ...]:
    """ "Users on mobile last quarter, % of total", where "% of total revenue" names the whole."""
    share = next((at for at, span in enumerate(spans) if span.meaning is Sign.SHARE), len(spans))
    total = past_filler(spans, share + 1)
    counted = any(isinstance(span.meaning, Metric | Either) for span in spans[:share])
    if not counted or meaning_at(spans, total) is not Sign.TOTAL or not only_times_behind(spans, total + 1):
        return tuple(spans)
    read = list(spans)
    read[share] = spans[share]._replace(meaning=Sign.SHARE_BEHIND)
    read[total] = spans[total]._replace(meaning=Sign.FILLER)
    if share and meaning_at(read, share - 1) is Sign.COMMA:
        read[share - 1] = read[share - 1]._replace(meaning=Sign.FILLER)
    return tuple(read)


def _stand_alone(spans: Sequence[Span], at: int) -> bool:
    """ ", just the percentages", at the end of a question."""
    before, behind = before_filler(spans, at - 1), past_filler(spans, at + 1)
    if meaning_at(spans, before) is Sign.ONLY:
        before = before_filler(spans, before - 1)
    elif meaning_at(spans, behind) is Sign.ONLY:
        behind = past_filler(spans, behind + 1)
    paused = any(span.text in PAUSES for span in spans[before:at])
    return before > 0 and paused and all(span.meaning in MAY_CLOSE for span in spans[behind:])


def _new(spans: Sequence[Span], at: int) -> Span:
    """ "Were new" says which of the people."""
    span = spans[at]
    led = at > 0 and spans[at - 1].meaning is Sign.FILLER and spans[at - 1].words in _BEING
    if not led or span.words != "new" or not isinstance(span.meaning, Unknown):
        return span
    behind = meaning_behind(spans, at)
    ends = isinstance(behind, Period | None) or behind is Sign.COMMA
    return span._replace(meaning=Value("newVsReturning", ("new",))) if ends else span


def _with_rates(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """ "What percentage of mobile visits bounced" is the bounce rate of mobile."""
    did = next((at for at, span in enumerate(spans) if span.words in _RATES and isinstance(span.meaning, Unknown)), -1)
    figures = [at for at, span in enumerate(spans) if isinstance(span.meaning, Metric | Either)]
    behind = [span.meaning for span in spans[did + 1 :]]
    if len(figures) != 1 or spans[figures[0]].meaning != Metric("sessions") or figures[0] > did:
        return spans
    if any(isinstance(meaning, Value | Literal | Link | Unknown) for meaning in behind):
        return spans
    read = list(spans)
    share = next(at for at, span in enumerate(spans) if span.meaning is Sign.SHARE)
    for at, meaning in ((share, Sign.FILLER), (did, Sign.FILLER), (figures[0], Metric(_RATES[spans[did].words]))):
        read[at] = read[at]._replace(meaning=meaning)
    return tuple(read)


def _with_part_first(spans: Sequence[Span]) -> tuple[Span, ...]:
    """ "How much is Germany of our revenue", "what does mobile make up of sessions"."""
    asks = next((at for at, span in enumerate(spans) if span.words.startswith(_OPENING)), len(spans))
    of = next((at for at in range(asks, len(spans)) if spans[at].meaning == Link("of")), len(spans))
    between = [span for span in spans[asks + 1 : of] if not isinstance(span.meaning, Link | Dimension)]
    parts = [span for span in between if span.meaning not in {Sign.FILLER, Sign.AND, Sign.OR}]
    whole = next((span.meaning for span in spans[of + 1 :] if not _leads_to_whole(span)), Sign.COMMA)
    if not parts or not isinstance(whole, Metric):
        return tuple(spans)
    read = list(spans)
    if all(isinstance(span.meaning, Period) for span in parts):
        if any(span.words in _BEING for span in between):
            read[of] = read[of]._replace(meaning=Doubtful("Its share? Ask for each of the two periods by itself."))
    elif all(isinstance(span.meaning, Value | Literal | Period) for span in parts):
        read[asks] = read[asks]._replace(meaning=Sign.FILLER)
        read[of] = read[of]._replace(meaning=Sign.SHARE)
    return tuple(read)


def _leads_to_whole(span: Span) -> bool:
    """ "Of all", "of total", "of Europe's"."""
    return span.meaning in {Sign.FILLER, Sign.TOTAL} or isinstance(span.meaning, Value)


def _with_percent_first(spans: Sequence[Span]) -> tuple[Span, ...]:
    """ "In percent, how many sessions were mobile", "in percent, sessions by device"."""
    said = [at for at, span in enumerate(spans) if span.meaning is not Sign.FILLER][:3]
    if len(said) < _THREE or [spans[at].meaning for at in said[:2]] != [Sign.SHARE_BEHIND, Sign.COMMA]:
        return tuple(spans)
    _, comma, asked = said
    counts = spans[asked].meaning is Sign.COUNT
    if not counts and not isinstance(spans[asked].meaning, Metric | Either | Value):
        return tuple(spans)
    read = list(spans)
    for at in said if counts else said[:2]:
        read[at] = read[at]._replace(meaning=Sign.FILLER)
    share = asked if counts else comma
    read[share] = read[share]._replace(meaning=Sign.SHARE)
    return tuple(read)


def _with_split(spans: Sequence[Span]) -> tuple[Span, ...]:
    """ "The percentage split of sessions by device"."""
    for at in range(len(spans) - 2):
        named, split, of = spans[at : at + 3]
        is_percent = named.words.removeprefix("the ") in SHARE_WORDS and isinstance(named.meaning, Unknown)
        if is_percent and split.meaning is Sign.BREAKDOWN and of.meaning == Link("of"):
            passed = [each._replace(meaning=Sign.FILLER) for each in (named, split)]
            return (*spans[:at], *passed, of._replace(meaning=Sign.SHARE), *spans[at + 3 :])
    return tuple(spans)


def _with_whole_first(spans: Sequence[Span]) -> tuple[Span, ...]:
    """ "Of" reads as "share of", and what asks for it as filler."""
    of = _of(spans)
    if of < 0:
        return tuple(spans)
    spans = _with_all_users(spans, of)
    figures = [at for at, span in enumerate(spans) if isinstance(span.meaning, Metric | Either)]
    asks = next((at for at in range(of + 1, len(spans)) if spans[at].meaning in _ASKS), -1)
    share = past_filler(spans, asks + 1)
    if not figures or not of < figures[0] < asks or share >= len(spans) or spans[share].words not in SHARE_WORDS:
        return tuple(spans)
    if any(figures[0] < at < asks for at in figures[1:]):
        return tuple(spans)
    read = list(spans)
    read[of] = spans[of]._replace(meaning=Sign.SHARE)
    passed = [at for at in range(of + 1, asks) if spans[at].meaning is Sign.COMMA]
    for at in (*([of - 1] if of and spans[of - 1].words == "out" else []), *passed, asks, share):
        read[at] = spans[at]._replace(meaning=Sign.FILLER)
    return tuple(read)


def _with_all_users(spans: Sequence[Span], of: int) -> Sequence[Span]:
    """ "Of all users" names the whole of a share, where "all users" alone may be another figure."""
    all_users = past_filler(spans, of + 1)
    if all_users >= len(spans) or spans[all_users].words != "all users":
        return spans
    return [*spans[:all_users], spans[all_users]._replace(meaning=Metric("activeUsers")), *spans[all_users + 1 :]]


def _of(spans: Sequence[Span]) -> int:
    """Where "of" or "out of" opens the request, behind a period at most; -1 where it does not."""
    at = 0
    while at < len(spans) and (isinstance(spans[at].meaning, Period) or spans[at].meaning in _MAY_OPEN):
        at += 1
    if at + 1 < len(spans) and spans[at].words == "out" and isinstance(spans[at].meaning, Unknown):
        at += 1
    return at if at < len(spans) and spans[at].meaning == Link("of") else -1
