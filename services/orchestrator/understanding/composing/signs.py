"""Rules for the words that say how others hang together, and for what is left at the end."""

from __future__ import annotations

from collections.abc import Callable

from services.orchestrator.understanding.composing.around_paths import place_below, place_itself
from services.orchestrator.understanding.composing.bounding import bound_only_figure
from services.orchestrator.understanding.composing.credited import say_who_is_credited
from services.orchestrator.understanding.composing.fields_alone import place_slash, place_those
from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.composing.left_out import place_left_out
from services.orchestrator.understanding.composing.orders import place_first, place_rows, rank_rows
from services.orchestrator.understanding.composing.shares import end_rows, place_share, place_share_behind
from services.orchestrator.understanding.composing.sides import ONE_OR_EACH, check_sides
from services.orchestrator.understanding.lexicon.fields import Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bounds
from services.orchestrator.understanding.lexicon.times_counted import counts_times
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.plan import Match
from services.orchestrator.understanding.reading.several.two_groups import names_groups

_WAITING = {
    Sign.BY: Awaits.BREAKDOWN,
    Sign.EACH: Awaits.BREAKDOWN,
    Sign.SORTED_BY: Awaits.SORTING,
    Sign.NOT: Awaits.NEGATED,
    Sign.WHICH: Awaits.ASKED,
    Sign.COUNT: Awaits.COUNTED,
    Sign.LIMIT: Awaits.LIMITED,
    Sign.CONTAINS: Awaits.MATCHED,
    Sign.STARTS_WITH: Awaits.MATCHED,
    Sign.ENDS_WITH: Awaits.MATCHED,
}
_STOPS = frozenset({":", ";", "."})
_JOINERS = frozenset({Sign.AND, Sign.OR, Sign.COMMA, Sign.VERSUS})
_MATCHES = frozenset({Sign.CONTAINS, Sign.STARTS_WITH, Sign.ENDS_WITH})
_FOLLOWED_ONLY_BY: dict[Awaits, frozenset[Sign]] = {
    Awaits.NEGATED: _MATCHES | {Sign.EQUALS},
    Awaits.MATCHED: frozenset(),
    Awaits.BREAKDOWN: frozenset(),
    Awaits.SORTING: frozenset(),
    Awaits.LINKED: _MATCHES | {Sign.EQUALS, Sign.NOT, Sign.WHICH, Sign.COUNT, Sign.ONLY},
}
"""Words that need what they belong to right behind them, and the signs that may stand between."""

_NOT_ACROSS_JOINERS = (Awaits.RANKED, Awaits.BOUNDED, Awaits.LIMITED)
_USERS = Metric("activeUsers")
_APART = "separately"
_COMING_FROM = frozenset({"come from", "comes from", "came from", "coming from"})
_WHOLE = "total"
_PLACES = frozenset({"pagePath", "pageTitle", "landingPage"})
_MAY_END_A_LIST = frozenset({"from", "in", "on"})
"""At the end of "which countries do users come from"."""


def place_link(filling: Filling, link: Link) -> None:
    """A preposition waits for its noun; "compare A with B" makes it a comparison."""
    if filling.comparing is not None and link.word in {"with", "to"} and filling.open_list is not OpenList.NONE:
        filling.joiner = Sign.VERSUS
        return
    if link.word == "to" and _ends_with_place(filling):
        return
    if link.word == "in" or isinstance(filling.next(), Period):
        _end_list(filling)
    say_who_is_credited(filling, link)
    if filling.field_named is None or not filling.awaits(Awaits.LINKED):
        filling.wait(Awaits.LINKED)


def _ends_with_place(filling: Filling) -> bool:
    """ "Which pages did the most users go to last week"."""
    places = any(entry.name in _PLACES for entry in filling.draft.listed)
    ends = isinstance(filling.next(), Period | Unknown) or filling.next() is Sign.COMMA
    return places and ends and not filling.waiting and bool(filling.draft.metrics)


def place_sign(filling: Filling, sign: Sign) -> None:
    """Notes what the next words are to be."""
    if sign is Sign.COMMA:
        _end_list(filling)
    for kind, signs in _FOLLOWED_ONLY_BY.items():
        if sign not in signs and (waiting := filling.take(kind)):
            filling.blame(waiting, f"{waiting.quoted} and {filling.span.quoted} do not go together.")
    if sign in {Sign.BY, Sign.EACH} and _is_besides(filling):
        filling.blame(
            filling.span, f"{filling.span.quoted}: Besides the whole, or instead of it? Ask for each by itself."
        )
    if sign in _JOINERS:
        _join(filling, sign)
    elif sign in _WAITING:
        filling.wait(_WAITING[sign])
    elif sign is Sign.COMPARE:
        filling.comparing = filling.span
    elif sign is Sign.EQUALS and filling.field_named is None:
        filling.blame(filling.span, f"What {filling.span.quoted} sets equal is not clear.")
    elif sign is Sign.ONLY and not _beside_a_period(filling) and not _only_asks(filling):
        filling.only = filling.span
    elif sign in _PLACED:
        _PLACED[sign](filling)
    elif sign is Sign.SO_FAR:
        filling.draft.so_far = True
    if sign is Sign.COUNT and _WHOLE in filling.span.words:
        _total(filling)


