"""Reads what is not asked for: "no browser split", "not the money", "never mind the money"."""

from __future__ import annotations

from services.orchestrator.understanding.framing.token import Token, token_of
from services.orchestrator.understanding.framing.weight import ARTICLES, SaidWords
from services.orchestrator.understanding.framing.words_by_role import Role
from services.orchestrator.understanding.lexicon.fields import Dimension, Metric

ANY_FIELD = "any"
COMPARISON = "comparison"
PEOPLE_COUNTED = ("Users", "Purchasers")
_VISITORS = "activeUsers"
_OTHER_WAYS = frozenset({COMPARISON, "chart", "table"})
_WAYS = _OTHER_WAYS | {"split", "splits", "breakdown", "breakdowns"}


def denied_rows(said: SaidWords, at: int) -> tuple[Token, int] | None:
    """ "No comparison", "no browser split", "without a breakdown"."""
    behind = at + 1
    while behind < len(said.words) and said.words[behind].key in ARTICLES:
        behind += 1
    field = said.span(behind).meaning if behind < len(said.words) else None
    denied = ANY_FIELD
    if isinstance(field, Dimension) and said.words[behind].key not in _WAYS:
        denied = field.name
        while behind < len(said.words) and said.span(behind).meaning is field:
            behind += 1
    if behind == len(said.words) or said.words[behind].key not in _WAYS:
        return None
    denied = said.words[behind].key if said.words[behind].key in _OTHER_WAYS else denied
    return token_of(said, at, behind + 1, {Role.COURTESY})._replace(denied=denied), behind + 1


def denied_figure(said: SaidWords, at: int) -> tuple[Token, int] | None:
    """A figure that is not asked for; of people it may say who is left out: "not the new users"."""
    figure = said.span(at).meaning if at < len(said.words) else None
    if not isinstance(figure, Metric) or not said.begins(at):
        return None
    if figure.name.endswith(PEOPLE_COUNTED) and figure.name != _VISITORS:
        return None
    end = next(end for end in range(at + 1, len(said.words) + 1) if said.begins(end))
    return token_of(said, at, end, {Role.COURTESY})._replace(weighs=False, denied=figure.name), end
