"""What is left of a filter once it is known which date range, cohort and comparison it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from google.analytics.data_v1beta.types import Filter, FilterExpression, FilterExpressionList

from sandbox.ga4_emulator.reports.unattested import unattested

_MatchType = Filter.StringFilter.MatchType
_MATCHES: Mapping[Any, Callable[[str, str], bool]] = {
    _MatchType.MATCH_TYPE_UNSPECIFIED: str.__eq__,
    _MatchType.EXACT: str.__eq__,
    _MatchType.BEGINS_WITH: str.startswith,
    _MatchType.ENDS_WITH: str.endswith,
    _MatchType.CONTAINS: str.__contains__,
}

EVERYTHING = FilterExpression()
"""The filter that all rows pass."""
NOTHING = FilterExpression(or_group=FilterExpressionList())
"""The filter that no row passes."""


def settled(expression: FilterExpression, labels: Mapping[str, str]) -> FilterExpression:
    """The filter for rows that have these labels, no longer asking for them; `NOTHING` if no such row can pass."""
    if "and_group" in expression:
        return _joined(expression.and_group, labels, EVERYTHING, NOTHING)
    if "or_group" in expression:
        return _joined(expression.or_group, labels, NOTHING, EVERYTHING)
    if "not_expression" in expression:
        inner = settled(expression.not_expression, labels)
        if inner == EVERYTHING:
            return NOTHING
        return EVERYTHING if inner == NOTHING else FilterExpression(not_expression=inner)
    if "filter" in expression and expression.filter.field_name in labels:
        return EVERYTHING if _passes(labels[expression.filter.field_name], expression.filter) else NOTHING
    return expression


def _joined(
    group: FilterExpressionList, labels: Mapping[str, str], neutral: FilterExpression, decisive: FilterExpression
) -> FilterExpression:
    parts = [part for inner in group.expressions if (part := settled(inner, labels)) != neutral]
    if decisive in parts or not parts:
        return decisive if parts else neutral
    joined = FilterExpressionList(expressions=parts)
    together = FilterExpression(and_group=joined) if neutral == EVERYTHING else FilterExpression(or_group=joined)
    return parts[0] if len(parts) == 1 else together


def _passes(label: str, asked: Filter) -> bool:
    if "string_filter" in asked:
        return _matches(label, asked.string_filter)
    if "in_list_filter" in asked:
        folded = _folded([label, *asked.in_list_filter.values], case_sensitive=asked.in_list_filter.case_sensitive)
        return folded[0] in folded[1:]
    return "empty_filter" in asked and label == ""


def _matches(label: str, asked: Filter.StringFilter) -> bool:
    if match := _MATCHES.get(asked.match_type):
        text, value = _folded([label, asked.value], case_sensitive=asked.case_sensitive)
        return match(text, value)
    try:
        pattern = re.compile(asked.value, 0 if asked.case_sensitive else re.IGNORECASE)
    except re.error as error:
        raise unattested("regular_expression", pattern=asked.value) from error
    return bool(pattern.fullmatch(label) if asked.match_type == _MatchType.FULL_REGEXP else pattern.search(label))


def _folded(texts: Sequence[str], *, case_sensitive: bool) -> list[str]:
    return [text if case_sensitive else text.lower() for text in texts]
