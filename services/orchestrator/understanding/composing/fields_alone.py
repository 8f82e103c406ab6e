"""Breakdowns that need no "by": "country by country", "country x device", "country, device: sessions"."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from services.orchestrator.understanding.composing.filling import Awaits, Filling
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Direction, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Link, Meaning, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period

_LISTS = frozenset({Sign.AND, Sign.COMMA})
_OTHER_ROWS = frozenset({Sign.BY, Sign.EACH, Sign.WHICH})
_BREAKS_DOWN = frozenset({Sign.BY, Sign.EACH})


def says_breakdown_itself(filling: Filling, dimension: Dimension) -> bool:
    """Whether a field breaks down by how it stands; passes over its repetition in "country by country"."""
    if _waits_for_more_than_link(filling):
        return False
    behind = filling.spans[filling.at + 1 :]
    if _heads_breakdown(filling, behind) or _split_on(filling):
        return True
    if _repeated(behind, dimension):
        filling.at += 2
        return True
    return (
        _crossed(filling, behind)
        or _of_rates(dimension, behind)
        or _opens(filling, dimension, behind)
        or _is_sorted(filling, dimension, behind)
        or _is_column(filling, behind)
    )


def is_said_again(filling: Filling, dimension: Dimension) -> bool:
    """ "Channel performance: sessions by channel"."""
    behind = filling.spans[filling.at + 1 :]
    return (
        filling.joiner in {None, Sign.COMMA}
        and not _waits_for_more_than_link(filling)
        and any(by.meaning in _BREAKS_DOWN and field.meaning == dimension for by, field in pairwise(behind))
    )


def place_those(filling: Filling) -> None:
    """ "Country and device: break sessions down by those", "devices, and how many people on each"."""
    if not (filling.draft.breakdown or filling.draft.listed):
        filling.blame(filling.span, f"By what, {filling.span.quoted}?")


def place_slash(filling: Filling) -> None:
    """ "Users / medium", "by country / device"."""
    before = filling.next(-1)
    if not isinstance(before, Metric | Dimension) or not isinstance(filling.next(), Dimension):
        filling.blame(filling.span, f"What {filling.span.quoted} joins is not clear.")
    elif not filling.awaits(Awaits.BREAKDOWN):
        filling.read_span_as(Sign.BY)
        filling.wait(Awaits.BREAKDOWN)


def _waits_for_more_than_link(filling: Filling) -> bool:
    return any(kind is not Awaits.LINKED for kind in filling.waiting)


def _heads_breakdown(filling: Filling, behind: list[Span]) -> bool:
    """ "Country and channel breakdown", "country revenue split"."""
    if filling.breakdown_asked or filling.joiner in {Sign.OR, Sign.VERSUS}:
        return False
    if len(behind) > 1 and isinstance(behind[0].meaning, Metric) and behind[1].meaning is Sign.BREAKDOWN:
        return True
    return any(span.meaning is Sign.BREAKDOWN for span in _past_fields(behind))


def _split_on(filling: Filling) -> bool:
    """ "Bounce rate split on device", "split of last week's users on channels"."""
    link = filling.waiting.get(Awaits.LINKED)
    if link is None or link.text.lower() != "on" or filling.breakdown_asked is None:
        return False
    # "Split users on our platform by device"
    return not any(span.meaning in _BREAKS_DOWN for span in filling.spans)


def _repeated(behind: list[Span], dimension: Dimension) -> bool:
    return len(behind) > 1 and behind[0].meaning is Sign.BY and behind[1].meaning == dimension


def _crossed(filling: Filling, behind: list[Span]) -> bool:
    """ "Country x device"."""
    return (
        len(behind) > 1 and behind[0].text.lower() in filling.words.crosses and isinstance(behind[1].meaning, Dimension)
    )


def _of_rates(dimension: Dimension, behind: list[Span]) -> bool:
    """ "Device category bounce rates", "campaign revenue split"; "channel revenue" could be that of one."""
    if dimension.plural or not behind or not isinstance(behind[0].meaning, Metric):
        return False
    is_split = len(behind) > 1 and behind[1].meaning is Sign.BREAKDOWN
    # "Source / medium" is no source, but each of them with its medium.
    return is_split or dimension.name.endswith("SourceMedium") or behind[0].text.lower().endswith("rates")


def _is_sorted(filling: Filling, dimension: Dimension, behind: list[Span]) -> bool:
    """ "Campaign sessions last month, lowest first", "bounce rate of our pages, worst first"."""
    of_figure = dimension.plural and filling.draft.metrics and filling.awaits(Awaits.LINKED)
    if not behind or not (of_figure or isinstance(behind[0].meaning, Metric)):
        return False
    rows = sum(isinstance(span.meaning, Dimension | Either) or span.meaning in _OTHER_ROWS for span in filling.spans)
    return rows == 1 and any(isinstance(span.meaning, Direction) or span.meaning is Sign.SORTED_BY for span in behind)


def _opens(filling: Filling, dimension: Dimension, behind: list[Span]) -> bool:
    """Fields at the front are columns before figures, "country, device, sessions", or what "by those" speaks of.

    "Countries last week: users".
    """
    if not all(_may_open(span) for span in filling.spans[: filling.at]):
        return False
    if any(span.meaning is Sign.BY_THOSE for span in behind):
        return True
    last: Meaning = Sign.AND
    commas = 0
    for at, span in enumerate(behind):
        if isinstance(span.meaning, Dimension) or (isinstance(span.meaning, Period) and last is Sign.COMMA):
            continue
        if dimension.plural and _is_time(behind[at : at + 2]):
            last = Sign.COMMA
            continue
        if span.meaning not in _LISTS:
            # "Country, city and users"
            lists = last is Sign.COMMA or (commas > 0 and isinstance(span.meaning, Metric))
            return lists and isinstance(span.meaning, Metric | Bound | Bounds)
        last = span.meaning
        commas += last is Sign.COMMA
    return False


def _is_time(spans: list[Span]) -> bool:
    """ "Last week", "in October"."""
    times = [isinstance(span.meaning, Period) for span in spans]
    return any(times) and (times[0] or isinstance(spans[0].meaning, Link))


def _is_column(filling: Filling, behind: list[Span]) -> bool:
    """ "Sessions, country, last week", "users > 9, browser and device"; not "users, country, Germany"."""
    before = filling.before()
    counted = filling.draft.metrics or filling.draft.thresholds
    if before is None or before.text != "," or not counted or filling.waiting:
        return False
    if any(isinstance(span.meaning, Ranking) for span in filling.spans):
        return False
    rest = list(behind)
    while len(rest) > 1 and rest[0].meaning in _LISTS and isinstance(rest[1].meaning, Dimension):
        rest = rest[2:]
    if rest and rest[0].text == ",":
        rest = rest[1:]
    if rest and isinstance(rest[0].meaning, Link):
        rest = rest[1:] if len(rest) > 1 and isinstance(rest[1].meaning, Period) else rest
    return not rest or isinstance(rest[0].meaning, Period | Minutes)


def _may_open(span: Span) -> bool:
    """ "In October: countries, users"."""
    return isinstance(span.meaning, Dimension | Period | Link) or span.meaning in _LISTS


def _past_fields(spans: Iterable[Span]) -> Iterable[Span]:
    """The signs of a list of fields, and what stands behind it."""
    for span in spans:
        if isinstance(span.meaning, Dimension):
            continue
        yield span
        if span.meaning not in _LISTS:
            return
