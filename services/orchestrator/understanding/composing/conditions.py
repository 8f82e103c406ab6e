"""Rules for the values that rows must have, or must not have."""

from __future__ import annotations

from services.orchestrator.understanding.composing.draft import Condition
from services.orchestrator.understanding.composing.figures import place_listed
from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.composing.left_out import Reach, reach
from services.orchestrator.understanding.composing.negations import behind_nor, negates_one, takes_back
from services.orchestrator.understanding.composing.none_of_field import why_none_of_field
from services.orchestrator.understanding.composing.restricted_figures import restricts_shown_beside
from services.orchestrator.understanding.composing.sides import why_not_beside
from services.orchestrator.understanding.composing.sorted_lists import is_list_of_values, is_of_what_divides
from services.orchestrator.understanding.lexicon.field_scopes import (
    WITHIN,
    is_entered,
    is_of,
    same_field,
)
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, LiteralKind, Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign
from services.orchestrator.understanding.plan import Match

_PAGES = frozenset({"pagePath", "landingPage"})
_NOT_WITH_EVENTS = frozenset({"sessionSource"})
"""Right before an event their values are not clear: "facebook sign-ups" may come from there, or be made with it."""

_DESCRIBED = (Sign.AND, Sign.OR, Sign.COMMA, Sign.VERSUS, Sign.SHARE)
"""Behind an adjective, besides what is counted: it goes on with another, or is of a share."""


def place_value(filling: Filling, value: Value) -> None:
    """A known value: filters, or goes on with a list of values."""
    span = filling.span
    if is_of_what_divides(filling, value):
        filling.draft.conditions.append(Condition(value.dimension, list(value.values), value.match))
        return
    if by := filling.take(Awaits.BREAKDOWN, Awaits.SORTING):
        filling.blame(by, f"{span.quoted} is one value; figures cannot be split or sorted by it.")
        return
    following = filling.next()
    described = isinstance(following, Metric | Value | Either) or is_of(following, value)
    said_of_figure = bool(filling.draft.metrics) and span.start in filling.behind_verbs
    if value.adjective and not described and not said_of_figure and following not in _DESCRIBED:
        filling.blame(span, f"What does {span.quoted} describe?")
        return
    if value.dimension in _NOT_WITH_EVENTS and isinstance(following, Metric) and following.event:
        filling.blame(span, f"Does {span.quoted} say where they came from, or what they were for?")
        return
    by_words = filling.field_named or _said_as(filling, value.dimension)
    if not by_words and _is_clicked(filling, value):
        by_words, value = Dimension("linkDomain"), Value("linkDomain", (span.text.lower(),))
    named = by_words or (following if is_entered(following, value) else Dimension(value.dimension))
    if why_not := why_none_of_field(filling, value, named, by_words=by_words is not None):
        filling.blame(span, why_not)
        return
    if value.assumption:
        filling.draft.assumptions.append(value.assumption)
    if is_list_of_values(filling):
        place_listed(filling, Dimension(value.dimension, plural=True))
    condition = Condition(named.name, list(value.values), value.match, scoped=named.scoped, named=by_words is not None)
    condition.has_group = value.dimension == "country" and len(value.values) > 1
    place_condition(filling, condition)


def _is_clicked(filling: Filling, value: Value) -> bool:
    """ "Outbound clicks to twitter.com": a site that sends visits is also one that links lead to."""
    if value.dimension != "sessionSource" or "." not in filling.span.text:
        return False
    draft = filling.draft
    led_to = filling.waiting.get(Awaits.LINKED)
    rows = any(row.name == "linkDomain" for row in (*draft.listed, *draft.breakdown))
    clicked = any(metric.event == "click" for metric in draft.metrics)
    return clicked and (rows or (led_to is not None and led_to.meaning == Link("to")))


def _said_as(filling: Filling, dimension: str) -> Dimension | None:
    """ "Bing as their source": passes over the field's name."""
    named = filling.next(2)
    if filling.next() != Link("as") or not isinstance(named, Dimension) or named.plural or named.breaks_down:
        return None
    if not same_field(named.name, dimension):
        return None
    filling.at += 2
    return named


