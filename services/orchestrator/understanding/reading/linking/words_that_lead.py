"""Passes over words that only lead to what follows: "sessions we got out of email", "contribute to revenue"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, LiteralKind, Metric, Value
from services.orchestrator.understanding.lexicon.filler import (
    before_filler,
    meaning_at,
    meaning_before,
    meaning_behind,
    past_filler,
)
from services.orchestrator.understanding.lexicon.vocabulary import MATCHING, Link, Meaning, Sign, Span, Unknown
from services.orchestrator.understanding.reading.step import of_spans

_ARRIVING = frozenset({"arrived", "arrive", "arriving", "arrives"})
_GETTING = frozenset({"get", "got", "gets", "getting", "gotten", "earned", "earn", "earning"})
_CONTRIBUTING = frozenset({"contribute", "contributes", "contributed", "contributing", "added", "add", "adds"})
_VISITED = frozenset({"visited", "visit", "visiting", "visits", "saw", "see", "read", "reading"})
_SIGNED = frozenset({"logged", "signed"})
_SIGNED_IN = Value("signedInWithUserId", ("yes",))
_BEING = frozenset({"is", "are", "was", "were", "being"})
_ANYBODY = frozenset({"anyone", "anybody", "everyone", "everybody", "someone", "somebody"})
_ANYTHING = frozenset({"anything", "everything", "whatever"})
_TEXTS = frozenset({"pagePath", "landingPage", "pageTitle", "pagePathPlusQueryString"})
_COMING = frozenset({"come", "came", "comes", "coming"})
_LEAVING = frozenset({"leave", "take", "keep", "cut", "strip", "filter", "drop", "leaving", "taking", "keeping"})
_BESIDE_VALUES = frozenset({Sign.FILLER, Sign.AND, Sign.COMMA})
_OPENS_REQUEST = frozenset({None, Sign.COMMA, Sign.FRAMING, Sign.NEXT, Sign.AND})
_OF_WHOM = frozenset({Sign.BY, *map(Link, ("for", "of", "from"))})
_COMBINED = frozenset({"combination", "combinations", "pair", "pairs"})
_LINKS = frozenset({Link("via"), Link("from")})
_FEW = 8
"""Spans that are looked at behind a word, filler among them."""

_OPENS = frozenset({Sign.COMMA, Sign.FRAMING, Sign.NEXT})


@of_spans({Unknown, Sign.CONTAINS, Sign.BREAKDOWN, Sign.COMPARE, "where", "from", *_VISITED, *_COMING})
def read_words_that_lead(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as filler. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(read):
        if isinstance(span.meaning, Unknown):
            _read_left_out(read, at)
            _read_unknown(read, at)
        elif _is_visited_besides(read, at):
            read[at] = span._replace(meaning=Link("to"))
        elif _is_kept_alone(read, at) or _orders(read, at) or _wishes_to_compare(read, at) or _came_from(read, at):
            read[at] = span._replace(meaning=Sign.FILLER)
        elif span.words == "where" and _asks_how_high(read, at):
            behind = past_filler(read, past_filler(read, at + 1) + 1)
            for place in (at, *((behind,) if behind < len(read) and read[behind].words == "at" else ())):
                read[place] = read[place]._replace(meaning=Sign.FILLER)
        elif span.meaning == Link("to") and _goes_from_one_to_the_next(read, at):
            read[at - 2] = read[at - 2]._replace(meaning=Sign.BY)
            read[at : at + 2] = [said._replace(meaning=Sign.FILLER) for said in read[at : at + 2]]
    return tuple(read)


def _read_left_out(read: list[Span], at: int) -> None:
    """ "Leave Germany out: sessions", "take mobile out of last month's sessions", "sessions leaving Germany out"."""
    opens = meaning_before(read, at) in _OPENS_REQUEST or read[at].words.endswith("ing")
    if read[at].words not in _LEAVING or not opens:
        return
    out = at + 1
    while out < len(read) and (isinstance(read[out].meaning, Value | Literal) or read[out].meaning in _BESIDE_VALUES):
        out += 1
    if out >= len(read) or read[out].words != "out" or not isinstance(meaning_before(read, out), Value | Literal):
        return
    of = past_filler(read, out + 1)
    end = of + 1 if meaning_at(read, of) == Link("of") else out + 1
    read[at] = read[at]._replace(meaning=Sign.NOT)
    read[out:end] = [span._replace(meaning=Sign.FILLER) for span in read[out:end]]


def _read_unknown(read: list[Span], at: int) -> None:
    word, behind = read[at].words, past_filler(read, at + 1)
    if word in _SIGNED and read[at + 1 : at + 2] and read[at + 1].words == "out" and _is_state(read, at):
        # "Logged out" is "not logged in".
        read[at] = read[at]._replace(meaning=Sign.NOT)
        read[at + 1] = read[at + 1]._replace(meaning=_SIGNED_IN)
        return
    following = meaning_at(read, behind)
    is_led = meaning_before(read, at) in _OF_WHOM
    if is_led and ((word in _ANYBODY and isinstance(following, Link)) or _has_text_in_it(read, at, following)):
        # "Sessions for anyone on mobile": one preposition leads to the value.
        link = before_filler(read, at - 1)
        read[link] = read[link]._replace(meaning=Sign.FILLER)
        read[at] = read[at]._replace(meaning=Sign.FILLER)
        return
    passed: tuple[int, ...] = ()
    if word in _CONTRIBUTING and following == Link("to") and _is_figure(read, behind + 1):
        passed = (at, behind)
    elif (
        (word in _ARRIVING and following in _LINKS)
        or (word == "out" and following == Link("of") and _is_got(read, at) and _is_source(read, behind + 1))
        or (word in _COMBINED and isinstance(meaning_before(read, at), Dimension) and _has_each(read[:at]))
        or _has_text_in_it(read, at, following)
        or (word == "but" and _leads_to_what_is_kept(read, behind))
        or (word == "ones" and isinstance(meaning_before(read, at), Value))
    ):
        passed = (at,)
    if word == "ones" and passed:
        _describe(read, before_filler(read, at - 1))
    for place in passed:
        read[place] = read[place]._replace(meaning=Sign.FILLER)


def _has_text_in_it(spans: Sequence[Span], at: int, following: Meaning | None) -> bool:
    """ "Anything with fleet in the page path", "everything containing fleet in the title"."""
    told = spans[at].words in _ANYTHING and (following in MATCHING or following == Link("with"))
    fields = (span.meaning for span in spans[at : at + _FEW] if isinstance(span.meaning, Dimension))
    return told and any(field.name in _TEXTS for field in fields)


def _describe(read: list[Span], at: int) -> None:
    """ "German ones" are those of Germany."""
    value = read[at].meaning
    if isinstance(value, Value):
        read[at] = read[at]._replace(meaning=replace(value, adjective=False))


def _is_visited_besides(spans: Sequence[Span], at: int) -> bool:
    """ "Landed on /pricing and visited /docs": not another page where they landed."""
    if spans[at].meaning is not Sign.FILLER or spans[at].words not in _VISITED or at == 0:
        return False
    page = past_filler(spans, at + 1)
    meaning = meaning_at(spans, page)
    is_page = meaning.kind is LiteralKind.PATH if isinstance(meaning, Literal) else _is_page(meaning)
    return is_page and spans[before_filler(spans, at - 1)].meaning in {Sign.AND, Sign.OR}


def _asks_how_high(spans: Sequence[Span], at: int) -> bool:
    """ "Where is our bounce rate (at)"; "where are our users" asks for places."""
    figure = past_filler(spans, at + 1)
    asked = meaning_at(spans, figure)
    being = spans[at + 1].words if at + 1 < len(spans) else ""
    before = meaning_before(spans, at)
    opens = before in {None, Sign.COMMA, Sign.FRAMING, Sign.NEXT} or isinstance(before, Unknown)
    return opens and being in {"'s", "is", "was"} and isinstance(asked, Metric) and asked.name.lower().endswith("rate")


def _goes_from_one_to_the_next(spans: Sequence[Span], at: int) -> bool:
    """ "How does revenue differ from country to country"."""
    field = meaning_at(spans, at - 1)
    led = at > 1 and spans[at - 2].words.endswith("from")
    return led and isinstance(field, Dimension) and meaning_at(spans, at + 1) == field


def _wishes_to_compare(spans: Sequence[Span], at: int) -> bool:
    """ "I'd like to compare October and September"."""
    is_to = spans[at].words == "to" and isinstance(spans[at].meaning, Link)
    led = at > 0 and spans[at - 1].meaning is Sign.FILLER and spans[at - 1].text[-1:].isalpha()
    return is_to and led and meaning_at(spans, at + 1) is Sign.COMPARE


def _came_from(spans: Sequence[Span], at: int) -> bool:
    """ "Where do our users come from, by country"."""
    comes = spans[at].meaning == Link("from") and spans[at].words.split()[0] in _COMING
    behind = meaning_at(spans, at + 1)
    told = behind if behind is not Sign.COMMA else meaning_at(spans, past_filler(spans, at + 2))
    return comes and told in {Sign.BY, Sign.EACH}


def _is_page(meaning: object) -> bool:
    return isinstance(meaning, Value) and meaning.dimension == "pagePath"


def _is_state(spans: Sequence[Span], at: int) -> bool:
    """ "Logged out users", "users who are logged out"; "users who logged out" did something."""
    being = at > 0 and spans[at - 1].meaning is Sign.FILLER and spans[at - 1].words in _BEING
    return being or isinstance(meaning_behind(spans, at + 1), Metric)


def _leads_to_what_is_kept(spans: Sequence[Span], at: int) -> bool:
    """ "But only countries with over 50 users", "but include google only"."""
    meaning = meaning_at(spans, at)
    return meaning is Sign.ONLY or _is_kept_alone(spans, at)


def _is_got(spans: Sequence[Span], at: int) -> bool:
    """ "Did we get out of email"; "users out of Germany" may be outside it."""
    words = spans[at - 1].text.lower().split() if at and spans[at - 1].meaning is Sign.FILLER else []
    return not _GETTING.isdisjoint(words)


def _is_source(spans: Sequence[Span], at: int) -> bool:
    at = past_filler(spans, at)
    return at < len(spans) and isinstance(spans[at].meaning, Value | Literal | Dimension)


def _is_figure(spans: Sequence[Span], at: int) -> bool:
    at = past_filler(spans, at)
    return at < len(spans) and isinstance(spans[at].meaning, Metric)


def _has_each(spans: Sequence[Span]) -> bool:
    return any(span.meaning in {Sign.EACH, Sign.BY} for span in spans)


def _is_kept_alone(spans: Sequence[Span], at: int) -> bool:
    """ "Include google only"."""
    value = past_filler(spans, at + 1)
    keeps = meaning_at(spans, at) is Sign.CONTAINS and isinstance(meaning_at(spans, value), Value)
    return keeps and meaning_behind(spans, value) is Sign.ONLY


def _orders(spans: Sequence[Span], at: int) -> bool:
    """ "Please report the visits from Pinterest"."""
    if spans[at].meaning is not Sign.BREAKDOWN or spans[at].words != "report":
        return False
    before, behind = before_filler(spans, at - 1), past_filler(spans, at + 1)
    opens = before < 0 or spans[before].meaning in _OPENS
    return (
        opens
        and behind < len(spans)
        and (isinstance(spans[behind].meaning, Metric) or spans[behind].meaning is Sign.COUNT)
    )
