"""Tables of an answer, for a terminal of any width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from headrace.orchestrator.v1 import answer_pb2
from headrace.terminal.printable import printable_line
from headrace.terminal.values import format_value

_RESERVED_TOTAL = "RESERVED_TOTAL"
_NARROWEST_NAME = 10
_BETWEEN_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class TableView:
    """The first `rows` rows of a table, its totals, and how many rows are left out.

    A grid where every figure fits into one; else a list, since half a figure misleads.
    """

    table: answer_pb2.Table
    rows: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        cells = [self._cells(row) for row in (*self._shown(), *self._totals())]
        yield Text(printable_line(self.table.title), style="bold")
        if _grid_width(self._natural_widths(cells)) <= options.max_width:
            yield self._grid(cells, None)
        elif _grid_width(least := self._least_widths(cells)) <= options.max_width:
            yield self._grid(cells, least)
        else:
            yield self._list(cells)
        left_out = max(self.table.row_count, len(self.table.rows)) - len(self._shown())
        if left_out > 0:
            yield Text(f"  … and {left_out:,} more {'row' if left_out == 1 else 'rows'}\n", style="dim")

    def _grid(self, cells: list[list[Text]], widths: list[int] | None) -> RenderableType:
        """A grid of natural widths, or of these for figures and what is left for names."""
        grid = Table(box=box.SIMPLE_HEAD)
        for number, column in enumerate(self.table.columns):
            if _is_metric(column):
                grid.add_column(_label(column), justify="right", width=widths[number] if widths else None)
            else:
                grid.add_column(_label(column), overflow="fold")
        rows = len(self._shown())
        for row in cells[:rows]:
            grid.add_row(*row)
        grid.add_section()
        for total in cells[rows:]:
            grid.add_row(*total, style="bold")
        return grid

    def _list(self, cells: list[list[Text]]) -> RenderableType:
        pairs = Table.grid(padding=(0, 2))
        for row in cells:
            pairs.add_row()
            for column, cell in zip(self.table.columns, row, strict=False):
                pairs.add_row(_label(column), cell)
        pairs.add_row()
        return pairs

    def _shown(self) -> Sequence[answer_pb2.Row]:
        return self.table.rows[: self.rows]

    def _totals(self) -> list[answer_pb2.Row]:
        """The totals, where they are not merely the only row again."""
        dimensions = sum(not _is_metric(column) for column in self.table.columns)
        if not dimensions or len(self.table.rows) < 2:
            return []
        return [
            answer_pb2.Row(dimension_values=_total_names(total, dimensions), metric_values=total.metric_values)
            for total in self.table.totals
        ]

    def _cells(self, row: answer_pb2.Row) -> list[Text]:
        names = [Text(printable_line(value)) for value in row.dimension_values]
        currency_code = printable_line(self.table.currency_code)
        figures = [
            Text(format_value(value, unit, currency_code))
            for value, unit in zip(row.metric_values, self._units(), strict=False)
        ]
        blanks = [Text()] * len(self.table.columns)
        return (names + figures + blanks)[: len(self.table.columns)]

    def _units(self) -> list[answer_pb2.Unit.ValueType]:
        """Each metric's unit; numbers that happen to be whole, all of a column, are read more easily as counts."""
        units = [column.unit for column in self.table.columns if _is_metric(column)]
        rows = [*self._shown(), *self._totals()]
        return [
            answer_pb2.UNIT_COUNT
            if unit == answer_pb2.UNIT_NUMBER and all(_is_whole(row, number) for row in rows)
            else unit
            for number, unit in enumerate(units)
        ]

    def _natural_widths(self, cells: list[list[Text]]) -> list[int]:
        """Each column's width with nothing folded."""
        return [
            max(_label(column).cell_len, *(row[number].cell_len for row in cells), 0)
            for number, column in enumerate(self.table.columns)
        ]

    def _least_widths(self, cells: list[list[Text]]) -> list[int]:
        """Each column's width with labels folded between words, and names anywhere; figures are never folded."""
        return [
            max(_longest_word(_label(column)), *(row[number].cell_len for row in cells), 0)
            if _is_metric(column)
            else _NARROWEST_NAME
            for number, column in enumerate(self.table.columns)
        ]


def _is_metric(column: answer_pb2.Column) -> bool:
    return column.kind == answer_pb2.COLUMN_KIND_METRIC


def _is_whole(row: answer_pb2.Row, number: int) -> bool:
    return number >= len(row.metric_values) or row.metric_values[number].is_integer()


def _label(column: answer_pb2.Column) -> Text:
    return Text(printable_line(column.label or column.api_name))


def _longest_word(label: Text) -> int:
    return max((Text(word).cell_len for word in label.plain.split()), default=0)


def _grid_width(widths: list[int]) -> int:
    return sum(width + _BETWEEN_COLUMNS for width in widths) + 1


def _total_names(total: answer_pb2.Row, dimensions: int) -> list[str]:
    """GA4 fills every dimension of a total with one reserved word, but for the date range."""
    given = ["" if value == _RESERVED_TOTAL else value for value in total.dimension_values]
    names = (given + [""] * dimensions)[:dimensions]
    return [f"Total {names[0]}".rstrip(), *names[1:]]
