"""Reads a figure at the end that says what another is counted in: "traffic from Germany, in sessions"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span
from services.orchestrator.understanding.reading.step import of_spans

_LEADING = frozenset({Link("in"), Link("as")})
_TWO = 2
_STOPS = frozenset({None, Sign.FRAMING})
_COUNTS = frozenset({Sign.COUNT, Sign.FILLER})


@of_spans({Metric}, {"in", "as"})
def read_figures_as_units(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as filler where it is the same figure, and asked about where it is another."""
    named = [at for at, span in enumerate(spans) if isinstance(span.meaning, Metric)]
    if len(named) < _TWO:
        return tuple(spans)
    at = named[-1]
    leads = at - 1
    while leads > 0 and spans[leads].meaning in _COUNTS:
        leads -= 1
    if meaning_at(spans, at + 1) not in _STOPS or spans[leads].meaning not in _LEADING:
        return tuple(spans)
    comma = before_filler(spans, leads - 1)
    if meaning_at(spans, comma) is not Sign.COMMA:
        return tuple(spans)
    read = list(spans)
    if all(spans[each].meaning == spans[at].meaning for each in named[:-1]):
        read[comma : at + 1] = [span._replace(meaning=Sign.FILLER) for span in spans[comma : at + 1]]
    else:
        why = f"{spans[at].quoted} besides {spans[named[0]].quoted}, or instead of it?"
        read[at] = spans[at]._replace(meaning=Doubtful(why))
    return tuple(read)
