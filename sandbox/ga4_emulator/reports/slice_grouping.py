"""The SQL that groups the rows of one slice."""

# ruff: noqa: S608  put together from the model's own SQL; whatever a request says goes in as a parameter

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from google.analytics.data_v1beta.types import FilterExpression

from sandbox.ga4_emulator.reports.asked import Asked
from sandbox.ga4_emulator.reports.cohorts import NTH
from sandbox.ga4_emulator.reports.counting import FEW_GROUPS, Counting
from sandbox.ga4_emulator.reports.filters import Conditions, Parameters, fields_of
from sandbox.ga4_emulator.reports.memberships import Memberships, asks_for_audiences, each_audience, said_of
from sandbox.ga4_emulator.reports.model import Dimension, ReportModel
from sandbox.ga4_emulator.reports.slices import COHORT, COMPARISON, DATE_RANGE, Slice
from sandbox.ga4_emulator.reports.sliding import Sliding
from sandbox.ga4_emulator.reports.told import Told
from sandbox.ga4_emulator.shop.facts import Table
from sandbox.ga4_emulator.shop.numbers import Numbers, Range
from sandbox.ga4_emulator.shop.shown import columns_in

_DAY = 24 * 3600
_FEW_IDS = 2
_LARGEST_SETS = 64 << 20


