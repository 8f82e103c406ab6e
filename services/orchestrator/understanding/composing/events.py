"""Rules for the names of events: they are counted, or figures named before them are kept to those with the event."""

from __future__ import annotations

from services.orchestrator.understanding.composing.draft import Condition
from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.lexicon.fields import Either, Literal, LiteralKind, Metric
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign

_WITH_EVENTS = frozenset({"activeUsers", "totalUsers", "newUsers", "sessions"})
"""What can have an event: its name filters them."""

_PER_EVENT = frozenset({"eventCountPerUser", "eventsPerSession"})
"""Figures of all events that are kept to one by its name."""


def place_event(filling: Filling, metric: Metric) -> bool:
    """Places the count of an event that says which events the figure before it is of; returns whether it does."""
    draft = filling.draft
    if not metric.event:
        return False
    if counts_an_event(filling):
        draft.metrics[-1] = metric
    elif _is_had(filling):
        filling.joiner = None
        draft.conditions.append(Condition("eventName", [metric.event]))
        filling.settle(OpenList.VALUES)
    else:
        return False
    filling.take(Awaits.LINKED)
    return True


def keeps_to_event(filling: Filling, metric: Metric) -> bool:
    """ "Event count where event = sign_up", "sessions where event = sign_up"; returns whether it is such a figure."""
    draft, figures = filling.draft, {figure.name for figure in filling.draft.metrics}
    if filling.waiting.keys() != {Awaits.LINKED} or _link(filling) != "with":
        return False
    if draft.metrics == [Metric("eventCount")]:
        draft.metrics[-1] = metric
    elif figures and figures <= _WITH_EVENTS:
        draft.conditions.append(Condition("eventName", [metric.event]))
    else:
        return False
    filling.take(Awaits.LINKED)
    filling.settle(OpenList.NONE)
    return True


def counts_an_event(filling: Filling) -> bool:
    """ "Event count for sign_up"."""
    return _link(filling) in {"for", "of"} and filling.draft.metrics[-1:] == [Metric("eventCount")]


def follows_event_name(filling: Filling) -> bool:
    """ "Sign_up events", "users with the sign_up event"."""
    before = filling.next(-1)
    if filling.joiner:
        return False
    if isinstance(before, Metric) and before.event:
        name = before.event
    elif isinstance(before, Literal) and before.kind is LiteralKind.IDENTIFIER:
        name = before.text
    else:
        return False
    if filling.open_list is OpenList.VALUES:
        last = filling.draft.conditions[-1]
        return last.dimension == "eventName" and last.values == [name]
    return filling.open_list in {OpenList.METRICS, OpenList.SORTING, OpenList.NONE}


def _is_had(filling: Filling) -> bool:
    """ "Users with the scroll event", "event count per user for the scroll event"."""
    figures = {metric.name for metric in filling.draft.metrics if not metric.event}
    if filling.open_list is not OpenList.METRICS or len(figures) != len(filling.draft.metrics):
        return False
    link = _link(filling)
    is_one = "event" in filling.span.text.lower().split() or isinstance(filling.next(), Either)
    if figures <= _PER_EVENT:
        return link in {"for", "of", "with"} or (not link and filling.joiner is Sign.COMMA and is_one)
    return figures <= _WITH_EVENTS and link in {"for", "of", "with"} and is_one and filling.joiner is None


def _link(filling: Filling) -> str:
    link = filling.waiting.get(Awaits.LINKED)
    return link.meaning.word if link and isinstance(link.meaning, Link) else ""
