"""Rules for words behind a path that say whether it alone is meant, or what is under it too."""

from __future__ import annotations

from services.orchestrator.understanding.composing.draft import Condition
from services.orchestrator.understanding.composing.filling import Filling
from services.orchestrator.understanding.lexicon.fields import is_path
from services.orchestrator.understanding.lexicon.vocabulary import Sign
from services.orchestrator.understanding.plan import Match


def place_itself(filling: Filling) -> None:
    """ "Views of /hotels, only that page", "in /hotels, exact match"."""
    path = _path_before(filling)
    if path is None or path.match is not Match.EXACT:
        filling.blame(filling.span, f"Which page is {filling.span.quoted}?")


def place_below(filling: Filling) -> None:
    """ "Views of /hotels and everything under it"."""
    path = _path_before(filling)
    if path is None or path.match is not Match.EXACT:
        filling.blame(filling.span, f"What {filling.span.quoted} belongs to is not clear.")
        return
    path.match = Match.BEGINS_WITH


def _path_before(filling: Filling) -> Condition | None:
    """The condition of the only path that was said; a comma may stand between."""
    paths = [span for span in filling.spans[: filling.at] if is_path(span.meaning)]
    last = filling.draft.conditions[-1] if filling.draft.conditions else None
    if len(paths) != 1 or last is None or last.values != [paths[0].text.lower()] or filling.waiting:
        return None
    if filling.joiner not in {None, Sign.COMMA}:
        return None
    filling.joiner = None
    return last
