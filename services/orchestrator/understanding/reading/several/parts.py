"""Cuts a question that asks for several things into one request for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Ranking, Style
from services.orchestrator.understanding.lexicon.vocabulary import Announced, Cause, Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period, Shifted
from services.orchestrator.understanding.reading.doubting.all_at_once import field_of
from services.orchestrator.understanding.reading.several.joined_clauses import asks_whether

MOST_PARTS = 5
_JOINERS = frozenset({Sign.AND, Sign.COMMA})
_BETWEEN = _JOINERS | {Sign.FILLER, Sign.NEXT}
_ENDS_OF_SENTENCES = frozenset({".", "?", "!", ";"})
_ENDS_OF_QUESTIONS = _ENDS_OF_SENTENCES - {";"}
_COMPARING = frozenset({Sign.COMPARE, Sign.VERSUS})
_OF_ONE_NUMBER = (Metric, Either, Value, Literal, Period, Link)
_ASKING = frozenset({Sign.COUNT, Sign.WHICH})
_SETTING_OFF = frozenset({Sign.AND, Sign.WHICH, Sign.NEXT})
_ASKS_ANEW = ("how", "what", "which")
_MOST_PLACES = 8
_FEW_PLACES = 5
"""So few joiners may part a question into more than two."""


@dataclass(frozen=True, slots=True)
class Part:
    """The spans of one request, a period shared with the others at their end; `own` are the question's."""

    spans: tuple[Span, ...]
    own: tuple[Span, ...]


Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one request may end and another start: the spans between them, which may end a sentence.

    `asks_anew` where the other starts as a question of its own.
    """

    start: int
    end: int
    ends_sentence: bool
    asks_anew: bool


def sentences(spans: Sequence[Span]) -> Iterator[Parts]:
    """The question's sentences, where there are several and each names a figure."""
    if not any(map(_ends_sentence, spans)):
        return
    spans, announced = _without_announcement(spans)
    ends = [place for place in _places(spans) if place.ends_sentence]
    if 0 < len(ends) < MOST_PARTS and announced in {0, len(ends) + 1}:
        yield from _parted(spans, ends)


def parts(spans: Sequence[Span]) -> Iterator[Parts]:
    """Each way to part a question at its joiners, a bounded number of them, those of fewer parts first."""
    spans, announced = _without_announcement(spans)
    places = _places(spans)[:_MOST_PLACES]
    most = MOST_PARTS - 1 if len(places) <= _FEW_PLACES else 1
    for count in range(1, most + 1):
        if announced in {0, count + 1}:
            for chosen in combinations(places, count):
                yield from _parted(spans, chosen)


def _without_announcement(spans: Sequence[Span]) -> tuple[Sequence[Span], int]:
    """The spans, "two tables" read as filler, and how many things are announced; 0 where that is left open."""
    counts = [span.meaning.count for span in spans if isinstance(span.meaning, Announced)]
    if not counts:
        return spans, 0
    said = [span._replace(meaning=Sign.FILLER) if isinstance(span.meaning, Announced) else span for span in spans]
    return said, max(counts)


def _places(spans: Sequence[Span]) -> list[_Place]:
    if any(isinstance(span.meaning, Unknown) for span in spans):
        return []
    places, at = [], 0
    while at < len(spans):
        end = at
        while end < len(spans) and spans[end].meaning in _BETWEEN:
            end += 1
        between = spans[at:end]
        ends_sentence = any(map(_ends_sentence, between))
        joined = any(span.meaning in _JOINERS for span in between) and all(span.text != ":" for span in between)
        if at and end < len(spans) and (ends_sentence or joined):
            opens = [span for span in spans[at : end + 1] if span.meaning not in _JOINERS]
            anew = any(span.words.startswith(_ASKS_ANEW) or span.text in _ENDS_OF_QUESTIONS for span in opens)
            places.append(_Place(at, end, ends_sentence, anew))
        at = max(end, at + 1)
    return places


def _ends_sentence(span: Span) -> bool:
    return span.text in _ENDS_OF_SENTENCES or span.meaning is Sign.NEXT


def _parted(spans: Sequence[Span], chosen: Sequence[_Place]) -> Iterator[Parts]:
    starts = [0, *(place.end for place in chosen)]
    stops = [*(place.start for place in chosen), len(spans)]
    own = [tuple(spans[start:stop]) for start, stop in zip(starts, stops, strict=True)]
    set_off = [True, *(_sets_off(spans[place.start : place.end + 1]) for place in chosen)]
    if not all(_names(part, Metric, Either) or _ranks_by_figure(part) for part in own) and not (
        _names(own[0], Metric, Either) and all(map(_is_asked_for, own, set_off))
    ):
        return
    shared = _shared_times(own)
    if (
        any(map(_leads_nowhere, own))
        or shared is None
        or not _complete(own, sentences=all(place.ends_sentence for place in chosen))
        or any(place.asks_anew and _may_go_on(own[0], part) for place, part in zip(chosen, own[1:], strict=True))
    ):
        return
    read = [part if _names(part, Period, Minutes) else (*part, *shared) for part in own]
    whole = [tuple(spans[start:stop]) for start, stop in zip(starts, [*starts[1:], len(spans)], strict=True)]
    yield tuple(map(Part, read, whole))


