"""The normal form of a filter: what means the same looks the same."""

from __future__ import annotations

import json
from dataclasses import replace

from services.orchestrator.understanding.plan import (
    AllOf,
    AnyOf,
    Filter,
    ListFilter,
    Match,
    Not,
    NumberFilter,
    TextFilter,
)
from services.orchestrator.understanding.rest import filter_to_rest


def normal_filter(expression: Filter) -> Filter:
    """The filter without nesting, repetition and order that mean nothing.

    Members of groups and lists are sorted and stand once; a group inside a group of its kind is merged into it, a
    group or list of one is that one, a double negation is none. Alternatives that are values of one field are a list.
    """
    match expression:
        case TextFilter() | NumberFilter():
            return expression
        case ListFilter():
            return _normal_list(expression)
        case Not(inner):
            normal = normal_filter(inner)
            return normal.inner if isinstance(normal, Not) else Not(normal)
        case AllOf(inner):
            members = _members(AllOf, inner)
            return members[0] if len(members) == 1 else AllOf(members)
        case AnyOf(inner):
            members = _members(AnyOf, _lists_joined(_members(AnyOf, inner)))
            return members[0] if len(members) == 1 else AnyOf(members)


def fold_case(expression: Filter) -> Filter:
    """The filter with lower-case values wherever GA4 compares without regard to case.

    Regular expressions keep theirs: `\\D` and `\\d` differ.
    """
    match expression:
        case TextFilter(match=Match.FULL_REGEXP | Match.PARTIAL_REGEXP) | NumberFilter():
            return expression
        case TextFilter():
            is_folded = expression.case_sensitive or expression.value == expression.value.lower()
            return expression if is_folded else replace(expression, value=expression.value.lower())
        case ListFilter():
            values = tuple(value.lower() for value in expression.values)
            return expression if expression.case_sensitive else replace(expression, values=values)
        case Not(inner):
            return Not(fold_case(inner))
        case AllOf(inner):
            return AllOf(tuple(fold_case(member) for member in inner))
        case AnyOf(inner):
            return AnyOf(tuple(fold_case(member) for member in inner))


def _members(kind: type[AllOf | AnyOf], inner: tuple[Filter, ...]) -> tuple[Filter, ...]:
    flat: dict[str, Filter] = {}
    for member in map(normal_filter, inner):
        for part in member.inner if isinstance(member, kind) else (member,):
            flat[_sort_key(part)] = part
    return tuple(flat[key] for key in sorted(flat))


def _lists_joined(members: tuple[Filter, ...]) -> tuple[Filter, ...]:
    values: dict[tuple[str, bool], list[str]] = {}
    others: list[Filter] = []
    for member in members:
        match member:
            case TextFilter(field, value, Match.EXACT, case_sensitive):
                values.setdefault((field, case_sensitive), []).append(value)
            case ListFilter(field, several, case_sensitive):
                values.setdefault((field, case_sensitive), []).extend(several)
            case _:
                others.append(member)
    lists = (ListFilter(field, tuple(each), sensitive) for (field, sensitive), each in values.items())
    return (*others, *lists)


def _normal_list(expression: ListFilter) -> Filter:
    values = tuple(sorted(set(expression.values)))
    if len(values) == 1:
        return TextFilter(expression.field, values[0], Match.EXACT, expression.case_sensitive)
    return replace(expression, values=values)


def _sort_key(expression: Filter) -> str:
    return json.dumps(filter_to_rest(expression), sort_keys=True)
