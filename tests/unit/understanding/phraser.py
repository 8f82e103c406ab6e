"""Says the slots of a plan in one of many ways."""

from __future__ import annotations

from random import Random

from services.orchestrator.understanding.plan import Comparison
from tests.unit.understanding.asked_slots import Slots, Thing
from tests.unit.understanding.slot_words import COMPARED

_BOUNDS = {
    Comparison.GREATER_THAN: (
        "with more than {0} {1}",
        "with over {0} {1}",
        "where {1} > {0}",
        "having more than {0} {1}",
    ),
    Comparison.GREATER_THAN_OR_EQUAL: ("with at least {0} {1}", "where {1} >= {0}", "with {0} or more {1}"),
    Comparison.LESS_THAN: (
        "with fewer than {0} {1}",
        "with less than {0} {1}",
        "where {1} < {0}",
        "with under {0} {1}",
    ),
}
_BY = ("by {}", "per {}", "broken down by {}", "split by {}", "for each {}", "by {}")
_OPENINGS = (
    "",
    "",
    "",
    "show me ",
    "please give me ",
    "could you pull ",
    "i need ",
    "can i see the ",
    "what were our ",
    "hi, ",
)
_CLOSINGS = ("", "", "", "?", " please", ", thanks!", " 🙏", ".")
_SMALL_NUMBERS = {3: "three", 5: "five", 10: "ten"}


def say(slots: Slots, chance: Random) -> str:
    """A question that asks for the slots."""
    text = (
        chance.choice(_OPENINGS) + " ".join(part for part in _parts(slots, chance) if part) + chance.choice(_CLOSINGS)
    )
    style = chance.random()
    if style < 0.1 and '"' not in text:
        return text.upper()
    return text[0].upper() + text[1:] if style < 0.5 else text


def _parts(slots: Slots, chance: Random) -> list[str]:
    free = _free(slots, chance)
    before = [condition for condition in slots.conditions if condition in free.before]
    adjectives = [chance.choice(condition.before) for condition in before]
    figures = [chance.choice(figure.names) for figure in slots.figures]
    chance.shuffle(free.phrases)
    if slots.limit is not None:
        return [_ranked(slots, figures[0], chance), *free.phrases]
    chance_of_form = chance.random()
    named = " and ".join(figures)
    if slots.threshold and len(slots.things) == 1 and chance_of_form < 0.5:
        return [f"{chance.choice(slots.things[0].many)} {free.bound}", *free.phrases]
    phrases = [*free.phrases, *free.breakdowns, *([free.bound] if free.bound else [])]
    if not free.bound:
        chance.shuffle(phrases)
    if len(figures) == 1 and slots.figures[0].counted and chance_of_form > 0.8:
        asked = chance.choice(("did we have", "were there", "did we get"))
        return ["how many", free.possessive, *adjectives, named, asked, *phrases]
    return [free.possessive, *adjectives, named, *phrases]


class _Free:
    """The phrases that may stand in any order behind the figure, and what stands before it."""

    def __init__(self) -> None:
        self.phrases: list[str] = []
        self.breakdowns: list[str] = []
        self.before: list[object] = []
        self.possessive = ""
        self.bound = ""


def _free(slots: Slots, chance: Random) -> _Free:
    free = _Free()
    for condition in slots.conditions:
        stands_before = condition.before and slots.limit is None and slots.threshold is None and not free.before
        if stands_before and (not condition.phrases or chance.random() < 0.3):
            free.before.append(condition)
        elif condition.phrases:
            free.phrases.append(chance.choice(condition.phrases))
        else:
            free.phrases.append(f"from {chance.choice(condition.before)} visitors")
    if slots.compared:
        said = chance.choice([phrase for phrase in slots.time.phrases if phrase])
        free.phrases.append(f"{said} {chance.choice(COMPARED[slots.compared])}")
    elif (
        slots.time.possessive and not free.before and not slots.limit and not slots.threshold and chance.random() < 0.2
    ):
        free.possessive = slots.time.possessive
    else:
        free.phrases.append(chance.choice(slots.time.phrases))
    if slots.limit is None:
        free.breakdowns = _breakdowns(slots.things, chance)
    if slots.threshold:
        bound = chance.choice(_BOUNDS[slots.threshold.comparison])
        number = chance.choice((f"{slots.threshold.number}", f"{slots.threshold.number:,}"))
        free.bound = bound.format(number, chance.choice(slots.threshold.figure.names))
    return free


def _breakdowns(things: tuple[Thing, ...], chance: Random) -> list[str]:
    if len(things) == 2 and chance.random() < 0.5:
        names = [chance.choice(thing.one) for thing in things]
        chance.shuffle(names)
        return [f"by {names[0]} and {names[1]}"]
    return [
        chance.choice(thing.phrases)
        if thing.phrases and chance.random() < 0.3
        else chance.choice(_BY).format(chance.choice(thing.one))
        for thing in things
    ]


def _ranked(slots: Slots, figure: str, chance: Random) -> str:
    [thing] = slots.things
    many, one = chance.choice(thing.many), chance.choice(thing.one)
    number = chance.choice((str(slots.limit), _SMALL_NUMBERS.get(slots.limit or 0, str(slots.limit))))
    top, most = ("top", "most") if slots.descending else ("bottom", "fewest")
    if not slots.figures[0].counted:
        most = "highest" if slots.descending else "lowest"
    if slots.limit == 1:
        return chance.choice(
            (
                f"{top} 1 {one} by {figure}",
                f"which {one} had the {most} {figure}",
                f"the {one} with the {most} {figure}",
            )
        )
    return chance.choice(
        (
            f"{top} {number} {many} by {figure}",
            f"the {number} {many} with the {most} {figure}",
            f"{number} {many} with the {most} {figure}",
            f"which {number} {many} had the {most} {figure}",
        )
    )
