"""Sentences on totals."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.agents.reporting.conditions import condition
from services.orchestrator.agents.reporting.measure import Measure
from services.orchestrator.agents.reporting.periods import within
from services.orchestrator.agents.reporting.subject import Subject
from services.orchestrator.agents.reporting.wording import at_start, listed


def totals(subject: Subject) -> str:
    """The first period's totals, for example "On 8 November 2026 there were 1,234 sessions."; empty without any."""
    known = [
        (measure, total)
        for measure, total in zip(subject.measures, subject.totals[0], strict=True)
        if total is not None
    ]
    if not known:
        return ""
    if all(measure.counted and total == 0 for measure, total in known):
        return nothing(subject, [measure for measure, _ in known])
    return f"{at_start(_when(subject))} {_clauses(known)}."


def nothing(subject: Subject, measures: Sequence[Measure]) -> str:
    """Says that none of the metrics was recorded in any of the periods."""
    when = " or ".join(within(period) for period in subject.periods)
    where = condition(subject.request)
    only = f", {where}" if where else ""
    names = " or ".join(measure.name for measure in measures)
    if all(measure.counted for measure in measures):
        return f"No {names} were recorded {when}{only}."
    return f"Google Analytics has no data on {names or 'this'} {when}{only}."


def _when(subject: Subject) -> str:
    where = condition(subject.request)
    return within(subject.periods[0]) + (f", {where}," if where else "")


def _clauses(known: Sequence[tuple[Measure, float]]) -> str:
    counted = [(measure, total) for measure, total in known if measure.counted]
    others = [f"the {measure.name} was {measure.figure(total)}" for measure, total in known if not measure.counted]
    if not counted:
        return listed(others)
    verb = "was" if counted[0][1] == 1 else "were"
    there = f"there {verb} {listed([measure.phrase(total) for measure, total in counted])}"
    return f"{there}, and {others[0]}" if len(others) == 1 else listed([there, *others])
