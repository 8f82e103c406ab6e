"""Rules for figures that rows must reach or stay under."""

from __future__ import annotations

from services.orchestrator.understanding.composing.draft import Threshold
from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.composing.restricted_figures import restricts_bounded
from services.orchestrator.understanding.lexicon.fields import Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Number, Unit
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.plan import Comparison
from services.orchestrator.understanding.things_asked import counts_people

_OF_AGES = ("over ", "under ", "above ", "below ", "between ")
_OF = Link("of")
_AGES = range(13, 100)
_ORDERS = frozenset({"transactions", "ecommercePurchases"})
_REVENUE = Metric("totalRevenue")


def place_bounds(filling: Filling, bounds: Bounds) -> None:
    """ "More than 100" waits for its figure; "products that made over $500" need name none."""
    filling.take(Awaits.LINKED)
    filling.wait(Awaits.BOUNDED)
    if bounds.unit is Unit.MONEY and not any(isinstance(span.meaning, Metric | Either) for span in filling.spans):
        place_bounded(filling, _REVENUE)


def place_bound(filling: Filling, bound: Bound) -> None:
    """ "Over" and "under" without a number wait for a period or a path."""
    if bound.behind and not bound.before:
        filling.blame(filling.span, f"No number stands before {filling.span.quoted}.")
        return
    filling.take(Awaits.LINKED)
    filling.wait(Awaits.BOUNDED)


def bound_behind(filling: Filling, metric_at: int = 0) -> int:
    """How far ahead the bounds behind a figure end: "bounce rate of over 50%", "sign_up events > 5"; 0 for none."""
    ahead = metric_at + 1
    while isinstance(behind := filling.next(ahead), Either) or behind == _OF:
        ahead += 1
    if isinstance(behind, Bounds):
        return ahead
    return ahead + 1 if behind is Sign.EQUALS and isinstance(filling.next(ahead + 1), Number) else 0


def place_bounded_behind(filling: Filling, metric: Metric) -> None:
    """ "Bounce rate above 50%", "users = 5"."""
    metric_at = filling.at
    filling.at += bound_behind(filling)
    bounds = filling.span.meaning
    if isinstance(bounds, Number):
        bounds = Bounds(((Comparison.EQUAL, bounds.value),))
    elif isinstance(bounds, Bounds) and _may_be_ages(filling, metric, bounds, metric_at):
        filling.blame(filling.span, f"{filling.span.quoted}: Of that age, or as many? Say which rows have so many.")
        return
    elif isinstance(bounds, Bounds) and metric.name in _ORDERS and filling.span.words.startswith(_OF_AGES):
        filling.blame(filling.span, f"{filling.span.quoted}: So many of them, or worth as much? Say it before them.")
        return
    _bound(filling, metric, bounds, metric_at)


def _may_be_ages(filling: Filling, metric: Metric, bounds: Bounds, metric_at: int) -> bool:
    """ "Users under 25 by country"; not "countries with users under 25", "users > 25 by country"."""
    rows = filling.draft.listed or filling.draft.breakdown
    said_as_age = filling.span.words.startswith(_OF_AGES) and filling.at == metric_at + 1
    years = all(number in _AGES for _, number in bounds.tests) and bounds.unit is Unit.NONE
    return counts_people(metric.name) and not rows and said_as_age and years


def place_bounded(filling: Filling, metric: Metric) -> None:
    """ "More than 100 views"."""
    waiting = filling.take(Awaits.BOUNDED)
    at = min(filling.at, len(filling.spans) - 1)
    _bound(filling, metric, waiting.meaning if waiting else None, at)


def bound_only_figure(filling: Filling) -> None:
    """ "Sessions by country, only those over 100", "sessions by country, minimum 100", "sessions by country > 100"."""
    draft, waiting = filling.draft, filling.waiting.get(Awaits.BOUNDED)
    if waiting is None or not isinstance(waiting.meaning, Bounds) or len(draft.metrics) != 1:
        return
    if filling.joiner in {Sign.OR, Sign.VERSUS}:
        # "Sessions or only over 100": what follows is missing.
        return
    is_apart = _stands_behind_comma(filling, waiting) or not waiting.words.startswith(_OF_AGES)
    if _has_value_behind(filling, waiting):
        filling.take(Awaits.BOUNDED)
        filling.blame(waiting, f"Is {waiting.quoted} to hold for what stands behind it alone, or for what is shown?")
    elif filling.only or (is_apart and _bounds_no_rows(filling, waiting.meaning)):
        place_bounded(filling, draft.metrics[0])


def _has_value_behind(filling: Filling, bounds: Span) -> bool:
    """ "Users by country, more than 500 on mobile"."""
    behind = [span.meaning for span in filling.spans if span.start > bounds.start][:2]
    led = behind[1:] if behind and isinstance(behind[0], Link) else behind
    return bool(led) and isinstance(led[0], Value | Literal)


def _stands_behind_comma(filling: Filling, bounds: Span) -> bool:
    at = next(at for at, span in enumerate(filling.spans) if span is bounds)
    return at > 0 and filling.spans[at - 1].meaning is Sign.COMMA


def _bounds_no_rows(filling: Filling, bounds: Bounds) -> bool:
    """ "At most 10" may be the number of rows."""
    counted = any(comparison is Comparison.LESS_THAN_OR_EQUAL for comparison, _ in bounds.tests[:1])
    return bool(filling.draft.breakdown or filling.draft.listed) and not counted


def _bound(filling: Filling, metric: Metric, bounds: object, metric_at: int) -> None:
    if not isinstance(bounds, Bounds):
        filling.blame(filling.span, f"{filling.span.quoted} should be compared with a number.")
        return
    if restricts_bounded(filling, metric, metric_at):
        why = f"Do the words beside {filling.spans[metric_at].quoted} restrict only that figure, or all of them?"
        filling.blame(filling.spans[metric_at], why)
        return
    filling.take(Awaits.LINKED)
    filling.draft.thresholds += [Threshold(metric, *test, bounds.unit) for test in bounds.tests]
    filling.settle(OpenList.NONE)