def place_condition(filling: Filling, condition: Condition) -> None:
    """Keeps or leaves out rows as the words before the value say, or goes on with a list of values."""
    span = filling.span
    link = filling.take(Awaits.LINKED)
    if link and isinstance(link.meaning, Link):
        condition.led_by = link.meaning.word
    negation = filling.take(Awaits.NEGATED)
    condition.negated = negation is not None
    condition.of_rows = bool(filling.draft.listed or filling.draft.breakdown)
    if negation and not link:
        # "Not on", "outside": the preposition is in the negation.
        condition.led_by = negation.text.lower().split()[-1]
    linked = link is not None or filling.field_named is not None
    filling.field_named = None
    if link and restricts_shown_beside(filling, link.meaning):
        filling.blame(span, f"Does {span.quoted} restrict only the figure behind it, or all of them?")
        return
    if link and not _fits(link.meaning, condition.dimension):
        filling.blame(link, f"{link.quoted} and {span.quoted} do not go together.")
        return
    if not linked and not condition.negated and goes_on_from_free_text(filling):
        before = filling.spans[filling.at - 1].quoted
        filling.blame(span, f"Is {span.quoted} part of the value before it, {before}? Put that in quotes.")
        return
    reached = reach(filling, condition, linked=link is not None)
    if reached is Reach.OPEN:
        filling.blame(span, f"Does {span.quoted} only say what is left out? Say it first, or behind a comma.")
        return
    last = filling.draft.conditions[-1] if filling.draft.conditions else None
    narrows = last is not None and reached is Reach.NARROWS and condition.dimension not in last.dimensions
    if last and narrows:
        last.also.append(condition)
    elif why_not := _join(filling, condition, linked=linked):
        filling.blame(span, why_not)
        return
    goes_on = filling.value_was_linked and _follows_a_value(filling)
    filling.value_was_linked = link is not None or condition.negated or narrows or goes_on or _kept_alone(filling)
    filling.settle(OpenList.VALUES)


def _follows_a_value(filling: Filling) -> bool:
    """ "From German mobile users"."""
    before = filling.next(-1)
    return isinstance(before, Value) and filling.open_list is OpenList.VALUES


def goes_on_from_free_text(filling: Filling) -> bool:
    """Whether a text without quotes stands right before: "campaign contains summer google"."""
    before = filling.before()
    return (
        before is not None
        and isinstance(before.meaning, Literal)
        and before.meaning.kind is LiteralKind.QUOTED
        and before.text[0] not in "\"'`"
        and not filling.joiner
    )


def _join(filling: Filling, condition: Condition, *, linked: bool) -> str:
    """Adds the condition, or goes on with the list it is joined to; returns why it cannot, empty where it can."""
    conditions, joiner = filling.draft.conditions, filling.joiner
    goes_on = filling.open_list is OpenList.VALUES or (joiner is Sign.VERSUS and len(conditions) == 1)
    last = conditions[-1] if goes_on and conditions else None
    if joiner in {None, Sign.COMMA} and _takes_from_a_list(filling, condition):
        return ""
    if last and joiner and not last.also and _are_alternatives(last, condition, joiner):
        if filling.stop:
            return f'Instead of what stands before the "{filling.stop}", or besides?'
        return _extend(filling, condition, joiner, linked=linked)
    if joiner is None and not condition.negated and any(_same(other, condition) for other in conditions):
        return ""
    why_not = _why_not_joined(filling, condition, last, linked=linked)
    if not why_not:
        condition.added = joiner is Sign.AND
        conditions.append(condition)
    return why_not


def _takes_from_a_list(filling: Filling, condition: Condition) -> bool:
    """ "Users from Benelux, excluding Belgium": leaves the others of the list; returns whether there is one."""
    for kept in filling.draft.conditions:
        alike = kept.dimension == condition.dimension and kept.match is condition.match is Match.EXACT
        if alike and condition.negated and not kept.negated and set(condition.values) < set(kept.values):
            kept.values = [value for value in kept.values if value not in condition.values]
            return True
    return False


