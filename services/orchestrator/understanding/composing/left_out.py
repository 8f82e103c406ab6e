"""Whether words behind a value that is left out say which rows of it are, or what is kept."""

from __future__ import annotations

from enum import Enum, auto

from services.orchestrator.understanding.composing.draft import Condition, Draft
from services.orchestrator.understanding.composing.filling import Filling, OpenList
from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

_SOFTWARE = frozenset({"browser", "platform"})
_RUNS_ON = frozenset(
    {"operatingSystem", "operatingSystemWithVersion", "deviceCategory", "platform", "mobileDeviceModel"}
)
_WITHIN_A_PHRASE = (Value, Literal, Dimension)


class Reach(Enum):
    """What a value that follows one that is left out does."""

    KEEPS = auto()
    """ "Outside Germany on mobile": keeps rows of its own."""
    NARROWS = auto()
    """ "Excluding mobile Germany": says which rows are left out."""
    OPEN = auto()
    """ "Excluding mobile users in Germany": could be either."""


def reach(filling: Filling, condition: Condition, *, linked: bool) -> Reach:
    """What the condition does where a negation and its value stand right before it."""
    if condition.negated or filling.joiner:
        return Reach.KEEPS
    at = filling.at - 1
    # A field's name and its sign of equality belong to the value itself.
    while at >= 0 and (isinstance(filling.spans[at].meaning, Link) or filling.spans[at].meaning is Sign.EQUALS):
        at -= 1
    counted = at >= 0 and isinstance(filling.spans[at].meaning, Metric)
    negation = _negation(filling, at - counted)
    if negation in {"", *filling.words.describing}:
        return Reach.KEEPS
    words = negation.split()
    denies = any(word in filling.words.denying or word.endswith("n't") for word in words)
    denies = denies and not any(word in filling.words.taking_away for word in words)
    if counted:
        return Reach.OPEN
    said_with_verb = filling.span.start in filling.behind_deeds or filling.span.words.startswith(filling.words.speaking)
    if not linked and not said_with_verb:
        goes_on = denies and words[-1] in filling.words.prepositions
        # "Landing on /pricing" could describe what is left out, or what is kept.
        named = at >= 0 and isinstance(filling.spans[at].meaning, Dimension)
        within = Reach.OPEN if named or (denies and not goes_on) else Reach.NARROWS
        return Reach.KEEPS if named and goes_on else within
    runs_on = _runs_on(filling, condition)
    if denies:
        return Reach.OPEN if runs_on else Reach.KEEPS
    return Reach.NARROWS if runs_on else Reach.OPEN


def place_left_out(filling: Filling) -> None:
    """ "With tablets excluded", "sessions, tablets excluded": the values right before, none else with them."""
    last = filling.draft.conditions[-1] if filling.draft.conditions else None
    unclear = filling.open_list is not OpenList.VALUES or filling.joiner or filling.waiting
    if last is None or unclear or last.negated or last.compared or not _stand_alone(filling):
        filling.blame(filling.span, f"What should be {filling.span.quoted}?")
        return
    last.negated = True


def _stand_alone(filling: Filling) -> bool:
    """Whether one list of values ends before the span, and what stands before that does not go with it."""
    meanings = [span.meaning for span in filling.spans[: filling.at]]
    if len(meanings) > 1 and isinstance(meanings[-1], Metric) and isinstance(meanings[-2], Value):
        # "With direct traffic excluded".
        meanings.pop()
    if not meanings or not isinstance(meanings.pop(), Value | Literal):
        return False
    while len(meanings) > 1 and meanings[-1] in {Sign.AND, Sign.OR} and isinstance(meanings[-2], Value | Literal):
        del meanings[-2:]
    if not meanings or meanings[-1] == Link("with"):
        return True
    if meanings[-1] is Sign.COMMA:
        # In "with Germany, France excluded" one list may be two.
        before = meanings[-2] if len(meanings) > 1 else None
        said = before.dimension if isinstance(before, Value) else ""
        return said != filling.draft.conditions[-1].dimension
    return isinstance(meanings[-1], Metric | Dimension | Period)


def say_what_is_left_out(draft: Draft) -> None:
    """Says so where only rows that meet several conditions are left out."""
    for condition in draft.conditions:
        if condition.also:
            words = (" or ".join(entry.values) for entry in (condition, *condition.also))
            draft.assumptions.append(f"Only what is all of this at once is left out: {', '.join(words)}.")


def _negation(filling: Filling, at: int) -> str:
    """The words of the negation whose values, with their fields, end there; empty where there is none."""
    if at < 0 or not isinstance(filling.spans[at].meaning, _WITHIN_A_PHRASE):
        return ""
    while at >= 0 and (
        isinstance(filling.spans[at].meaning, _WITHIN_A_PHRASE)
        or filling.spans[at].meaning in {Sign.AND, Sign.OR, Sign.COMMA}
    ):
        at -= 1
    link = f" {filling.spans[at].text}" if at > 0 and isinstance(filling.spans[at].meaning, Link) else ""
    negation = filling.spans[at - bool(link)] if at >= 0 else None
    return f"{negation.text}{link}".lower() if negation and negation.meaning is Sign.NOT else ""


def _runs_on(filling: Filling, condition: Condition) -> bool:
    """ "Chrome on Android"."""
    last = filling.draft.conditions[-1] if filling.draft.conditions else None
    return last is not None and last.dimension in _SOFTWARE and condition.dimension in _RUNS_ON
