"""Filters in words."""

from __future__ import annotations

import re

from services.orchestrator.agents.reporting.numbers import number
from services.orchestrator.understanding.plan import (
    AllOf,
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

_MATCHES = {
    Match.EXACT: ("is", "is not"),
    Match.BEGINS_WITH: ("begins with", "does not begin with"),
    Match.ENDS_WITH: ("ends with", "does not end with"),
    Match.CONTAINS: ("contains", "does not contain"),
    Match.FULL_REGEXP: ("matches", "does not match"),
    Match.PARTIAL_REGEXP: ("matches in part", "does not match in part"),
}

_COMPARISONS = {
    Comparison.EQUAL: "equal to",
    Comparison.LESS_THAN: "below",
    Comparison.LESS_THAN_OR_EQUAL: "at most",
    Comparison.GREATER_THAN: "above",
    Comparison.GREATER_THAN_OR_EQUAL: "at least",
}


def condition(request: ReportRequest) -> str:
    """What alone the request counts, for example "where country is “Germany”"; empty where it counts all."""
    filters = [each for each in (request.dimension_filter, request.metric_filter) if each is not None]
    return f"where {' and '.join(_said(each, nested=len(filters) > 1) for each in filters)}" if filters else ""


def in_words(expression: Filter) -> str:
    """A filter alone, for example "country is “Germany”"."""
    return _said(expression)


def _said(expression: Filter, *, negated: bool = False, nested: bool = False) -> str:
    match expression:
        case TextFilter(field, value, match):
            return f"{_field(field)} {_MATCHES[match][negated]} “{value}”"
        case ListFilter(field, values):
            quoted = " or ".join(f"“{value}”" for value in values)
            return f"{_field(field)} {'is none of' if negated else 'is'} {quoted}"
        case NumberFilter(field, comparison, value):
            verb = "are" if _field(field).endswith("s") else "is"
            denied = " not" if negated else ""
            return f"{_field(field)} {verb}{denied} {_COMPARISONS[comparison]} {number(value)}"
        case Not(inner):
            return _said(inner, negated=not negated, nested=nested)
        case AllOf(inner) | AnyOf(inner):
            word = " and " if isinstance(expression, AllOf) is not negated else " or "
            joined = word.join(_said(each, negated=negated, nested=True) for each in inner)
            return f"({joined})" if nested and len(inner) > 1 else joined


def _field(name: str) -> str:
    """GA4's API name in words: `sessionDefaultChannelGroup` is "session default channel group"."""
    plain = name.rpartition(":")[2]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", plain).lower().replace("_", " ")
