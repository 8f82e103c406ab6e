"""Cuts a sentence where it goes on with another: "the invoice is due and I need a number", "we shipped so they ask"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.orchestrator.understanding.framing.open_words import is_small, is_verb, lists_of
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import Role, Tables

_DONE = frozenset({Role.VERB, Role.NEGATED})


class Joints:
    """The lists of `[open]` in `data/framing.toml`."""

    def __init__(self, tables: Tables) -> None:
        lists = lists_of(tables)
        self._joints = lists["joints"]
        self._subjects = lists["subjects"] | lists["answer"]
        self._articles = lists["articles"]

    def pieces(self, tokens: Sequence[Token]) -> Sequence[Sequence[Token]]:
        """The sentences that tokens hold; one where nothing joins a second with a subject, or with the first one's.

        The piece behind "and" that drops its subject is given that of the first.
        """
        subject = next((token for token in tokens if not is_small(token) or token.key in self._subjects), tokens[0])
        found: list[Sequence[Token]] = []
        start, is_dropped = 0, False
        for at, drops in (*self._cuts(tokens, subject), (len(tokens), False)):
            piece = tokens[start:at]
            found.append([subject, *piece] if is_dropped else piece)
            start, is_dropped = at + 1, drops
        return found

    def _cuts(self, tokens: Sequence[Token], subject: Token) -> Iterator[tuple[int, bool]]:
        """The words that join, and whether what follows drops its subject."""
        for at in range(1, len(tokens) - 2):
            if tokens[at].key not in self._joints:
                continue
            if self._is_subject(tokens, at + 1):
                yield at, False
            elif subject.key in self._subjects and tokens[at + 1].roles & _DONE:
                yield at, True

    def _is_subject(self, tokens: Sequence[Token], at: int) -> bool:
        """ "(And) I need", "(so) the editor asks"; not "(and) the parents"."""
        if tokens[at].key in self._subjects:
            return True
        return tokens[at].key in self._articles and any(is_verb(token) for token in tokens[at + 2 : at + 5])
