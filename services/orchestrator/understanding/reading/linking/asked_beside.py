"""Reads a second figure that is asked for of what stands before as one beside the first.

"How many sessions did /pricing get last week, and what was the bounce rate" asks for both of that page; "and what was
the bounce rate on mobile" asks for something else.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import FILTERS, Metric
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span

_ASKING = frozenset({"what", "what's"})
_ITS = frozenset({"the", "its", "their"})
_PASSED = frozenset({Sign.FILLER, Sign.FRAMING, Sign.WHICH})


def read_asked_beside(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, the joint before such a figure as "and their". Linear in their number."""
    at = next((at for at in range(len(spans) - 1, 0, -1) if spans[at].meaning is Sign.AND), 0)
    if not at or not any(isinstance(span.meaning, FILTERS) for span in spans[:at]):
        return tuple(spans)
    behind = spans[at + 1 :]
    figures = [place for place, span in enumerate(behind) if isinstance(span.meaning, Metric)]
    if len(figures) != 1 or any(span.meaning not in _PASSED for span in behind if not isinstance(span.meaning, Metric)):
        return tuple(spans)
    lead = " ".join(span.words for span in behind[: figures[0]]).split()
    if not lead or lead[0] not in _ASKING or lead[-1] not in _ITS:
        return tuple(spans)
    asked = [
        span._replace(meaning=Sign.FILLER) if span.meaning is Sign.WHICH else span for span in behind[: figures[0]]
    ]
    return (*spans[:at], spans[at]._replace(meaning=Link("their")), *asked, *behind[figures[0] :])
