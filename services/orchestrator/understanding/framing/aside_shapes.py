"""What the words of a clause make together: a sentence about the asker or the work, a fragment of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from services.orchestrator.understanding.reading.words import key_of

_BEFORE_A_NUMBER = frozenset({"at", "by", "before"})
_HERE = frozenset({"here", "again"})
_LED_TO = {"noun", "modifier", "role"}


@dataclass(frozen=True, slots=True)
class Token:
    """Some words of a clause: what they may be, and whether that holds only where the request says them too.

    A free word stands in no list; `is_name` where it is a name by its capital. What `weighs` means something elsewhere.
    """

    text: str
    kinds: frozenset[str]
    said: tuple[str, ...] = ()
    is_free: bool = False
    is_name: bool = False
    weighs: bool = False
    is_city: bool = False


class Shape(Enum):
    """What the words of a clause make."""

    NONE = auto()
    SENTENCE = auto()
    """Of the asker or the work: "Finance is chasing me"."""
    INTERJECTION = auto()
    FRAGMENT = auto()
    """That ends in a noun of the work: "QBR slide 4"."""


def _hangs_together(tokens: Sequence[Token]) -> bool:
    """Whether every modifier leads to a noun of work, every number to one, and every form of a verb has its subject."""
    negated = any("negated" in token.kinds for token in tokens)
    if negated and any(token.said or token.kinds == {"modifier"} for token in tokens):
        return False
    return all(belongs(tokens, at) for at in range(len(tokens)))


def belongs(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token has the word beside it without which it means nothing, or something else."""
    kinds = tokens[at].kinds
    behind = tokens[at + 1].kinds if at + 1 < len(tokens) else frozenset()
    if kinds == {"number"}:
        return "noun" in behind or (at > 0 and _may_lead_a_number(tokens[at - 1]))
    if kinds == {"people"}:
        return bool(behind & {"verb", "asking", "doing"})
    if kinds <= {"modifier", "name"}:
        leads = {"asking"} if kinds == {"name"} else _LED_TO | ({"asking"} if "name" in kinds else set())
        return bool(behind & leads)
    if "doing" in kinds and "verb" not in kinds:
        return _has_subject_or_object(tokens, at)
    if "preposition" in kinds and not behind:
        return any("verb" in token.kinds for token in tokens)
    return True


def _may_lead_a_number(token: Token) -> bool:
    return "noun" in token.kinds or key_of(token.text) in _BEFORE_A_NUMBER


def _has_subject_or_object(tokens: Sequence[Token], at: int) -> bool:
    """ "Finance is chasing me", "Building a chart"; not "focus on gaming"."""
    before = at - 1
    while before >= 0 and tokens[before].kinds <= {"light"}:
        before -= 1
    if before >= 0 and tokens[before].kinds & {"verb", "noun", "role", "person", "negated"}:
        return True
    if _is_past(tokens[at]):
        return False
    behind = [token for token in tokens[at + 1 :] if not token.kinds <= {"light", "modifier"}]
    return bool(behind) and bool(behind[0].kinds & {"noun", "role"})


def shape_of(tokens: Sequence[Token] | None) -> Shape:
    """What the words of a clause make; nothing where `tokens` are None."""
    if not tokens or not all(token.kinds for token in tokens) or not _hangs_together(tokens):
        return Shape.NONE
    if all(token.kinds & {"interjection", "light"} for token in tokens):
        return Shape.INTERJECTION if any("interjection" in token.kinds for token in tokens) else Shape.NONE
    verbs = [at for at, token in enumerate(tokens) if token.kinds & {"verb", "asking", "negated"} or _is_past(token)]
    subjects = [
        at for at, token in enumerate(tokens) if token.kinds & {"person", "noun", "role", "said", "name", "people"}
    ]
    if any(verb != subject for verb in verbs[:3] for subject in subjects[:3]):
        return Shape.SENTENCE
    return Shape.FRAGMENT if _is_headed(tokens) else Shape.NONE


def _is_past(token: Token) -> bool:
    return "doing" in token.kinds and token.text.endswith("ed")


def _is_headed(tokens: Sequence[Token]) -> bool:
    """ "Content council on Thursday", "Copy desk here", "last bit for finance"; not "Finance"."""
    if any("role" in token.kinds for token in tokens) and tokens[-1].text.lower() in _HERE:
        return True
    many = len(tokens) > 1
    return any(
        "noun" in each.kinds or (many and "interjection" in each.kinds and " " in each.text) for each in tokens
    ) and (many or " " in tokens[0].text)


def is_who_asks(tokens: Sequence[Token]) -> bool:
    last = tokens[-1]
    if last.kinds & {"role", "noun", "person"}:
        return _hangs_together(tokens) and not any(token.said or not token.kinds for token in tokens)
    return len(tokens) == 1 and bool(last.kinds & {"name", "modifier"})
