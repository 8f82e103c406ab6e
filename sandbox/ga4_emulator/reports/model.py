"""The report model: what each metric and dimension is in SQL, and over which table it can be read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sandbox.ga4_emulator.reports.counting import Counting
from sandbox.ga4_emulator.shop.audiences import Audience, load_audiences
from sandbox.ga4_emulator.shop.facts import Table
from sandbox.ga4_emulator.shop.shown import columns_in

_MEASURE = re.compile(r"\{(\w+)\}")
_ALIAS = re.compile(r"\b([a-z_]+)\.")


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension: the SQL that groups rows, the tables that hold it, and about how many values it has.

    `apart` says that no two of the hours, pages or kinds of events that the dimension is about share a value. `texts`
    are the caller's, for the placeholders of that name.
    """

    sql: str
    tables: frozenset[Table]
    pad: int = 0
    missing: str = "(not set)"
    by_day: bool = False
    apart: bool = False
    values: int = 50
    texts: Mapping[str, str] = field(default_factory=dict)

    def text(self, value: str) -> str:
        """SQL for the value as the API writes it, of SQL for the grouped value."""
        text = f"printf('%0{self.pad}d', {value})" if self.pad else f"CAST({value} AS VARCHAR)"
        return f"coalesce({text}, '{self.missing}')"


@dataclass(frozen=True, slots=True)
class Distinct:
    """A distinct count of people ("person") or visits ("visit"), over all rows or those that a condition picks; of a
    whole cohort, whatever the row, if it says so."""

    of: str
    where: str = ""
    where_summed: str = ""
    of_whole_cohort: bool = False

    def sql(self, counting: Counting) -> str:
        where = self.where_summed if counting.table.summed else self.where
        return counting.sql(self.of, where)


@dataclass(frozen=True, slots=True)
class Windowed:
    """A measure over some days up to each day; `of` counts people who were active (`sliding.py` counts no others)."""

    of: str
    days: int


@dataclass(frozen=True, slots=True)
class ReportModel:
    """Everything that `model.toml` says, and the audiences that people can be in."""

    joins: Mapping[str, str]
    additive: Mapping[str, str]
    distinct: Mapping[str, Distinct]
    windowed: Mapping[str, Windowed]
    metrics: Mapping[str, str]
    dimensions: Mapping[str, Dimension]
    audiences: Sequence[Audience]

    def table_for(self, dimensions: Iterable[str], *, instants: bool) -> Table:
        """The cheapest table that holds all these dimensions, and single instants if these matter."""
        needed = [self.dimensions[name].tables for name in dimensions]
        tables = [table for table in Table if not (instants and table.summed)]
        return next(table for table in tables if all(table in holders for holders in needed))

    def measures_of(self, metrics: Iterable[str]) -> list[str]:
        """The measures that these metrics are made of, each once."""
        return list(dict.fromkeys(name for metric in metrics for name in _MEASURE.findall(self.formula(metric))))

    def metric_sql(self, name: str, measures: Mapping[str, str]) -> str:
        """A metric's value, of the columns that hold the measures."""
        return f"coalesce({self.formula(name).format_map(measures)}, 0)"

    def measure_sql(self, name: str, counting: Counting) -> str:
        """A measure over a group of the table's rows."""
        if windowed := self.windowed.get(name):
            name = windowed.of
        if name in self.distinct:
            return self.distinct[name].sql(counting)
        return f"sum(fact.{name})" if counting.table.summed else self.additive[name]

    def adds_up(self, name: str, counting: Counting) -> bool:
        """Whether a measure over a group is the sum of what it is over the group's parts."""
        distinct = self.distinct.get(name)
        if distinct is None:
            return name in self.additive
        where = distinct.where_summed if counting.table.summed else distinct.where
        return not distinct.of_whole_cohort and counting.adds_up(distinct.of, where)

    def picked(self, name: str) -> str:
        """The condition by which a measure picks rows of the summed tables, empty for all."""
        distinct = self.distinct.get(name)
        return distinct.where_summed if distinct else ""

    def ids(self) -> set[str]:
        """The columns of small numbers that the joins explain."""
        return {name for name in columns_in(*self.joins.values()) if name.endswith("_id")}

    def window_days(self, measure: str) -> int:
        """How many days up to each day a measure looks at; 0 if it looks at the period as it is."""
        windowed = self.windowed.get(measure)
        return windowed.days if windowed else 0

    def formula(self, metric: str) -> str:
        """A metric in measures. Of what no shop has, such as advertisements, there is nothing."""
        return self.metrics.get(metric, "0")

    def knowing(self, dimensions: Iterable[str]) -> ReportModel:
        """The same model, in which these are dimensions too; those of what no shop has are nowhere set."""
        nowhere = Dimension(sql="NULL::VARCHAR", tables=frozenset(Table), values=1)
        return replace(self, dimensions={**dict.fromkeys(dimensions, nowhere), **self.dimensions})

    def without(self, metrics: Iterable[str]) -> ReportModel:
        """The same model, in which these metrics are 0."""
        return replace(self, metrics={**self.metrics, **dict.fromkeys(metrics, "0")})

    def also_called(self, names: Mapping[str, str]) -> ReportModel:
        """The same model, in which fields have further names; `names` has the name that each stands for."""
        dimensions = {other: self.dimensions[name] for other, name in names.items() if name in self.dimensions}
        metrics = {other: self.metrics[name] for other, name in names.items() if name in self.metrics}
        return replace(self, dimensions={**dimensions, **self.dimensions}, metrics={**metrics, **self.metrics})

    def of_whole_cohort(self, measure: str) -> bool:
        """Whether a measure is the same for all rows of a cohort."""
        return measure in self.distinct and self.distinct[measure].of_whole_cohort

    def columns_of(self, dimension: str) -> set[str]:
        """The columns that a dimension reads."""
        sql = self.dimensions[dimension].sql
        return columns_in(sql, self.joins_for(sql))

    def joins_for(self, *sql: str) -> str:
        """The joins for all aliases that occur in these pieces of SQL."""
        aliases = {alias for piece in sql for alias in _ALIAS.findall(piece)} & self.joins.keys()
        return " ".join(self.joins[alias] for alias in sorted(aliases))


def load_report_model() -> ReportModel:
    """Reads the model that ships with the emulator."""
    data = tomllib.loads((Path(__file__).parent / "model.toml").read_text("utf-8"))
    return ReportModel(
        joins=data["joins"],
        additive=data["additive"],
        distinct={name: Distinct(**entry) for name, entry in data["distinct"].items()},
        windowed={name: Windowed(**entry) for name, entry in data["windowed"].items()},
        metrics=data["metrics"],
        dimensions=dict(_dimensions(data["dimensions"])),
        audiences=load_audiences(),
    )


def _dimensions(data: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Iterable[tuple[str, Dimension]]:
    tables = {
        "anywhere": frozenset(Table),
        "hours": frozenset({Table.HOUR_VISITS, Table.EVENTS, Table.GOODS}),
        "pages": frozenset({Table.PAGE_VISITS, Table.EVENTS, Table.GOODS}),
        "event_kinds": frozenset({Table.EVENT_VISITS, Table.EVENTS, Table.GOODS}),
        "events": frozenset({Table.EVENTS, Table.GOODS}),
        "goods": frozenset({Table.GOODS}),
    }
    for group, entries in data.items():
        for name, entry in entries.items():
            yield name, Dimension(tables=tables[group], **entry)
