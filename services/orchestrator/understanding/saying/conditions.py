"""What rows must meet, in words."""

from __future__ import annotations

from services.orchestrator.understanding.plan import (
    AnyOf,
    Comparison,
    Filter,
    ListFilter,
    Match,
    Not,
    NumberFilter,
    ReportRequest,
    TextFilter,
)
from services.orchestrator.understanding.saying.fields import Labels
from services.orchestrator.understanding.things_asked import conditions_of

_RATE = "Rate"
_BOUNDS = {
    Comparison.GREATER_THAN: "more than",
    Comparison.GREATER_THAN_OR_EQUAL: "at least",
    Comparison.LESS_THAN: "less than",
    Comparison.LESS_THAN_OR_EQUAL: "at most",
    Comparison.EQUAL: "exactly",
}
_MATCHES = {
    Match.EXACT: "",
    Match.CONTAINS: "containing ",
    Match.BEGINS_WITH: "starting with ",
    Match.ENDS_WITH: "ending with ",
    Match.FULL_REGEXP: "matching ",
    Match.PARTIAL_REGEXP: "partly matching ",
}


def say_filters(request: ReportRequest, labels: Labels) -> list[str]:
    """What is kept, and then what is left out: "mobile only", "excluding Germany"."""
    event = labels.event(request)
    kept, left_out = [], []
    for condition in conditions_of(request.dimension_filter):
        if isinstance(condition, TextFilter) and condition.field == "eventName" and condition.value == event:
            continue
        if isinstance(condition, Not):
            left_out.append(say_left_out(condition, request, labels))
        else:
            words, short = say_condition(condition, request, labels)
            kept.append(f"{words} only" if short else words)
    return sorted(kept) + sorted(left_out)


def say_left_out(condition: Not, request: ReportRequest, labels: Labels) -> str:
    """ "Excluding Germany"; "excluding Chrome Android" is what is both."""
    words = (say_condition(each, request, labels)[0] for each in conditions_of(condition.inner))
    return f"excluding {' '.join(words)}"


def say_condition(condition: Filter, request: ReportRequest, labels: Labels) -> tuple[str, bool]:
    """The condition's words, and whether they are values that need no name of their field."""
    match condition:
        case TextFilter(field, value, match):
            values = [value]
        case ListFilter(field, several):
            values, match = list(several), Match.EXACT
        case AnyOf((TextFilter(field, _, match), *_) as inner):
            values = [each.value for each in inner if isinstance(each, TextFilter)]
        case _:
            raise ValueError(f"no words for {condition}")
    short = [labels.values.get((field, value.lower()), "") for value in values]
    if all(short) and match is Match.EXACT:
        return " or ".join(short), True
    quoted = " or ".join(f'"{value}"' for value in values)
    return f"{labels.dimension(field, request)} {_MATCHES[match]}{quoted}", False


def say_bounds(request: ReportRequest, labels: Labels) -> list[str]:
    """ "More than 50 active users"."""
    return sorted(
        f"{_BOUNDS[bound.comparison]} {_amount(bound)} {labels.figure(bound.field, request)}"
        for bound in conditions_of(request.metric_filter)
        if isinstance(bound, NumberFilter)
    )


def _amount(bound: NumberFilter) -> str:
    """Rates are fractions in GA4, and percents in words."""
    return f"{bound.value * 100:.13g}%" if bound.field.endswith(_RATE) else f"{bound.value:.15g}"
