"""Finds the part and the whole that a question about a share asks for."""

from __future__ import annotations

from dataclasses import replace

from services.orchestrator.understanding.catalogue import Catalogue
from services.orchestrator.understanding.composing.draft import Draft, Unclear
from services.orchestrator.understanding.deciding.subject import Subject

_COUNTS_OF_PEOPLE = ("Users", "Purchasers")

_OF_EACH_ROW = "Each row's share is its part of the total."


def whole_of(draft: Draft) -> Draft | None:
    """What a share is of: the draft without the values that are the part. None where each row is a part of all.

    "Mobile share of sessions" and "share of German sessions on mobile" are the part of mobile: values before the word
    "share", else those behind the figure. Raises Unclear where the part is not one kind of values.
    """
    if draft.share is None:
        return None
    if draft.share.said_within is None or draft.ranking:
        raise Unclear("The share of which figure?")
    before = draft.conditions[: draft.share.said_before]
    parts = before or draft.conditions[draft.share.said_within :]
    if not parts and (draft.breakdown or draft.listed):
        return None
    if len(parts) != 1:
        raise Unclear("The share of which part?", ("by country", "on mobile"))
    if draft.limit is not None or draft.thresholds or draft.sort_by:
        raise Unclear("A share and a ranking cannot be asked about at once.")
    return replace(draft, conditions=[entry for entry in draft.conditions if entry is not parts[0]])


def shares_said(draft: Draft, subject: Subject, catalogue: Catalogue) -> tuple[str, ...]:
    """Sentences on what shares are of. Raises Unclear where the figure has no parts, as a rate has none."""
    if draft.share is None:
        return ()
    names = [metric.name for metric in subject.metrics]
    if len(names) != 1:
        raise Unclear("The share of which figure?")
    additive = names[0] in catalogue.metrics and catalogue.metrics[names[0]].additive
    if not additive and not names[0].endswith(_COUNTS_OF_PEOPLE):
        label = catalogue.field(names[0]).ui_name
        raise Unclear(f"{label} is no sum of parts, so there is no share of it.")
    return (_OF_EACH_ROW,) if subject.dimensions else ()
