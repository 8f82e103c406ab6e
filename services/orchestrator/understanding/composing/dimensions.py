"""Rules for what figures are broken down by, listed by, or filtered on."""

from __future__ import annotations

from services.orchestrator.understanding.composing.bounding import bound_behind
from services.orchestrator.understanding.composing.conditions import goes_on_from_free_text, place_value
from services.orchestrator.understanding.composing.fields_alone import is_said_again, says_breakdown_itself
from services.orchestrator.understanding.composing.figures import place_listed
from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.composing.literals import can_name
from services.orchestrator.understanding.composing.ranked_behind import (
    bounds_figure_behind,
    heads_list,
    is_sorted_behind_comma,
    ranks_what_it_follows,
)
from services.orchestrator.understanding.composing.sorted_lists import figure_follows, is_asked_list, is_sorted_list
from services.orchestrator.understanding.lexicon.field_scopes import WITHIN, same_field
from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, Metric, Value, is_path
from services.orchestrator.understanding.lexicon.orders_and_bounds import (
    Bound,
    Bounds,
    Direction,
    Ranking,
    Style,
)
from services.orchestrator.understanding.lexicon.vocabulary import MATCHING, Link, Sign
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.plan import Match

_BEFORE_A_VALUE = MATCHING | {Sign.NOT, Sign.EQUALS, Link("in"), Link("of")}


_PEOPLE = frozenset(map(Metric, ("activeUsers", "totalUsers", "newUsers")))
_HAVING_TEXT = frozenset({Link("with"), Sign.CONTAINS})
_HOLDING_PATHS = ("page", "path", "url", "screen")
"""Parts of the names of fields whose values can be paths: "countries excluding /pricing" leaves out no country."""


def place_dimension(filling: Filling, dimension: Dimension) -> None:
    """A dimension breaks down, is listed, or names the field of the value beside it."""
    draft, span = filling.draft, filling.span
    if (
        goes_on_from_free_text(filling)
        and not (filling.waiting or _is_set(filling))
        and not _repeats_field_of_last_value(filling, dimension)
    ):
        before = filling.spans[filling.at - 1].quoted
        filling.blame(span, f"Is {span.quoted} part of the value before it, {before}? Put that in quotes.")
    elif filling.take(Awaits.SORTING):
        draft.sort_names.append(dimension)
        filling.settle(OpenList.NONE)
    elif dimension.breaks_down:
        _breaks_down(filling, dimension)
    elif _all_but(filling, dimension) or _stands_beside_its_value(filling, dimension):
        pass
    elif not filling.awaits(Awaits.BREAKDOWN) and (counted := filling.take(Awaits.COUNTED)):
        filling.blame(
            counted, f"How many different values {span.quoted} has cannot be counted; they can be listed instead."
        )
    elif filling.awaits(Awaits.NEGATED):
        filling.blame(filling.waiting.pop(Awaits.NEGATED), f"Which {span.quoted} should be left out?")
    elif filling.awaits(Awaits.BREAKDOWN) or filling.joins(OpenList.BREAKDOWN, Sign.AND, Sign.COMMA):
        place_listed(filling, dimension)
    elif (
        filling.next() is Sign.BREAKDOWN
        or says_breakdown_itself(filling, dimension)
        or _is_shared_out(filling)
        or _lists_its_values(filling, dimension)
    ):
        filling.take(Awaits.LINKED)
        draft.breakdown.append(dimension)
        filling.settle(OpenList.BREAKDOWN)
    elif is_said_again(filling, dimension):
        filling.take(Awaits.LINKED)
    elif _is_listed(filling, dimension):
        filling.take(Awaits.LINKED)
        place_listed(filling, dimension)
    elif dimension.described_by and isinstance(filling.next(), Metric):
        place_value(filling, Value(dimension.name, dimension.described_by, adjective=True))
    else:
        filling.blame(span, f"Should the figures be broken down by {span.quoted}?", (f"by {span.text}",))


def _is_set(filling: Filling) -> bool:
    """ "Medium=cpc source=bing"."""
    behind = filling.spans[filling.at + 1 : filling.at + 2]
    return bool(behind) and behind[0].meaning is Sign.EQUALS and behind[0].text.startswith("=")


def _breaks_down(filling: Filling, dimension: Dimension) -> None:
    if negation := filling.take(Awaits.NEGATED):
        filling.blame(negation, f"{filling.span.quoted} cannot be left out.")
    by = filling.take(Awaits.BREAKDOWN)
    filling.take(Awaits.LINKED)
    if filling.joins(OpenList.PERIODS, Sign.AND) and filling.draft.metrics and not by:
        filling.blame(
            filling.span, f"{filling.span.quoted}: Besides the whole, or instead of it? Ask for each by itself."
        )
    if dimension not in filling.draft.breakdown:
        filling.draft.breakdown.append(dimension)
    filling.settle(OpenList.BREAKDOWN)


