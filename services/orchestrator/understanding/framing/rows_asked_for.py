"""Tells clauses that say how many rows are asked for, or which: "give me the top five", "tell me the largest one"."""

from __future__ import annotations

from services.orchestrator.understanding.framing.token import ReadClause, Token
from services.orchestrator.understanding.framing.words_by_role import Role, Tables, words_of
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number

_FIRST = frozenset({"first", "last"})
_OF_ROWS = frozenset({Role.QUANTITY, Role.NUMBER, Role.TIME, Role.IDLE, Role.LIGHT, Role.COURTESY})


class RowsAskedFor:
    """The list of `[further]` in `data/framing.toml` of verbs by which one asks for something."""

    def __init__(self, tables: Tables) -> None:
        self._handing = frozenset(words_of(tables["further"]["handing"]))

    def are_in(self, read: ReadClause) -> bool:
        """Whether the clause asks for a number of rows, or for the first by some order, and names no other thing."""
        tokens = read.whole or []
        verb = next((at for at, token in enumerate(tokens) if token.key.split()[0] in self._handing), len(tokens))
        rows = next((at for at in range(verb + 1, len(tokens)) if _is_of_rows(read, tokens[at])), len(tokens))
        is_led = rows > 0 and Role.PREPOSITION in tokens[rows - 1].roles
        behind = tokens[rows:]
        return bool(behind) and not is_led and all(token.roles & _OF_ROWS for token in behind)


def _is_of_rows(read: ReadClause, token: Token) -> bool:
    return (
        Role.QUANTITY in token.roles or token.key in _FIRST or isinstance(read.said.spans[token.first].meaning, Number)
    )
