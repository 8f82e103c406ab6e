"""Reads acquired users as new ones, and where from as their first source: "users acquired via google"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span

_ACQUIRED = frozenset(
    {
        "acquire",
        "acquired",
        "acquiring",
        "gain",
        "gained",
        "gaining",
        "win",
        "won",
        "add",
        "added",
        "pick up",
        "picked up",
    }
    | {"joined us"}
)
_PEOPLE = Metric("activeUsers")
_FEW = 4
"""Spans between the people and the verb: "users did we acquire"."""

_BETWEEN = frozenset({Sign.AND, Sign.OR, Sign.COMMA, Sign.FILLER})
_SESSION, _FIRST = "session", "firstUser"
_OF_SOURCES = ("Source", "Medium", "SourceMedium", "DefaultChannelGroup", "CampaignName")


def read_first_sources(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, so read. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        if span.words not in _ACQUIRED or span.meaning is not Sign.FILLER:
            continue
        for before in range(max(0, at - _FEW), at):
            if read[before].meaning == _PEOPLE:
                read[before] = read[before]._replace(meaning=Metric("newUsers"))
        if any(isinstance(each.meaning, Metric) and each.meaning.name == "newUsers" for each in read[:at]):
            _read_sources(read, at + 1)
    return tuple(read)


def _read_sources(read: list[Span], at: int) -> None:
    while at < len(read) and (isinstance(read[at].meaning, Value | Link) or read[at].meaning in _BETWEEN):
        meaning = read[at].meaning
        if isinstance(meaning, Value) and meaning.dimension.removeprefix(_SESSION) in _OF_SOURCES:
            first = f"{_FIRST}{meaning.dimension.removeprefix(_SESSION)}"
            read[at] = read[at]._replace(meaning=replace(meaning, dimension=first))
        at += 1