def _all_but(filling: Filling, dimension: Dimension) -> bool:
    """ "From every country except France": the others together, where "for every country" is each of them."""
    each = filling.waiting.get(Awaits.BREAKDOWN)
    left_out = filling.next(2)
    if each is None or each.text.lower() not in filling.words.from_all or filling.next() is not Sign.NOT:
        return False
    if isinstance(left_out, Literal):
        if not can_name(filling, dimension, left_out):
            return False
        filling.field_named = dimension
    elif not isinstance(left_out, Value) or not same_field(left_out.dimension, dimension.name):
        return False
    filling.take(Awaits.BREAKDOWN)
    others = f"{each.text} {filling.span.text}"
    filling.draft.assumptions.append(
        f'"{others}" is read as the others together; ask "by {filling.span.text}" for each.'
    )
    return True


def _names_field_of_what_follows(filling: Filling, dimension: Dimension) -> bool:
    if filling.awaits(Awaits.BREAKDOWN, Awaits.RANKED) or filling.joins(OpenList.BREAKDOWN, Sign.AND):
        return False
    ahead = 1
    while filling.next(ahead) in _BEFORE_A_VALUE:
        ahead += 1
    following = filling.next(ahead)
    if isinstance(following, Value):
        paths = dimension.name == "landingPage" and following.dimension == "pagePath"
        return paths or same_field(dimension.name, following.dimension)
    if isinstance(following, Bound):
        following = filling.next(ahead + 1)
    if is_path(following):
        return any(part in dimension.name.lower() for part in _HOLDING_PATHS)
    return isinstance(following, Literal)


def _stands_beside_its_value(filling: Filling, dimension: Dimension) -> bool:
    """Places a field's name that only says what the value beside it is of; returns whether it is one."""
    if _has_text_in(filling, dimension):
        linked = filling.take(Awaits.LINKED) or filling.awaits(Awaits.NEGATED)
        if not linked and (filling.awaits(Awaits.BREAKDOWN, Awaits.ASKED, Awaits.RANKED) or _heads_rows(filling)):
            place_listed(filling, dimension)
    elif _names_field_of_what_follows(filling, dimension):
        filling.field_named = dimension
        if dimension.plural and (is_sorted_list(filling) or is_asked_list(filling)):
            place_listed(filling, dimension)
    elif _repeats_field_of_last_value(filling, dimension):
        filling.joiner = None
        if _lists_part_of_its_values(filling, dimension):
            place_listed(filling, dimension)
    elif dimension.leads:
        filling.blame(filling.span, f"{filling.span.quoted}: Which?")
    else:
        return _leads_to_a_day(filling, dimension)
    return True


def _has_text_in(filling: Filling, dimension: Dimension) -> bool:
    """ "Views of pages with 'blog' in the title", "pages where the title contains blog"."""
    if dimension.name != "pagePath" or (filling.next() not in _HAVING_TEXT and not _lacks(filling)):
        return False
    if isinstance(filling.next(2), Literal):
        return filling.next(3) == Link("in") and isinstance(filling.next(4), Dimension)
    named = filling.next(2)
    titled = isinstance(named, Dimension) and named.name == "pageTitle"
    return titled and filling.next() == Link("with") and filling.next(3) in _BEFORE_A_VALUE


def _heads_rows(filling: Filling) -> bool:
    """ "Pages with 'blog' in the title, views last week"; behind "how many views" there is one number."""
    behind = filling.spans[filling.at + 1 :]
    return not filling.draft.metrics and not any(span.meaning is Sign.COUNT for span in behind)


def _lacks(filling: Filling) -> bool:
    """ "Pages without 'blog' in the title"; not where such pages are themselves left out."""
    return filling.next() is Sign.NOT and not filling.awaits(Awaits.NEGATED)


def _are_of_people(filling: Filling, ahead: int) -> bool:
    """ "Operating systems of our mobile users"."""
    while isinstance(filling.next(ahead), Value):
        ahead += 1
    return filling.next(ahead) in _PEOPLE


def _ranked_beyond_values(filling: Filling) -> bool:
    """ "The pages mobile users visited most"."""
    ahead = 1
    while isinstance(filling.next(ahead), Value):
        ahead += 1
    ranking = filling.next(ahead)
    return isinstance(ranking, Ranking) and ranking.stands_behind


