"""Rules for what is counted."""

from __future__ import annotations

import re

from services.orchestrator.understanding.composing.bounding import bound_behind, place_bounded, place_bounded_behind
from services.orchestrator.understanding.composing.events import follows_event_name, keeps_to_event, place_event
from services.orchestrator.understanding.composing.figures_in_a_row import goes_on_in_a_row
from services.orchestrator.understanding.composing.figures_left_open import is_left_open
from services.orchestrator.understanding.composing.figures_that_sort import (
    ranks_what_follows,
    ranks_what_was_listed,
    sorts_as_well,
    sorts_what_is_shown,
)
from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.composing.measures import is_measured_in, names_measure
from services.orchestrator.understanding.composing.people_described import are_new_ones, only_says_whose
from services.orchestrator.understanding.composing.ranked_behind import are_rows_already, ranks_what_it_follows
from services.orchestrator.understanding.composing.restricted_figures import restricted_behind
from services.orchestrator.understanding.composing.shown_beside import is_shown_beside
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, LiteralKind, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Ranking, Style
from services.orchestrator.understanding.lexicon.times_counted import counts_times
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span

_EVENT_NAME = re.compile(r"\w+_\w+")

_OPENING_LINKS = frozenset({"of", "in", "for", "their"})
"""Before the first figure: "trend in users", "best channel for revenue"."""

_PEOPLE = frozenset({"activeUsers", "totalUsers", "newUsers"})
_LISTING = (Awaits.RANKED, Awaits.ASKED)


def place_metric(filling: Filling, metric: Metric) -> None:
    """A figure is counted, sorts rows, or bounds them."""
    draft, span = filling.draft, filling.span
    if is_left_open(filling, metric):
        pass
    elif bound_behind(filling):
        place_bounded_behind(filling, metric)
    elif filling.awaits(Awaits.BOUNDED):
        place_bounded(filling, metric)
    elif filling.waiting.keys() == {Awaits.LINKED} and is_measured_in(filling) and names_measure(filling, metric):
        filling.take(Awaits.LINKED)
    elif is_shown_beside(filling, metric):
        _show_beside(filling, metric)
    elif filling.awaits(Awaits.SORTING, Awaits.BREAKDOWN) or sorts_as_well(filling):
        _sorting(filling, metric)
    elif filling.awaits(Awaits.RANKED):
        _ranked(filling, metric)
    elif place_event(filling, metric) or only_says_whose(filling, metric) or are_new_ones(filling, metric):
        pass
    elif filling.joins(OpenList.METRICS, Sign.AND, Sign.COMMA, Sign.VERSUS) or goes_on_in_a_row(filling):
        filling.joiner = None
        draft.metrics.append(metric)
        filling.settle(OpenList.METRICS)
    elif not draft.metrics and _may_open(filling):
        _note_what_ranks(filling, filling.take(Awaits.LINKED))
        draft.metrics.append(metric)
        filling.settle(OpenList.METRICS)
    else:
        filling.blame(span, f"How {span.quoted} belongs to the rest is not clear.")
    _end_asking(filling, metric)
    if draft.share and draft.share.said_within is None:
        draft.share.said_within = len(draft.conditions)


def _show_beside(filling: Filling, metric: Metric) -> None:
    link = filling.take(Awaits.LINKED)
    if link and restricted_behind(filling):
        value = filling.spans[filling.at + 2]
        filling.blame(value, f"Does {value.quoted} restrict only {filling.span.quoted}, or all figures?")
    filling.joiner = None
    filling.draft.metrics.append(metric)
    filling.settle(OpenList.METRICS)


def _note_what_ranks(filling: Filling, link: Span | None) -> None:
    """ "Top 5 pages and their bounce rate": a figure beside ranked rows, which need not be ranked by it."""
    draft, ranking = filling.draft, filling.draft.ranking
    joined = filling.joiner is Sign.AND or (link is not None and link.meaning == Link("their"))
    # "Top 5 pages for bounce rate" and the worst are so in the figure that is named.
    owned = isinstance(filling.next(-1), Dimension) and filling.span.start in filling.behind_deeds
    if ranking is None or not (joined or owned or (link is None and ranking.descending and not ranking.judges)):
        return
    draft.beside_ranked, draft.beside_joined = filling.span, joined
    if joined and restricted_behind(filling):
        value, figure = filling.spans[filling.at + 2], filling.span.quoted
        filling.blame(value, f"Does {value.quoted} restrict only {figure}, or which rows are the top too?")


