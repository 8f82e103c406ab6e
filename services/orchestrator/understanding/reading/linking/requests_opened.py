"""Whether a word opens a request: "send me sessions by country", "name the five cities with the most visits"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Meaning, Overview, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

OPENINGS = frozenset({None, Sign.COMMA, Sign.FRAMING, Sign.NEXT})
"""What may stand before the word, fillers aside."""

_REQUESTED = frozenset({Sign.COUNT, Sign.TOTAL, Sign.BREAKDOWN, Sign.WHICH})
_ASKING = frozenset({"please", "kindly", "you", "to"})
_FEW = 10
"""Spans that are looked at behind the word."""


def opens_request(spans: Sequence[Span], at: int) -> bool:
    """ "Send me sessions by country", "prepare last week's mobile sessions", "last week: display the top 5 pages"."""
    if not _may_open(spans, at):
        return False
    for span in spans[at + 1 : at + _FEW]:
        meaning = span.meaning
        if isinstance(meaning, Metric | Either | Ranking | Overview) or meaning in _REQUESTED:
            return True
        if isinstance(meaning, Dimension):
            return meaning.breaks_down
        if not isinstance(meaning, Period | Value) and meaning is not Sign.FILLER:
            return False
    return False


def tells_to_state(spans: Sequence[Span], at: int) -> bool:
    """ "Please state last week's revenue", "state the number of users"; "state sessions" may be those of each."""
    asks = at > 0 and spans[at - 1].words.split()[-1] in _ASKING
    told = asks or (at + 1 < len(spans) and (spans[at + 1].words == "the" or spans[at + 1].meaning is Sign.COUNT))
    return told and opens_request(spans, at)


def opens_list(spans: Sequence[Span], at: int, behind: Meaning | None) -> bool:
    """ "Name the five cities with the most visits", "identify every page with fewer than 10 views"."""
    asked = (
        isinstance(behind, Number | Ranking) or (isinstance(behind, Dimension) and behind.plural) or behind is Sign.EACH
    )
    ordered = any(isinstance(span.meaning, Ranking | Bound | Bounds) for span in spans[at + 1 : at + _FEW])
    return asked and ordered and _may_open(spans, at)


def _may_open(spans: Sequence[Span], at: int) -> bool:
    at = before_filler(spans, at - 1)
    return at < 0 or spans[at].meaning in OPENINGS
