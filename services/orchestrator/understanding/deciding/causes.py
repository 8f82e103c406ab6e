"""Answers what caused a change by where it lies: the figure by one breakdown after another, beside earlier days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from services.orchestrator.understanding.canonical import normalise
from services.orchestrator.understanding.composing.causes import NO_CHANGE_NAMED
from services.orchestrator.understanding.composing.draft import Draft, Unclear
from services.orchestrator.understanding.deciding.checks import Checks, fields_of
from services.orchestrator.understanding.deciding.days_compared import usual_shift
from services.orchestrator.understanding.deciding.scope_rules import ScopeRules
from services.orchestrator.understanding.lexicon.field_scopes import FIRST_SOURCES
from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.periods.calendar_days import count_units, shifted
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit, Period, Shift, Shifted
from services.orchestrator.understanding.plan import Plan, ReportRequest
from services.orchestrator.understanding.saying.dates import say_range

_WHERE_NOT_WHY = "It shows where the change is, not why."
_DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True)
class Causes:
    """`breakdowns` are tried in that order; `usual_metric` is meant where only a change is named."""

    breakdowns: Sequence[str]
    usual_metric: str
    rules: ScopeRules
    checks: Checks

    def completed(self, draft: Draft) -> Draft:
        """The draft with the days to compare with, and what was assumed. Raises Unclear where days or figure lack.

        A few days stand against the same weekdays a week before, more against what shows whether a figure moved.
        """
        ranked = draft.ranking or draft.limit is not None or draft.thresholds or draft.sort_by
        if ranked or draft.minutes or draft.share:
            raise Unclear(NO_CHANGE_NAMED)
        if not draft.periods:
            raise Unclear("On which days did it change?", ("yesterday", "last week"))
        assumptions, metrics, shifts = [*draft.assumptions], draft.metrics, draft.shifts
        if not metrics and draft.change_named:
            metrics = [Metric(self.usual_metric)]
            assumptions.append(f"No figure was named, so {self.usual_metric} are looked at.")
        if not metrics:
            raise Unclear("Which figure changed?", ("sessions", "revenue"))
        if len(draft.periods) == 1 and not draft.baselines and not shifts:
            main = draft.periods[0]
            shift = _usual_shift(main)
            shifts = [Shifted(shift, compares=True)]
            before = shifted(main.days, main.unit, shift)
            assumptions.append(f"The days compared with are {say_range(before, joined_by='to')}; no others were named.")
        return replace(draft, metrics=metrics, shifts=shifts, assumptions=[*assumptions, _WHERE_NOT_WHY])

    def spread(self, figure: ReportRequest) -> Plan:
        """A request for each breakdown that the figure can have; the request itself where it has rows already."""
        if figure.dimensions:
            return Plan((figure,))
        requests = tuple(self._by_each(figure))
        if not requests:
            raise Unclear("That figure cannot be broken down, so where it changed cannot be shown.")
        return normalise(Plan(requests))

    def _by_each(self, figure: ReportRequest) -> Iterator[ReportRequest]:
        """What is filtered on is no breakdown: its rows are few and chosen."""
        twins = FIRST_SOURCES if figure.metrics == ("newUsers",) else {}
        for name in self.breakdowns:
            request = replace(figure, dimensions=(twins.get(name, name),))
            if {name, *request.dimensions} & {*fields_of(figure.dimension_filter)}:
                continue
            try:
                self.checks.check(Plan((request,)), realtime_minutes=0)
            except Unclear:
                continue
            yield request


def _usual_shift(main: Period) -> Shift:
    return Shift.WEEK_BEFORE if count_units(main.days, CalendarUnit.DAY) < _DAYS_IN_WEEK else usual_shift(main)