def _is_besides(filling: Filling) -> bool:
    """ "Revenue for October and a breakdown by channel", "sessions last week and by device"."""
    draft = filling.draft
    joined = filling.joiner is Sign.AND and filling.next(-1) is Sign.AND
    if not joined or filling.waiting or not draft.metrics or filling.span.start in filling.behind_deeds:
        # Behind other words, "and overall by month", it is those that come besides.
        return False
    return not draft.breakdown or "breakdown" in filling.span.words


def _total(filling: Filling) -> None:
    filling.totalled = filling.span


def _breakdown(filling: Filling) -> None:
    filling.breakdown_asked = filling.span
    if _leads_to_values(filling):
        filling.blame(filling.span, f"A row for each of these? Say by what: {filling.span.text} by device.")


def _undivided(filling: Filling) -> None:
    filling.undivided = filling.span


def _next(filling: Filling) -> None:
    filling.blame(filling.span, f"What stands around {filling.span.quoted} are no requests of their own.")


_PLACED: dict[Sign, Callable[[Filling], None]] = {
    Sign.TOTAL: _total,
    Sign.UNDIVIDED: _undivided,
    Sign.BREAKDOWN: _breakdown,
    Sign.NEXT: _next,
    Sign.FIRST: place_first,
    Sign.ROWS: place_rows,
    Sign.SLASH: place_slash,
    Sign.BY_THOSE: place_those,
    Sign.LEFT_OUT: place_left_out,
    Sign.ITSELF: place_itself,
    Sign.BELOW: place_below,
    Sign.SHARE: place_share,
    Sign.SHARE_BEHIND: place_share_behind,
}


def _beside_a_period(filling: Filling) -> bool:
    """ "Just for yesterday", "last week only"; not "last week, only countries with over 50 users"."""
    if isinstance(filling.next(), Dimension | Bounds):
        return False
    behind = filling.next(2) if isinstance(filling.next(), Link) else filling.next()
    return isinstance(behind, Period) or isinstance(filling.next(-1), Period)


def _only_asks(filling: Filling) -> bool:
    """ "Just the number of users", "only the total"."""
    opens = filling.at == 0 or filling.spans[filling.at - 1].meaning is Sign.COMMA
    counts = isinstance(filling.next(), Metric) and filling.spans[filling.at + 1].text.lower().endswith("count")
    return opens and not filling.draft.metrics and (counts or filling.next() in {Sign.COUNT, Sign.TOTAL})


def close(filling: Filling) -> None:
    """What still waits at the end has found nothing to belong to."""
    draft = filling.draft
    _end_list(filling)
    if (asked := filling.take(Awaits.ASKED)) and _breaks_off(filling, asked):
        filling.blame(asked, f"{asked.quoted} of what?")
    counted = filling.waiting.get(Awaits.COUNTED)
    if counted and draft.metrics and not (draft.listed or draft.breakdown or counts_times(counted)):
        # "September's revenue, how much was it?"
        filling.take(Awaits.COUNTED)
    rank_rows(filling)
    bound_only_figure(filling)
    check_sides(filling)
    if filling.joiner not in {None, Sign.COMMA}:
        filling.blame(filling.spans[-1], f"What follows {filling.spans[-1].quoted} is missing.")
    link = filling.waiting.get(Awaits.LINKED)
    if draft.explains and link is not None and link.words in _COMING_FROM:
        # "Where does the drop in sessions come from"
        filling.take(Awaits.LINKED)
    for span in filling.waiting.values():
        filling.blame(span, f"What {span.quoted} belongs to is not clear.")
    if filling.only and not (draft.conditions or draft.thresholds or _asks_for_one_row(filling)):
        filling.blame(filling.only, f"What is {filling.only.quoted} to be kept?")
    if (asked := filling.breakdown_asked) and asked.words in filling.words.differing and not draft.metrics:
        filling.blame(asked, "In which figure should they differ?", ("in sessions", "in users"))
    if filling.breakdown_asked and not (draft.breakdown or draft.listed or _breaks_down_by_figure(filling)):
        filling.blame(filling.breakdown_asked, "By what should the figures be broken down?")
    if filling.undivided and (draft.breakdown or draft.listed):
        filling.blame(filling.undivided, f"{filling.undivided.quoted}: One figure, or a breakdown?")
    if filling.totalled:
        _check_total(filling, filling.totalled)
    if filling.comparing:
        _compare(filling, filling.comparing)
    if any(condition.compared and condition.dimension == "dayOfWeekName" for condition in draft.conditions):
        _check_groups(filling)


