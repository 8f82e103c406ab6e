"""Tells people who are set before the figures that are asked of them: "users who are signed in: sessions, revenue"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Link, Meaning, Overview, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

COUNTED: dict[str, Meaning] = {"activeUsers": Sign.FILLER, "newUsers": Value("newVsReturning", ("new",))}
"""Figures that are people, and what is left of them where they are not counted."""

DASH = "-"
_LEADING = frozenset({Sign.NOT, *map(Link, ("for", "via", "of", "in", "from"))})
_VISITS = frozenset({"traffic", "visits", "sessions"})
_LISTING = frozenset({Sign.AND, Sign.OR, Sign.FILLER})
_WITHIN = frozenset({Sign.AND, Sign.OR, Sign.NOT})
_FIGURES = (Metric, Either, Overview)
_EMPTY = frozenset({"please", "kindly", "thanks", "the", "we"})
_LOOKING = ("looking", "considering", "counting", "focusing", "taking", "if ")
_FEW = 2
"""Spans within which a period may stand between people and the mark."""


def announced(before: Span | None, behind: Sequence[Span]) -> bool:
    """ "Returning users: sessions last week", "tablet users only: number of key events"."""
    behind = [span for span in behind if span.meaning is not Sign.FILLER or span.text == DASH]
    alone = bool(behind) and behind[0].meaning is Sign.ONLY
    if not alone and (before is None or not isinstance(before.meaning, Value)):
        return False
    following = [span for span in behind if span.meaning not in {Sign.ONLY, Sign.COUNT}]
    period = next((at for at, span in enumerate(following[:_FEW]) if isinstance(span.meaning, Period)), -1)
    if period >= 0 and all(isinstance(span.meaning, Link) or span.text == "," for span in following[:period]):
        # "Returning users, last quarter: sessions, bounce rate".
        following = following[period + 1 :]
    marks = (":", DASH) if period >= 0 else (":",)
    return len(following) > 1 and following[0].text in marks and isinstance(following[1].meaning, Metric)


def lead(read: Sequence[Span], said: Sequence[int], place: int) -> Meaning | None:
    """What is left of people before the figure: "among mobile users, what was …", "excluding direct traffic, users"."""
    span = read[said[place]]
    if not isinstance(span.meaning, Metric):
        return None
    first = place
    while first and (isinstance(read[said[first - 1]].meaning, Value) or read[said[first - 1]].meaning in _LISTING):
        first -= 1
    led = first > 0 and (read[said[first - 1]].meaning in _LEADING or _looks_at(read[said[first - 1]]))
    if span.meaning.name not in COUNTED and not (led and first < place and span.words in _VISITS):
        return None
    opens = first - led
    if not all(map(_dates, (read[at] for at in said[:opens]))):
        return None
    behind = [read[at] for at in said[place + 1 :]]
    pauses = {",", ":"} if led else {":"}
    pause = next((at for at, each in enumerate(behind) if each.text in pauses), -1)
    described = [each.meaning for each in behind[: max(pause, 0)] if each.meaning is not Sign.ONLY]
    asked = [each.meaning for each in behind[pause + 1 :]]
    if pause < 0 or not any(isinstance(each, _FIGURES) for each in asked):
        return None
    # "The figures for new users, sessions and revenue" are three; whoever opens the question is none.
    asks = asked[0] in {Sign.WHICH, Sign.COUNT} or _asks_what(read, behind[pause])
    opening = [each for each in read[: said[opens]] if each.meaning is Sign.FILLER]
    if not asks and any(each.words not in _EMPTY for each in opening):
        return None
    is_new = led and span.meaning.name == "newUsers"
    is_described = is_new or first < place or any(isinstance(each, Value) for each in described)
    return COUNTED.get(span.meaning.name, Sign.FILLER) if is_described and _all_describe(described) else None


def _all_describe(described: Sequence[Meaning]) -> bool:
    """ "(Mobile users) in Germany, last week", "(German users) or French users"."""
    return all(
        isinstance(each, (Value, Link, Period, Metric) if isinstance(one, Value) else (Value, Link, Period))
        or each in _WITHIN
        for one, each in pairwise([Sign.FILLER, *described])
    )


def _looks_at(span: Span) -> bool:
    """ "Looking only at new visitors, what bounce rate"."""
    return span.meaning is Sign.ONLY and span.words.startswith(_LOOKING)


def _dates(span: Span) -> bool:
    """ "In August," before whose figures are asked for."""
    return isinstance(span.meaning, Period | Link) or span.meaning is Sign.COMMA


def _asks_what(read: Sequence[Span], comma: Span) -> bool:
    """Whether "what was" or "how high was" stands right behind the comma."""
    follows = next((span for span in read if span.start > comma.start), None)
    return follows is not None and follows.words.startswith(("what", "how"))


def heads_another(read: Sequence[Span], said: Sequence[int], place: int) -> bool:
    """ "New vs returning visitors, sessions last month": what stands before them names the rows."""
    before = read[said[place - 1]].meaning if place else None
    by_who_came = isinstance(before, Dimension) and before.breaks_down and before.name == "newVsReturning"
    if not by_who_came or len(said) <= place + 2 or read[said[place + 1]].text not in {",", ":"}:
        return False
    figures = [at for at in said[place + 1 :] if isinstance(read[at].meaning, Metric | Either | Overview)]
    return figures == [said[place + 2]]