def _end_asking(filling: Filling, metric: Metric) -> None:
    """ "How many" and "which" have found their figure, where it can be asked for so."""
    draft, span = filling.draft, filling.span
    counted = filling.take(Awaits.COUNTED)
    if counted and metric.name in _PEOPLE and counts_times(counted):
        filling.blame(counted, f"{counted.quoted} {span.quoted} did what?")
    asked = filling.take(Awaits.ASKED)
    is_behind = asked is not None and filling.spans[filling.at - 1] is asked
    is_one = is_behind and span.words.endswith(filling.words.in_singular)
    if asked and asked.words == "which" and not (is_one or draft.listed or draft.breakdown):
        filling.blame(asked, f"{asked.quoted} of what? A list is of countries, pages, sources and the like.")


def place_either(filling: Filling, either: Either) -> None:
    """ "Events" are listed or counted, or only say that the word beside them is an event's name."""
    named = filling.next() is Sign.EQUALS
    following = filling.next(2 if named else 1)
    if named and isinstance(following, Literal) and not filling.awaits(Awaits.BREAKDOWN):
        filling.at += 2
        _place_named_event(filling, following)
        return
    if isinstance(following, Literal) and following.kind is LiteralKind.IDENTIFIER:
        return
    if isinstance(following, Metric) and following.event:
        return
    if follows_event_name(filling):
        return
    by = filling.waiting.get(Awaits.BREAKDOWN)
    if by and by.meaning is Sign.BY and either.dimension.plural and filling.draft.ranking and filling.draft.listed:
        # "Top 5 countries by events".
        place_metric(filling, either.metric)
        return
    listed = filling.awaits(Awaits.BREAKDOWN, Awaits.ASKED) or _top(filling) or following is Sign.BREAKDOWN
    if listed or ranks_what_it_follows(filling) or filling.joins(OpenList.BREAKDOWN, Sign.AND, Sign.COMMA):
        place_listed(filling, either.dimension)
    else:
        place_metric(filling, either.metric)


def _place_named_event(filling: Filling, name: Literal) -> None:
    """ "Events named trial_started"; a plain word may be part of the name, or not."""
    if name.kind is LiteralKind.IDENTIFIER or filling.span.text[0] in "\"'`" or _EVENT_NAME.fullmatch(name.text):
        event = Metric("eventCount", name.text)
        if not keeps_to_event(filling, event):
            place_metric(filling, event)
    else:
        filling.blame(filling.span, f'Is "{filling.span.text}" the name of an event? Put it in quotes.')


def place_listed(filling: Filling, dimension: Dimension) -> None:
    """What rows are made of: a breakdown after "by", a list after "top" or "which"."""
    draft = filling.draft
    by = filling.take(Awaits.BREAKDOWN)
    asked = filling.waiting.get(Awaits.ASKED)
    if by and asked and asked.text.lower() == "what":
        # "What did each channel earn in revenue"
        filling.take(Awaits.ASKED)
    if not by and filling.joins(OpenList.BREAKDOWN, Sign.COMMA) and are_rows_already(filling, dimension):
        draft.ranking = filling.take_as(Awaits.RANKED, Ranking)
        filling.settle(OpenList.BREAKDOWN)
        return
    one_for_each = by and by.meaning is Sign.EACH and filling.awaits(Awaits.RANKED, Awaits.ASKED)
    if not by and filling.awaits(Awaits.RANKED) and filling.joins(OpenList.BREAKDOWN, Sign.AND, Sign.COMMA):
        filling.blame(filling.span, f"A list of {filling.span.quoted} besides a breakdown? Ask for each by itself.")
    elif by and one_for_each and (filling.awaits(Awaits.RANKED) or not _is_bounded(filling)):
        filling.blame(by, f"{by.quoted} {filling.span.quoted}: a list for each of them? Only one list can be had.")
    elif filling.stop and filling.joins(OpenList.BREAKDOWN, Sign.COMMA):
        filling.blame(filling.span, f'Besides what stands before the "{filling.stop}", or a list of its own?')
    elif (by and not one_for_each) or filling.joins(OpenList.BREAKDOWN, Sign.AND, Sign.COMMA):
        draft.breakdown.append(dimension)
        filling.settle(OpenList.BREAKDOWN)
        return
    behind_value = filling.open_list is OpenList.VALUES and not filling.joiner and filling.awaits(*_LISTING)
    if behind_value and draft.metrics and draft.conditions and draft.conditions[-1].added:
        # "Users last month, and on mobile the top 5 pages".
        filling.blame(filling.span, f"A list of {filling.span.quoted} besides the figure? Ask for each by itself.")
    if ranking := filling.take_as(Awaits.RANKED, Ranking):
        draft.ranking = ranking
        if draft.metrics and not draft.sort_by and filling.joiner is None and ranking.descending:
            # "Bounce rate of the top 5 pages"; "bounce rate, top 5 pages" is what they are ranked by.
            draft.beside_ranked = next(
                (span for span in filling.spans if span.meaning == draft.metrics[0]), filling.span
            )
    draft.listed.append(dimension)
    filling.take(Awaits.ASKED)
    filling.settle(OpenList.LISTED)


