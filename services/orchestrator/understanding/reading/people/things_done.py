"""Lists of things by what is done to them: "ten items added to cart the most", "products people viewed most"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.filler import meaning_at, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Number, Ranking, Style
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, Unknown
from services.orchestrator.understanding.reading.step import of_spans

_FIELDS = {
    "products": "itemName",
    "items": "itemName",
    "files": "fileName",
    "videos": "videoTitle",
    "documents": "fileName",
}
_PRODUCTS = Dimension("itemName", plural=True)
_SELLING = ("sold", "sell")
_CONVERTING = frozenset({"converting", "that convert", "that converted", "which convert", "convert", "converted"})
_CONVERSION_RATE = Metric("sessionKeyEventRate")
_DEGREES = frozenset({"most", "least"})
_OFTEN = frozenset({"often", "frequently"})
_PEOPLE = Metric("activeUsers")
_NEW_PEOPLE = Metric("newUsers")
_FEW = 5
"""Spans of a bound."""


@of_spans({Ranking, *_FIELDS, *_SELLING, "converting", "convert", "converted"})
def read_things_done(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, figures of things read as those things where words behind rank or bound them; who did it as filler.

    Linear in their number.
    """
    read = list(spans)
    for at, span in enumerate(spans):
        if isinstance(span.meaning, Metric) and (field := _field(span)) and not _is_counted(read, at):
            _read_things(read, at, Dimension(field, plural=True), span.meaning)
        elif span.meaning == _PRODUCTS and _is_counted(read, at) and (sold := _sold(read, at + 1)):
            read[at] = span._replace(meaning=Metric("itemsPurchased"))
            read[sold] = read[sold]._replace(meaning=Sign.FILLER)
        elif isinstance(span.meaning, Deed | Unknown) and span.words in _CONVERTING and at:
            _read_converting(read, at)
        elif isinstance(span.meaning, Ranking) and span.meaning.stands_behind and span.meaning.metric:
            _pass_people(read, at - 1)
        elif isinstance(span.meaning, Ranking) and span.meaning.metric and at:
            _read_behind(read, at)
    return tuple(read)


def _sold(spans: Sequence[Span], at: int) -> int:
    """ "How many products did we sell": where the verb stands; 0 where something else follows."""
    sold = past_filler(spans, at)
    return sold if at < sold < len(spans) and spans[sold].words in _SELLING else 0


def _field(span: Span) -> str:
    """ "Products sold", not "products" alone nor "product views"."""
    thing, *done = span.words.split() or [""]
    return _FIELDS.get(thing, "") if done else ""


def _is_counted(read: Sequence[Span], at: int) -> bool:
    """ "How many items sold the most"."""
    return at > 0 and read[at - 1].meaning is Sign.COUNT


def _read_things(read: list[Span], at: int, things: Dimension, figure: Metric) -> None:
    behind = meaning_at(read, at + 1)
    if isinstance(behind, Ranking) and behind.style is Style.MOST and not behind.metric:
        often = at + 2 < len(read) and read[at + 2].words in _OFTEN
        place = at + 3 if often else at + 2
        following = meaning_at(read, place)
        if not isinstance(following, Metric | Dimension | Number | Ranking):
            read[at] = read[at]._replace(meaning=things)
            ranking = replace(behind, style=Style.TOP, metric=figure, stands_behind=True)
            read[at + 1] = read[at + 1]._replace(meaning=ranking)
            if often:
                read[at + 2] = read[at + 2]._replace(meaning=Sign.FILLER)
        elif isinstance(following, Metric) and read[at].words.endswith(_SELLING):
            read[at] = read[at]._replace(meaning=things)
    elif isinstance(behind, Bound | Number):
        _read_bounded(read, at, things, figure)


def _read_bounded(read: list[Span], at: int, things: Dimension, figure: Metric) -> None:
    """ "Products bought more than 10 times", "products sold fewer than 10 units"."""
    place = at + 1
    while place < len(read) and place < at + _FEW and isinstance(read[place].meaning, Bound | Number):
        place += 1
    numbered = any(isinstance(span.meaning, Number) for span in read[at + 1 : place])
    bounded = any(isinstance(span.meaning, Bound) for span in read[at + 1 : place])
    if not (numbered and bounded) or place == len(read):
        return
    if read[place].words == "times":
        read[at] = read[at]._replace(meaning=things)
        read[place] = read[place]._replace(meaning=figure)
    elif isinstance(read[place].meaning, Metric) and read[at].words.endswith(_SELLING):
        read[at] = read[at]._replace(meaning=things)


def _read_behind(read: list[Span], at: int) -> None:
    """ "Ten products most often added to cart"."""
    ranking = read[at].meaning
    behind = meaning_at(read, at + 1)
    if not isinstance(ranking, Ranking) or isinstance(behind, Metric | Dimension | Either | Number | Value | Ranking):
        return
    if isinstance(read[at - 1].meaning, Dimension) and read[at].words.split()[0] in _DEGREES:
        read[at] = read[at]._replace(meaning=replace(ranking, stands_behind=True))


def _read_converting(read: list[Span], at: int) -> None:
    """ "Campaigns converting at more than 5%"."""
    bound = at + 2 if at + 1 < len(read) and read[at + 1].words == "at" else at + 1
    bounded = bound + 1 < len(read) and isinstance(read[bound].meaning, Bound)
    if bounded and isinstance(read[at - 1].meaning, Dimension) and read[bound + 1].text.endswith("%"):
        read[at] = read[at]._replace(meaning=_CONVERSION_RATE)
        read[at + 1 : bound] = [span._replace(meaning=Sign.FILLER) for span in read[at + 1 : bound]]


def _pass_people(read: list[Span], at: int) -> None:
    """ "The ten products mobile users viewed most"."""
    if at < 1 or read[at].meaning not in {_PEOPLE, _NEW_PEOPLE}:
        return
    listed = at - 1
    while listed > 0 and isinstance(read[listed].meaning, Value):
        listed -= 1
    if not isinstance(read[listed].meaning, Dimension):
        return
    new = Value("newVsReturning", ("new",))
    read[at] = read[at]._replace(meaning=new if read[at].meaning == _NEW_PEOPLE else Sign.FILLER)
    for place in range(listed + 1, at):
        value = read[place].meaning
        if isinstance(value, Value):
            read[place] = read[place]._replace(meaning=replace(value, adjective=False))
