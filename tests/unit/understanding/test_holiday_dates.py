"""The dates of named days, beside those of a library that knows the holidays of all countries."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from holidays import country_holidays
from holidays.constants import PUBLIC, UNOFFICIAL

from services.orchestrator import understanding
from services.orchestrator.understanding.periods.holiday_dates import HolidayDates

YEARS = range(2015, 2101)


@pytest.fixture(scope="module")
def tables() -> dict[str, dict[str, list[str]]]:
    data = Path(understanding.__file__).parent / "data" / "holidays.toml"
    return tomllib.loads(data.read_text(encoding="utf-8"))


def test_every_rule_gives_the_days_that_the_library_gives(tables: dict[str, dict[str, list[str]]]) -> None:
    dates = HolidayDates(tables)
    days = country_holidays("US", years=YEARS, observed=False, expand=False, categories=(PUBLIC, UNOFFICIAL))
    known = {(name, day.year): day for day, names in days.items() for name in names.split("; ")}
    compared = {key: day for key, day in known.items() if key[0] in dates.names()}
    assert {key: dates.in_year(*key) for key in compared} == compared
    assert {name for name, year in compared if year == YEARS[-1]} == dates.names()


def test_every_holiday_with_a_name_has_a_date(tables: dict[str, dict[str, list[str]]]) -> None:
    assert set(tables["holidays"]) == HolidayDates(tables).names()
