"""What a question asks for, slot by slot, with the words of each, and the plan that it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from services.orchestrator.understanding.canonical import normalise
from services.orchestrator.understanding.plan import (
    AllOf,
    Comparison,
    DateRange,
    Filter,
    ListFilter,
    Method,
    MinuteRange,
    Not,
    NumberFilter,
    Order,
    OrderKind,
    Plan,
    ReportRequest,
    TextFilter,
)

TODAY: Final = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric, or with `event` the count of an event. `counted` names can follow "how many"."""

    metric: str
    names: tuple[str, ...]
    event: str = ""
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Thing:
    """A dimension: what one and several of it are called."""

    field: str
    one: tuple[str, ...]
    many: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    """Whole breakdowns that need no "by"."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter: phrases that stand anywhere behind the figure, and words that stand right before it."""

    filter: Filter
    phrases: tuple[str, ...]
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Time:
    """Days or minutes, and the ranges of the period before and of a year earlier, where they can be compared."""

    phrases: tuple[str, ...]
    days: DateRange | None = None
    minutes: MinuteRange | None = None
    possessive: str = ""
    previous: DateRange | None = None
    year_before: DateRange | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound on a figure."""

    figure: Figure
    comparison: Comparison
    number: int


@dataclass(frozen=True, slots=True)
class Slots:
    """What is asked for, slot by slot."""

    figures: tuple[Figure, ...]
    time: Time
    things: tuple[Thing, ...] = ()
    conditions: tuple[Condition, ...] = ()
    compared: str = ""
    """"previous", "year_before" or empty."""
    threshold: Threshold | None = None
    limit: int | None = None
    descending: bool = True

    def plan(self) -> Plan:
        """The plan that these slots are."""
        metrics = tuple(figure.metric for figure in self.figures)
        rename = _FIRST_USER if metrics == ("newUsers",) else _REALTIME if self.time.minutes else {}
        things = tuple(rename.get(thing.field, thing.field) for thing in self.things)
        kept = [_renamed(condition.filter, rename) for condition in self.conditions]
        kept += [TextFilter("eventName", figure.event) for figure in self.figures if figure.event]
        ranges = [self.time.days] if self.time.days else []
        if self.compared:
            ranges.append(getattr(self.time, self.compared))
        bound = self.threshold
        return normalise(
            Plan(
                (
                    ReportRequest(
                        Method.RUN_REALTIME_REPORT if self.time.minutes else Method.RUN_REPORT,
                        metrics,
                        things,
                        tuple(ranges),
                        (self.time.minutes,) if self.time.minutes else (),
                        AllOf(tuple(kept)) if kept else None,
                        NumberFilter(bound.figure.metric, bound.comparison, float(bound.number)) if bound else None,
                        _order(sorted(metrics), things, self),
                        self.limit,
                    ),
                )
            )
        )


def _order(metrics: Sequence[str], things: Sequence[str], slots: Slots) -> tuple[Order, ...]:
    by_time = [name for name in things if name in TIMES]
    first = min(metrics, key=lambda name: (name.endswith("Rate") or name.startswith("average"), name))
    bounded = slots.threshold.figure.metric if slots.threshold and slots.threshold.figure in slots.figures else first
    usual = first if by_time else bounded
    ranked = Order(slots.figures[0].metric if slots.limit else usual, OrderKind.METRIC, slots.descending)
    if slots.limit or not by_time:
        return (ranked,)
    kinds = (Order(name, OrderKind.ALPHANUMERIC) for name in by_time)
    return (*kinds, *([ranked] if len(by_time) < len(things) else []))


def _renamed(condition: Filter, names: dict[str, str]) -> Filter:
    match condition:
        case Not(inner):
            return Not(_renamed(inner, names))
        case TextFilter(field) | ListFilter(field):
            return replace(condition, field=names.get(field, field))
    raise AssertionError(condition)


def field_of(condition: Filter) -> str:
    """The dimension that a condition is about."""
    match condition:
        case Not(inner):
            return field_of(inner)
        case TextFilter(field) | ListFilter(field):
            return field
    raise AssertionError(condition)


TIMES = frozenset({"date", "yearWeek", "yearMonth"})
_FIRST_USER = {
    "sessionDefaultChannelGroup": "firstUserDefaultChannelGroup",
    "sessionSource": "firstUserSource",
    "sessionMedium": "firstUserMedium",
    "sessionCampaignName": "firstUserCampaignName",
}
_REALTIME = {"pagePath": "unifiedScreenName"}