def _is_bounded(filling: Filling) -> bool:
    """ "Every country with more than 500 users"."""
    ahead = 2 if isinstance(filling.next(), Link) else 1
    return isinstance(filling.next(ahead), Bound | Bounds) or (
        isinstance(filling.next(ahead), Metric) and bound_behind(filling, ahead) > 0
    )


def _top(filling: Filling) -> bool:
    ranked = filling.waiting.get(Awaits.RANKED)
    return ranked is not None and isinstance(ranked.meaning, Ranking) and ranked.meaning.style is Style.TOP


def _may_open(filling: Filling) -> bool:
    link = filling.waiting.get(Awaits.LINKED)
    if link is None or not isinstance(link.meaning, Link):
        return link is None
    if link.text.lower() in filling.words.showing and filling.draft.breakdown and filling.breakdown_asked:
        return True
    if link.meaning == Link("of") and isinstance(filling.next(-2), Value | Literal):
        # "Germany of revenue" may be its share.
        return False
    # "Best channel on revenue", "did Germany beat France on revenue".
    compared = any(span.meaning in {Sign.VERSUS, Sign.COMPARE} for span in filling.spans)
    ranked = filling.draft.ranking is not None
    return link.meaning.word in _OPENING_LINKS or (link.meaning.word == "on" and (ranked or compared))


def _sorting(filling: Filling, metric: Metric) -> None:
    """ "Pages by views", "sorted by lowest bounce rate", "top 5 by sessions"."""
    draft = filling.draft
    if filling.awaits(Awaits.COUNTED) and filling.joiner:
        filling.blame(filling.span, f"Should {filling.span.quoted} rank the rows too? Ask for each by itself.")
        return
    by = filling.take(Awaits.SORTING)
    plain = filling.take(Awaits.BREAKDOWN)
    if ranking := filling.take_as(Awaits.RANKED, Ranking):
        draft.ranking = ranking
    sorts = (
        plain is not None
        and plain.meaning is Sign.BY
        and (draft.listed or draft.ranking or ranks_what_follows(filling) or sorts_what_is_shown(filling, metric))
    )
    compared, divided = filling.comparing and draft.conditions, filling.breakdown_asked and draft.breakdown
    if plain and not by and (compared or divided) and not draft.metrics and not sorts:
        # "Compare Germany and France by sessions", "device split by sessions".
        draft.metrics.append(metric)
        filling.settle(OpenList.METRICS)
        return
    if plain and not by and not sorts:
        filling.blame(plain, f"{plain.quoted} needs a dimension, and {filling.span.quoted} is a figure.")
        return
    if names_measure(filling, metric):
        return
    sorted_again = (plain or (by and filling.joiner is not Sign.AND)) and metric not in draft.sort_by
    if by and len(draft.sort_by) > 1 and metric in draft.sort_by:
        # "By users and revenue, sorted by revenue": the others are only shown.
        draft.metrics += [other for other in draft.sort_by if other not in draft.metrics]
        draft.sort_by = [metric]
        filling.settle(OpenList.SORTING)
        return
    if draft.sort_by and (sorted_again or filling.open_list is not OpenList.SORTING):
        filling.blame(filling.span, f"Rows are ranked already; should {filling.span.quoted} rank them instead?")
        return
    draft.sort_by.append(metric)
    filling.settle(OpenList.SORTING)


def _ranked(filling: Filling, metric: Metric) -> None:
    """ "The most users" counts and sorts; "top downloads" lists what was downloaded."""
    draft = filling.draft
    ranking = filling.take_as(Awaits.RANKED, Ranking)
    if ranking is not None and (ranking.style is Style.MOST or ranks_what_was_listed(filling)):
        draft.sort_by.append(metric)
    elif listed := metric.listed_by or _products_in(filling, metric):
        draft.listed.append(Dimension(listed, plural=True))
    else:
        filling.blame(filling.span, f"What should be listed by {filling.span.quoted}?")
        return
    filling.take(Awaits.LINKED)
    draft.ranking = ranking
    if metric not in draft.metrics:
        draft.metrics.append(metric)
    filling.settle(OpenList.METRICS)


def _products_in(filling: Filling, metric: Metric) -> str:
    """What "(the top 10) items sold" lists; nothing for a figure that is not of products, or does not name them."""
    names_them = metric.name.startswith("items") and filling.span.words.startswith(filling.words.products)
    return "itemName" if names_them else ""
