"""Metric expressions such as "eventCount/activeUsers": read, and written as SQL."""

from __future__ import annotations

import re
from collections.abc import Callable

from sandbox.ga4_emulator.reports.unattested import unattested

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_][\w:]*)|([-+*/()]))")


def names_in(expression: str) -> list[str]:
    """The metrics that an expression is made of, each once. Raises `Refused` for what cannot be read."""
    names: list[str] = []

    def take(name: str) -> str:
        names.append(name)
        return "0"

    sql_of_expression(expression, take)
    return list(dict.fromkeys(names))


def sql_of_expression(expression: str, sql_of: Callable[[str], str]) -> str:
    """SQL for an expression, of SQL for its metrics; dividing by nothing gives nothing.

    Raises `Refused` for what cannot be read.
    """
    return _Reading(expression, sql_of).whole()


class _Reading:
    """Reads sums of products of numbers, names and expressions in parentheses."""

    def __init__(self, expression: str, sql_of: Callable[[str], str]) -> None:
        self._expression = expression
        self._sql_of = sql_of
        self._at = 0

    def whole(self) -> str:
        sql = self._sum()
        if self._expression[self._at :].strip():
            raise self._unreadable()
        return sql

    def _sum(self) -> str:
        sql = self._product()
        while sign := self._take("+-"):
            sql = f"({sql} {sign} {self._product()})"
        return sql

    def _product(self) -> str:
        sql = self._value()
        while sign := self._take("*/"):
            value = self._value()
            sql = f"({sql} / nullif({value}, 0))" if sign == "/" else f"({sql} * {value})"
        return sql

    def _value(self) -> str:
        if sign := self._take("-"):
            return f"({sign}{self._value()})"
        if self._take("("):
            sql = self._sum()
            if not self._take(")"):
                raise self._unreadable()
            return sql
        token = _TOKEN.match(self._expression, self._at)
        if token is None or token[3]:
            raise self._unreadable()
        self._at = token.end()
        return f"{token[1]}::DOUBLE" if token[1] else self._sql_of(token[2])

    def _take(self, signs: str) -> str:
        token = _TOKEN.match(self._expression, self._at)
        if token is None or not token[3] or token[3] not in signs:
            return ""
        self._at = token.end()
        return token[3]

    def _unreadable(self) -> Exception:
        return unattested("expression_syntax", expression=self._expression)
