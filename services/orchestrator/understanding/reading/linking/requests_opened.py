"""Tells words that open a request, or close it, from the same words elsewhere: "name the five cities with …"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import (
    before_filler,
    meaning_before,
    meaning_behind,
    past_filler,
)
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Overview, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

OPENINGS = frozenset({None, Sign.COMMA, Sign.FRAMING, Sign.NEXT})
"""What stands before a request, filler aside."""

_ASKING = frozenset({Sign.COUNT, Sign.TOTAL, Sign.WHICH})
_REQUESTED = _ASKING | {Sign.BREAKDOWN, Sign.SHARE}
_ARTICLES = frozenset({"the", "our", "your", "my"})
_ASKED_TO = frozenset({"please", "kindly", "pls", "plz", "you", "someone", "somebody", "to"})
_ASKED = frozenset({"i", "we", "you", "one"})
_ENDS = frozenset({".", "?", "!", ";"})
_KINDS = ((Metric, Either), Dimension, Period, Value | Literal)
_FEW = 10
"""Spans that are looked at behind a word."""


def opens_request(spans: Sequence[Span], at: int) -> bool:
    """ "Send me sessions by country", "prepare last week's mobile sessions", "last week: display the top 5 pages"."""
    if meaning_before(spans, at) not in OPENINGS:
        return False
    for place, span in enumerate(spans[at + 1 : at + _FEW], at + 1):
        meaning = span.meaning
        if isinstance(meaning, Metric | Either | Ranking | Overview) or meaning in _REQUESTED:
            return True
        if isinstance(meaning, Dimension) and not isinstance(spans[place - 1].meaning, Value):
            # "The direct channel's sessions".
            return meaning.breaks_down
        if not isinstance(meaning, Period | Value | Dimension | Number) and meaning is not Sign.FILLER:
            return False
    return False


def opens_with_question(spans: Sequence[Span], at: int) -> bool:
    """ "Might I see users by week"; "the users we might see" are none that were."""
    asked = spans[at + 1].words if at + 1 < len(spans) else ""
    return asked in _ASKED and meaning_before(spans, at) in OPENINGS


def tells_to_share(spans: Sequence[Span], at: int) -> bool:
    """ "Please share users by country"; "share sessions by country" may be their shares."""
    before = spans[at - 1].words.split()[-1:] if at else []
    return not _ASKED_TO.isdisjoint(before) and opens_request(spans, at)


def tells_to_state(spans: Sequence[Span], at: int) -> bool:
    """ "Please state users by country", "state how many users"; "state users" may be users by state."""
    before = spans[at - 1].words.split()[-1:] if at else []
    following = spans[at + 1] if at + 1 < len(spans) else spans[at]
    asks = following.meaning in _ASKING or following.words in _ARTICLES or not _ASKED_TO.isdisjoint(before)
    opens = opens_request(spans, at) or opens_list(spans, at)
    return asks and opens and _ARTICLES.isdisjoint(before)


def opens_list(spans: Sequence[Span], at: int) -> bool:
    """ "Name the five cities with the most visits", "those pages with under 10 views", "name the number of …"."""
    those = past_filler(spans, at + 1)
    behind = meaning_behind(spans, those if spans[those : those + 1] and spans[those].words == "those" else at)
    asked = (
        isinstance(behind, Number | Ranking) or (isinstance(behind, Dimension) and behind.plural) or behind is Sign.EACH
    )
    ordered = any(isinstance(span.meaning, Ranking | Bound | Bounds) for span in spans[at + 1 : at + _FEW])
    return ((asked and ordered) or behind is Sign.COUNT) and meaning_before(spans, at) in OPENINGS


def closes_alone(spans: Sequence[Span], at: int) -> bool:
    """ "Could I have users by week instead": of something said before; nothing here can be what it replaces."""
    first = next((place + 1 for place in range(at - 1, -1, -1) if spans[place].text in _ENDS), 0)
    end = next((place for place in range(at + 1, len(spans)) if spans[place].text in _ENDS), len(spans))
    clause = [span.meaning for span in spans[first:end]]
    said = [sum(isinstance(meaning, kind) for meaning in clause) for kind in _KINDS]
    opens_or_closes = before_filler(spans, at - 1) < first or past_filler(spans, at + 1) >= end
    return opens_or_closes and said[0] == 1 and max(said) <= 1
