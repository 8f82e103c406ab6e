"""What has no verb and yet can be no topic: what a request is called, "two quick ones", "a different question"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import Role
from services.orchestrator.understanding.lexicon.english import Part

_ONES = frozenset({"one", "ones"})
_CALLED = _ONES | {"question", "questions", "q", "ask", "favour", "favours", "favor", "favors", "request", "requests"}
_CALLED |= {"thing", "things"}
_OF_MANY = frozenset({"a", "an", "one", "another", "a couple of"})
_NUMBERS = frozenset({Role.NUMBER, Role.TIME})
_COLOURING = frozenset({Role.LIGHT, Role.COURTESY, Role.INTERJECTION})
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


def _describes(token: Token) -> bool:
    """Small words, a number, and what can only be an adjective; "quick" is a courtesy as well."""
    is_number = bool(token.roles & _NUMBERS) and token.roles <= _NUMBERS
    is_small = bool(token.roles & _COLOURING) and not (token.weighs or token.is_free)
    return is_number or is_small or (token.is_free and token.part is Part.ADJECTIVE)
