"""Tells people and visits that are counted from those that only say whose a figure is: "rate for mobile users"."""

from __future__ import annotations

from services.orchestrator.understanding.composing.draft import Condition
from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.lexicon.fields import Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.rates import RATES_OF_VISITS
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign


def only_says_whose(filling: Filling, metric: Metric) -> bool:
    """Whether people or visits only say whose the figure named before them is."""
    may_describe = filling.span.text.lower() in filling.words.whose
    described = may_describe and (_describes(filling) or _are_the_part(filling, metric))
    return described or _is_asked_again(filling, metric)


def _describes(filling: Filling) -> bool:
    """Whether the values right before it are linked to a figure named earlier: "rate for new and returning users"."""
    if _goes_on_from_who_came(filling):
        return True
    linked = filling.open_list is OpenList.VALUES and (filling.value_was_linked or filling.next() is Sign.LEFT_OUT)
    draft = filling.draft
    named = bool(draft.metrics or draft.thresholds or draft.sort_by)
    return linked and named and not filling.joiner and not filling.waiting


def _are_the_part(filling: Filling, metric: Metric) -> bool:
    """ "What share of visits was direct traffic"."""
    before = filling.next(-1)
    of_it = filling.draft.share is not None and filling.draft.metrics == [metric]
    return of_it and isinstance(before, Value) and not filling.joiner and not filling.waiting


def _is_asked_again(filling: Filling, metric: Metric) -> bool:
    """ "Did Reddit send traffic last week, and how many sessions"."""
    again = filling.awaits(Awaits.COUNTED) and filling.draft.metrics == [metric]
    joiners = {None, Sign.COMMA, Sign.AND} if filling.next() is Sign.BY_THOSE else {None, Sign.COMMA}
    if not again or filling.joiner not in joiners or len(filling.waiting) > 1:
        return False
    filling.joiner = None
    return True


def _goes_on_from_who_came(filling: Filling) -> bool:
    before = filling.next(-1)
    by_who_came = isinstance(before, Dimension) and before.name == "newVsReturning"
    by_who_came = by_who_came and "returning" in filling.spans[filling.at - 1].words
    return by_who_came and bool(filling.draft.metrics) and not filling.joiner and not filling.waiting


def are_new_ones(filling: Filling, metric: Metric) -> bool:
    """Whether new users only say whose another figure is; notes that."""
    if metric.name != "newUsers" or not (_come_from(filling) or _are_kept(filling) or _follow_a_rate(filling)):
        return False
    filling.draft.conditions.append(Condition("newVsReturning", ["new"]))
    filling.settle(OpenList.VALUES)
    return True


def _follow_a_rate(filling: Filling) -> bool:
    """ "Bounce rate new users"; "sessions new users" may be two figures, as may three without a comma."""
    before = filling.next(-1)
    rate = isinstance(before, Metric) and before.name in RATES_OF_VISITS and filling.draft.metrics == [before]
    is_last = not any(isinstance(span.meaning, Metric) for span in filling.spans[filling.at + 1 :])
    return rate and is_last and not filling.joiner and not filling.waiting


def _are_kept(filling: Filling) -> bool:
    """ "Only new users: sessions last week"."""
    opens = filling.at == 1 and filling.spans[0].meaning is Sign.ONLY
    colon = filling.next() is Sign.COMMA and filling.spans[filling.at + 1].text == ":"
    return opens and colon and isinstance(filling.next(2), Metric)


def _come_from(filling: Filling) -> bool:
    """ "Sessions from new users"."""
    link = filling.waiting.get(Awaits.LINKED)
    if link is None or link.meaning != Link("from") or filling.open_list is not OpenList.METRICS or filling.joiner:
        return False
    return filling.take(Awaits.LINKED) is not None
