"""The tables of `data/scope.toml`: which field is meant where the words leave it open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.orchestrator.understanding.lexicon.catalogue import Catalogue
from services.orchestrator.understanding.lexicon.field_scopes import FIRST_SOURCES
from services.orchestrator.understanding.lexicon.fields import Metric

_OF_EVENTS = "Attribution"
_DURATIONS = frozenset({"TYPE_SECONDS", "TYPE_MILLISECONDS"})


@dataclass(frozen=True, slots=True)
class ScopeRules:
    """See `data/scope.toml` for what each table means."""

    twin_of_event: Mapping[str, Mapping[str, str]]
    item: dict[str, str]
    realtime: dict[str, str]
    default_metrics: dict[str, Metric]
    lower_is_better: frozenset[str]
    neither_is_better: frozenset[str]
    time_dimensions: frozenset[str]
    durations: frozenset[str]
    spellings: Mapping[tuple[str, str], str]

    def twins(self, metrics: Iterable[str]) -> Mapping[str, str]:
        """What traffic sources of events are where one of the figures knows only those of sessions, or first ones."""
        return next((self.twin_of_event[name] for name in metrics if name in self.twin_of_event), {})

    def spelled(self, dimension: str, value: str) -> str:
        """The value as GA4 writes it where that is known, else in lower case."""
        return self.spellings.get((dimension, value.lower()), value.lower())


def scope_rules(tables: dict[str, Any], catalogue: Catalogue, spellings: Mapping[tuple[str, str], str]) -> ScopeRules:
    """Builds the rules from `data/scope.toml` and GA4's spelling of values, by dimension and lower-case value."""
    defaults = {dimension: Metric(metric) for dimension, metric in tables["default_metric"].items()}
    defaults |= {dimension: Metric("eventCount", event) for dimension, event in tables["default_event"].items()}
    twins = {
        (FIRST_SOURCES[dimension], value): spelling
        for (dimension, value), spelling in spellings.items()
        if dimension in FIRST_SOURCES
    }
    return ScopeRules(
        twin_of_event=dict(_twins_of_event(tables["twin_of_event"], catalogue)),
        item=tables["item"],
        realtime=tables["realtime"],
        default_metrics=defaults,
        lower_is_better=frozenset(tables["judged"]["lower_is_better"]),
        neither_is_better=frozenset(tables["judged"]["neither_is_better"]),
        time_dimensions=frozenset(
            name for name, entry in catalogue.dimensions.items() if entry.category == "Time" and name != "dayOfWeekName"
        ),
        durations=frozenset(name for name, entry in catalogue.metrics.items() if entry.type in _DURATIONS),
        spellings={**spellings, **twins},
    )


def _twins_of_event(figures: Mapping[str, list[str]], catalogue: Catalogue) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each figure, with GA4's own name of that scope for each traffic source of events that has one."""
    for scope, metrics in figures.items():
        names = {
            name: f"{scope}{name[0].upper()}{name[1:]}"
            for name, field in catalogue.dimensions.items()
            if field.category == _OF_EVENTS
        }
        known = {name: twin for name, twin in names.items() if twin in catalogue.dimensions}
        yield from ((metric, known) for metric in metrics)
