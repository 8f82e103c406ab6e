"""Tells days that only date what is said around a request from days that the request has to name as well."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.meanings import named_by
from services.orchestrator.understanding.framing.open_words import is_small
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import OF_WORK, Role, Tables, words_of
from services.orchestrator.understanding.lexicon.english import Part
from services.orchestrator.understanding.lexicon.vocabulary import Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes

SHORT_MINUTES = frozenset({"min", "mins"})
"""Elsewhere these are bounds as well: "min 5"."""

_OF_A_PERIOD = frozenset({Role.PERIOD})
_OF_TIME = frozenset({Role.TIME})
_COUNTED = frozenset({Role.NUMBER})
_DATED = frozenset({Role.NOUN, Role.THING, Role.PEOPLE, Role.SAID})
_DONE = frozenset({Part.PAST, Part.PARTICIPLE})
_NO_OBJECTS = frozenset({Part.PRESENT, Part.ADJECTIVE, Part.DOING})

_STRETCHES = frozenset({"day", "week", "weekend", "month", "quarter", "year", "season"})
_ARTICLES = frozenset({"a", "an", "our", "the", "one"})
_TO_COME = frozenset({"ahead", "coming", "before us"})
_BEING = frozenset({"is", "was", "it's", "been", "had", "'s", "we've"})
_FEW = 4
_AGO = " ago"


class Dating:
    """The lists of `[open]` in `data/framing.toml`."""

    def __init__(self, tables: Tables) -> None:
        self._wishing = frozenset(words_of(tables["open"]["wishing"]))
        self._leading = frozenset(words_of(tables["open"]["dating"]))
        self._units = frozenset(words_of(tables["open"]["units"]))
        self._spells = frozenset(words_of(tables["open"]["spells"]))
        self._near = frozenset(words_of(tables["open"]["near"]))

    def dated(self, tokens: list[Token], spans: Sequence[Span]) -> list[Token]:
        """Tokens of spans, days that date no verb and qualify no noun of work as what has to be said as well."""
        for at, token in enumerate(tokens):
            is_now = isinstance(spans[token.first].meaning, Minutes)
            is_wanted = any(
                each.key in self._wishing for each in (tokens[:at] if is_now else tokens[max(at - 1, 0) : at])
            )
            if is_wanted and Role.TIME in token.roles and token.weighs:
                tokens[at] = token._replace(said=(token.key,))
            elif at > 1 and token.key in self._units and _is_lasting(*tokens[at - 2 : at]):
                is_to_come = tokens[at - 1].roles == _COUNTED
                tokens[at - 1 : at + 1] = [
                    each._replace(roles=_OF_TIME, said=(), weighs=not is_to_come) for each in tokens[at - 1 : at + 1]
                ]
            elif token.key in self._spells and _is_spell(tokens, at):
                tokens[at] = token._replace(roles=_OF_TIME, said=(), weighs=True, is_free=False)
            elif token.roles == _OF_A_PERIOD:
                period = spans[token.first]
                if not (self._dates(tokens, at, period.words) or _qualifies(tokens, at)):
                    tokens[at] = token._replace(said=named_by(period))
        return tokens

    def _dates(self, tokens: Sequence[Token], at: int, period: str) -> bool:
        """ "(We moved) last week", "(the fair was) in October"; not "(I need) October", "(he adores) last week"."""
        start = at
        while start and tokens[start - 1].first == tokens[at].first:
            start -= 1
        is_led = start > 0 and tokens[start - 1].key in self._leading
        end = start - is_led - 1
        if end < 0 or not (is_led or tokens[start].key in self._near or period.endswith(_AGO)):
            return False
        before = tokens[end]
        is_done = before.part in _DONE or (before.key.endswith("ed") and Role.ASKING not in before.roles)
        is_object = before.is_free and before.part not in _NO_OBJECTS and not _may_be_done(tokens, end)
        return is_done or before.key in {"was", "were"} or bool(before.roles & _DATED) or is_object


def tells_how_time_went(tokens: Sequence[Token]) -> bool:
    """ "It's been a slow week", "we had a bad month"; not "I was away for a month", "a big week ahead"."""
    for at, token in enumerate(tokens):
        article = next((k for k in range(at - 1, max(at - _FEW, 0) - 1, -1) if tokens[k].key in _ARTICLES), 0)
        is_one = token.key in _STRETCHES and 0 < article < at - 1 and tokens[article - 1].key in _BEING
        if is_one and not any(each.key in _TO_COME for each in tokens[at + 1 :]):
            return True
    return False


def _is_spell(tokens: Sequence[Token], at: int) -> bool:
    """ "Derby (day)", "two sold-out (nights)", at the end of what is said; not "(the) days", "foreign (days)"."""
    if not at or not all(is_small(token) or Role.TIME in token.roles for token in tokens[at + 1 :]):
        return False
    before = tokens[at - 1]
    if tokens[at].key.endswith("s"):
        is_done = any(token.part is Part.PARTICIPLE for token in tokens[max(at - 2, 0) : at])
        return is_done and any(Role.NUMBER in token.roles for token in tokens[:at])
    return before.part is Part.NOUN or (not before.weighs and bool(before.roles & OF_WORK) and not is_small(before))


def _is_lasting(before: Token, counted: Token) -> bool:
    """ "(Leaves) in four (minutes)", "(it) rained all (week)"; not "(we) want all (months)"."""
    if counted.roles == _COUNTED:
        return before.key == "in"
    return (
        counted.key == "all" and (before.part in _DONE or before.key.endswith("ed")) and Role.ASKING not in before.roles
    )


def _qualifies(tokens: Sequence[Token], at: int) -> bool:
    behind = next((each for each in tokens[at + 1 :] if each.first != tokens[at].first), None)
    return behind is not None and (bool(behind.roles & _DATED) or behind.key == "'s")


def _may_be_done(tokens: Sequence[Token], at: int) -> bool:
    """ "(My colleague) adores"."""
    return at > 0 and bool(tokens[at - 1].roles & {Role.PEOPLE, Role.PRONOUN}) and tokens[at].key.endswith("s")
