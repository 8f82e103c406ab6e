"""Rules for what people did: it keeps the people or visits counted to those with that event."""

from __future__ import annotations

from dataclasses import replace

from services.orchestrator.understanding.composing.draft import Condition, Share
from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Overview, Sign

_PEOPLE = frozenset({"activeUsers", "totalUsers", "newUsers"})
_VISITS = frozenset({"sessions", "engagedSessions"})
_EVENTS = frozenset({"eventName", "isKeyEvent"})
_COUNTED_BY_RATES = ("activeUsers", "sessions")
"""What a deed's `rates` are shares of, in their order."""

_MAY_WAIT = frozenset({Awaits.ASKED, Awaits.COUNTED})


def place_deed(filling: Filling, deed: Deed) -> None:
    """ "How many people signed up", "users from Germany who bought something"."""
    draft, span = filling.draft, filling.span
    metric = _only_figure(filling)
    if metric is None or filling.joiner not in {None, Sign.COMMA} or not filling.waiting.keys() <= _MAY_WAIT:
        filling.blame(span, f"Whose deed {span.quoted} is is not clear.")
        return
    if metric.name not in _PEOPLE and not deed.value:
        filling.blame(span, f"{span.quoted} is known of people, not of {filling.spans[0].quoted}.")
        return
    if draft.share:
        _place_part(filling, draft.share, deed, metric)
        return
    if any(condition.dimension in _EVENTS for condition in draft.conditions):
        filling.blame(span, f"How {span.quoted} belongs to the rest is not clear.")
        return
    if metric.name == deed.metric:
        # "New users who came for the first time".
        filling.settle(OpenList.NONE)
        return
    if metric.name == "newUsers":
        if any(condition.dimension == "newVsReturning" for condition in draft.conditions):
            filling.blame(span, f"How {span.quoted} belongs to the rest is not clear.")
            return
        draft.conditions.append(Condition("newVsReturning", ["new"]))
    if metric.name in _PEOPLE and deed.metric:
        _count_instead(filling, metric, Metric(deed.metric))
    else:
        if metric.name == "newUsers":
            _count_instead(filling, metric, Metric("activeUsers"))
        draft.conditions.append(Condition(deed.dimension, [deed.value]))
    filling.settle(OpenList.NONE)
    if deed.of and isinstance(filling.next(), Literal):
        filling.field_named = Dimension(deed.of)


def _place_part(filling: Filling, share: Share, deed: Deed, metric: Metric) -> None:
    """ "What share of users bought something" is a figure of GA4's own; those who signed up are a part of them."""
    draft, counted = filling.draft, _COUNTED_BY_RATES.index(metric.name) if metric.name in _COUNTED_BY_RATES else -1
    told_apart = any(condition.dimension in _EVENTS for condition in draft.conditions)
    goes_on = any(isinstance(span.meaning, Value | Literal) for span in filling.spans[filling.at + 1 :])
    if told_apart or goes_on or counted < 0 or share.said_within is None:
        filling.blame(filling.span, f"How {filling.span.quoted} belongs to the rest is not clear.")
    elif counted < len(deed.rates):
        draft.metrics[:] = [Metric(deed.rates[counted])]
        draft.share = None
        filling.settle(OpenList.NONE)
    elif deed.metric or deed.rates or draft.breakdown or draft.listed:
        filling.blame(filling.span, f"How {filling.span.quoted} belongs to the rest is not clear.")
    else:
        share.said_of = len(draft.conditions)
        draft.conditions.append(Condition(deed.dimension, [deed.value]))
        filling.settle(OpenList.NONE)


def _only_figure(filling: Filling) -> Metric | None:
    """The people or visits before the words, where no other figure is named: of two, either could be meant."""
    at = [at for at, span in enumerate(filling.spans) if isinstance(span.meaning, Metric | Either | Overview)]
    if len(at) != 1 or at[0] > filling.at:
        return None
    metric = filling.spans[at[0]].meaning
    placed = (*filling.draft.metrics, *filling.draft.sort_by, *(entry.metric for entry in filling.draft.thresholds))
    if not isinstance(metric, Metric) or metric not in placed:
        return None
    return metric if metric.name in _PEOPLE | _VISITS else None


def _count_instead(filling: Filling, metric: Metric, other: Metric) -> None:
    draft = filling.draft
    draft.metrics[:] = [other if entry == metric else entry for entry in draft.metrics]
    draft.sort_by[:] = [other if entry == metric else entry for entry in draft.sort_by]
    draft.thresholds[:] = [
        replace(entry, metric=other) if entry.metric == metric else entry for entry in draft.thresholds
    ]
