"""Two groups of rows side by side as a request each: "weekends vs weekdays", "docs vs blog views".

In one report their rows would be one sum, or a row each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, LiteralKind, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.plan import Match
from services.orchestrator.understanding.reading.several.parts import Part, Parts

_WITH = frozenset({Sign.VERSUS, Sign.AND, Link("with"), Link("to")})
_NAMED = (Metric, Dimension)
_WEEKDAY = "dayOfWeekName"


def names_groups(spans: Sequence[Span]) -> bool:
    """Whether a name for several weekdays stands there, and none asks for each weekday."""
    groups = any(
        _is_of_week(span) and len(span.meaning.values) > 1 for span in spans if isinstance(span.meaning, Value)
    )
    each = any(
        before.meaning in {Sign.BY, Sign.EACH} and isinstance(span.meaning, Dimension) and span.meaning.name == _WEEKDAY
        for before, span in pairwise(spans)
    )
    return groups and not each


def both_groups(spans: Sequence[Span]) -> Iterator[Parts]:
    """The one way to ask for both apart, where a question sets two of them against each other."""
    of_week = [at for at, span in enumerate(spans) if _is_of_week(span)] if names_groups(spans) else []
    groups = of_week or [at for at, span in enumerate(spans) if _is_section(span)]
    compares = [at for at, span in enumerate(spans) if span.meaning is Sign.COMPARE]
    if len(groups) != 2 or len(compares) > 1:
        return
    first, second = groups
    joints = [at for at in range(first + 1, second) if spans[at].meaning in _WITH]
    if len(joints) != 1 or not (compares or spans[joints[0]].meaning is Sign.VERSUS):
        return
    [joint] = joints
    named = [span.meaning for span in spans[first + 1 : joint] if span.meaning is not Sign.FILLER]
    if not all(isinstance(meaning, _NAMED) for meaning in named):
        return
    start, lead = first, before_filler(spans, first - 1)
    if lead >= 0 and isinstance(spans[lead].meaning, Link):
        start = lead
    end = _past_same(spans, second + 1, named)
    said = tuple(
        span._replace(meaning=Sign.FILLER) if at in compares else _alone(span) for at, span in enumerate(spans)
    )
    link = said[start:first] if not any(isinstance(span.meaning, Link) for span in said[joint + 1 : second]) else ()
    # "Docs views vs blog views": what is said of the first holds for the second.
    shared = said[first + 1 : joint] if end == second + 1 else ()
    behind = (*said[joint + 1 : second + 1], *shared, *said[second + 1 :])
    yield (
        Part((*said[:joint], *said[end:]), tuple(spans[: joint + 1])),
        Part((*said[:start], *link, *behind), tuple(spans[joint + 1 :])),
    )


def _is_of_week(span: Span) -> bool:
    return isinstance(span.meaning, Value) and span.meaning.dimension == _WEEKDAY


def _is_section(span: Span) -> bool:
    """ "Blog", "/blog/*"."""
    if isinstance(span.meaning, Value):
        return span.meaning.match is Match.BEGINS_WITH
    is_path = isinstance(span.meaning, Literal) and span.meaning.kind is LiteralKind.PATH
    return is_path and span.text.endswith("*")


def _alone(span: Span) -> Span:
    """ "Views last month: blog"."""
    return span._replace(meaning=replace(span.meaning, adjective=False)) if isinstance(span.meaning, Value) else span


def _past_same(spans: Sequence[Span], at: int, named: Sequence[object]) -> int:
    """Past the figure that is said again: "docs views vs blog views"."""
    end = at
    for meaning in named:
        place = past_filler(spans, end)
        if place >= len(spans) or spans[place].meaning != meaning:
            return at
        end = place + 1
    return end
