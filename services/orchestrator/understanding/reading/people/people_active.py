"""Reads what is said of people by "active": "people were active", "users online in the last 30 minutes"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period
from services.orchestrator.understanding.reading.step import of_spans

_ACTIVE_USERS = Metric("activeUsers")
_ALWAYS_SO = frozenset({"active"})
_SO_NOW = frozenset({"active", "online"})
_BEING = frozenset({"were", "was", "are", "is", "being", "been", "have been"})
_NOW = frozenset({"are", "is"})


@of_spans(_SO_NOW)
def read_people_active(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as part of the figure they speak of. Linear in their number."""
    read = list(spans)
    now = any(isinstance(span.meaning, Minutes) for span in read)
    timed = now or any(isinstance(span.meaning, Period) for span in read)
    for at, span in enumerate(read):
        said = span.text.lower() in (_SO_NOW if now else _ALWAYS_SO) and isinstance(span.meaning, Unknown)
        if said and _of_users(read, at, timed=timed):
            read[at] = span._replace(meaning=Sign.FILLER)
    return tuple(read)


def _of_users(read: Sequence[Span], at: int, *, timed: bool) -> bool:
    """ "Users active", "people were active", "active people": active users are what is counted.

    "Are active" without a time would be now.
    """
    if at + 1 < len(read) and read[at + 1].meaning == _ACTIVE_USERS:
        return True
    before = at - 1
    while before > 0 and read[before].meaning is Sign.FILLER and read[before].text.lower() in _BEING:
        if not timed and read[before].text.lower() in _NOW:
            return False
        before -= 1
    return before >= 0 and read[before].meaning == _ACTIVE_USERS
