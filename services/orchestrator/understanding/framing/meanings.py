"""What words that no list of framing holds may be around a request, by what they mean in one, and what they name."""

from __future__ import annotations

import re

from services.orchestrator.understanding.framing.weight import ARTICLES, LIGHT_SIGNS
from services.orchestrator.understanding.framing.words_by_role import Role
from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import (
    Ambiguous,
    Announced,
    Cause,
    Link,
    Meaning,
    Sign,
    Span,
)
from services.orchestrator.understanding.periods.vocabulary_of_time import ImpossiblePeriod, Minutes, Period, Shifted
from services.orchestrator.understanding.reading.words import Word

PUBLIC = frozenset({"people"})
_OCLOCK = re.compile(r"\d{1,2}(?:am|pm|ish)|\d{1,2}h")
_OF_SIGNS = {
    Sign.BY: Role.PREPOSITION,
    Sign.EACH: Role.QUANTITY,
    Sign.EQUALS: Role.QUANTITY,
    **dict.fromkeys((Sign.ONLY, Sign.COUNT, Sign.ROWS, Sign.FIRST, Sign.COMPARE, Sign.TOTAL, Sign.NEXT), Role.IDLE),
}
_ROLES: dict[type, Role] = {
    Cause: Role.IDLE,
    Shifted: Role.IDLE,
    Deed: Role.IDLE,
    Announced: Role.NOUN,
    ImpossiblePeriod: Role.TIME,
    Minutes: Role.TIME,
    Ranking: Role.QUANTITY,
    Period: Role.PERIOD,
    Number: Role.NUMBER,
    Link: Role.PREPOSITION,
}


def role_of(word: Word, meaning: Meaning, *, names_none: bool) -> Role | None:
    """The part that a word can play; None where it could say something of the request.

    `names_none` is set for a field that is one of many: "an event".
    """
    if word.key in ARTICLES or (meaning in LIGHT_SIGNS and word.text.isalnum()):
        return Role.LIGHT
    if word.key in PUBLIC:
        return Role.PUBLIC
    if _OCLOCK.fullmatch(word.key) and not isinstance(meaning, Period):
        return Role.TIME
    if isinstance(meaning, Dimension | Either | Metric | Ambiguous):
        return Role.THING if names_none else None
    return _OF_SIGNS[meaning] if isinstance(meaning, Sign) and meaning in _OF_SIGNS else _ROLES.get(type(meaning))


def named_by(span: Span) -> tuple[str | Period, ...]:
    """The values, the field, the days or the change that a span names, as they are compared."""
    meaning = span.meaning
    match meaning:
        case Dimension():
            named: tuple[str | Period, ...] = (f"field {meaning.name}",)
        case Period():
            named = (meaning,)
        case Value():
            named = tuple(value.lower().strip("/") for value in meaning.values)
        case Metric() | Either() | Ambiguous():
            named = (f"figure {span.text.lower()}",)
        case Shifted():
            named = ("a change",)
        case Literal():
            named = (meaning.text.strip("/*"),)
        case _:
            named = ()
    return named
