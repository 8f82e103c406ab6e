"""Places every span of a question into the slots of a draft, one rule for each kind of word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from services.orchestrator.understanding.composing.bounding import place_bound, place_bounds
from services.orchestrator.understanding.composing.causes import close_causes, place_cause
from services.orchestrator.understanding.composing.conditions import place_value
from services.orchestrator.understanding.composing.deeds import place_deed
from services.orchestrator.understanding.composing.dimensions import place_dimension
from services.orchestrator.understanding.composing.draft import Draft, Unclear
from services.orchestrator.understanding.composing.figures import place_either, place_metric
from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.composing.left_out import say_what_is_left_out
from services.orchestrator.understanding.composing.literals import place_literal
from services.orchestrator.understanding.composing.numbers import place_number
from services.orchestrator.understanding.composing.orders import place_direction, place_ranking
from services.orchestrator.understanding.composing.shares import deeds_before, note_verb, verbs_before
from services.orchestrator.understanding.composing.signs import close, place_link, place_sign
from services.orchestrator.understanding.composing.times import (
    place_contrast,
    place_minutes,
    place_period,
    place_shifted,
)
from services.orchestrator.understanding.composing.words import ComposingWords
from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Direction, Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import (
    AboutFields,
    Ambiguous,
    Announced,
    Cause,
    Doubtful,
    Link,
    Overview,
    Sign,
    Span,
    Topic,
    Unknown,
)
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    Contrast,
    ImpossiblePeriod,
    Minutes,
    Period,
    Shifted,
)
from services.orchestrator.understanding.plan import Listing

_OPENS_NOTHING = frozenset({Sign.AND, Sign.COMMA})
""" "And the top 10 pages?", with nothing before that it goes on from."""


_PASSED = frozenset({Sign.FILLER, Sign.FRAMING})


def compose(spans: Sequence[Span], words: ComposingWords) -> Draft:
    """The draft that the spans fill. Raises Unclear with every span that fits nowhere; nothing is dropped."""
    said = [span for span in spans if span.meaning not in _PASSED]
    while said and said[0].meaning in _OPENS_NOTHING:
        said.pop(0)
    filling = Filling(said, words, verbs_before(spans, words), deeds_before(spans))
    while filling.at < len(filling.spans):
        note_verb(filling)
        _place(filling)
        filling.at += 1
    close(filling)
    close_causes(filling)
    say_what_is_left_out(filling.draft)
    if filling.problems:
        raise Unclear(filling.problems[0].why, others=tuple(filling.problems))
    return filling.draft


_CANNOT_REACH_OVER: dict[Awaits, tuple[type, ...]] = {
    Awaits.NEGATED: (Value, Literal, Bound, Bounds, Link, Dimension, Metric, Period, Sign),
    Awaits.MATCHED: (Literal, Sign),
}
"""Words that cannot reach over others to what they belong to; the rules say what they mean before each follower."""


def _place(filling: Filling) -> None:
    meaning = filling.span.meaning
    for kind, followers in _CANNOT_REACH_OVER.items() if filling.waiting else ():
        if not isinstance(meaning, followers) and (waiting := filling.take(kind)):
            filling.blame(waiting, f"What {waiting.quoted} belongs to is not clear.")
    _RULES[type(meaning)](filling, meaning)


def _place_overview(filling: Filling, overview: Overview) -> None:
    if filling.draft.metrics or filling.waiting:
        filling.blame(filling.span, f"How {filling.span.quoted} belongs to the rest is not clear.")
        return
    if unit := _how_often(filling):
        why = f"Of one {unit}, or {unit} by {unit}?"
        filling.blame(filling.spans[filling.at - 1], why, (f"summary of last {unit}", f"summary by {unit}"))
        return
    filling.draft.metrics.extend(overview.metrics)
    filling.draft.overview = True
    filling.settle(OpenList.NONE)


def _how_often(filling: Filling) -> str:
    """The week of "weekly summary", which may be of one week; empty where nothing says how often."""
    before = filling.before()
    if before is None or not isinstance(before.meaning, Dimension) or not before.text.lower().endswith("ly"):
        return ""
    return {"date": "day", "yearWeek": "week", "yearMonth": "month", "year": "year"}.get(before.meaning.name, "")


def _place_ambiguous(filling: Filling, ambiguous: Ambiguous) -> None:
    choices = ", ".join(ambiguous.choices)
    asks = "can mean several things" if len(ambiguous.choices) > 1 else "is not to be had itself; what comes near is"
    filling.blame(filling.span, f"{filling.span.quoted} {asks}: {choices}.", ambiguous.choices)
    # What else does not fit may only follow from it.
    filling.problems.insert(0, filling.problems.pop())


def _place_doubtful(filling: Filling, doubtful: Doubtful) -> None:
    filling.blame(filling.span, doubtful.why)


def _place_impossible(filling: Filling, impossible: ImpossiblePeriod) -> None:
    filling.blame(filling.span, impossible.why)


def _place_announced(filling: Filling, _: Announced) -> None:
    filling.blame(filling.span, f"{filling.span.quoted}: Which are they? Put each into a sentence of its own.")


def _place_unknown(filling: Filling, _: Unknown | Topic) -> None:
    filling.blame(filling.span, f"{filling.span.quoted} is not a word that is known here.")


_RULES: dict[type, Callable[[Filling, Any], None]] = {
    Metric: place_metric,
    Dimension: place_dimension,
    Either: place_either,
    Deed: place_deed,
    Value: place_value,
    Literal: place_literal,
    Period: place_period,
    Contrast: place_contrast,
    Minutes: place_minutes,
    Shifted: place_shifted,
    Ranking: place_ranking,
    Direction: place_direction,
    Bound: place_bound,
    Bounds: place_bounds,
    Number: place_number,
    Link: place_link,
    Sign: place_sign,
    Overview: _place_overview,
    Ambiguous: _place_ambiguous,
    Doubtful: _place_doubtful,
    ImpossiblePeriod: _place_impossible,
    Topic: _place_unknown,
    Cause: place_cause,
    AboutFields: _place_unknown,
    Listing: _place_unknown,
    Announced: _place_announced,
    Unknown: _place_unknown,
}
