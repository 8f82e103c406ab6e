"""Finds the part and the whole that a question about a share asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from services.orchestrator.understanding.canonical import normalise
from services.orchestrator.understanding.composing.draft import Condition, Draft, Share, Unclear
from services.orchestrator.understanding.deciding.scope_rules import ScopeRules
from services.orchestrator.understanding.deciding.subject import Subject
from services.orchestrator.understanding.lexicon.catalogue import Catalogue
from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.plan import Plan
from services.orchestrator.understanding.things_asked import counts_people

_PLACES = frozenset({"country", "region", "city", "continent", "subContinent"})


def with_whole(draft: Draft, part: Plan, rules: ScopeRules, decide: Callable[[Draft], Plan]) -> Plan:
    """The part and what it is a share of; the part alone where no share is asked for.

    "Mobile share of sessions" and "what share of sessions were on mobile" are the part of mobile; the whole is what the
    draft without it means. "Share of sessions by device" is each row's part; the whole has no rows. Raises Unclear
    where the part is neither, or could be another.
    """
    if draft.share is None:
        return part
    if draft.share.said_within is None or len(part.requests) > 1:
        raise Unclear("The share of which figure?")
    if draft.ranking or draft.limit is not None or draft.thresholds or draft.sort_by:
        raise Unclear("A share and a ranking cannot be asked about at once.")
    condition = _condition(draft, draft.share, rules)
    if condition is None:
        [rows] = part.requests
        return normalise(Plan((rows, replace(rows, dimensions=(), order_by=()))))
    whole = decide(replace(draft, conditions=[entry for entry in draft.conditions if entry is not condition]))
    if {request.metrics for request in whole.requests} != {part.requests[0].metrics}:
        raise Unclear("The part and the whole are not counted by one figure; ask for each by itself.")
    return Plan((*part.requests, *whole.requests))


def _condition(draft: Draft, share: Share, rules: ScopeRules) -> Condition | None:
    """What makes the part, None where each row is one."""
    rows = [*draft.listed, *draft.breakdown]
    times = [entry for entry in rows if entry.name in rules.time_dimensions]
    within = draft.conditions[share.said_before : share.said_within]
    behind = draft.conditions[share.said_within : share.said_with_rows]
    # "In Germany, what share of users is mobile": what is set before bounds the whole.
    before = [entry for entry in draft.conditions[: share.said_before] if _names_part(entry) and not share.apart]
    # Rows of time leave the part to the values, and all others are parts themselves.
    if before:
        parts = before
    elif len(times) < len(rows):
        parts = [entry for entry in within if not _is_place(entry)]
        parts += [entry for entry in behind if not _bounds_whole(entry)]
    elif share.said_of is not None and share.said_of < len(draft.conditions):
        behind_verb = draft.conditions[share.said_of : share.said_with_rows]
        parts = _told_apart(behind_verb, [])
    elif share.said_ahead is not None and share.said_ahead > 1:
        # "German mobile users as a share of users".
        parts = draft.conditions[: share.said_ahead]
    else:
        parts = _told_apart(within, behind)
        _check_whose(draft, parts)
    if not parts and not rows and share.apart and len(draft.conditions) == 1:
        # The part stands alone before a pause: "paid search: what share of visits?", "on tablet, what share?"
        [alone] = draft.conditions
        if alone.negated or not _bounds_whole(alone):
            return alone
    if len(parts) == 1 and (before or len(times) == len(rows)):
        return parts[0]
    if parts and rows:
        raise Unclear("Should these values be the part, or should they hold for the whole too?")
    if len(parts) > 1:
        said = ", ".join(" or ".join(entry.values) for entry in parts)
        raise Unclear(f"The share of which part? It could be any of these, or what is all at once: {said}.")
    if not rows or parts:
        raise Unclear("The share of which part?", ("by country", "on mobile"))
    if len(rows) > 1 and times:
        raise Unclear("A share of all the time, or of each stretch of it?")
    return None


def _told_apart(within: list[Condition], behind: list[Condition]) -> list[Condition]:
    """The part of values before and behind a figure: a place beside another value says where the whole is.

    "Share of mobile users in Germany", "share of German users on mobile"; "share of mobile users from Germany" may
    mean either. A place before it in the same group, "are in Germany on mobile", "German mobile users", is of the
    part, and so is what "and" adds.
    """
    said = [*within, *behind]
    others = [entry for entry in said if not _is_place(entry)]
    if len(others) != 1 or len(said) == 1:
        return said
    at = said.index(others[0])
    # "Share of users in Germany on mobile", but not "share of German mobile users".
    late = said[at + 1 :] if others[0] in within else [entry for entry in behind if entry is not others[0]]
    together = any(entry.added for entry in said) or (others[0] in within and at > 0)
    return said if together or not all(map(_bounds_whole, late)) else others


def _check_whose(draft: Draft, parts: list[Condition]) -> None:
    """ "Share of new users in Germany": Germany's part of them, or theirs of all in Germany?"""
    if draft.metrics == [Metric("newUsers")] and parts and all(map(_bounds_whole, parts)):
        raise Unclear("The share that new users are of all there, or the share of new users who are there?")


def _names_part(condition: Condition) -> bool:
    """ "Mobile share of sessions"."""
    return condition.negated or not condition.led_by


def _is_place(condition: Condition) -> bool:
    return condition.dimension in _PLACES


def _bounds_whole(condition: Condition) -> bool:
    return _is_place(condition) and condition.led_by == "in"


def has_shares(metric: str, catalogue: Catalogue) -> bool:
    """Whether a metric's values are parts of a total: a rate's are not."""
    field = catalogue.metrics.get(metric)
    return counts_people(metric) or (field is not None and field.additive)


def check_share(draft: Draft, subject: Subject, catalogue: Catalogue) -> None:
    """Raises Unclear where there is no share of the figure."""
    if draft.share is None:
        return
    names = [metric.name for metric in subject.metrics]
    if len(names) != 1:
        raise Unclear("The share of which figure?")
    if not has_shares(names[0], catalogue):
        label = catalogue.field(names[0]).ui_name
        raise Unclear(f"{label} is no sum of parts, so there is no share of it.")