def _breaks_off(filling: Filling, asked: Span) -> bool:
    """ "How many users last month, on which"."""
    if filling.waiting.keys() - {Awaits.LINKED}:
        return False
    behind = next(at for at, span in enumerate(filling.spans) if span is asked) + 1
    return all(isinstance(span.meaning, Period) for span in filling.spans[behind:])


def _asks_for_one_row(filling: Filling) -> bool:
    """ "Only the top 5", "just the most viewed page"."""
    draft = filling.draft
    one = draft.ranking is not None and draft.listed and not any(entry.plural for entry in draft.listed)
    return draft.limit is not None or bool(one)


def _leads_to_values(filling: Filling) -> bool:
    """ "Users by country, split mobile and desktop"; "device split, mobile and desktop" keeps them."""
    value, other = filling.next(), filling.next(3)
    listed = isinstance(value, Value) and isinstance(other, Value) and filling.next(2) in _JOINERS
    return listed and not isinstance(filling.next(-1), Dimension | Metric)


def _breaks_down_by_figure(filling: Filling) -> bool:
    """ "Product revenue split": the figure's name says by what."""
    at = next(at for at, span in enumerate(filling.spans) if span is filling.breakdown_asked)
    figure = filling.spans[at - 1] if at else None
    if figure is None or not isinstance(figure.meaning, Metric):
        return False
    if figure.words.split()[0] not in filling.words.products:
        return False
    filling.draft.breakdown.append(Dimension("itemName"))
    return True


def _end_list(filling: Filling) -> None:
    """ "Which countries do users come from", "which devices are people using", "which weekdays do we earn on"."""
    link = filling.waiting.get(Awaits.LINKED)
    is_list = filling.draft.listed or filling.awaits(Awaits.ASKED)
    may_end = link is not None and isinstance(link.meaning, Link) and link.meaning.word in _MAY_END_A_LIST
    if is_list and (may_end or (link is not None and link.words == "using")):
        filling.take(Awaits.LINKED)


def _check_total(filling: Filling, total: Span) -> None:
    """ "Views in total" are views; of users there are two totals."""
    if not filling.draft.metrics:
        filling.blame(total, f"{total.quoted} of what?")
    elif any(span.meaning == _USERS and "active" not in span.words.split() for span in filling.spans):
        filling.blame(total, "Should the users be active users, or total users?", ("active users", "total users"))
    elif any(metric.name.startswith("average") for metric in filling.draft.metrics):
        filling.blame(total, "Added up, or the average?", ("average session duration", "user engagement duration"))


def _join(filling: Filling, sign: Sign) -> None:
    filling.stop = filling.span.text if filling.span.text in _STOPS else filling.stop
    rank_rows(filling)
    bound_only_figure(filling)
    if sign is Sign.COMMA:
        end_rows(filling)
    is_apart = _APART in filling.span.words or (sign is Sign.AND and filling.next(-1) is Sign.COMMA)
    if is_apart and filling.next() in {Sign.BY, Sign.EACH} and filling.draft.breakdown:
        filling.blame(filling.span, f"{filling.span.quoted}: One table, or two? Ask for each by itself.")
    if filling.span.words == "nor" and not any(span.meaning is Sign.NOT for span in filling.spans[: filling.at]):
        filling.blame(filling.span, f"{filling.span.quoted}: What is left out, and what is kept?")
    for kind in _NOT_ACROSS_JOINERS:
        if waiting := filling.take(kind):
            filling.blame(waiting, f"What {waiting.quoted} belongs to is not clear.")
    if filling.joiner not in {None, Sign.COMMA} and sign is not Sign.COMMA and sign is not filling.joiner:
        filling.blame(filling.span, "What is joined here is not clear.")
    if sign is not Sign.COMMA or filling.joiner is None:
        filling.joiner = sign


def _check_groups(filling: Filling) -> None:
    """ "Weekends vs weekdays" are two figures; a row for each weekday would not show them."""
    if names_groups(filling.spans):
        filling.blame(filling.spans[-1], "One figure for each of these groups of weekdays? Ask for each by itself.")


def _compare(filling: Filling, word: Span) -> None:
    """ "Compare mobile and desktop", "compare October and September", "compare users by country"."""
    draft = filling.draft
    draft.compares = True
    for condition in draft.conditions:
        if len(condition.values) > 1 and condition.match is Match.BEGINS_WITH and not condition.negated:
            filling.blame(word, "Rows of pages, or a figure for each part of the site? Ask for each by itself.")
        if condition.has_group and condition.joined_by:
            filling.blame(word, ONE_OR_EACH)
        condition.compared = condition.compared or (len(condition.values) > 1 and not condition.negated)
    periods = len(draft.periods) + len(draft.baselines) + 2 * len(draft.shifts) > 1 or bool(draft.baselines)
    values = any(condition.compared for condition in draft.conditions)
    if periods and values:
        filling.blame(word, "Compare either periods or values, not both at once.")
    elif not (periods or values or draft.breakdown or draft.listed or len(draft.metrics) > 1):
        filling.blame(word, "With what should it be compared?", ("compared with the previous period",))