def _leads_nowhere(part: Sequence[Span]) -> bool:
    """ "The event's on"."""
    return isinstance(next((span.meaning for span in reversed(part) if span.meaning is not Sign.FILLER), None), Link)


def _shared_times(own: Sequence[tuple[Span, ...]]) -> tuple[Span, ...] | None:
    """The period that holds for the parts without one; None where it is not clear which does."""
    said = [tuple(span for span in part if isinstance(span.meaning, Period | Minutes)) for part in own]
    times = {tuple(span.meaning for span in of_part) for of_part in said if of_part}
    if all(said) or not times:
        return ()
    if len(times) > 1 or any(map(_compares, own)):
        return None
    return next(filter(None, said))


def _complete(own: Sequence[tuple[Span, ...]], *, sentences: bool) -> bool:
    """Whether each part says all that it means.

    Sentences with periods of their own do. Else values and comparisons stand in all parts or in none: which figures
    those in some hold for would be a guess.
    """
    if (sentences and all(_names(part, Period, Minutes) for part in own)) or _are_part_and_whole(own):
        return True
    in_all_or_none = all(
        len({holds(part) for part in own}) == 1 for holds in (lambda part: _names(part, Value, Literal), _compares)
    )
    return in_all_or_none and (sentences or _own_rows(own))


def _may_go_on(first: Sequence[Span], part: Sequence[Span]) -> bool:
    """ "Users in Germany last week, and what was the revenue on mobile": of all, or of those in Germany?

    What is asked anew, of the same days, by a field that the first leaves open, may be asked within the first.
    """
    of_first, of_part = _fields_kept(first), _fields_kept(part)
    same_days = _names(first, Period, Minutes) and not _names(part, Period, Minutes)
    return same_days and bool(of_first and of_part) and of_first.isdisjoint(of_part)


def _fields_kept(part: Sequence[Span]) -> frozenset[str]:
    return frozenset(field_of(span) for span in part if isinstance(span.meaning, Value | Literal))


def _are_part_and_whole(own: Sequence[tuple[Span, ...]]) -> bool:
    """ "Direct revenue and total revenue": one figure alone, and of what it is the whole."""
    said = [[span for span in part if span.meaning not in {Sign.FILLER, Sign.FRAMING, Sign.TOTAL}] for part in own]
    figures = [[span.meaning for span in part if isinstance(span.meaning, Metric | Either)] for part in said]
    return (
        all(len(named) == 1 and named == figures[0] for named in figures)
        and sum(not _names(part, Value, Literal) for part in own) == 1
        and not asks_whether(own[0])
        and all(isinstance(span.meaning, _OF_ONE_NUMBER) or span.meaning in _ASKING for part in said for span in part)
    )


def _own_rows(own: Sequence[tuple[Span, ...]]) -> bool:
    """Rows in all parts or none, or in ranked lists whose order no figure behind them can be taken for."""
    has_rows = [_names(part, Dimension, Either) for part in own]
    if len(set(has_rows)) == 1:
        return True
    return all(
        _names(part, Ranking) if rows else not before or _opens_anew(part)
        for part, rows, before in zip(own, has_rows, (False, *has_rows), strict=False)
    )


def _opens_anew(part: Sequence[Span]) -> bool:
    """ "… and how many users"."""
    return next((span.meaning for span in part if span.meaning is not Sign.FILLER), None) is Sign.COUNT


def _compares(part: Sequence[Span]) -> bool:
    return any(span.meaning in _COMPARING or isinstance(span.meaning, Shifted | Cause) for span in part)


def _ranks_by_figure(part: Sequence[Span]) -> bool:
    return any(isinstance(span.meaning, Ranking) and span.meaning.metric for span in part)


def _sets_off(between: Sequence[Span]) -> bool:
    """Whether a stop stands there with "and", or before what is asked: "sessions. Top 5 countries" is one list."""
    stops = any(span.meaning is Sign.COMMA for span in between)
    return stops and any(span.meaning in _SETTING_OFF for span in between)


def _is_asked_for(part: Sequence[Span], set_off: bool) -> bool:
    """Whether the part names a figure, or is a list that has one of its own: "…, and the three biggest countries".

    Without the comma it may be by the figure before: "conversions by weekday and top 3 channels".
    """
    return _names(part, Metric, Either) or _ranks_by_figure(part) or (set_off and _is_top_list(part))


def _is_top_list(part: Sequence[Span]) -> bool:
    said = [span.meaning for span in part if span.meaning is not Sign.FILLER]
    ranked = any(isinstance(meaning, Ranking) and meaning.style is not Style.MOST for meaning in said)
    return ranked and any(isinstance(meaning, Dimension) and not meaning.breaks_down for meaning in said)


def _names(part: Sequence[Span], *kinds: type) -> bool:
    return any(isinstance(span.meaning, kinds) for span in part)
