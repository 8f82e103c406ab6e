"""Reads acquired users as new ones, and where from as their first source: "users acquired via google".

Other figures that are gained have grown: "gain in sessions" is their change, "gained most views" may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.field_scopes import FIRST_USER, in_scope
from services.orchestrator.understanding.lexicon.fields import Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Shift, Shifted
from services.orchestrator.understanding.reading.step import of_spans

_GAINED = frozenset({"gain", "gains", "gained", "gaining", "add", "adds", "added"})
_WON = frozenset({"win", "won", "wins", "winning", "pick up", "picked up", "picks up", "picking up"})
_ACQUIRED = _GAINED | _WON | {"acquire", "acquired", "acquiring", "joined us"}
_PEOPLE, _NEW = Metric("activeUsers"), Metric("newUsers")
_OURS = frozenset({"we", "they", "it", "you", "site", "shop", "to"})
_CHANGED = Shifted(Shift.PERIOD_BEFORE, compares=True, by_default=True)
_RANKED_BY_CHANGE = Doubtful("Rows can be ranked by a figure, not by how much it changed.")
_FEW = 4
"""Spans between the people and the verb: "users did we acquire"."""

_BETWEEN = frozenset({Sign.AND, Sign.OR, Sign.COMMA, Sign.FILLER})


@of_spans(_ACQUIRED)
def read_first_sources(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, so read. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        if span.words in _ACQUIRED and span.meaning is Sign.FILLER:
            _read_acquired(read, at)
    return tuple(read)


def _read_acquired(read: list[Span], at: int) -> None:
    before = [place for place in range(max(0, at - _FEW), at) if isinstance(read[place].meaning, Metric)]
    behind = [place for place in range(at + 1, len(read)) if isinstance(read[place].meaning, Metric)][:1]
    gained = read[at].words in _GAINED
    people = [place for place in before or behind if read[place].meaning == _PEOPLE]
    if read[at].words == "gain" and (before[-1:] == [at - 1] or _names_change(read, at)):
        ranked = any(isinstance(span.meaning, Ranking) for span in read)
        read[at] = read[at]._replace(meaning=_RANKED_BY_CHANGE if ranked else _CHANGED)
    elif people and not (gained and people == behind):
        for place in people:
            read[place] = read[place]._replace(meaning=_NEW)
    elif (gained or (read[at].words in _WON and _wins(read, at))) and not any(
        read[place].meaning == _NEW for place in before or behind
    ):
        read[at] = read[at]._replace(meaning=_is_open(read[at]))
    if any(span.meaning == _NEW for span in read[:at]):
        _read_sources(read, at + 1)


def _wins(read: Sequence[Span], at: int) -> bool:
    """ "Won most views", "sessions we won"; not "trying to win an argument: sessions"."""
    behind = next((span.meaning for span in read[at + 1 :] if not isinstance(span.meaning, Ranking | Value)), None)
    before = next((span.meaning for span in reversed(read[:at]) if span.meaning is not Sign.FILLER), None)
    return isinstance(behind, Metric) or isinstance(before, Metric)


def _names_change(read: Sequence[Span], at: int) -> bool:
    """ "Gain in sessions", "biggest gain in sessions"; not "did we gain in Germany", "did we gain in revenue"."""
    led = read[at + 1 : at + 3]
    leads = len(led) > 1 and led[0].meaning == Link("in") and isinstance(led[1].meaning, Metric)
    return leads and (at == 0 or read[at - 1].words.split()[-1] not in _OURS)


def _is_open(span: Span) -> Doubtful:
    return Doubtful(f'{span.quoted}: How much it grew, or how much it was? Say "growth in", or name the figure alone.')


def _read_sources(read: list[Span], at: int) -> None:
    while at < len(read) and (isinstance(read[at].meaning, Value | Link) or read[at].meaning in _BETWEEN):
        meaning = read[at].meaning
        if isinstance(meaning, Value) and (first := in_scope(meaning.dimension, FIRST_USER)):
            read[at] = read[at]._replace(meaning=replace(meaning, dimension=first))
        at += 1
