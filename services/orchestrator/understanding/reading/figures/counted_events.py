"""Reads words that mean something beside events only: "trial_started count", "events by count", "form_submit fired"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, LiteralKind, Metric
from services.orchestrator.understanding.lexicon.vocabulary import Link, Meaning, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.step import of_spans

_COUNT = frozenset({"count", "counts", "the count"})
_HAPPENING = frozenset(
    {
        "triggered",
        "trigger",
        "triggers",
        "triggering",
        "fire",
        "fires",
        "fired",
        "firing",
        "firings",
        "occurrences",
        "hits",
        "logged",
        "raised",
        "emitted",
    }
)
_MAY_HAPPEN = frozenset({Sign.FILLER, Unknown()})
_LEADS = frozenset({Sign.BY, Sign.SORTED_BY, Link("on"), Link("with")})
_EVENTS = frozenset(map(Metric, ("keyEvents", "eventCount")))
_EVENT = Either(Metric("eventCount"), Dimension("eventName"))


@of_spans(_HAPPENING | {"count", "counts", "name"})
def read_counted_events(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as the count of events, or as filler behind the event. Linear in their number."""
    read = list(spans)
    events_named = False
    before: Span | None = None
    for at, span in enumerate(spans):
        word = span.text.lower()
        if before and word in _HAPPENING and span.meaning in _MAY_HAPPEN and _names_event(before):
            # Of a name that no list holds it says that it is an event's.
            read[at] = span._replace(meaning=_EVENT if isinstance(before.meaning, Literal) else Sign.FILLER)
        elif before and word in _COUNT and span.meaning in _MAY_HAPPEN and _closes(spans, at):
            for place in (at - 1, at):
                read[place] = spans[place]._replace(meaning=Sign.FILLER)
        elif before and word in _COUNT and span.meaning in _MAY_HAPPEN:
            read[at] = span._replace(meaning=_counted(before, events_named=events_named) or span.meaning)
        elif before and word == "name" and span.meaning in _MAY_HAPPEN and _are_split(before, spans[:at]):
            read[at] = span._replace(meaning=_EVENT.dimension)
        if isinstance(span.meaning, Either | Metric):
            events_named = isinstance(span.meaning, Either)
        if read[at].meaning is not Sign.FILLER:
            before = read[at]
    return tuple(read)


def _closes(spans: Sequence[Span], at: int) -> bool:
    """ "Sign_up, count, last week"."""
    behind = spans[at + 1].meaning if at + 1 < len(spans) else None
    apart = at > 1 and spans[at - 1].meaning is Sign.COMMA and _names_event(spans[at - 2])
    return apart and (isinstance(behind, Period | None) or behind in {Sign.COMMA, Sign.FRAMING})


def _are_split(before: Span, spans: Sequence[Span]) -> bool:
    """ "Key events by name", "events of last week per name"."""
    figures = [span for span in spans if isinstance(span.meaning, Metric | Either)]
    of_events = (_names_event(span) or span.meaning in _EVENTS for span in figures)
    return before.meaning in {Sign.BY, Sign.EACH} and bool(figures) and all(of_events)


def _counted(before: Span, *, events_named: bool) -> Meaning | None:
    """What "count" means behind a span."""
    if _names_event(before):
        return _EVENT
    if isinstance(before.meaning, Metric) and before.text.lower().endswith("s"):
        # "Engaged sessions count".
        return Sign.FILLER
    return Metric("eventCount") if events_named and before.meaning in _LEADS else None


def _names_event(span: Span) -> bool:
    if isinstance(span.meaning, Literal):
        return span.meaning.kind is LiteralKind.IDENTIFIER
    return isinstance(span.meaning, Either) or (isinstance(span.meaning, Metric) and bool(span.meaning.event))
