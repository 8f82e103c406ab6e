"""Why the two sides of a comparison leave open what is shown: "Germany and France vs Italy", "the Nordics vs Spain"."""

from __future__ import annotations

from itertools import pairwise

from services.orchestrator.understanding.composing.draft import Condition
from services.orchestrator.understanding.composing.filling import Filling
from services.orchestrator.understanding.lexicon.fields import Dimension
from services.orchestrator.understanding.lexicon.vocabulary import Sign

ONE_OR_EACH = "One figure for those that stand together, or one for each? Ask for each side by itself."


def why_not_beside(before: Condition, value: Condition, joiner: Sign) -> str:
    """Why the value cannot go on with those before it; empty where it can."""
    joins = joiner is not Sign.COMMA
    if joins and before.joined_by not in {None, joiner} and Sign.VERSUS in {joiner, before.joined_by}:
        return ONE_OR_EACH
    if joiner is Sign.VERSUS and before.negated:
        return "Values that are left out cannot be compared."
    return ONE_OR_EACH if joiner is Sign.VERSUS and (before.has_group or value.has_group) else ""


def check_sides(filling: Filling) -> None:
    """ "October by device vs September by country": two tables."""
    spans = filling.spans
    joint = next((at for at, span in enumerate(spans) if span.meaning is Sign.VERSUS), len(spans))
    rows: tuple[set[Dimension], set[Dimension]] = (set(), set())
    for at, (by, field) in enumerate(pairwise(spans)):
        if by.meaning in {Sign.BY, Sign.EACH} and isinstance(field.meaning, Dimension):
            rows[at > joint].add(field.meaning)
    if all(rows) and rows[1] - rows[0]:
        filling.blame(spans[joint], "The same rows are compared; by what are both sides broken down?")
