"""Finds known words that ask for what no plan says where they stand: "bought again", "viewed A, then B"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import FILTERS, Deed, Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bounds, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Cause, Doubtful, Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period, Shifted
from services.orchestrator.understanding.plan import Match
from services.orchestrator.understanding.reading.doubting.all_at_once import field_of

_PASSED = frozenset({Sign.FILLER, Sign.FRAMING})
_DONE = (Deed, Metric, Either, Ranking, Dimension)
_DOING = frozenset({Sign.FILLER, Link("to"), Link("from"), Link("via")})
_ONE = frozenset({"a", "an", "one"})
_JOINING = frozenset({Sign.AND, Sign.OR, Sign.COMMA, Sign.VERSUS, Sign.NEXT})
_ACQUISITION = "acquisition"
_PEOPLE = frozenset(map(Metric, ("activeUsers", "totalUsers")))
_BARE_NO = frozenset({"not", "no"})
_OF_MONEY = ("Revenue", "Amount")
_SEEN = frozenset({"pagePath", "pageTitle"})
_ADDED_UP = 'Added up, or each by itself? Join them with "and" for both.'
_PASSED_BY_MOVING = "All that are there now, or only those that were not before? Rows cannot be kept by a change."


class DoubtfulWords:
    """The lists of `[doubtful_words]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._repeated = frozenset(tables["repeated"])
        self._at_once = frozenset(tables["at_once"])
        self._irregular = frozenset(tables["irregular"])
        self._came = frozenset(tables["came"])
        self._who = tuple(tables["who"])
        self._titles = frozenset(tables["titles"])
        self._plus = frozenset(tables["plus"])
        self._units = frozenset(tables["units"])
        self._pointing = frozenset(tables["pointing"])
        self._put_together = frozenset(tables["put_together"])
        self._combining = frozenset(tables["combining"])
        self._singular = frozenset(tables["singular"])
        self._likened = frozenset(tables["likened"])
        self._of_askers = frozenset(tables["of_askers"])
        self._periods = frozenset(tables["periods"])
        self._hence = frozenset(tables["hence"])
        self._whether = frozenset(tables["whether"])
        self._doers = frozenset(tables["doers"])
        self._denying = tuple(tables["denying"])
        self._telling = tuple(tables["telling"])
        self._relating = frozenset(tables["relating"])
        lists = ("repeated", "at_once", "pointing", "singular", "periods", "hence", "combining", "of_askers")
        self.words = {"both", "then", "like", "record"}.union(*(tables[name] for name in lists))

    def meaning(self, spans: Sequence[Span], at: int) -> Doubtful | None:
        """Such a word is what is asked back."""
        span = spans[at]
        if span.meaning in _PASSED:
            why = (
                self._why(spans, at)
                or self._why_loose(spans, at)
                or self._why_hence(spans, at)
                or self._why_combined(spans, at)
            )
        elif span.meaning is Sign.WHICH and span.words == "list" and at and self._is_one_of_those(spans, at):
            why = f"Which {spans[at + 1].words}? Name its days."
        elif span.meaning is Sign.NOT and self._is_asked_about(spans, at):
            why = 'Was it done, or should it be? Say "without" and what to leave out.'
        elif span.meaning is Sign.NOT and self._opens_a_question(spans, at):
            why = f'{span.quoted}: Is it asked whether it is so? Ask for the list, or say "without".'
        elif span.meaning is Sign.ONLY:
            why = self._why_only_seen(spans, at)
        elif isinstance(span.meaning, Dimension):
            why = self._why_field(spans, at, span.meaning) or _why_one_at_all(spans, at, span.meaning)
        elif span.meaning is Sign.AND:
            why = _ADDED_UP if span.words in self._plus and _are_sums(spans, at) else _why_days(spans, at)
        else:
            why = _PASSED_BY_MOVING if _moves_past(spans, at) else ""
        return Doubtful(why) if why else None

    def _why(self, spans: Sequence[Span], at: int) -> str:
        words = spans[at].words
        if words in self._repeated and (self._is_done(spans, at - 1) or self._is_done_with_it(spans, at - 1)):
            return "Who did something more than once is not to be had."
        if words in self._at_once and self._is_done(spans, at - 1) and spans[at - 1].words not in self._put_together:
            return "What was done at one time is not to be had."
        if words == "both" and (_has_more_than_two(spans, at + 1) or _is_alone(spans, at)):
            return "There are more of them than two; which are meant?"
        if self._is_one_of_those(spans, at):
            return f"Which {spans[at + 1].words}? Name its days."
        if words == "then" and _is_a_step(spans, at):
            return "What came first is not to be had; ask for each by itself."
        return ""

    def _why_loose(self, spans: Sequence[Span], at: int) -> str:
        """ "Pages like /pricing", "record users", "in that period"."""
        words = spans[at].words
        if (
            words == "like"
            and (isinstance(meaning_at(spans, at - 1), Dimension | Metric) or meaning_at(spans, at - 1) is Sign.COMMA)
            and self._are_likened(spans, at + 1)
        ):
            return "That alone, or all that are like it?"
        if words in self._singular and _is_one_of_all(spans, at):
            return "One of them, or all of them together?"
        figure = isinstance(meaning_at(spans, at + 1), Metric)
        if words == "record" and figure and meaning_at(spans, at - 1) not in _PASSED:
            return "The most there has been is not to be had."
        if words in self._of_askers and at == 0:
            return "Who wants that, and what should be shown? Ask for the figure alone."
        if words in self._periods and not any(isinstance(span.meaning, Period | Minutes) for span in spans):
            return "Which days?"
        return ""

    def _are_likened(self, spans: Sequence[Span], at: int) -> bool:
        """ "Pages like /pricing", "users like me"; not "I'd like /pricing"."""
        pointed = at < len(spans) and spans[at].words in self._likened
        return pointed or _is_value(spans, past_filler(spans, at))

    def _why_hence(self, spans: Sequence[Span], at: int) -> str:
        """ "We need purchases, so sessions last month": a figure on both sides, of which one may be the reason."""
        figures = (any(isinstance(span.meaning, Metric | Either) for span in side) for side in (spans[:at], spans[at:]))
        if spans[at].words not in self._hence or not all(figures):
            return ""
        return f"{spans[at].quoted}: Besides the figure before, or is that why it is asked?"

    def _why_combined(self, spans: Sequence[Span], at: int) -> str:
        """ "Revenue of the top 3 countries combined"; not "by country and device combined"."""
        if spans[at].words not in self._combining:
            return ""
        figures = {span.meaning for span in spans if isinstance(span.meaning, Metric)}
        if len(figures) > 1 and not any(isinstance(span.meaning, FILTERS) for span in spans):
            return _ADDED_UP
        rows = sum(isinstance(span.meaning, Dimension) for span in spans)
        ranked = any(isinstance(span.meaning, Ranking) for span in spans)
        behind_rows = isinstance(spans[before_filler(spans, at - 1)].meaning, Dimension) if at else False
        return "One figure of them all, or a row for each?" if rows == 1 and (ranked or behind_rows) else ""

    def _is_asked_about(self, spans: Sequence[Span], at: int) -> bool:
        """ "Did we exclude mobile sessions", "are we skipping Germany"; not "can you exclude mobile"."""
        if at == 0 or spans[at - 1].meaning is not Sign.FILLER:
            return False
        before = " ".join(span.words for span in spans[max(at - 2, 0) : at]).split()[-3:]
        if before[:1] and before[0] in self._whether and before[1:2] in (["the"], ["our"]):
            return True
        return len(before) > 1 and before[-2] in self._whether and before[-1] in self._doers

    def _opens_a_question(self, spans: Sequence[Span], at: int) -> bool:
        """ "Isn't Germany our top country?", "top country, wasn't it Germany"; not "users who aren't there".

        Nor does "the top country isn't Germany" say what is left out.
        """
        if _denies_first_row(spans, at):
            return True
        words = spans[at].words
        if not words.startswith(self._denying):
            return False
        relates = at > 0 and spans[at - 1].words in self._relating
        if relates or words.endswith(self._telling):
            return relates and words.endswith(self._telling)
        clause = [span.meaning for span in spans[_start_of_clause(spans, at) : at] if span.meaning not in _PASSED]
        ranked = any(isinstance(meaning, Ranking) for meaning in clause) and Link("with") not in clause
        return ranked or all(isinstance(meaning, Period | Link) or meaning is Sign.AND for meaning in clause)

    def _why_only_seen(self, spans: Sequence[Span], at: int) -> str:
        """ "Users who visited only /pricing": who saw nothing else cannot be told from who saw it."""
        behind, before = past_filler(spans, at + 1), before_filler(spans, at - 1)
        page = behind if _is_value(spans, behind) else before
        verb = before_filler(spans, page - 1) if page == before else before
        if verb < 0 or not _is_value(spans, page) or field_of(spans[page]) not in _SEEN:
            return ""
        is_seen = spans[verb].meaning == Link("to") and any(word.endswith("ed") for word in spans[verb].words.split())
        return f"Only {spans[page].quoted} and nothing else? Who saw no more is not to be had." if is_seen else ""

    def _why_field(self, spans: Sequence[Span], at: int, field: Dimension) -> str:
        """ "Video plays by title", "the docs page", "comparison report"."""
        before = spans[before_filler(spans, at - 1)].meaning if at else None
        if field.name == "pageTitle" and spans[at].words in self._titles:
            videos = any(isinstance(span.meaning, Metric) and span.meaning.event.startswith("video_") for span in spans)
            return "The title of the page, or of the video?" if videos else ""
        if field.name == "pagePath" and not field.plural and isinstance(before, Value):
            led = spans[before_filler(spans, before_filler(spans, at - 1) - 1)].meaning
            of_section = before.dimension == "pagePath" and before.match is Match.BEGINS_WITH and isinstance(led, Link)
            return "That page alone, or all below it? Name its path." if of_section else ""
        if spans[at].words.startswith(_ACQUISITION) and any(span.meaning in _PEOPLE for span in spans):
            return "Of each visit, or of the first one? Say channel, or first user channel."
        if field.name == "comparison" and before not in {Sign.BY, Sign.EACH}:
            return "With what should it be compared?"
        return ""

    def _is_one_of_those(self, spans: Sequence[Span], at: int) -> bool:
        """ "That week", "list week" for "last week"; not "by week"."""
        unit = spans[at + 1] if at + 1 < len(spans) else None
        named = isinstance(unit.meaning, Dimension) and not unit.meaning.plural if unit else False
        return named and unit is not None and unit.words in self._units and spans[at].words in self._pointing

    def _is_done(self, spans: Sequence[Span], at: int) -> bool:
        """Whether something that people do stands there: "users who bought", "products viewed", "visited us"."""
        if at < 0 or not (isinstance(spans[at].meaning, _DONE) or spans[at].meaning in _DOING):
            return False
        words = spans[at].words.split()
        return isinstance(spans[at].meaning, Deed) or any(
            word.endswith("ed") or word in self._irregular for word in words
        )

    def _is_done_with_it(self, spans: Sequence[Span], at: int) -> bool:
        """ "Users who visited /pricing again", "who bought last week again"; not "came from email again"."""
        timed = at >= 0 and isinstance(spans[at].meaning, Period)
        if timed:
            at -= 1 + (at > 0 and isinstance(spans[at - 1].meaning, Link))
        verb = spans[at - _is_value(spans, at)] if at > 0 else None
        if verb is None or not self._is_done([verb], 0) or (timed and not verb.words.startswith(self._who)):
            return False
        if _is_value(spans, at):
            return self._came.isdisjoint(verb.words.split())
        return timed and isinstance(verb.meaning, Deed)


def _is_one_of_all(spans: Sequence[Span], at: int) -> bool:
    """ "Does a mobile user bring"; "a user" is asked about by itself."""
    before = before_filler(spans, at - 1)
    of_one = any(isinstance(span.meaning, Metric) and span.meaning.name.endswith("PerUser") for span in spans)
    return before > 0 and _is_value(spans, before) and spans[before - 1].words in _ONE and not of_one


def _denies_first_row(spans: Sequence[Span], at: int) -> bool:
    """ "Not Germany the top country?"; not "not Germany: top country", "without Germany, the top country?"."""
    opens = spans[at].words in _BARE_NO and before_filler(spans, at - 1) < 0 and spans[-1].text == "?"
    value = past_filler(spans, at + 1)
    behind = [span.meaning for span in spans[value + 1 :] if span.meaning not in _PASSED]
    return opens and _is_value(spans, value) and bool(behind) and isinstance(behind[0], Ranking)


def _start_of_clause(spans: Sequence[Span], at: int) -> int:
    return next((k + 1 for k in range(at - 1, -1, -1) if spans[k].meaning is Sign.COMMA), 0)


def _why_days(spans: Sequence[Span], at: int) -> str:
    """ "On 3 October and on weekends"."""
    before, behind = before_filler(spans, at - 1), past_filler(spans, at + 1)
    if behind < len(spans) and isinstance(spans[behind].meaning, Link):
        behind = past_filler(spans, behind + 1)
    if before < 0 or behind >= len(spans) or not isinstance(spans[before].meaning, Period):
        return ""
    days = spans[behind].meaning
    of_week = isinstance(days, Value) and days.dimension == "dayOfWeekName"
    return "These days besides the others, or only what is in both?" if of_week else ""


def _are_sums(spans: Sequence[Span], at: int) -> bool:
    """ "Revenue plus tax"."""
    beside = spans[before_filler(spans, at - 1)], spans[min(past_filler(spans, at + 1), len(spans) - 1)]
    return all(isinstance(span.meaning, Metric) and span.meaning.name.endswith(_OF_MONEY) for span in beside)


def _moves_past(spans: Sequence[Span], at: int) -> bool:
    """ "Fell below 200"."""
    behind, moves = past_filler(spans, at + 1), spans[at].meaning
    moved = moves is Cause.MOVED or (isinstance(moves, Shifted) and moves.by_default)
    return moved and behind < len(spans) and isinstance(spans[behind].meaning, Bounds)


def _is_alone(spans: Sequence[Span], at: int) -> bool:
    """ "Both biggest countries"; not "both mobile and desktop", nor "from 1 to 5 October (both inclusive)"."""
    joined = any(span.meaning in _JOINING for span in spans)
    return not joined and meaning_at(spans, at + 1) is not Sign.FILLER


def _has_more_than_two(spans: Sequence[Span], at: int) -> bool:
    """ "Both weekends in November"."""
    named = meaning_at(spans, at)
    return isinstance(named, Value) and named.dimension == "dayOfWeekName"


def _is_a_step(spans: Sequence[Span], at: int) -> bool:
    """ "Viewed /pricing and then /checkout": one value behind another."""
    before = before_filler(spans, at - 1)
    if before >= 0 and spans[before].meaning in {Sign.AND, Sign.COMMA}:
        before = before_filler(spans, before - 1)
    behind = past_filler(spans, at + 1)
    if behind < len(spans) and isinstance(spans[behind].meaning, Link):
        behind = past_filler(spans, behind + 1)
    return before >= 0 and _is_value(spans, before) and _is_value(spans, behind)


def _is_value(spans: Sequence[Span], at: int) -> bool:
    return 0 <= at < len(spans) and isinstance(spans[at].meaning, FILTERS)


def _why_one_at_all(spans: Sequence[Span], at: int, field: Dimension) -> str:
    """ "Sessions with a campaign by campaign": leaves out those that have none."""
    is_led = at > 1 and spans[at - 1].words in {"a", "an"} and spans[at - 2].meaning == Link("with")
    if not is_led or not any(span.meaning == field for k, span in enumerate(spans) if k != at):
        return ""
    return f'Should those without one be left out? Say: {spans[at].words} is not "(not set)".'
