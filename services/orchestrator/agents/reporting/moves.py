"""Sentences on where a change lies: the rows of each breakdown that moved most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nlargest

from services.orchestrator.agents.reporting.changes import Change
from services.orchestrator.agents.reporting.comparison import comparison
from services.orchestrator.agents.reporting.figures import nothing
from services.orchestrator.agents.reporting.measure import Measure
from services.orchestrator.agents.reporting.subject import Key, Subject
from services.orchestrator.agents.reporting.values import spoken_key
from services.orchestrator.agents.reporting.wording import listed, within_sentence
from services.orchestrator.understanding.things_asked import counts_people

_MOST_NAMED = 3


def moves(subjects: Sequence[Subject]) -> Iterator[str]:
    """How the figure changed as a whole, and by each breakdown which rows moved most, in absolute terms."""
    first = subjects[0]
    if not any(any(subject.rows) for subject in subjects):
        yield nothing(first, first.measures)
        return
    yield from comparison(first)
    for subject in subjects:
        yield _moved_most(subject)
    yield "This shows where the change is, not why."


def _moved_most(subject: Subject) -> str:
    by = within_sentence(subject.labels[0])
    measure = subject.measures[subject.lead]
    # Rates of small rows jump about, and rows that were cut off may only seem to be new.
    if not (measure.additive or counts_people(measure.api_name)):
        return f"By {by}, see the table: changes of {measure.name} do not add up, so no row makes the change."
    if not subject.complete:
        return f"By {by} there are too many rows to say which moved most."
    told = [_told(spoken_key(subject.request.dimensions, key), change, measure) for key, change in _largest(subject)]
    return f"By {by}, {listed(told)}." if told else f"By {by}, no row moved."


def _largest(subject: Subject) -> list[tuple[Key, Change]]:
    lead = subject.lead
    now, then = subject.rows[0], subject.rows[1]
    nil = (0.0,) * len(subject.measures)
    changes = [(key, Change(then.get(key, nil)[lead], now.get(key, nil)[lead])) for key in dict.fromkeys((*now, *then))]
    moved = [entry for entry in changes if entry[1].difference]
    return nlargest(_MOST_NAMED, moved, key=lambda entry: abs(entry[1].difference))


def _told(name: str, change: Change, measure: Measure) -> str:
    by = measure.figure(abs(change.difference))
    return f"{name} {change.verb} by {by}, from {measure.figure(change.before)} to {measure.figure(change.after)}"
