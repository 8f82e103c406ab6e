"""Tables of an answer, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from headrace.orchestrator.v1 import answer_pb2
from headrace.terminal.printable import printable_line
from headrace.terminal.values import format_value

_RESERVED_TOTAL = "RESERVED_TOTAL"


def table_view(table: answer_pb2.Table, *, rows: int, currency_code: str = "") -> RenderableType:
    """The first `rows` rows, the totals, and how many rows are left out."""
    metrics = [column for column in table.columns if column.kind == answer_pb2.COLUMN_KIND_METRIC]
    dimensions = len(table.columns) - len(metrics)
    view = Table(title=Text(printable_line(table.title), style="bold"), title_justify="left", box=box.SIMPLE_HEAD)
    for column in table.columns:
        label = Text(printable_line(column.label or column.api_name))
        is_metric = column.kind == answer_pb2.COLUMN_KIND_METRIC
        view.add_column(label, justify="right" if is_metric else "left", overflow="fold")
    for row in table.rows[:rows]:
        view.add_row(*_cells(row.dimension_values, row.metric_values, metrics, currency_code))
    if dimensions and len(table.rows) > 1 and table.totals:
        view.add_section()
        for total in table.totals:
            labels = _total_labels(total, dimensions)
            view.add_row(*_cells(labels, total.metric_values, metrics, currency_code), style="bold")
    left_out = max(table.row_count, len(table.rows)) - min(rows, len(table.rows))
    if left_out <= 0:
        return view
    return Group(view, Text(f"  … and {left_out:,} more {'row' if left_out == 1 else 'rows'}\n", style="dim"))


def has_money(table: answer_pb2.Table) -> bool:
    """Whether a column holds amounts of money."""
    return any(column.unit == answer_pb2.UNIT_CURRENCY for column in table.columns)


def _cells(
    dimension_values: Sequence[str],
    metric_values: Sequence[float],
    metrics: Sequence[answer_pb2.Column],
    currency_code: str,
) -> list[Text]:
    names = [Text(printable_line(value)) for value in dimension_values]
    figures = [
        Text(format_value(value, metric.unit, currency_code), overflow="fold")
        for value, metric in zip(metric_values, metrics, strict=False)
    ]
    return names + figures


def _total_labels(total: answer_pb2.Row, dimensions: int) -> list[str]:
    """GA4 fills every dimension of a total with one reserved word, but for the date range."""
    given = ["" if value == _RESERVED_TOTAL else value for value in total.dimension_values]
    labels = (given + [""] * dimensions)[:dimensions]
    return [f"Total {labels[0]}".rstrip(), *labels[1:]]
