"""Tells clauses that go on with the request: "where they came from", "they were new", "it's about the newsletter"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.weight import ARTICLES
from services.orchestrator.understanding.framing.words_by_role import Role

_ASKING = frozenset({"where", "how", "what", "which", "who", "whom"})
_AUXILIARIES = frozenset({"is", "were", "was", "are", "did", "do", "does", "had", "have", "has"})
_LEADING_ON = frozenset({"from", "via", "through"})
_COPULAS = frozenset({"were", "are"})
_THEY = frozenset({"they", "them", "their", "those", "these"})
_POINTING = _THEY | {"it", "its"}
_RELATIVE = frozenset({"who", "that", "which"})
_JOINING = frozenset({"and", "but", "so", "also", "or"})
_DESCRIBING = frozenset({Role.QUALIFIER, Role.LIGHT})
_CHOOSING = ("i'd say ", "let's say ", "let's do ", "let's take ", "let's go with ", "make it ", "make that ")
_LONGEST_ELLIPSIS = 3
_WANTING = frozenset({"need", "needs", "want", "wants", "wanted", "needed", "like", "likes", "gets", "get"})
_ONE = frozenset({"one", "some", "those"})
_TOO = frozenset({"too", "also", "as", "well"})
_ABOUT = frozenset({"about", "regarding", "re", "is", "was", "be", "are", "were", "it's", "that's", "'s"})
FIGURES = frozenset({"number", "numbers", "figure", "figures", "stat", "stats", "metrics", "kpis", "results"})


def asks_further(tokens: Sequence[Token]) -> bool:
    """Whether a clause goes on with what is asked: about those that were counted before it."""
    words = [word for token in tokens for word in token.key.split()]
    while words and words[0] in _JOINING:
        words.pop(0)
    if not words:
        return False
    if " ".join(words).startswith(_CHOOSING) or _wants_another(words):
        return True
    pairs = set(pairwise(words))
    if any(of == "of" and whom in _THEY for of, whom in pairs) and any(map(_leads_on, pairs)):
        # "Half of those came from the newsletter", "one of them is the trial".
        return True
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


def names_the_matter(tokens: Sequence[Token]) -> bool:
    """ "It is about the newsletter", "newsletter numbers": what may be no work of the asker's, but what is counted."""
    for at, token in enumerate(tokens):
        if Role.UNCLEAR not in token.roles or Role.NOUN in token.roles:
            continue
        before = next((each for each in reversed(tokens[:at]) if each.key not in ARTICLES), None)
        if (before and before.key.split()[-1] in _ABOUT) or any(
            each.key in FIGURES for each in tokens[at + 1 : at + 2]
        ):
            return True
    return False


def names_rows(tokens: Sequence[Token]) -> bool:
    """Whether a field is named that the request would have to break down by."""
    return any(isinstance(each, str) and each.startswith("field ") for token in tokens for each in token.said)


def _leads_on(pair: tuple[str, str]) -> bool:
    return pair[0] in _LEADING_ON or (pair[0] in _AUXILIARIES and pair[1] in ARTICLES)


def _wants_another(words: Sequence[str]) -> bool:
    """ "The outlet needs one too"; not "the boss needs it too"."""
    said = [word for word in words if word not in _TOO]
    return len(said) > 1 and said[-2] in _WANTING and (said[-1] == "another" or (said[-1] in _ONE and said != words))


def _describes(last: Token) -> bool:
    """ "They were new"; not "they are waiting"."""
    is_adjective = last.is_free or last.roles <= _DESCRIBING
    return is_adjective and not last.key.endswith("ing")
