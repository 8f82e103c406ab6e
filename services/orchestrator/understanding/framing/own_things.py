"""Tells things of the asker's that are called like a field from the field: "our help pages", "a stern email"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.further import FIGURES
from services.orchestrator.understanding.framing.open_words import VERBS, is_small, is_verb
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import OF_WORK, Role

_ONES_OWN = frozenset({"a", "an", "the", "my", "our", "your", "their", "his", "her", "this", "that", "these", "those"})
_TELLING_APART = frozenset({Role.QUALIFIER, Role.NUMBER, Role.TIME})
_SPLITTING = frozenset({"by", "per", "across", "each", "every", "about", "regarding"})
_DRAWN = FIGURES | {"split", "splits", "breakdown", "breakdowns", "trend", "trends", "curve", "line"}
_HOMEPAGE = ("",)
_SAYING = frozenset({Role.VERB, Role.ASKING, Role.NEGATED})


def is_thing_at_work(tokens: Sequence[Token], at: int) -> bool:
    """ "(We rebuilt the) appeal pages", "(they sent us a stern) email": one's own, in a sentence on what befell it.

    Not "(we discussed) browsers", "(split it by) the page", "(they like a) browser (chart)".
    """
    token, behind = tokens[at], tokens[at + 1 : at + 2]
    is_field = bool(token.said) and all(str(name).startswith("field ") for name in token.said)
    if Role.SAID not in token.roles:
        return False
    if token.said == _HOMEPAGE:
        return _is_one_of_work(tokens, at)
    if not (is_field or token.key == "email"):
        return False
    if any(each.is_free or each.roles & OF_WORK or each.key in _DRAWN for each in behind):
        return False
    is_between = at > 1 and tokens[at - 2].key in _ONES_OWN and not is_small(tokens[at - 1])
    start = at - is_between
    while start and _modifies(tokens[start - 1]) and tokens[start].key not in _ONES_OWN:
        start -= 1
    modifiers = tokens[start:at]
    is_own = is_between or any(each.is_free or each.roles & _TELLING_APART or each.key == "that" for each in modifiers)
    is_split = start > 0 and tokens[start - 1].key in _SPLITTING
    return is_own and not is_split and any(is_verb(each) or Role.DOING in each.roles for each in tokens)


def names_work(tokens: Sequence[Token], at: int) -> bool:
    """ "(For the) DACH (sync)", "(fill in the) desktop (sheet)"; not "(the) DACH (numbers)"."""
    for behind in tokens[at + 1 :]:
        if Role.NOUN in behind.roles:
            return behind.key not in _DRAWN
        if Role.QUALIFIER not in behind.roles:
            break
    return False


def _is_one_of_work(tokens: Sequence[Token], at: int) -> bool:
    """ "The homepage slots (depend on it)", "homepage redesign retro (tomorrow)"; not "homepage numbers"."""
    behind = tokens[at + 1 : at + 2]
    is_qualified = any(each.is_free or each.roles & OF_WORK for each in behind)
    is_told = any(is_verb(each) or each.roles & {Role.DOING, Role.TIME} for each in tokens)
    return is_qualified and is_told and not any(each.key in _DRAWN for each in tokens[at + 1 :])


def _modifies(token: Token) -> bool:
    if token.is_free:
        return token.part not in VERBS
    return token.key in _ONES_OWN or (bool(token.roles & _TELLING_APART) and not token.roles & _SAYING)
