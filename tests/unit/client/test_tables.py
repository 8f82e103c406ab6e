"""Tables as a terminal shows them."""

from __future__ import annotations

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from headrace.orchestrator.v1 import answer_pb2
from headrace.terminal.tables import TableView
from tests.unit.client import answers

FIGURES = [
    "1,204",
    "61.82%",
    "1,534.50 USD",
    "1m 35s",
    "1.26",
    "20,871.00 USD",
    "1h 02m 05s",
    "22,405.50 USD",
    "27m 01s",
]


def lines_of(table: answer_pb2.Table, *, rows: int = 20, width: int = 140) -> list[str]:
    out = StringIO()
    Console(file=out, width=width, markup=False, highlight=False).print(TableView(table, rows))
    return [line.rstrip() for line in out.getvalue().splitlines()]


@given(width=st.integers(40, 160))
def test_no_figure_is_cut_at_any_width(width: int) -> None:
    lines = lines_of(answers.sessions_by_device(), width=width)

    assert max(map(len, lines)) <= width
    assert [figure for figure in FIGURES if not any(figure in line for line in lines)] == []


def test_names_too_long_for_the_terminal_are_folded_and_kept_whole() -> None:
    table = answers.pages(2, held=2)
    table.rows[0].dimension_values[0] = path = "/" + "abcdefghij" * 9

    lines = lines_of(table, width=40)

    assert "".join(line.split()[0] for line in lines if "abc" in line or "fghij" in line) == path
    assert any(line.endswith("1,000") for line in lines)


@pytest.mark.parametrize(
    ("rows", "held", "shown", "remark"),
    [
        (2, 2, 20, None),
        (30, 30, 20, "  … and 10 more rows"),
        (10, 11, 20, "  … and 1 more row"),
        (30, 5000, 3, "  … and 4,997 more rows"),
    ],
)
def test_what_is_left_out_is_counted(rows: int, held: int, shown: int, remark: str | None) -> None:
    lines = lines_of(answers.pages(rows, held=held), rows=shown)

    assert sum("/page-" in line for line in lines) == min(rows, shown)
    assert [line for line in lines if "more row" in line] == ([remark] if remark else [])


def test_numbers_have_decimals_only_where_one_of_their_column_needs_them() -> None:
    table = answers.pages(2, held=2)
    table.columns[1].unit = answer_pb2.UNIT_NUMBER

    assert any(line.split() == ["/page-0", "1,000"] for line in lines_of(table))

    table.rows[1].metric_values[0] = 999.5

    assert any(line.split() == ["/page-0", "1,000.00"] for line in lines_of(table))


def test_the_total_of_each_date_range_keeps_the_range() -> None:
    table = answers.sessions_by_device()
    table.columns.insert(1, answer_pb2.Column(api_name="dateRange", kind=answer_pb2.COLUMN_KIND_DIMENSION))
    for row in table.rows:
        row.dimension_values.append("this week")
    del table.totals[:]
    for name in ("this week", "the week before"):
        table.totals.add(dimension_values=["RESERVED_TOTAL", name], metric_values=[1, 1, 1, 1, 1])

    totals = [line for line in lines_of(table) if "Total " in line and "week" in line]

    assert ["the week before" in line for line in totals] == [False, True]


def test_a_single_row_is_not_repeated_as_its_total() -> None:
    table = answers.sessions_by_device()
    del table.rows[1:]

    assert not any(line.strip().startswith("Total ") and "2,077" in line for line in lines_of(table))


def test_odd_tables_do_no_harm() -> None:
    short_row = answers.sessions_by_device()
    del short_row.rows[0].metric_values[2:]

    assert any("61.82%" in line for line in lines_of(short_row))
    assert lines_of(answer_pb2.Table(title="Nothing"))[0] == "Nothing"
