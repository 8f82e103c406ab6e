"""What a word that stands in no list may be, in a sentence around a request."""

from __future__ import annotations

from collections.abc import Mapping

from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import SMALL, Role, Tables, words_of
from services.orchestrator.understanding.lexicon.english import Part

VERBS = frozenset({Part.PRESENT, Part.PAST, Part.PARTICIPLE, Part.DOING})
NO_NOUNS = VERBS | {Part.ADJECTIVE, Part.ADVERB}
_LONGEST_STEM = 4


def lists_of(tables: Tables) -> Mapping[str, frozenset[str]]:
    """The lists of `[open]` in `data/framing.toml`."""
    return {name: frozenset(words_of(text)) for name, text in tables["open"].items()}


def is_small(token: Token) -> bool:
    """Whether a word only joins or colours others."""
    return bool(token.roles) and token.roles <= SMALL


def may_name(token: Token) -> bool:
    """Whether a word in no list could be a noun."""
    return token.is_free and token.part not in NO_NOUNS


def is_verb(token: Token) -> bool:
    """Whether a word is a verb wherever it stands."""
    return Role.VERB in token.roles or token.part in VERBS


def ends_as_past(key: str) -> bool:
    """ "Cornered"; not "feed", "shed"."""
    return key.endswith("ed") and not key.endswith("eed") and len(key) > _LONGEST_STEM
