"""Decides what is counted and what it is broken down by, in GA4's names of the right scope."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.orchestrator.understanding.composing.draft import Condition, Draft, Threshold, Unclear
from services.orchestrator.understanding.deciding.scope_rules import ScopeRules
from services.orchestrator.understanding.deciding.sections import as_section, say_sections
from services.orchestrator.understanding.lexicon.catalogue import Catalogue
from services.orchestrator.understanding.lexicon.field_scopes import FIRST_SOURCES
from services.orchestrator.understanding.lexicon.fields import Dimension, Metric

_NEW = Metric("newUsers")
_OF_ROWS = frozenset({"in", ""})
_OPEN = frozenset({"for", "of"})
_VISITED = frozenset({"on", "at", "to", "via", "for"})
_SCREENS = "unifiedScreenName"
_OWN_CHANNELS = "sessionCustomChannelGroup:"


@dataclass(frozen=True, slots=True)
class Subject:
    """Fields in the order they were said. `renamed` holds what scope made of the fields that words named."""

    metrics: tuple[Metric, ...]
    sort_by: tuple[Metric, ...]
    dimensions: tuple[str, ...]
    conditions: tuple[Condition, ...]
    thresholds: tuple[Threshold, ...]
    renamed: dict[str, str]
    assumptions: tuple[str, ...] = ()


def decide_subject(draft: Draft, rules: ScopeRules, catalogue: Catalogue) -> Subject:
    """The subject that the draft's words mean."""
    compared = [Dimension(entry.dimension, scoped=entry.scoped) for entry in draft.conditions if entry.compared]
    dimensions = _with_one_grain([*draft.listed, *draft.breakdown, *compared], rules)
    metrics = [*draft.metrics, *draft.sort_by]
    assumptions = list(draft.assumptions)
    if not metrics:
        metrics = [threshold.metric for threshold in draft.thresholds] or _by_default(dimensions, rules)
        if not metrics:
            raise Unclear("What should be counted?", ("sessions", "active users"))
        if not draft.thresholds:
            label = metrics[0].event or catalogue.metrics[metrics[0].name].ui_name.lower()
            assumptions.append(f"No figure was named; the one shown is {label}.")
    if draft.overview:
        labels = [catalogue.metrics[metric.name].ui_name.lower() for metric in metrics]
        assumptions.append(f"No figure was named; an overview shows {', '.join(labels)}.")
    renamed = _renamed(metrics, dimensions, draft, rules, catalogue)
    _check_new_ones(metrics, draft.conditions)

    if draft.minutes and any(renamed.get(entry.name) == _SCREENS for entry in dimensions):
        assumptions.append("Realtime reports name pages by their titles.")

    assumptions += _on_items(metrics, renamed, catalogue)
    assumptions += say_sections(draft.conditions)
    assumptions += _on_sources(metrics, dimensions, draft, renamed, rules, catalogue)

    def metric(named: Metric) -> Metric:
        if named.name not in renamed and not named.listed_by:
            return named
        return named._replace(name=renamed.get(named.name, named.name), listed_by="")

    def dimension(name: str, *, scoped: bool) -> str:
        return name if scoped else renamed.get(name, name)

    def condition(said: Condition) -> Condition:
        entry = as_section(said)
        return replace(
            entry,
            # A page's path is no title: a realtime report cannot keep it.
            dimension=_page_of(entry, dimensions)
            or dimension(entry.dimension, scoped=entry.scoped or bool(draft.minutes)),
            values=[rules.spelled(entry.dimension, value) for value in entry.values],
            also=list(map(condition, entry.also)),
        )

    return Subject(
        metrics=tuple(dict.fromkeys(map(metric, metrics))),
        sort_by=tuple(dict.fromkeys(map(metric, draft.sort_by))),
        dimensions=tuple(dict.fromkeys(dimension(entry.name, scoped=entry.scoped) for entry in dimensions)),
        conditions=tuple(map(condition, draft.conditions)),
        thresholds=tuple(replace(entry, metric=metric(entry.metric)) for entry in draft.thresholds),
        renamed=renamed,
        assumptions=tuple(assumptions),
    )


def _check_new_ones(metrics: list[Metric], conditions: list[Condition]) -> None:
    """ "New users who returned": nobody is both."""
    returning = any(
        entry.dimension == "newVsReturning" and entry.values == ["returning"] and not entry.negated
        for entry in conditions
    )
    if returning and _NEW in metrics:
        raise Unclear("New users are not returning ones; which of them are meant?", ("new users", "returning users"))


