"""Rules for words that ask where a change comes from."""

from __future__ import annotations

from services.orchestrator.understanding.composing.filling import Filling
from services.orchestrator.understanding.lexicon.vocabulary import Cause
from services.orchestrator.understanding.periods.vocabulary_of_time import Shift

NO_CHANGE_NAMED = "Which change should be looked into? Name a figure that rose or fell, and days."


def place_cause(filling: Filling, cause: Cause) -> None:
    """ "Why", "the spike", "dropped": how a figure moved says nothing that its figures do not."""
    if cause in {Cause.WHY, Cause.HAPPENED}:
        if filling.draft.explains or filling.waiting:
            filling.blame(filling.span, f"What {filling.span.quoted} asks about is not clear.")
        filling.draft.explains = True
    if cause is not Cause.WHY:
        for waiting in list(filling.waiting.values()):
            filling.blame(waiting, f"{waiting.quoted} and {filling.span.quoted} do not go together.")
        filling.waiting.clear()
        filling.changes.append(filling.span)
    filling.draft.change_named = filling.draft.change_named or cause is Cause.CHANGE


def close_causes(filling: Filling) -> None:
    """A change without a question about it says nothing, nor does "why" without a change."""
    draft = filling.draft
    if not draft.explains:
        for span in filling.changes:
            why = f"{span.quoted}: ask what caused it, or for the figures compared with those of other days."
            filling.blame(span, why, ("compared with the previous period",))
        return
    # "Fell" and "growth" also compare where nobody asks why.
    moved = [entry for entry in draft.shifts if entry.compares and entry.shift is Shift.PERIOD_BEFORE]
    draft.shifts = [entry for entry in draft.shifts if entry not in moved]
    if filling.changes or moved:
        return
    where = next((span for span in filling.spans if span.meaning is Cause.WHY and span.words.startswith("where")), None)
    if where is None:
        filling.blame(filling.spans[0], NO_CHANGE_NAMED)
        return
    # "Where does our traffic come from": from which places, or by which ways?
    verb = where.words.partition(" ")[2]
    choices = tuple(f"which {rows} {verb}" for rows in ("countries", "channels", "sources"))
    filling.blame(where, f"{where.quoted} can mean several things: {', '.join(choices)}.", choices)
    filling.problems.insert(0, filling.problems.pop())