class SliceGrouping:
    """Groups the rows of one slice, for the measures that look back over one length of window (0 for none)."""

    def __init__(
        self, asked: Asked, table: Table, numbers: Numbers, one: Slice, window: int, parameters: Parameters
    ) -> None:
        self._asked = asked
        self._model: ReportModel = asked.fields.model
        self._table = table
        self._numbers = numbers
        self._slice = one
        self._window = window
        self._parameters = parameters
        self._told = Told(asked, table, one)
        self._memberships = Memberships(self._model, asked.view, one)
        self._kept = asked.view.first_day
        self._words = {
            "range_name": one.labels.get(DATE_RANGE, ""),
            "cohort": one.labels.get(COHORT, ""),
            "comparison": one.labels.get(COMPARISON, ""),
            "property_id": asked.view.property_id,
            "stream_id": asked.view.stream_id,
            "stream_name": asked.view.stream_name,
            "currency_code": asked.view.currency_code,
        }

    def sql(self, place: int, dimensions: Sequence[str], measures: Sequence[str]) -> str:
        """The statement, for the slice at that place among its report's."""
        carried = next((name for name in dimensions if name in NTH), "") if self._asked.carried else ""
        if self._window and self._told.slides(dimensions):
            return self._sliding(place, dimensions, measures)
        grouped = ["carried.step" if name == carried else self._grouped(name) for name in dimensions]
        counting = self._counting(dimensions, carried)
        if not carried and self._told.by_days(dimensions, measures, counting):
            self._table, counting = Table.EVENT_DAYS, replace(counting, table=Table.EVENT_DAYS)
        condition = self._condition(dimensions)
        selected = [
            f"{place} AS slice",
            *(f"{sql} AS d{number}" for number, sql in enumerate(grouped)),
            *(f"{self._measure(name, counting)} AS b{number}" for number, name in enumerate(measures)),
        ]
        where = self._where(dimensions, carried)
        if not carried and (ids := self._few_ids(grouped, measures, counting)):
            return self._in_two_steps(ids, selected, f"{where} AND {condition}", measures, counting)
        joins = self._model.joins_for(condition, where, *selected)
        needed = columns_in(condition, where, joins, *selected)
        source = self._carried(needed) if carried else self._source(needed)
        grouping = "GROUP BY ALL" if dimensions else ""
        return f"SELECT {', '.join(selected)} FROM {source} {joins} WHERE {where} AND {condition} {grouping}"

    def _few_ids(self, grouped: Sequence[str], measures: Sequence[str], counting: Counting) -> list[str]:
        """The columns by which to group first, if that is worth it and the groups can be put together afterwards: few
        small numbers are grouped faster than several texts that explain them."""
        ids = columns_in(*grouped, self._model.joins_for(*grouped))
        texts = sum(1 for sql in grouped if self._model.joins_for(sql))
        few = texts > 1 and len(ids) <= _FEW_IDS and ids <= self._model.ids()
        adds_up = all(self._model.adds_up(name, counting) for name in measures)
        return sorted(ids) if few and adds_up and self._window == 0 else []

    def _in_two_steps(
        self, ids: Sequence[str], selected: Sequence[str], where: str, measures: Sequence[str], counting: Counting
    ) -> str:
        """The statement that groups by ids, and these groups by what the ids stand for."""
        sums = {f"b{number}": self._measure(name, counting) for number, name in enumerate(measures)}
        first = ", ".join([*(f"fact.{name}" for name in ids), *(f"{sql} AS {name}" for name, sql in sums.items())])
        joins = self._model.joins_for(where, first)
        source = self._source(columns_in(first, where, joins))
        then = ", ".join([*selected[: len(selected) - len(sums)], *(f"sum(fact.{name}) AS {name}" for name in sums)])
        by_ids = f"SELECT {first} FROM {source} {joins} WHERE {where} GROUP BY ALL"
        return f"SELECT {then} FROM ({by_ids}) AS fact {self._model.joins_for(then)} GROUP BY ALL"

    def _sliding(self, place: int, dimensions: Sequence[str], measures: Sequence[str]) -> str:
        """The statement where people in windows follow from when each was there before."""
        grouped = [self._grouped(name) for name in dimensions]
        condition = self._condition(dimensions)
        looked_at = self._slice.where(self._kept, days_before=self._window - 1)
        apart = sorted(columns_in(*grouped, self._model.joins_for(*grouped)) - {"day"})
        explained = self._model.joins_for(condition)

        def rows(columns: Sequence[str]) -> str:
            listed = ", ".join(f"fact.{name}" for name in columns)
            source = self._rows(columns_in(listed, condition, looked_at, explained))
            return f"SELECT {listed} FROM {source} AS fact {explained} WHERE {looked_at} AND {condition}"

        first_day, today = max(self._slice.first_day, self._kept), self._asked.view.now // _DAY
        last_day = min(self._slice.last_day, today + self._window - 1)
        sliding = Sliding(rows, self._window, first_day, last_day, self._kept, apart)
        counts = ["NULL" if self._model.window_days(name) != self._window else "sum(fact.people)" for name in measures]
        selected = [
            f"{place} AS slice",
            *(f"{sql} AS d{number}" for number, sql in enumerate(grouped)),
            *(f"{sql} AS b{number}" for number, sql in enumerate(counts)),
        ]
        joins = self._model.joins_for(*selected)
        return f"SELECT {', '.join(selected)} FROM {sliding.sql()} AS fact {joins} GROUP BY ALL"

    def _condition(self, dimensions: Sequence[str]) -> str:
        if not self._slice.apart:
            return self._passes(self._slice.filter, dimensions)
        apart = [(self._passes(one, dimensions), Slice({}, periods, one)) for one, periods in self._slice.apart]
        return "(" + " OR ".join(f"({said} AND {part.where(self._kept)})" for said, part in apart) + ")"

    def _passes(self, said: FilterExpression, dimensions: Sequence[str]) -> str:
        """Whether a row passes a filter. One about audiences that the report does not show picks each row once, if any
        audience of its person's passes."""
        about = any(asks_for_audiences(self._model, name) for name in fields_of(said))
        if not about or any(asks_for_audiences(self._model, name) for name in dimensions):
            return Conditions(self._text, self._parameters, numbers=False).of(said)
        return "(" + " OR ".join(self._passes_in(said, *one) for one in each_audience(self._model.audiences)) + ")"

    def _passes_in(self, said: FilterExpression, member: str, values: Mapping[str, str]) -> str:
        def text(name: str) -> str:
            return said_of(values, self._text(name), self._parameters.add)

        return f"({member} AND {Conditions(text, self._parameters, numbers=False).of(said)})"

    def _value(self, name: str) -> str:
        dimension = self._dimension(name)
        words = {**self._words, **dimension.texts}
        said = {word: self._parameters.add(text) for word, text in words.items() if f"{{{word}}}" in dimension.sql}
        return dimension.sql.format(first_day=self._slice.first_day, now=self._asked.view.now, **said)

    def _grouped(self, name: str) -> str:
        if name not in self._asked.named:
            return self._value(name)
        text = self._text(name)
        named = self._parameters.add(list(self._asked.named[name]))
        return f"CASE WHEN list_contains({named}, {text}) THEN {text} ELSE '(other)' END"

    def _text(self, name: str) -> str:
        return self._dimension(name).text(self._value(name))

    def _measure(self, name: str, counting: Counting) -> str:
        if self._model.window_days(name) != self._window:
            return "NULL"
        if self._model.of_whole_cohort(name):
            return self._of_whole_cohort(name)
        return self._model.measure_sql(name, counting)

    def _of_whole_cohort(self, name: str) -> str:
        """A measure over everybody whom the slice's cohorts acquired, whatever the row."""
        acquired = " OR ".join(
            f"fact.day BETWEEN {period.acquired[0]} AND {period.acquired[1]} AND {period.within}"
            for period in self._slice.periods
            if period.acquired
        )
        followed = any(field in NTH for field in fields_of(self._slice.filter))
        condition = "true" if followed else self._condition(())
        joins = self._model.joins_for(condition)
        measure = self._model.measure_sql(name, Counting(self._table))
        needed = columns_in(measure, joins, acquired, condition)
        rows = self._memberships.rows(self._table, needed, self._asked.view.now // _DAY)
        return f"max((SELECT {measure} FROM {rows} AS fact {joins} WHERE ({acquired}) AND {condition}))"

    def _counting(self, dimensions: Sequence[str], carried: str) -> Counting:
        by_day = any(self._dimension(name).by_day for name in dimensions)
        first_day, last_day = self._slice.first_day - self._window, self._slice.last_day
        people = self._numbers.people_of(first_day, last_day)
        counting = Counting(
            self._table,
            by_day=by_day,
            apart=self._told.rows_apart(dimensions),
            once=self._window == 0 and not carried,
            since=self._told.since(dimensions) if self._window == 0 and not carried else None,
        )
        if not self._few_groups(dimensions, by_day=by_day, people=people):
            return counting
        return replace(counting, people=people, visits=self._numbers.visits_of(first_day, last_day))

    def _few_groups(self, dimensions: Sequence[str], *, by_day: bool, people: Range) -> bool:
        """Whether sets of bits are worth it: those at hand at a time are few, and all of them small enough."""
        shown = [self._dimension(name) for name in dimensions]
        groups = math.prod(dimension.values for dimension in shown if not dimension.by_day)
        if not by_day:
            return groups <= FEW_GROUPS
        # Without a window nobody is there twice on a day. The rows of one come in order, a few days at a time.
        if self._window == 0 or self._table is not Table.SESSIONS:
            return False
        days = self._slice.last_day - self._slice.first_day + 1
        return groups * self._window <= FEW_GROUPS and groups * days * people.size // 8 <= _LARGEST_SETS

    def _where(self, dimensions: Sequence[str], carried: str) -> str:
        """Which rows count; a cohort that accumulates has each in its own step and in those that have followed."""
        if carried:
            _, days = self._asked.carried or (0, 1)
            begun = f"fact.first_day + carried.step * {days} <= {self._asked.view.now // _DAY}"
            return f"{self._slice.where(self._kept)} AND {begun} AND carried.step >= {self._value(carried)}"
        if self._window == 0:
            return self._slice.where(self._kept)
        by_day = any(self._dimension(name).by_day for name in dimensions)
        return self._slice.all_days() if by_day else self._slice.last_days()

    def _source(self, columns: Collection[str]) -> str:
        """The rows to group. In a window each row counts on its own day and on those that follow; without days among
        the dimensions only each period's last day is looked at."""
        if self._window == 0:
            return f"{self._rows(columns)} AS fact"
        looked_at = self._slice.where(self._kept, days_before=self._window - 1)
        rows = self._rows({*columns, *columns_in(looked_at)})
        return (
            f"(SELECT fact.* REPLACE (fact.day + ahead AS day) FROM {rows} AS fact,"
            f" range({self._window}) AS following(ahead) WHERE {looked_at}) AS fact"
        )

    def _carried(self, columns: Collection[str]) -> str:
        """The rows of a cohort that accumulates, each with every step."""
        steps, _ = self._asked.carried or (0, 1)
        return f"{self._rows(columns)} AS fact CROSS JOIN range({steps + 1}) AS carried(step)"

    def _rows(self, columns: Collection[str]) -> str:
        return self._memberships.rows(self._table, columns, self._slice.last_day)

    def _dimension(self, name: str) -> Dimension:
        return self._model.dimensions[name]