def _page_of(condition: Condition, rows: list[Dimension]) -> str:
    """ "Landing pages except the homepage": the page is one that the rows are of; "on /pricing" it was visited.

    So was that of "views in /blog by landing page", which is said before the rows.
    """
    names = {entry.name for entry in rows}
    lands = condition.dimension == "pagePath" and "landingPage" in names and "pagePath" not in names
    left_out = condition.negated and condition.led_by not in _VISITED
    if lands and not condition.named and condition.of_rows and not condition.negated and condition.led_by in _OPEN:
        raise Unclear(f'"{condition.values[0]}": Only that landing page, or the landing pages of who saw it?')
    if not lands or condition.named or not (left_out or condition.led_by in _OF_ROWS):
        return ""
    if left_out and not condition.of_rows:
        raise Unclear(f'"{condition.values[0]}": Left out of the landing pages, or of all pages that were seen?')
    return "landingPage" if condition.of_rows else ""


def _on_items(metrics: list[Metric], renamed: dict[str, str], catalogue: Catalogue) -> list[str]:
    """A sentence for each figure of pages or purchases that was read as the products' own."""
    read = [name for name in (metric.name for metric in metrics) if renamed.get(name, "").startswith("items")]
    label = {name: catalogue.metrics[name].ui_name for name in (*read, *(renamed[name] for name in read))}
    return [f"{label[name]} of products were read as {label[renamed[name]].lower()}." for name in dict.fromkeys(read)]


def _on_sources(
    metrics: list[Metric],
    dimensions: list[Dimension],
    draft: Draft,
    renamed: dict[str, str],
    rules: ScopeRules,
    catalogue: Catalogue,
) -> list[str]:
    """A sentence for each traffic source of events that was read as the session's or the first one."""
    twins = rules.twins(metric.name for metric in metrics)
    named = [(entry.name, entry.scoped) for entry in dimensions]
    named += [(entry.dimension, entry.scoped) for said in draft.conditions for entry in (said, *said.also)]
    read = dict.fromkeys(name for name, scoped in named if not scoped and name in twins and name in renamed)
    label = {name: catalogue.field(name).ui_name for name in (*read, *(twins[name] for name in read))}
    said = [f"{label[name]} was read as {label[twins[name]]}, which these figures have." for name in read]
    if _NEW in metrics and any(metric != _NEW for metric in metrics):
        firsts = dict.fromkeys(name for name, scoped in named if not scoped and name in FIRST_SOURCES)
        said += [
            f"{catalogue.field(name).ui_name} is used for all of these figures; new users alone are shown by "
            f"{catalogue.field(FIRST_SOURCES[name]).ui_name}."
            for name in firsts
            if name not in renamed
        ]
    return said


def _with_one_grain(dimensions: list[Dimension], rules: ScopeRules) -> list[Dimension]:
    """ "A trend by week" is by week alone, and "by day and hour" by the hours of each day."""
    if any(entry.name == "dateHour" for entry in dimensions):
        dimensions = [entry for entry in dimensions if entry.name != "date"]
    grained = any(entry.name in rules.time_dimensions and not entry.open_grain for entry in dimensions)
    return [entry for entry in dimensions if not (entry.open_grain and grained)]


def _by_default(dimensions: list[Dimension], rules: ScopeRules) -> list[Metric]:
    return [rules.default_metrics[entry.name] for entry in dimensions if entry.name in rules.default_metrics][:1]


def _renamed(
    metrics: list[Metric], dimensions: list[Dimension], draft: Draft, rules: ScopeRules, catalogue: Catalogue
) -> dict[str, str]:
    """Realtime has fields of its own; beside an item figures are the item's; new users came by their first source."""
    if draft.minutes:
        return rules.realtime
    used = {entry.name for entry in dimensions}.union(*(condition.dimensions for condition in draft.conditions))
    if any(catalogue.field(name).scope == "item" for name in used):
        return rules.item
    if all(metric.name == "newUsers" for metric in metrics):
        own = {name: f"firstUser{name.removeprefix('session')}" for name in used if name.startswith(_OWN_CHANNELS)}
        return {**rules.twins(["newUsers"]), **FIRST_SOURCES, **own}
    return dict(rules.twins(metric.name for metric in metrics))
