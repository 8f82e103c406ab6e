"""Sentences on the totals of two or more periods."""

from __future__ import annotations

from collections.abc import Iterator

from services.orchestrator.agents.reporting.changes import Change, extent
from services.orchestrator.agents.reporting.conditions import condition
from services.orchestrator.agents.reporting.measure import Measure
from services.orchestrator.agents.reporting.periods import days, named, within
from services.orchestrator.agents.reporting.subject import Subject
from services.orchestrator.agents.reporting.wording import at_start
from services.orchestrator.understanding.plan import DateRange


def comparison(subject: Subject) -> Iterator[str]:
    """How each metric's total changed from every other period to the first, and what hampers the comparison."""
    where = condition(subject.request)
    before = f"{where}, " if where else ""
    for then in range(1, len(subject.periods)):
        for position, measure in enumerate(subject.measures):
            yield at_start(before + _sentence(subject, measure, then, position))
            before = ""
    yield from _hindrances(subject)


def _sentence(subject: Subject, measure: Measure, then: int, position: int) -> str:
    before, after = subject.totals[then][position], subject.totals[0][position]
    earlier, later = subject.periods[then], subject.periods[0]
    if before is None or after is None:
        known, period = (before, earlier) if after is None else (after, later)
        figure = "there is no figure" if known is None else f"{measure.figure(known)} is known {within(period)} only"
        return f"{measure.name} cannot be compared: {figure}."
    if before == after == 0 and measure.counted:
        return f"no {measure.name} were recorded, neither {within(later)} nor {within(earlier)}."
    # The periods are named once; the metrics that follow are about the same two.
    then_named, now_named = (f" ({named(earlier)})", f" ({named(later)})") if position == 0 else ("", "")
    change = Change(before, after)
    if change.difference == 0:
        both = f" ({named(earlier)} and {named(later)})" if position == 0 else ""
        return f"{measure.name} stayed at {measure.figure(after)}{both}."
    bounds = f"from {_amount(measure, before)}{then_named} to {_amount(measure, after)}{now_named}"
    tail = "" if measure.counted and 0 in {before, after} else f": {extent(change, measure)}"
    return f"{measure.name} {change.verb} {bounds}{tail}."


def _amount(measure: Measure, value: float) -> str:
    return "none" if measure.counted and value == 0 else measure.figure(value)


def _hindrances(subject: Subject) -> Iterator[str]:
    ranges = [period for period in subject.periods if isinstance(period, DateRange)]
    if len({days(period) for period in ranges}) > 1 and any(measure.additive for measure in subject.measures):
        yield "The periods differ in length, so their totals do not compare day for day."
    for period in ranges:
        if period.end >= subject.today:
            yield f"{named(period)} is not over yet."
