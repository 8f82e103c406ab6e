"""Tells clauses that ask for more, or say which of those that are counted: "where they came from", "they were new"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import Role

_ASKING = frozenset({"where", "how", "what", "which", "who", "whom"})
_AUXILIARIES = frozenset({"were", "was", "are", "did", "do", "does", "had", "have", "has"})
_COPULAS = frozenset({"were", "are"})
_THEY = frozenset({"they", "them", "their", "those", "these"})
_POINTING = _THEY | {"it", "its"}
_RELATIVE = frozenset({"who", "that", "which"})
_JOINING = frozenset({"and", "but", "so", "also", "or"})
_DESCRIBING = frozenset({Role.QUALIFIER, Role.LIGHT})
_LONGEST_ELLIPSIS = 3


def asks_further(tokens: Sequence[Token]) -> bool:
    """Whether a clause goes on with what is asked: about those that were counted before it."""
    words = [word for token in tokens for word in token.key.split()]
    while words and words[0] in _JOINING:
        words.pop(0)
    if not words:
        return False
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in _ASKING:
        return not _POINTING.isdisjoint(words) or len(words) == 1
    if words[-1] in _ASKING and len(words) <= _LONGEST_ELLIPSIS:
        # "From where", "on which".
        return True
    return (
        (first in _AUXILIARIES and second in _THEY)
        or (first in _THEY and second in _RELATIVE)
        or (first == "they" and second in _COPULAS and _describes(tokens[-1]))
    )


def _describes(last: Token) -> bool:
    """ "They were new"; not "they are waiting"."""
    is_adjective = last.is_free or last.roles <= _DESCRIBING
    return is_adjective and not last.key.endswith("ing")
