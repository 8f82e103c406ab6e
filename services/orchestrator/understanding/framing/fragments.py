"""What has no verb and yet can be no topic: "two quick ones", "a different question", "derby day!", "what a circus!".

A bare noun phrase can be one: "Premium plan. Users last month". So it takes more: a name for the request itself; or
what dates or colours it, where one cries it out or sighs behind it: "charity shop again, sigh."
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.open_words import is_small
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import Role, Tables, words_of
from services.orchestrator.understanding.lexicon.english import Part

_ONES = frozenset({"one", "ones"})
_CALLED = _ONES | {"question", "questions", "q", "ask", "favour", "favours", "favor", "favors", "request", "requests"}
_CALLED |= {"thing", "things"}
_OF_MANY = frozenset({"a", "an", "one", "another", "a couple of"})
_NUMBERS = frozenset({Role.NUMBER, Role.TIME})
_OF_A_DAY = frozenset({Role.LIGHT, Role.QUALIFIER, Role.NOUN, Role.TIME})
_COLOURING = frozenset({Role.LIGHT, Role.COURTESY, Role.INTERJECTION})
_EXCLAIMING = frozenset({("what", "a"), ("what", "an"), ("such", "a"), ("such", "an"), ("so", "many"), ("so", "much")})
_EVERYWHERE = frozenset({"everywhere", "galore", "aplenty"})
_DEFINITE = frozenset({"the", "our", "my", "your", "their", "his", "her", "its"})


def behind_request(tokens: Sequence[Token], start: int) -> int:
    """Where the name of one or some requests ends that starts there; `start` where none does.

    "A silly one", "two small ones", "a different question"; not "the big ones", "foreign ones", who may be counted.
    """
    end = start
    while end < len(tokens) and (tokens[end].key in _CALLED or _describes(tokens[end])):
        end += 1
    while end > start and tokens[end - 1].key not in _CALLED:
        end -= 1
    if end - start <= 1:
        return start
    before, head = tokens[start : end - 1], tokens[end - 1]
    is_one_of_many = any(token.key in _OF_MANY or token.roles & _NUMBERS for token in before)
    if head.key in _ONES:
        is_listed = not any(token.is_free or token.key in _DEFINITE for token in before)
        return end if is_listed and (is_one_of_many or head.key == "one") else start
    return end if is_one_of_many or not head.key.endswith("s") else start


def says_what_a_day_was(tokens: Sequence[Token]) -> bool:
    """ "That was the village fair", "which was election day"; not "that was on phones", "that was teachers"."""
    behind = tokens[2:]
    opening = [token.key for token in tokens[:2]]
    if opening == ["that's", "when"]:
        # "That's when the trial ran".
        return len(behind) > 1 and not any(token.said or token.is_name for token in behind)
    if opening not in (["that", "was"], ["which", "was"]) or not any(token.is_free for token in behind):
        return False
    is_noun = all(token.is_free or token.roles & _OF_A_DAY for token in behind)
    is_one = not behind[-1].key.endswith("s") and (len(behind) > 1 or behind[-1].is_english)
    return (
        is_noun
        and is_one
        and not any(token.is_name or token.said or (token.weighs and Role.TIME not in token.roles) for token in behind)
    )


def _describes(token: Token) -> bool:
    """Small words, a number, and what can only be an adjective; "quick" is a courtesy as well."""
    is_number = bool(token.roles & _NUMBERS) and token.roles <= _NUMBERS
    is_small = bool(token.roles & _COLOURING) and not (token.weighs or token.is_free)
    return is_number or is_small or (token.is_free and token.part is Part.ADJECTIVE)


class Outcries:
    """The moods of `data/framing.toml`."""

    def __init__(self, tables: Tables) -> None:
        self._moods = frozenset(words_of(tables["idioms"]["moods"]))

    def is_mood(self, tokens: Sequence[Token]) -> bool:
        """ "Sigh", "wish me luck"."""
        return bool(tokens) and all(token.key in self._moods and not token.weighs for token in tokens)

    def cried(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """What words cry out, if they do more than name a thing: "launch night", "snow everywhere"."""
        if not tokens:
            return ()
        opening = tuple(token.key for token in tokens[:2])
        if Role.PREPOSITION in tokens[0].roles or any(Role.UNCLEAR in token.roles for token in tokens):
            return ()
        if opening in _EXCLAIMING:
            return tokens[2:]
        everywhere = next((at for at, token in enumerate(tokens) if token.key in _EVERYWHERE), 0)
        if everywhere and all(Role.TIME in token.roles for token in tokens[everywhere + 1 :]):
            return tokens[:everywhere]
        is_again = tokens[-1].key == "again"
        named = [
            token for token in tokens[: len(tokens) - is_again] if not (is_small(token) or Role.NUMBER in token.roles)
        ]
        is_dated = bool(named) and Role.TIME in named[-1].roles
        is_one = is_again and len(named) > 1 and not named[-1].key.endswith("s")
        named = named[:-1] if is_dated else named
        are_known = not any(token.is_name or (token.is_free and not token.is_english) for token in named)
        return named if are_known and (is_dated or is_one) else ()
