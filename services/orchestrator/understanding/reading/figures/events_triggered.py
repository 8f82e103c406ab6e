"""Reads the names of events that people or visits had: "users who triggered X", "sessions in which X fired".

A name is one of GA4's own or any identifier, "newsletter_signup"; alone beside a figure it could be a campaign's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from services.orchestrator.understanding.lexicon.fields import (
    Deed,
    Dimension,
    Either,
    Literal,
    LiteralKind,
    Metric,
    Value,
)
from services.orchestrator.understanding.lexicon.filler import before_filler, past_filler
from services.orchestrator.understanding.lexicon.times_counted import counts_times
from services.orchestrator.understanding.lexicon.vocabulary import (
    Doubtful,
    Link,
    Meaning,
    Sign,
    Span,
    Unknown,
    span_over,
)
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period

_ACTORS = frozenset(map(Metric, ("activeUsers", "totalUsers", "newUsers", "sessions", "engagedSessions")))
_OF_AN_EVENT = _ACTORS | {Metric("eventCountPerUser"), Metric("eventsPerSession")}
_TRIGGERING = frozenset(
    {
        "trigger", "triggers", "triggered", "triggering", "fire", "fires", "fired", "firing", "raise", "raises",
        "raised", "raising", "emit", "emits", "emitted", "emitting", "off",
    }
)  # fmt: skip
"""Verbs of events and of nothing else that is counted; "off" as in "set off"."""

_DOING = _TRIGGERING | {
    "send", "sends", "sent", "sending", "log", "logs", "logged", "logging", "record", "records", "recorded",
    "recording", "generate", "generated", "generating",
}  # fmt: skip
_HAPPENING = _DOING | {"happen", "happened", "occur", "occurred", "counted", "tracked", "captured", "reported", "seen"}
_FIGURES = (Metric, Either)
_HELPING = frozenset({"who", "that", "which", "having", "have", "has", "had", "did", "do", "set", "sets", "setting"})
_HAVING = frozenset({"have", "has", "had", "got", "get", "sent", "send"})
_EMPTY = frozenset(
    {"the", "a", "an", "our", "did", "do", "does", "was", "were", "is", "are", "been", "be", "get", "got", "we"}
)
_WHERE = frozenset({Link("in"), Link("on"), Link("during"), Link("with"), Sign.WHICH, Sign.FILLER})
_APART = frozenset({Sign.COMMA, Sign.AND, Sign.OR, Sign.NOT, Sign.VERSUS, Sign.COUNT})
_LEADING = frozenset({Link("for"), Link("with"), Link("of"), Sign.FILLER})


class _Name(NamedTuple):
    """Where a name stands, with "event" before it or behind; `said` where that is."""

    start: int
    end: int
    event: str
    said: bool


def read_events_triggered(question: str, spans: Sequence[Span], events: Collection[str]) -> tuple[Span, ...]:
    """The spans, such names read as what was done, or as its count. `events` are GA4's own. Linear in their number."""
    read = list(spans)
    at = 0
    while at < len(read):
        if (name := _name(read, at, events)) and (meaning := _meaning(read, name, own=name.event in events)):
            read[name.start : name.end] = [span_over(question, read[name.start : name.end], meaning)]
            at = name.start
            if isinstance(meaning, Deed):
                _doubt_another(read, at, events)
        at += 1
    return tuple(read)


def _name(read: Sequence[Span], at: int, events: Collection[str]) -> _Name | None:
    span = read[at] if at < len(read) else Span("", Sign.FILLER)
    event = span.words.removesuffix(" event")
    field = read[before_filler(read, at - 1)].meaning if at else None
    if isinstance(field, Dimension) or field is Sign.EQUALS:
        return None
    identifies = isinstance(span.meaning, Literal) and span.meaning.kind is LiteralKind.IDENTIFIER
    if not identifies and (event not in events or not isinstance(span.meaning, Metric | Unknown)):
        return None
    start, end = at - _says_event(read, at - 1), at + 1 + _says_event(read, at + 1)
    return _Name(start, end, event, end - start > 1 or event != span.words)


def _says_event(read: Sequence[Span], at: int) -> bool:
    return 0 <= at < len(read) and isinstance(read[at].meaning, Either) and read[at].words in {"event", "events"}


def _meaning(read: list[Span], name: _Name, *, own: bool) -> Meaning | None:
    """What the name means where it stands; None where that is known already, or not to be told."""
    counted, deed = Metric("eventCount", name.event), Deed("eventName", name.event)
    actor = _actor_before(read, name.start)
    others = [span.meaning for span in (*read[: name.start], *read[name.end :]) if isinstance(span.meaning, _FIGURES)]
    times = any(counts_times(span) for span in read[: max(actor, 0)])
    happens = _verb_behind(read, name.end)
    if actor >= 0:
        verbs = _TRIGGERING if own and "_" not in name.event else _DOING
        if verb := _verb_before(read, name, actor, verbs):
            _pass(read, *verb, *([actor] if times else []))
            return counted if times else deed
        if happens >= 0 and not times and (places := _places_where(read, actor, name.start)):
            _pass(read, *places, happens)
            return deed
        had = _past_empty(read, name.start - 1)
        if name.said and (read[had].words in _HAVING or read[had].meaning == Link("with")):
            read[had] = read[had]._replace(meaning=Link("with") if len(others) > 1 else Sign.FILLER)
            return deed if len(others) == 1 else None
    # GA4's own names are words of English too: "how often did scroll fire", not "how many times did share".
    fires = happens >= 0 and read[happens].words in _TRIGGERING
    if not others and (fires or not own) and _is_counted(read, name):
        _pass(read, *([happens] if happens >= 0 else []))
        return counted
    if len(others) == 1 and others[0] in _OF_AN_EVENT and actor < 0:
        follows = read[name.end].meaning if name.end < len(read) else None
        if (name.said and _opens(read, name)) or (own and "_" in name.event and follows in _ACTORS):
            return Value("eventName", (name.event,))
    return counted if name.said and _says_event(read, name.start) else None


