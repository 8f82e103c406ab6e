"""Periods are named and placed as people do."""

from __future__ import annotations

from datetime import date

import pytest

from services.orchestrator.agents.reporting.periods import named, within
from services.orchestrator.agents.reporting.values import spoken
from services.orchestrator.understanding.plan import DateRange, MinuteRange


@pytest.mark.parametrize(
    ("start", "end", "name", "when"),
    [
        ("2026-11-14", "2026-11-14", "14 November 2026", "on 14 November 2026"),
        ("2026-11-08", "2026-11-14", "8–14 November 2026", "from 8 to 14 November 2026"),
        ("2026-10-28", "2026-11-03", "28 October – 3 November 2026", "from 28 October to 3 November 2026"),
        ("2025-12-28", "2026-01-03", "28 December 2025 – 3 January 2026", "from 28 December 2025 to 3 January 2026"),
        ("2026-10-01", "2026-10-31", "October 2026", "in October 2026"),
        ("2024-02-01", "2024-02-29", "February 2024", "in February 2024"),
        ("2025-01-01", "2025-12-31", "2025", "in 2025"),
        ("2026-07-01", "2026-09-30", "1 July – 30 September 2026", "from 1 July to 30 September 2026"),
        ("2025-11-01", "2026-11-30", "1 November 2025 – 30 November 2026", "from 1 November 2025 to 30 November 2026"),
    ],
)
def test_days(start: str, end: str, name: str, when: str) -> None:
    period = DateRange(date.fromisoformat(start), date.fromisoformat(end))
    assert named(period) == name
    assert within(period) == when


@pytest.mark.parametrize(
    ("start", "end", "name", "when"),
    [
        (29, 0, "the last 30 minutes", "in the last 30 minutes"),
        (0, 0, "the last minute", "in the last minute"),
        (59, 30, "59 to 30 minutes ago", "from 59 to 30 minutes ago"),
    ],
)
def test_minutes(start: int, end: int, name: str, when: str) -> None:
    period = MinuteRange(start, end)
    assert named(period) == name
    assert within(period) == when


@pytest.mark.parametrize(
    ("dimension", "value", "words"),
    [
        ("date", "20261108", "8 November 2026"),
        ("dateHour", "2026110809", "09:00 on 8 November 2026"),
        ("dayOfWeek", "0", "Sunday"),
        ("dayOfWeek", "6", "Saturday"),
        ("hour", "07", "07:00"),
        ("minutesAgo", "01", "1 minute ago"),
        ("minutesAgo", "00", "0 minutes ago"),
        ("month", "11", "November"),
        ("week", "05", "week 5"),
        ("yearMonth", "202611", "November 2026"),
        ("yearWeek", "202605", "week 5 of 2026"),
        ("date", "(other)", "(other)"),
        ("month", "13", "13"),
        ("country", "", "(empty)"),
        ("country", "Chad", "Chad"),
    ],
)
def test_values_of_time_dimensions_are_said_and_others_stay_as_they_are(dimension: str, value: str, words: str) -> None:
    assert spoken(dimension, value) == words