def _why_not_joined(filling: Filling, condition: Condition, last: Condition | None, *, linked: bool) -> str:
    """Why the condition cannot stand beside those before it; empty where it can."""
    joiner = filling.joiner
    if last and last.also and joiner in {Sign.AND, Sign.OR}:
        return "Which words belong together is not clear; ask for each by itself."
    if joiner in {Sign.OR, Sign.VERSUS}:
        return "Which values are alternatives is not clear; only values of one kind can be."
    # "Excluding mobile, Germany only".
    alone = joiner is Sign.COMMA and (filling.next() is Sign.ONLY or _kept_alone(filling))
    # "Excluding Germany and browser Chrome" leaves out both, or keeps Chrome.
    named = last is not None and last.negated and joiner is Sign.AND and _is_named(filling)
    stands_alone = (linked and not named) or condition.negated or alone
    if not stands_alone and (joiner is Sign.AND or (joiner and last and last.negated)):
        return "Which words belong together is not clear; say each one with its own preposition."
    if joiner is Sign.COMMA and not (linked or alone) and last and _may_hold_only_the_last(last, condition):
        return "Does it hold all of the places before it, or the last one? Ask for each by itself."
    if any(
        other.dimension == condition.dimension and not _part_of(other, condition) for other in filling.draft.conditions
    ):
        return "Values of one kind that are not joined rule each other out; join them, or name only one."
    return ""


def _may_hold_only_the_last(places: Condition, condition: Condition) -> bool:
    """ "Berlin and Paris, Texas"."""
    return len(places.values) > 1 and places.dimension == "city" and condition.dimension in WITHIN


def _is_named(filling: Filling) -> bool:
    """Whether the value stands behind its field's name, with nothing that leads to that."""
    at = filling.at - 1
    while at > 0 and filling.spans[at].meaning is Sign.EQUALS:
        at -= 1
    return at > 0 and isinstance(filling.spans[at].meaning, Dimension) and filling.spans[at - 1].meaning is Sign.AND


def _part_of(kept: Condition, left_out: Condition) -> bool:
    """ "Views in /blog except /blog/about"."""
    return left_out.negated and not kept.negated and kept.match is not Match.EXACT


def _are_alternatives(one: Condition, other: Condition, joiner: Sign) -> bool:
    """A value has one beginning, but it can contain both of two texts."""
    if one.dimension != other.dimension or one.match is not other.match:
        return False
    return one.match is Match.EXACT or (joiner is Sign.OR if one.match is Match.CONTAINS else joiner is not Sign.VERSUS)


def _same(one: Condition, other: Condition) -> bool:
    """ "German users 🇩🇪": said twice, meant once."""
    return (
        one.dimension == other.dimension and one.values == other.values and not one.negated and one.match is other.match
    )


def _extend(filling: Filling, condition: Condition, joiner: Sign, *, linked: bool) -> str:
    """ "Germany and France", "not Germany or France"; never "not Germany or not France"."""
    last = filling.draft.conditions[-1]
    both_negated = last.negated and condition.negated
    goes_on_negated = last.negated and not condition.negated and (not linked or behind_nor(filling))
    if (last.negated is not condition.negated and not goes_on_negated) or (
        both_negated and (joiner is Sign.OR or takes_back(filling))
    ):
        return "Which values are left out and which are kept is not clear."
    if last.negated and not condition.negated and negates_one(filling):
        return f"Is {filling.span.quoted} left out too, or kept?"
    if joiner in {Sign.AND, Sign.OR} and _are_places_of_two_kinds(filling.draft.conditions[-2:]):
        return "Which of these places belong together is not clear; ask for each by itself."
    if why_not := why_not_beside(last, condition, joiner):
        return why_not
    last.compared = last.compared or joiner is Sign.VERSUS
    if joiner is not Sign.COMMA:
        last.joined_by = joiner
        last.each_led = linked and joiner is Sign.AND
    filling.joiner = None
    last.values.extend(condition.values)
    last.has_group = last.has_group or condition.has_group
    return ""


def _are_places_of_two_kinds(conditions: list[Condition]) -> bool:
    """ "Berlin, France and Spain": no place within another, as "Paris, Texas" is."""
    dimensions = [entry.dimension for entry in conditions]
    return (
        len(conditions) > 1
        and not conditions[-1].led_by
        and set(dimensions) <= {*WITHIN, "city"}
        and not conditions[-1].negated
    )


def _kept_alone(filling: Filling) -> bool:
    """ "Returning users only", "only mobile users"."""
    return filling.only is not None or filling.next(2) is Sign.ONLY


def _fits(link: object, dimension: str) -> bool:
    """ "To" leads to a page, "from" never does."""
    if not isinstance(link, Link):
        return True
    if link.word == "resulting":
        return False
    if link.word == "to":
        return dimension in _PAGES or dimension in {"hostName", "linkDomain"}
    return link.word != "from" or dimension not in _PAGES
