"""Tells the channel "display" from the verb: "users who came through display", "please display the users"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Either, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, meaning_before, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Link, Sign, Span
from services.orchestrator.understanding.reading.step import of_spans

_CHANNEL = Value("sessionDefaultChannelGroup", ("Display",))
_LEADING = frozenset({Link("from"), Link("via"), Link("of"), Link("for"), Sign.NOT})
_THROUGH = ("through", "from", "via")
_BEING = frozenset({"was", "were", "is", "are", "did", "does", "has", "had"})
_POLITE = frozenset(
    {"please", "kindly", "you", "can you", "could you", "would you", "can you please", "could you please"}
)
_ASKED_FOR = frozenset(
    {
        "the",
        "our",
        "show",
        "show me",
        "show us",
        "give me",
        "give us",
        "tell me",
        "see",
        "need",
        "get",
        "find",
        "fetch",
        "pull",
    }
)
_OBJECTS = frozenset({"the", "our", "my", "me", "us", "all", "all of", "all the"})
_JOINERS = frozenset({Sign.AND, Sign.OR, Sign.COMMA, Sign.VERSUS})
_OPENS = frozenset({None, Sign.COMMA, Sign.FRAMING, Sign.NEXT})
_POSSESSIVE = frozenset({"'", "'s"})
_TO_DO = _OPENS | {Link("to"), Sign.AND, Sign.OR}
"""Behind these a verb may stand: "I want to display users"."""


@of_spans({"display"})
def read_display(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, "display" read where it can be only one of both; at the start of a request it may be either."""
    read = list(spans)
    for at, span in enumerate(read):
        if isinstance(span.meaning, Ambiguous) and span.words == "display":
            if _is_verb(read, at):
                read[at] = span._replace(meaning=Sign.FILLER)
            elif _is_channel(read, at):
                read[at] = span._replace(meaning=_CHANNEL)
    return tuple(read)


def _is_verb(spans: Sequence[Span], at: int) -> bool:
    """ "Please display sessions", "display the sessions", "display the top 5 pages"."""
    if meaning_before(spans, at) not in _OPENS:
        return False
    if at and spans[at - 1].meaning is Sign.FILLER:
        return spans[at - 1].text.lower() in _POLITE
    behind = spans[at + 1] if at + 1 < len(spans) else None
    if behind is None:
        return False
    asks = isinstance(behind.meaning, Ranking | Number) or behind.meaning in {Sign.COUNT, Sign.TOTAL}
    return asks or (behind.meaning is Sign.FILLER and behind.text.lower() in _OBJECTS)


def _is_channel(spans: Sequence[Span], at: int) -> bool:
    """ "Via display", "last month's display users", "email and display", "was display"."""
    said, following = before_filler(spans, at - 1), past_filler(spans, at + 1)
    before = meaning_at(spans, said)
    behind = meaning_at(spans, following)
    if before in _LEADING:
        return True
    if (_joins(spans, said, -1) and before in _JOINERS) or (behind in _JOINERS and _joins(spans, following, 1)):
        return True
    led = (
        spans[at - 1] if at and spans[at - 1].meaning is Sign.FILLER and spans[at - 1].text not in _POSSESSIVE else None
    )
    if led is not None and led.text.lower().endswith(_THROUGH):
        return True
    if led is not None and led.text.lower() in _BEING and not isinstance(behind, Ranking):
        return said >= 0
    is_described = isinstance(behind, Metric | Either)
    if not is_described:
        return False
    return led.text.lower() in _ASKED_FOR if led is not None else before is not None and before not in _TO_DO


def _joins(spans: Sequence[Span], at: int, step: int) -> bool:
    """Whether a value of the same field stands behind the joiner."""
    at = before_filler(spans, at - 1) if step < 0 else past_filler(spans, at + 1)
    beside = meaning_at(spans, at)
    return isinstance(beside, Value) and beside.dimension == _CHANNEL.dimension
