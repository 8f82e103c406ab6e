"""Whether each word of a clause has the word beside it without which it means nothing, or something else.

A qualifier leads to a noun of work ("the weekly deck"), a number to what it counts, a form in -ing to who does it.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.weight import ARTICLES
from services.orchestrator.understanding.framing.words_by_role import OF_WORK, SMALL, Role, Roles

_DOING = frozenset({Role.VERB, Role.ASKING, Role.DOING})
_WHY = frozenset({"why", "what", "which", "how"})
_SMALL = SMALL | {Role.INTERJECTION}
THERE = frozenset({"there's", "there is", "there was", "there are", "there were"})
_SUBJECTS = OF_WORK | {Role.PRONOUN, Role.UNCLEAR}
POINTING = frozenset({"it", "they", "that", "this", "these", "those"})
"""What figures are called when they move."""
_BEFORE_A_NUMBER = frozenset({"at", "by", "in", "before", "my", "our"})


def belongs(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token has the word beside it without which it means nothing, or something else."""
    roles, before, behind = tokens[at].roles, tokens[at - 1 : at] if at else (), roles_behind(tokens, at)
    found = True
    if roles == {Role.IDLE}:
        found = Role.PEOPLE in behind or _is_idle(tokens, at)
    elif Role.QUANTITY in roles:
        found = not any(token.said for token in tokens)
    elif roles == {Role.NUMBER}:
        found = Role.NOUN in behind or any(map(_may_lead_a_number, before))
    elif roles == {Role.PUBLIC}:
        found = bool(behind & _DOING) or any(Role.PEOPLE in token.roles for token in before)
    elif roles <= {Role.QUALIFIER, Role.NAME}:
        may_ask = at == 0 and not tokens[at].is_free and Role.ASKING in behind
        found = may_ask or bool(behind & _led_to(tokens[at]))
    elif Role.DOING in roles and Role.VERB not in roles:
        found = _has_subject_or_object(tokens, at)
    elif Role.PREPOSITION in roles and not behind:
        found = any(Role.VERB in token.roles for token in tokens)
    return found


def hang_together(tokens: Sequence[Token]) -> bool:
    """Whether every modifier leads to a noun of work, every number to one, and every form of a verb has its subject."""
    negated = any(Role.NEGATED in token.roles for token in tokens)
    if negated and any(token.said or token.roles == {Role.QUALIFIER} for token in tokens):
        return False
    return all(belongs(tokens, at) for at in range(len(tokens)))


def roles_behind(tokens: Sequence[Token], at: int) -> Roles:
    """The roles of the word behind one, or behind its "'s"."""
    if at + 1 < len(tokens) and tokens[at + 1].key == "'s":
        at += 1
    return tokens[at + 1].roles if at + 1 < len(tokens) else frozenset()


def is_past(token: Token) -> bool:
    return Role.DOING in token.roles and token.text.endswith("ed")


def _is_idle(tokens: Sequence[Token], at: int) -> bool:
    """ "We dropped", "her deputy only reads"; not "it dropped", "why we dropped"."""
    if at == 1 and tokens[at].key == "up" and tokens[0].key.endswith("ing"):
        # "Wrapping up the report".
        return True
    is_of_figures = any(
        (token.key in _WHY and tokens[at].moves) or (token.said and token.field != "city") for token in tokens
    )
    # One bare word could be what dropped: "teachers dropped"; not in "doing an anomaly check".
    is_bare = tokens[0].is_free and not (Role.DOING in tokens[0].roles and tokens[1].key in ARTICLES)
    # "Podcast just dropped", as what is new does.
    is_new = tokens[at].key == "dropped" and tokens[at - 1].key == "just" and not tokens[0].key.endswith("s")
    is_bare = is_bare and not is_new
    subject = next(filter(_is_subject, tokens[is_bare:at]), None)
    if subject is None:
        # "Only got room for a box".
        is_on_the_way = tokens[at].key.endswith("ing") and [token.key for token in tokens[at + 1 : at + 2]] == ["into"]
        return at == 0 and (is_on_the_way or (tokens[at].key == "only" and Role.VERB in roles_behind(tokens, at)))
    return not is_of_figures and not (tokens[at].moves and subject.key in POINTING)


def _is_subject(token: Token) -> bool:
    is_small = token.roles <= _SMALL and not token.is_free
    return token.key in THERE or (not is_small and bool(token.is_free or token.roles & _SUBJECTS))


def _led_to(token: Token) -> Roles:
    """What may stand behind a qualifier, or behind the name of who asks."""
    leads: Roles = OF_WORK | {Role.SAID} if Role.QUALIFIER in token.roles else frozenset()
    return leads | ({Role.ASKING} if Role.NAME in token.roles else {Role.UNCLEAR} if not token.is_free else set())


def _may_lead_a_number(token: Token) -> bool:
    return Role.NOUN in token.roles or token.key in _BEFORE_A_NUMBER


def _has_subject_or_object(tokens: Sequence[Token], at: int) -> bool:
    """ "Legal is pestering us", "Making a slide"; not "focus on gaming"."""
    before = at - 1
    while before >= 0 and tokens[before].roles <= {Role.LIGHT}:
        before -= 1
    if before >= 0 and tokens[before].roles & {
        Role.VERB,
        Role.NOUN,
        Role.PEOPLE,
        Role.THING,
        Role.PRONOUN,
        Role.NEGATED,
    }:
        return True
    if is_past(tokens[at]):
        return False
    behind = [token for token in tokens[at + 1 :] if not token.roles <= {Role.LIGHT, Role.QUALIFIER}]
    return bool(behind) and bool(behind[0].roles & {Role.NOUN, Role.PEOPLE, Role.THING})
