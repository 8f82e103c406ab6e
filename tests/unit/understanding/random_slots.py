"""Slots at random."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from services.orchestrator.understanding.periods.calendar_days import unit_around
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit
from services.orchestrator.understanding.plan import Comparison
from tests.unit.understanding.asked_slots import TIMES, Slots, Threshold, Time, field_of
from tests.unit.understanding.slot_words import COMPARED, CONDITIONS, FIGURES, NOW, PERIODS, THINGS

_NUMBERS = (2, 5, 20, 100, 1500)
_BOUNDS = (Comparison.GREATER_THAN, Comparison.GREATER_THAN_OR_EQUAL, Comparison.LESS_THAN)
_REALTIME_FIELDS = frozenset({"country", "city", "deviceCategory", "pagePath"})
_OF_NEW_ONES = "newVsReturning"
"""Of new users it says nothing, or what cannot be."""

_STRETCHES = {"yearWeek": CalendarUnit.WEEK, "yearMonth": CalendarUnit.MONTH}
_ONE_FIELD_TOGETHER = {"sessionSource", "sessionMedium"}
"""Named in one breath they are a field of their own."""


def some_slots(chance: Random) -> Slots:
    """A plan's slots at random."""
    if chance.random() < 0.1:
        return _now(chance)
    figure = chance.choice(FIGURES)
    others = [other for other in FIGURES if not other.event and other is not figure]
    figures = (figure, chance.choice(others)) if not figure.event and chance.random() < 0.2 else (figure,)
    things = tuple(chance.sample(THINGS, chance.choice((0, 0, 1, 1, 1, 2))))
    if sum(thing.field in TIMES for thing in things) > 1 or {thing.field for thing in things} == _ONE_FIELD_TOGETHER:
        things = things[:1]
    time = chance.choice(PERIODS)
    things = tuple(thing for thing in things if not _holds_all_of(thing.field, time))
    comparable = [name for name in COMPARED if getattr(time, name)]
    taken = {thing.field for thing in things}
    conditions = []
    for condition in chance.sample(CONDITIONS, chance.choice((0, 0, 1, 1, 2))):
        new_ones = any(each.metric == "newUsers" for each in figures)
        if field_of(condition.filter) not in taken and not (new_ones and field_of(condition.filter) == _OF_NEW_ONES):
            taken.add(field_of(condition.filter))
            conditions.append(condition)
    slots = Slots(figures, time, things, tuple(conditions))
    if things and len(figures) == 1 and not any(thing.field in TIMES for thing in things):
        kind = chance.random()
        if kind < 0.3 and len(things) == 1:
            slots = replace(slots, limit=chance.choice((1, 3, 5, 10, 25)), descending=chance.random() < 0.7)
        elif kind < 0.5 and figure.counted:
            slots = replace(slots, threshold=Threshold(figure, chance.choice(_BOUNDS), chance.choice(_NUMBERS)))
    plain = slots.limit is None and not slots.threshold and not any(thing.field in TIMES for thing in things)
    if comparable and plain and chance.random() < 0.25:
        slots = replace(slots, compared=chance.choice(comparable))
    return slots


def _holds_all_of(field: str, time: Time) -> bool:
    """Whether the days are part of one such stretch: there are no rows to speak of."""
    if time.days is None or field not in _STRETCHES:
        return False
    around = unit_around(time.days.start, _STRETCHES[field])
    return around.end >= time.days.end and around != time.days


def _now(chance: Random) -> Slots:
    things = [thing for thing in THINGS if thing.field in _REALTIME_FIELDS]
    kept = [each for each in CONDITIONS if field_of(each.filter) in {"country", "deviceCategory"}]
    return Slots(
        (FIGURES[0],),
        chance.choice(NOW),
        tuple(chance.sample(things, chance.choice((0, 1)))),
        tuple(chance.sample(kept, chance.choice((0, 1)))),
    )