def _doubt_another(read: list[Span], at: int, events: Collection[str]) -> None:
    """ "Users who triggered X and Y"."""
    joiner = past_filler(read, at + 1)
    other = past_filler(read, joiner + 1)
    if other >= len(read) or read[joiner].meaning not in {Sign.AND, Sign.OR, Sign.COMMA}:
        return
    if name := _name(read, other + _says_event(read, other), events):
        why = f'"{name.event}": By those who did both, or either? Ask for each by itself.'
        read[other] = read[other]._replace(meaning=Doubtful(why))


def _pass(read: list[Span], *places: int) -> None:
    for at in places:
        read[at] = read[at]._replace(meaning=Sign.FILLER)


def _actor_before(read: Sequence[Span], at: int) -> int:
    """The people or visits before, with no other figure between and nothing joined; -1 where there are none."""
    for place in range(at - 1, -1, -1):
        meaning = read[place].meaning
        if isinstance(meaning, _FIGURES) or meaning in _APART:
            return place if meaning in _ACTORS else -1
    return -1


def _verb_before(read: Sequence[Span], name: _Name, actor: int, verbs: Collection[str]) -> list[int]:
    """The places of "who triggered", "having set off" right before the name; none where it is no such verb."""
    at = _past_empty(read, name.start - 1)
    if at <= actor or read[at].words.split()[-1] not in verbs:
        return []
    before = at
    while before - 1 > actor and _HELPING.issuperset(read[before - 1].words.split()):
        before -= 1
    off = read[at].words == "off" and not read[at - 1].words.startswith("set")
    return [] if off else list(range(before, at + 1))


def _past_empty(read: Sequence[Span], at: int) -> int:
    while at > 0 and read[at].words in _EMPTY - _HAVING:
        at -= 1
    return at


def _verb_behind(read: Sequence[Span], at: int) -> int:
    """The place of "(was) triggered", "(did) fire" behind the name; -1 where none is."""
    while at < len(read) and read[at].meaning is Sign.FILLER and read[at].words in _EMPTY:
        at += 1
    return at if at < len(read) and read[at].words in _HAPPENING and not isinstance(read[at].meaning, Metric) else -1


def _places_where(read: Sequence[Span], actor: int, name: int) -> list[int]:
    """ "Sessions in which X fired", "by how many users was X triggered", "in how many sessions did X fire"."""
    between = list(range(actor + 1, name))
    if not all(read[at].meaning in _WHERE or isinstance(read[at].meaning, Period | Minutes) for at in between):
        return []
    passed = [at for at in between if read[at].meaning in _WHERE]
    count = before_filler(read, actor - 1)
    while count > 0 and isinstance(read[count].meaning, Value):
        count = before_filler(read, count - 1)
    counted = count >= 0 and read[count].meaning is Sign.COUNT
    led = before_filler(read, count - 1) if counted else -1
    if led >= 0 and read[led].meaning == Link("in"):
        passed.append(led)
    elif not (counted and read[count].words.startswith("by ")) and Sign.WHICH not in {
        read[at].meaning for at in passed
    }:
        return passed if any(read[at].words == "where" for at in passed) else []
    return passed


def _is_counted(read: Sequence[Span], name: _Name) -> bool:
    """ "How often was X recorded", "count of X", "how many X did we have"; not "how often was X used"."""
    count = before_filler(read, name.start - 1)
    behind = read[name.end] if name.end < len(read) else None
    goes_on = behind is not None and behind.meaning is Sign.FILLER and behind.text[0].isalpha()
    ends = not goes_on or (behind is not None and behind.words in _EMPTY | _HAPPENING)
    if count >= 0 and isinstance(read[count].meaning, Period):
        count = before_filler(read, count - 1)
    return count >= 0 and read[count].meaning is Sign.COUNT and ends


def _opens(read: Sequence[Span], name: _Name) -> bool:
    """ "For the X event, users yesterday"."""
    behind = past_filler(read, name.end)
    led = all(span.meaning in _LEADING or isinstance(span.meaning, Period) for span in read[: name.start])
    while behind < len(read) and isinstance(read[behind].meaning, Period):
        behind = past_filler(read, behind + 1)
    return led and name.start > 0 and behind < len(read) and read[behind].meaning is Sign.COMMA