def _repeats_field_of_last_value(filling: Filling, dimension: Dimension) -> bool:
    """ "Organic search channel"; "organic search first user channel" says whose channel it is."""
    may_wait = {Awaits.COUNTED, Awaits.ASKED} if _asks_what_it_did(filling) else {Awaits.COUNTED}
    if filling.open_list is not OpenList.VALUES or filling.joiner or filling.waiting.keys() - may_wait:
        return False
    last = filling.draft.conditions[-1]
    if last.dimension == dimension.name or (last.dimension == "landingPage" and dimension.name == "pagePath"):
        # "Landing on blog pages".
        return True
    if dimension.name in WITHIN.get(last.dimension, ()) and filling.value_was_linked and filling.draft.metrics:
        # "Sessions from European countries".
        return True
    if last.scoped or not dimension.scoped or not same_field(last.dimension, dimension.name):
        return False
    last.dimension, last.scoped = dimension.name, True
    return True


def _lists_part_of_its_values(filling: Filling, dimension: Dimension) -> bool:
    """ "Blog pages with over 500 views", "Nordic countries by users"; one value is no list."""
    draft = filling.draft
    if not dimension.plural or draft.metrics or draft.breakdown or draft.listed or filling.waiting:
        return False
    last = draft.conditions[-1]
    is_part = last.match is not Match.EXACT or len(last.values) > 1
    return is_part and (_is_listed(filling, dimension) or bounds_figure_behind(filling))


def _asks_what_it_did(filling: Filling) -> bool:
    """ "What did the email channel bring us in revenue"."""
    asked = filling.waiting.get(Awaits.ASKED)
    return asked is not None and asked.words == "what" and filling.spans[filling.at - 1].start in filling.behind_verbs


def _is_shared_out(filling: Filling) -> bool:
    """ "Channel share of sessions", where "mobile share of sessions" is that of one part."""
    if filling.next() is not Sign.SHARE or filling.spans[filling.at + 1].words.startswith(filling.words.asking_for_one):
        return False
    draft = filling.draft
    said = draft.metrics or draft.breakdown or draft.listed or draft.conditions
    return not said and not filling.waiting and filling.joiner in {None, Sign.COMMA}


def _lists_its_values(filling: Filling, dimension: Dimension) -> bool:
    """ "Sessions, new / returning"."""
    both = dimension.name == "newVsReturning" and "/" in filling.span.text
    return both and filling.joins(OpenList.METRICS, Sign.COMMA) and not filling.waiting


def _leads_to_a_day(filling: Filling, dimension: Dimension) -> bool:
    """ "At date 2026-09-03", "on the date of 3 October"; not "by date", nor the day of "by page and day"."""
    if filling.joiner or filling.awaits(Awaits.BREAKDOWN, Awaits.NEGATED, Awaits.RANKED, Awaits.ASKED):
        return False
    behind = filling.next(2) if filling.next() == Link("of") else filling.next()
    if dimension.name != "date" or not isinstance(behind, Period):
        return False
    if dimension.plural:
        # "For the dates 3 to 17 October".
        return filling.awaits(Awaits.LINKED) and filling.span.words == "dates"
    return behind.days.start == behind.days.end or filling.span.words != "day"


def _is_listed(filling: Filling, dimension: Dimension) -> bool:
    """ "Top 5 pages", "which pages", "pages by views", "5 pages with the most views", "countries of our users"."""
    if filling.draft.listed or filling.joiner in {Sign.AND, Sign.OR}:
        return False
    ranked = filling.waiting.get(Awaits.RANKED)
    if ranked is not None:
        return isinstance(ranked.meaning, Ranking) and ranked.meaning.style is Style.TOP
    if filling.awaits(Awaits.ASKED):
        return True
    if heads_list(filling, dimension):
        return True
    ahead = 1
    while dimension.plural and isinstance(filling.next(ahead), Period):
        ahead += 1
    following, second = filling.next(ahead), filling.next(ahead + 1)
    figure = filling.next(ahead + 2) if isinstance(second, Value) else second
    sorted_behind = following in {Sign.BY, Sign.SORTED_BY} and isinstance(figure, Metric)
    ranked_behind = isinstance(following, Link) and isinstance(second, Ranking | Bound | Bounds)
    bounded_behind = isinstance(following, Link) and isinstance(second, Metric) and bound_behind(filling, ahead + 1) > 0
    return (
        sorted_behind
        or ranked_behind
        or bounded_behind
        or isinstance(following, Ranking | Bounds)
        or _ranked_beyond_values(filling)
        or (following == Link("their") and figure_follows(filling, ahead + 1))
        or (dimension.plural and (isinstance(following, Direction) or is_sorted_behind_comma(filling)))
        or (dimension.plural and following == Link("of") and _are_of_people(filling, ahead + 1))
        or bool(filling.draft.sort_by)
        or (dimension.plural and is_sorted_list(filling))
        or ranks_what_it_follows(filling)
        or (
            dimension.plural
            and bool(filling.draft.thresholds)
            and not (filling.draft.metrics or filling.draft.breakdown)
        )
    )
