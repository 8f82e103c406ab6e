"""Asks whether a rate is wanted of several values together or of each: "bounce rate on mobile and on desktop"."""

from __future__ import annotations

from services.orchestrator.understanding.composing.draft import Condition, Unclear
from services.orchestrator.understanding.deciding.shares import has_shares
from services.orchestrator.understanding.deciding.subject import Subject
from services.orchestrator.understanding.lexicon.catalogue import Catalogue
from services.orchestrator.understanding.plan import Match


def check_rates_together(subject: Subject, catalogue: Catalogue) -> None:
    """Raises Unclear where each value has its own preposition and the figure is no sum: counts are added up."""
    rates = [metric.name for metric in subject.metrics if not has_shares(metric.name, catalogue)]
    for kept in subject.conditions if rates else ():
        if _are_several(kept) and kept.dimension not in subject.dimensions:
            label = catalogue.field(rates[0]).ui_name.lower()
            raise Unclear(f'One {label} of all of them, or one of each? Join them with "or", or with "vs".')


def _are_several(kept: Condition) -> bool:
    """ "On mobile and on desktop"; "on mobile and desktop" is one group."""
    return kept.each_led and kept.match is Match.EXACT and not kept.negated and not kept.compared
