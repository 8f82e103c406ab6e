"""Reads a second figure that is asked for of what stands before as one beside the first.

"How many sessions did /pricing get last week, and what was the bounce rate" asks for both of that page; "and what was
the bounce rate on mobile" asks for something else. "On mobile, how many sessions last week and how many users" has said
before both of what they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import FILTERS, Metric
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.step import of_spans

_ASKING = frozenset({"what", "what's"})
_ITS = frozenset({"the", "its", "their"})
_PASSED = frozenset({Sign.FILLER, Sign.FRAMING, Sign.WHICH, Sign.COUNT})
_PEOPLE = frozenset({Metric("activeUsers"), Metric("newUsers")})


@of_spans({Sign.AND}, FILTERS)
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
    if not (lead and lead[0] in _ASKING and lead[-1] in _ITS) and not _is_said_before(spans[:at]):
        return tuple(spans)
    asked = [span._replace(meaning=Sign.FILLER) for span in behind[: figures[0]]]
    return (*spans[:at], spans[at]._replace(meaning=Link("their")), *asked, *behind[figures[0] :])


def _is_said_before(spans: Sequence[Span]) -> bool:
    """ "For returning visitors, how many sessions last quarter": of what all is, ahead of the figures."""
    comma = next((at for at in range(len(spans) - 1, 0, -1) if spans[at].meaning is Sign.COMMA), 0)
    said = [span.meaning for span in spans[:comma] if span.meaning is not Sign.FILLER]
    ahead = [meaning for meaning in said if not isinstance(meaning, Period) and meaning is not Sign.COMMA]
    whose = all(meaning in _PEOPLE for meaning in ahead if isinstance(meaning, Metric))
    behind = [span.meaning for span in spans[comma:]]
    return (
        bool(ahead)
        and isinstance(ahead[0], Link)
        and whose
        and not any(isinstance(meaning, FILTERS) for meaning in behind)
        and sum(isinstance(meaning, Metric) for meaning in behind) == 1
    )
