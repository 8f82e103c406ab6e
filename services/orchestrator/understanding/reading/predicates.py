"""What is said of people and rows by a verb or an adjective: "people were active", "viewed more than 500 times"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Number
from services.orchestrator.understanding.lexicon.vocabulary import AboutFields, Cause, Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period

_ACTIVE_USERS = Metric("activeUsers")
_ALWAYS_SO = frozenset({"active"})
_SO_NOW = frozenset({"active", "online"})
_BEING = frozenset({"were", "was", "are", "is", "being", "been", "have been"})
_NOW = frozenset({"are", "is"})
_SEEN = frozenset({"viewed", "visited", "read", "seen", "opened"})
_FEW = 8
"""Spans between "viewed" and "times"."""


def read_predicates(spans: Sequence[Span]) -> list[Span]:
    """The spans, such words read as the figures they speak of. Linear in their number."""
    read = list(spans)
    _read_explained(read)
    now = any(isinstance(span.meaning, Minutes) for span in read)
    timed = now or any(isinstance(span.meaning, Period) for span in read)
    for at, span in enumerate(read):
        word = span.text.lower()
        if (
            word in (_SO_NOW if now else _ALWAYS_SO)
            and isinstance(span.meaning, Unknown)
            and _of_users(read, at, timed=timed)
        ):
            read[at] = span._replace(meaning=Sign.FILLER)
        elif word in _SEEN and isinstance(span.meaning, Link | Unknown):
            _read_times(read, at)
    return read


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


def _read_times(read: list[Span], at: int) -> None:
    """ "Viewed more than 500 times", "viewed 500 times or more": the times are views, where they are bounded."""
    bounded = False
    for behind in range(at + 1, min(at + _FEW, len(read))):
        span = read[behind]
        if span.text.lower() == "times":
            following = read[behind + 1].meaning if behind + 1 < len(read) else None
            if (bounded or isinstance(following, Bound)) and isinstance(read[behind - 1].meaning, Number | Bound):
                read[at] = read[at]._replace(meaning=Sign.FILLER)
                read[behind] = span._replace(meaning=Metric("screenPageViews"))
            return
        bounded = bounded or isinstance(span.meaning, Bound) or span.text.lower() in {"between", "+"}
        if not (bounded or isinstance(span.meaning, Number) or span.meaning in {Sign.AND, Sign.FILLER}):
            return


def _read_explained(read: list[Span]) -> None:
    """ "Explain bounce rate to me": a field alone is defined, the change of a figure would be explained."""
    said = [at for at, span in enumerate(read) if span.meaning is not Sign.FILLER]
    if (
        len(said) not in {2, 3}
        or read[said[0]].meaning is not Cause.WHY
        or not isinstance(read[said[1]].meaning, Metric)
    ):
        return
    if not read[said[0]].text.lower().startswith("explain"):
        return
    if len(said) == 3:
        if read[said[2]].meaning != Link("to") or [span.text.lower() for span in read[said[2] + 1 :]] not in (
            ["me"],
            ["us"],
        ):
            return
        read[said[2]] = read[said[2]]._replace(meaning=Sign.FILLER)
    read[said[0]] = read[said[0]]._replace(meaning=AboutFields.DEFINITION)
