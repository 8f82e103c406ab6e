"""Sentences on the rows of a breakdown."""

from __future__ import annotations

from collections.abc import Iterator

from services.orchestrator.agents.reporting.changes import Change, extent
from services.orchestrator.agents.reporting.leaders import Leaders, leaders
from services.orchestrator.agents.reporting.measure import Measure
from services.orchestrator.agents.reporting.numbers import number, percent
from services.orchestrator.agents.reporting.periods import named
from services.orchestrator.agents.reporting.shares import remainder, share
from services.orchestrator.agents.reporting.subject import Key, Subject, Values
from services.orchestrator.agents.reporting.values import NOT_SET, OTHER, spoken_key
from services.orchestrator.agents.reporting.wording import at_start, listed, plural, within_sentence

_OTHER_METRICS = 3


def breakdown(subject: Subject) -> Iterator[str]:
    """Who leads, by how much, with what share of the whole or change since the period before, and what is left."""
    if not subject.rows[0]:
        return
    ranked = leaders(subject)
    yield _ranking(subject, ranked)
    if rest := _rest(subject, ranked):
        yield rest
    if len(subject.rows) > 1 and subject.complete:
        yield from _movers(subject, ranked)
    yield from _explanations(subject, ranked)


def listing(subject: Subject) -> str:
    """The values of dimensions asked for without a metric."""
    ranked = list(subject.rows[0])[:_OTHER_METRICS]
    names = listed([spoken_key(subject.request.dimensions, key) for key in ranked])
    among = ", among them" if subject.row_count > len(ranked) else ":"
    return f"Google Analytics has {number(subject.row_count)} {_rows_name(subject, subject.row_count)}{among} {names}."


def _ranking(subject: Subject, ranked: Leaders) -> str:
    names = [spoken_key(subject.request.dimensions, key) for key, _ in ranked.rows]
    figures = [_figures(subject, key, values) for key, values in ranked.rows]
    if len(subject.rows[0]) == 1 and subject.complete:
        return f"The only {_rows_name(subject, 1)} was {names[0]}, with {figures[0]}."
    among = "" if ranked.certain else f"among the {number(len(subject.rows[0]))} rows returned, "
    first = f"{at_start(among + _heading(subject, ranked))} {names[0]} with {figures[0]}"
    followers = [f"{name} with {figure}" for name, figure in zip(names[1:], figures[1:], strict=True)]
    return f"{first}, followed by {listed(followers)}." if followers else f"{first}."


def _heading(subject: Subject, ranked: Leaders) -> str:
    """What comes before the first row's name, for example "the top country was"."""
    measure = subject.measures[subject.lead]
    if not ranked.ascending and (measure.additive or measure.counted):
        return f"the top {_rows_name(subject, 1)} was"
    verb = "were" if measure.counted else "was"
    return f"{measure.name} {verb} {'lowest' if ranked.ascending else 'highest'} for"


def _figures(subject: Subject, key: Key, values: Values) -> str:
    """A row's figure, and in brackets its share or change and its other metrics."""
    lead = subject.lead
    measure = subject.measures[lead]
    several = len(subject.measures) > 1
    figure = measure.phrase(values[lead]) if several else measure.figure(values[lead])
    aside = [_standing(subject, key, values[lead], measure)]
    aside += [
        other.phrase(value)
        for position, (other, value) in enumerate(zip(subject.measures, values, strict=True))
        if position != lead
    ][:_OTHER_METRICS]
    told = "; ".join(part for part in aside if part)
    return f"{figure} ({told})" if told else figure


def _standing(subject: Subject, key: Key, value: float, measure: Measure) -> str:
    if len(subject.rows) > 1:
        return _since(subject, key, value, measure)
    total = subject.totals[0][subject.lead]
    part = share(value, total) if measure.additive and total is not None else None
    return "" if part is None else percent(part)


def _since(subject: Subject, key: Key, value: float, measure: Measure) -> str:
    """The change since the period compared with."""
    before = subject.rows[1].get(key)
    if before is not None:
        return extent(Change(before[subject.lead], value), measure)
    if not subject.complete:
        return f"not among the rows for {named(subject.periods[1])}"
    return "none before" if measure.counted else "no figure before"


def _rest(subject: Subject, ranked: Leaders) -> str:
    """What the rows not mentioned had together, where that can be said."""
    measure = subject.measures[subject.lead]
    if len(subject.rows) > 1 or not ranked.certain or subject.row_count <= len(ranked.rows):
        return ""
    count = subject.row_count - len(ranked.rows)
    others = f"other {number(count)} {_rows_name(subject, count)}"
    total = subject.totals[0][subject.lead]
    if not measure.additive or total is None:
        beyond = "less" if ranked.ascending else "more"
        return f"None of the {others} has {beyond}." if count > 1 else f"The one left has no {beyond}."
    rest = remainder([values[subject.lead] for _, values in ranked.rows], total)
    if rest is None:
        return ""
    part = share(rest, total)
    figure = measure.figure(rest) if part is None else f"{measure.figure(rest)} ({percent(part)})"
    return f"The {others} had {figure} together." if count > 1 else f"The one left had {figure}."


def _movers(subject: Subject, ranked: Leaders) -> Iterator[str]:
    """The largest rise and fall among rows not mentioned yet; rates of small rows jump about and are left alone."""
    lead = subject.lead
    measure = subject.measures[lead]
    if not measure.additive:
        return
    now, then = subject.rows[0], subject.rows[1]
    mentioned = {key for key, _ in ranked.rows}
    nil = (0.0,) * len(subject.measures)
    differences = {
        key: now.get(key, nil)[lead] - then.get(key, nil)[lead]
        for key in dict.fromkeys((*now, *then))
        if key not in mentioned
    }
    if not differences:
        return
    told = []
    for word, pick in (("rose", max), ("fell", min)):
        key = pick(differences, key=differences.__getitem__)
        change = Change(then.get(key, nil)[lead], now.get(key, nil)[lead])
        if change.verb == word:
            bounds = f"from {measure.figure(change.before)} to {measure.figure(change.after)}"
            name = spoken_key(subject.request.dimensions, key)
            told.append(f"{name} {word} most, {bounds} ({extent(change, measure)})")
    if told:
        yield f"Of the others, {', and '.join(told)}."


def _explanations(subject: Subject, ranked: Leaders) -> Iterator[str]:
    measure = subject.measures[subject.lead]
    total = subject.totals[0][subject.lead]
    if measure.counted and not measure.additive and total is not None and len(subject.rows[0]) > 1:
        yield f"{at_start(measure.name)} can be in several rows at once, so the rows need not add up to the total."
    mentioned = {value for key, _ in ranked.rows for value in key}
    if NOT_SET in mentioned:
        yield f"“{NOT_SET}” is what Google Analytics could not assign."
    if OTHER in mentioned:
        yield f"“{OTHER}” is what Google Analytics does not list row by row."


def _rows_name(subject: Subject, count: int) -> str:
    if len(subject.labels) != 1:
        return "row" if count == 1 else "rows"
    return within_sentence(subject.labels[0]) if count == 1 else plural(subject.labels[0])
