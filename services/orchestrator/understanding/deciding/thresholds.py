"""Whether the numbers that bound figures are amounts of what the figures count."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from services.orchestrator.understanding.composing.draft import Threshold, Unclear
from services.orchestrator.understanding.lexicon.catalogue import Catalogue
from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Unit
from services.orchestrator.understanding.plan import Comparison

_RATE = "Rate"
_TYPES = {
    Unit.SECONDS: frozenset({"TYPE_SECONDS"}),
    Unit.MONEY: frozenset({"TYPE_CURRENCY"}),
}
_RATIOS = frozenset({"dauPerMau", "dauPerWau", "wauPerMau", "returnOnAdSpend"})
"""Figures that are said in percent though they are not called rates."""

_STRICT = frozenset({Comparison.GREATER_THAN, Comparison.LESS_THAN})
_LEAST = frozenset({Comparison.GREATER_THAN, Comparison.GREATER_THAN_OR_EQUAL, Comparison.EQUAL})
_MOST = frozenset({Comparison.LESS_THAN, Comparison.LESS_THAN_OR_EQUAL, Comparison.EQUAL})
_NONE_AT_ZERO = frozenset({Comparison.EQUAL, Comparison.LESS_THAN_OR_EQUAL})
_COUNT = "TYPE_INTEGER"
_OWN_CURRENCY = "Amounts of money are in the property's own currency."
_IN_SECONDS = "A length of time without a unit was read as seconds."


def thresholds_said(
    thresholds: Sequence[Threshold], metrics: Sequence[Metric], catalogue: Catalogue
) -> tuple[str, ...]:
    """Sentences on what the bounds leave open. Raises Unclear for bounds that no row, or no figure, could meet."""
    for threshold in thresholds:
        field = catalogue.field(threshold.metric.name)
        if threshold.unit is Unit.PERCENT and not _is_ratio(threshold.metric.name):
            raise Unclear(f"{field.ui_name} is not counted in percent.")
        if threshold.unit in _TYPES and field.type not in _TYPES[threshold.unit]:
            raise Unclear(f"{field.ui_name} is not counted in {threshold.unit.value}.")
        if threshold.metric.name.endswith(_RATE) and threshold.number > 1:
            raise Unclear(f"{field.ui_name} is at most 100%; write the bound with its % sign.")
        if _keeps_empty_rows(threshold, field.type == _COUNT) and set(metrics) <= {threshold.metric}:
            raise Unclear(f"Google Analytics leaves out rows without any {field.ui_name.lower()}.", ("the fewest",))
    for metric in dict.fromkeys(threshold.metric for threshold in thresholds):
        if _rules_itself_out([each for each in thresholds if each.metric == metric]):
            label = catalogue.field(metric.name).ui_name
            raise Unclear(f"No number is within both bounds of {label.lower()}; between which two should it be?")
    money = any(threshold.unit is Unit.MONEY for threshold in thresholds)
    bare = any(_is_bare_duration(threshold, catalogue) for threshold in thresholds)
    return (*((_OWN_CURRENCY,) if money else ()), *((_IN_SECONDS,) if bare else ()))


def _is_ratio(metric: str) -> bool:
    return metric.endswith(_RATE) or metric in _RATIOS


def _is_bare_duration(threshold: Threshold, catalogue: Catalogue) -> bool:
    lasts = catalogue.field(threshold.metric.name).type in _TYPES[Unit.SECONDS]
    return lasts and threshold.unit is Unit.NONE and threshold.number > 0


def _rules_itself_out(bounds: Sequence[Threshold]) -> bool:
    """ "200-100 views", "over 200 and under 100 views"."""
    least = max((each.number for each in bounds if each.comparison in _LEAST), default=-inf)
    most = min((each.number for each in bounds if each.comparison in _MOST), default=inf)
    strict = any(each.number in {least, most} and each.comparison in _STRICT for each in bounds)
    return least > most or (least == most and strict)


def _keeps_empty_rows(threshold: Threshold, counts: bool) -> bool:
    """ "At most 0 views", "under 1 view"."""
    below = threshold.comparison is Comparison.LESS_THAN and threshold.number <= counts
    return below or (threshold.comparison in _NONE_AT_ZERO and threshold.number <= 0)
