"""A word of a clause around a request, and what it may be there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from services.orchestrator.understanding.framing.weight import SaidWords, is_light
from services.orchestrator.understanding.framing.words_by_role import Role, Roles
from services.orchestrator.understanding.lexicon.english import Part
from services.orchestrator.understanding.lexicon.vocabulary import Cause
from services.orchestrator.understanding.periods.vocabulary_of_time import Period, Shifted
from services.orchestrator.understanding.reading.words import key_of


class Token(NamedTuple):
    """Some words of a clause: what they may be, and the values that the request has to name as well.

    `denied` is what the request is not to be broken down by: "no browser split needed".

    A free word stands in no list; `is_name` where it is a name by its capital. What `weighs` means something elsewhere.
    `field` is that of a value. What `moves` says elsewhere that figures do: "dropped".
    `first` and `last` are the spans it begins and ends in; it may begin within one, or end within one.
    """

    text: str
    key: str
    """The text as the lists have it: "i'm" for "I am"."""
    roles: Roles
    first: int
    last: int
    begins_span: bool = True
    ends_span: bool = True
    said: tuple[str | Period, ...] = ()
    is_free: bool = False
    is_name: bool = False
    is_english: bool = False
    part: Part | None = None
    weighs: bool = False
    field: str = ""
    moves: bool = False
    denied: str = ""


class ReadClause(NamedTuple):
    """The words of a clause, and what they may be up to the first that could carry meaning."""

    said: SaidWords
    tokens: list[Token]
    stops: int
    """Before which of its words that was; behind the last where none could."""

    @property
    def whole(self) -> list[Token] | None:
        """What all words may be; None where one could carry meaning."""
        return self.tokens if self.tokens and self.stops == len(self.said.words) else None


def token_of(said: SaidWords, at: int, end: int, roles: Iterable[Role]) -> Token:
    """Some of the words as one token."""
    text = " ".join(word.text for word in said.words[at:end]).replace(" '", "'")
    return Token(
        text,
        key_of(text),
        frozenset(roles),
        said.of_word[at],
        said.of_word[end - 1],
        said.begins(at),
        said.begins(end),
        weighs=not all(is_light(said.span(each)) for each in range(at, end)),
        moves=any(isinstance(said.span(each).meaning, Cause | Shifted) for each in range(at, end)),
    )
