"""Reads "whether" as filler where a figure's move is asked about: "I'd like to see whether views rose or fell"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.filler import past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Number
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Shifted
from services.orchestrator.understanding.reading.step import of_spans

_WHETHER = "whether"
_IF = "if"
_ASKING = ("see", "know", "check", "me", "out", "wonder", "wondering")
_BEFORE = frozenset({Sign.FILLER, Sign.FRAMING, Sign.COMMA})
_MEASURED = (Bound, Bounds, Number)


@of_spans({_WHETHER, _IF})
def read_whether_it_moved(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, that word as filler. Linear in their number."""
    at = next((at for at, span in enumerate(spans) if span.meaning not in _BEFORE), 0)
    if not _asks(spans, at):
        return tuple(spans)
    figure = past_filler(spans, at + 1)
    moved = past_filler(spans, figure + 1)
    if moved >= len(spans) or not isinstance(spans[figure].meaning, Metric):
        return tuple(spans)
    shift = spans[moved].meaning
    measured = any(isinstance(span.meaning, _MEASURED) for span in spans)
    if not isinstance(shift, Shifted) or not shift.by_default or measured:
        return tuple(spans)
    return (*spans[:at], spans[at]._replace(meaning=Sign.FILLER), *spans[at + 1 :])


def _asks(spans: Sequence[Span], at: int) -> bool:
    """ "Whether", or "tell me if"; "if sessions rose, …" sets a condition."""
    if at >= len(spans) or not isinstance(spans[at].meaning, Unknown):
        return False
    asked = at > 0 and spans[at - 1].words.split()[-1] in _ASKING
    return spans[at].words == _WHETHER or (spans[at].words == _IF and asked)
