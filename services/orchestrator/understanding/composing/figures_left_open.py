"""Whether what stands before a figure leaves open what it is for: a list's next entry, a bound, or said again."""

from __future__ import annotations

from services.orchestrator.understanding.composing.bounding import bound_behind
from services.orchestrator.understanding.composing.figures_that_sort import says_more_of_itself
from services.orchestrator.understanding.composing.filling import Awaits, Filling
from services.orchestrator.understanding.composing.restricted_figures import goes_on_from_bound
from services.orchestrator.understanding.lexicon.fields import FILTERS, Metric
from services.orchestrator.understanding.lexicon.vocabulary import Sign


def is_left_open(filling: Filling, metric: Metric) -> bool:
    """Notes what is open, if anything is."""
    span = filling.span
    if filling.awaits(Awaits.NEGATED):
        filling.blame(filling.waiting.pop(Awaits.NEGATED), f"Only values can be left out, not {span.quoted}.")
        return True
    is_listed = filling.draft.metrics and not filling.waiting.keys() - {Awaits.COUNTED}
    if filling.stop == ":" and is_listed and metric not in filling.draft.metrics:
        filling.blame(span, 'Instead of what stands before the ":", or besides?')
        return True
    if _is_set_against_restricted(filling):
        value = filling.spans[filling.at - 3].quoted
        filling.blame(span, f"Does {value} hold for all figures? Ask for each by itself.")
        return True
    if says_more_of_itself(filling):
        filling.blame(span, f"For what is {span.quoted} named again?")
        return True
    if filling.awaits(Awaits.BOUNDED) or bound_behind(filling) or not goes_on_from_bound(filling):
        return False
    filling.blame(span, f"Should {span.quoted} be bounded too, or only shown?")
    return True


def _is_set_against_restricted(filling: Filling) -> bool:
    """ "Mobile users vs sessions"."""
    restricted = isinstance(filling.next(-3), FILTERS) and isinstance(filling.next(-2), Metric)
    return restricted and filling.next(-1) is Sign.VERSUS
