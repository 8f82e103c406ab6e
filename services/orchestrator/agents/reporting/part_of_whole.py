"""Sentences on a part and its whole, which come as two reports."""

from __future__ import annotations

from collections.abc import Iterator

from services.orchestrator.agents.reporting.conditions import condition, in_words
from services.orchestrator.agents.reporting.leaders import leaders
from services.orchestrator.agents.reporting.measure import Measure
from services.orchestrator.agents.reporting.numbers import percent
from services.orchestrator.agents.reporting.periods import within
from services.orchestrator.agents.reporting.shares import share
from services.orchestrator.agents.reporting.subject import Key, Subject
from services.orchestrator.agents.reporting.values import spoken_key
from services.orchestrator.agents.reporting.wording import at_start, listed
from services.orchestrator.understanding.plan import Filter


def part_of_whole(part: Subject, whole: Subject, only: Filter | None) -> Iterator[str]:
    """The share for each period, or for the leading rows; nothing where the figures are no part and whole.

    The whole is always the second report's figure: rows are never added up, as the users of two rows may be the same.
    """
    if part.labels:
        yield from _of_rows(part, whole, only)
        return
    for position, period in enumerate(part.periods):
        told = _share_with_figures(part.measures[0], part.totals[position][0], whole.totals[position][0])
        if told and only is not None:
            were = "were those" if part.measures[0].counted else "was that"
            yield at_start(f"{_when(whole, position)} {told} {were} where {in_words(only)}.")
        elif only is not None:
            yield at_start(f"{within(period)} there is no share: {_none(part.measures[0])}.")


def _of_rows(part: Subject, whole: Subject, only: Filter | None) -> Iterator[str]:
    measure = part.measures[0]
    rows = [
        (spoken_key(part.request.dimensions, key), told)
        for key, values in leaders(part).rows
        if (told := _bracketed(measure, values[0], _whole_of_row(whole, key)))
    ]
    if not rows:
        return
    which = f" where {in_words(only)}" if only is not None else ""
    yield at_start(f"{_when(whole, 0)} the share of {measure.name}{which} was {_row_by_row(rows)}.")
    if len(part.periods) > 1:
        yield from _before(part, whole)
    if only is None and not measure.additive:
        yield f"{at_start(measure.name)} can be in several rows at once, so the shares need not add up to 100%."


def _before(part: Subject, whole: Subject) -> Iterator[str]:
    measure = part.measures[0]
    rows = [
        (spoken_key(part.request.dimensions, key), told)
        for key, _ in leaders(part).rows
        if key in part.rows[1] and (told := _bracketed(measure, part.rows[1][key][0], _whole_of_row(whole, key, 1)))
    ]
    if rows:
        yield f"{at_start(_when(whole, 1))} it was {_row_by_row(rows)}."


def _row_by_row(rows: list[tuple[str, str]]) -> str:
    return listed([f"{told} for {name}" for name, told in rows])


def _whole_of_row(whole: Subject, key: Key, position: int = 0) -> float | None:
    """The whole's own row where it has rows, else its one figure."""
    if not whole.labels:
        return whole.totals[position][0]
    values = whole.rows[position].get(key)
    return None if values is None else values[0]


def _share_with_figures(measure: Measure, part: float | None, whole: float | None) -> str:
    ratio = share(part, whole) if part is not None and whole is not None else None
    if ratio is None or part is None or whole is None:
        return ""
    return f"{percent(ratio)} of {measure.name} ({measure.figure(part)} of {measure.figure(whole)})"


def _bracketed(measure: Measure, part: float, whole: float | None) -> str:
    ratio = share(part, whole) if whole is not None else None
    if ratio is None or whole is None:
        return ""
    return f"{percent(ratio)} ({measure.figure(part)} of {measure.figure(whole)})"


def _none(measure: Measure) -> str:
    return f"no {measure.name} were recorded" if measure.counted else f"{measure.name} has no total above zero"


def _when(whole: Subject, position: int) -> str:
    where = condition(whole.request)
    return within(whole.periods[position]) + (f", {where}," if where else "")
