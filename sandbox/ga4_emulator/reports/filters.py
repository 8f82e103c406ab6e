"""Filter expressions of the API as SQL conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from google.analytics.data_v1beta.types import Filter, FilterExpression, NumericValue

from sandbox.ga4_emulator.reports.unattested import unattested

_MatchType = Filter.StringFilter.MatchType
_Operation = Filter.NumericFilter.Operation

_COMPARISONS: Mapping[Any, str] = {
    _Operation.EQUAL: "=",
    _Operation.LESS_THAN: "<",
    _Operation.LESS_THAN_OR_EQUAL: "<=",
    _Operation.GREATER_THAN: ">",
    _Operation.GREATER_THAN_OR_EQUAL: ">=",
}
_TEXT_MATCHES: Mapping[Any, str] = {
    _MatchType.MATCH_TYPE_UNSPECIFIED: "{text} = {value}",
    _MatchType.EXACT: "{text} = {value}",
    _MatchType.BEGINS_WITH: "starts_with({text}, {value})",
    _MatchType.ENDS_WITH: "ends_with({text}, {value})",
    _MatchType.CONTAINS: "contains({text}, {value})",
}
_PATTERN_MATCHES: Mapping[Any, str] = {
    _MatchType.FULL_REGEXP: "regexp_full_match({text}, {value}, '{options}')",
    _MatchType.PARTIAL_REGEXP: "regexp_matches({text}, {value}, '{options}')",
}


class Parameters:
    """The values of a statement, apart from its text."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def add(self, value: Any) -> str:
        """Takes a value and returns what stands for it in the statement."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"${name}"


class Conditions:
    """Translates expressions. `sql_of` gives a field's SQL: text for dimensions, a number for metrics."""

    def __init__(self, sql_of: Callable[[str], str], parameters: Parameters, *, numbers: bool) -> None:
        self._sql_of = sql_of
        self._parameters = parameters
        self._numbers = numbers

    def of(self, expression: FilterExpression) -> str:
        """The condition; an expression that says nothing is always true."""
        if "and_group" in expression:
            return _joined(" AND ", [self.of(inner) for inner in expression.and_group.expressions], empty="true")
        if "or_group" in expression:
            return _joined(" OR ", [self.of(inner) for inner in expression.or_group.expressions], empty="false")
        if "not_expression" in expression:
            return f"NOT ({self.of(expression.not_expression)})"
        return self._filter(expression.filter) if "filter" in expression else "true"

    def _filter(self, leaf: Filter) -> str:
        sql = self._sql_of(leaf.field_name)
        if "string_filter" in leaf:
            return self._text(sql, leaf.string_filter)
        if "in_list_filter" in leaf:
            if not leaf.in_list_filter.values:
                raise unattested("empty_list", name=leaf.field_name)
            return self._in_list(sql, leaf.in_list_filter)
        if "numeric_filter" in leaf:
            comparison = _COMPARISONS.get(leaf.numeric_filter.operation)
            if comparison is None:
                raise unattested("numeric_operation", name=leaf.field_name)
            return f"coalesce({self._number(sql)} {comparison} {self._value(leaf.numeric_filter.value)}, false)"
        if "between_filter" in leaf:
            low, high = (self._value(value) for value in (leaf.between_filter.from_value, leaf.between_filter.to_value))
            return f"coalesce({self._number(sql)} BETWEEN {low} AND {high}, false)"
        if "empty_filter" in leaf:
            return f"{self._text_of(sql)} IN ('', '(not set)')"
        return "true"

    def _text(self, sql: str, asked: Filter.StringFilter) -> str:
        text = self._text_of(sql)
        if pattern := _PATTERN_MATCHES.get(asked.match_type):
            options = "c" if asked.case_sensitive else "i"
            return pattern.format(text=text, value=self._parameters.add(asked.value), options=options)
        folded, value = _folded(text, asked.value, case_sensitive=asked.case_sensitive)
        return _TEXT_MATCHES[asked.match_type].format(text=folded, value=self._parameters.add(value))

    def _in_list(self, sql: str, asked: Filter.InListFilter) -> str:
        folded = [_folded(self._text_of(sql), value, case_sensitive=asked.case_sensitive) for value in asked.values]
        return _joined(" OR ", [f"{text} = {self._parameters.add(value)}" for text, value in folded], empty="false")

    def _number(self, sql: str) -> str:
        return sql if self._numbers else f"TRY_CAST({sql} AS DOUBLE)"

    def _text_of(self, sql: str) -> str:
        return f"CAST({sql} AS VARCHAR)" if self._numbers else sql

    def _value(self, value: NumericValue) -> str:
        return self._parameters.add(value.double_value if "double_value" in value else value.int64_value)


def _joined(word: str, conditions: list[str], *, empty: str) -> str:
    return "(" + word.join(conditions) + ")" if conditions else empty


def _folded(text: str, value: str, *, case_sensitive: bool) -> tuple[str, str]:
    return (text, value) if case_sensitive else (f"lower({text})", value.lower())


def leaves(expression: FilterExpression) -> list[Filter]:
    """The filters that an expression is made of, in its order."""
    if "and_group" in expression:
        return [leaf for inner in expression.and_group.expressions for leaf in leaves(inner)]
    if "or_group" in expression:
        return [leaf for inner in expression.or_group.expressions for leaf in leaves(inner)]
    if "not_expression" in expression:
        return leaves(expression.not_expression)
    return [expression.filter] if "filter" in expression else []


def fields_of(expression: FilterExpression) -> list[str]:
    """The names of the fields that an expression asks about."""
    return [leaf.field_name for leaf in leaves(expression)]


def patterns_of(expression: FilterExpression) -> list[str]:
    """The regular expressions in an expression."""
    return [
        leaf.string_filter.value for leaf in leaves(expression) if leaf.string_filter.match_type in _PATTERN_MATCHES
    ]
