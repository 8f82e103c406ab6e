"""Tells what small words say of the figures, fields and periods beside them: "the sessions metric", "roughly"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import meaning_at, meaning_before, meaning_behind, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Link, Meaning, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.linking.requests_opened import OPENINGS

_DIVIDING = ("break", "split", "divide", "spread")
_COMPARES = ("compare", "stack", "measure", "differ")
_SYSTEMS = frozenset({"operatingSystem", "deviceCategory", "platform"})
_PEOPLE = frozenset(map(Metric, ("activeUsers", "newUsers", "totalUsers")))
_TOGETHER = frozenset({"together", "combined"})
_ONE_OF_THEM = {"session": "sessions", "visit": "sessions", "view": "screenPageViews", "transaction": "transactions"}
_ENDS_OF_FIGURES = frozenset({None, Sign.COMMA, Sign.FRAMING, Sign.BY, Sign.EACH, Sign.VERSUS})
_CAME = frozenset({"came", "come", "did come"})
_PEOPLE = frozenset(map(Metric, ("activeUsers", "totalUsers")))
_ONE = frozenset({"a", "an"})
_STRETCHES = frozenset({"date", "yearWeek", "yearMonth", "dateHour", "year"})
KINDS: Mapping[str, tuple[type, ...]] = {
    "metric": (Metric, Either),
    "dimension": (Dimension, Either),
    "field": (Metric, Dimension, Either),
}
""" "The sessions metric", "the dimension country"."""


def says_how(spans: Sequence[Span], at: int) -> bool:
    """ "Show how sessions break down by browser", "how October compares with August", "how revenue ran by hour"."""
    if any(isinstance(span.meaning, Dimension) and span.meaning.breaks_down for span in spans[at:]):
        return True
    if any(span.meaning is Sign.VERSUS and span.words.startswith(_COMPARES) for span in spans[at:]):
        return True
    figure = past_filler(spans, at + 1)
    verb = past_filler(spans, figure + 1)
    return verb < len(spans) and spans[verb].meaning is Sign.BY and spans[verb].words.startswith(_DIVIDING)


def of_one_word(spans: Sequence[Span], at: int, behind: Meaning | None) -> Meaning | None:
    """ "The single best", "Germany aside", "how do rates differ between devices"."""
    word = spans[at].words
    if word == "single" and isinstance(behind, Ranking):
        return Number(1.0)
    if word == "aside" and isinstance(meaning_before(spans, at), Value | Literal):
        return Sign.LEFT_OUT
    if word in _ONE_OF_THEM and _counts_alone(spans, at, behind):
        return Metric(_ONE_OF_THEM[word])
    if word == "back" and at and spans[at - 1].words in _CAME and meaning_before(spans, at - 1) in _PEOPLE:
        # "How many users came back"
        return Value("newVsReturning", ("returning",))
    divided = word == "between" and any(span.meaning is Sign.BREAKDOWN for span in spans[:at])
    return Sign.BY if divided and isinstance(behind, Dimension) and behind.plural else None


def _counts_alone(spans: Sequence[Span], at: int, behind: Meaning | None) -> bool:
    """ "Mobile session last week", "pages with at least one view"; not "per session" nor "view /pricing"."""
    before = meaning_before(spans, at)
    leads = before in OPENINGS or isinstance(before, Value | Number | Period) or before is Sign.COUNT
    return leads and (isinstance(behind, Period | Link) or behind in _ENDS_OF_FIGURES)


def is_each(spans: Sequence[Span], at: int) -> bool:
    """ "Sessions a day", "how many visits do we get a week"."""
    behind = meaning_at(spans, at + 1)
    unit = isinstance(behind, Dimension) and behind.name in _STRETCHES and not behind.plural and not behind.breaks_down
    return spans[at].words in _ONE and unit and isinstance(meaning_before(spans, at), Metric | Either)


def is_asked_how(spans: Sequence[Span], at: int) -> bool:
    """ "How is our conversion rate looking this month"."""
    asks = any(span.words.startswith("how") for span in spans[:at])
    return asks and isinstance(meaning_before(spans, at), Metric | Either)


def points_at_last(spans: Sequence[Span], at: int) -> bool:
    """ "These past 30 days"."""
    behind = spans[at + 1 : at + 2]
    return bool(behind) and isinstance(behind[0].meaning, Period) and behind[0].words.startswith(("last ", "past "))


def is_rough(spans: Sequence[Span], at: int) -> bool:
    """ "Roughly where's bounce rate at?", "users last week, approximately"; not "roughly 500 users"."""
    behind = meaning_behind(spans, at)
    opens_or_closes = meaning_before(spans, at) in OPENINGS or behind in {None, Sign.COMMA, Sign.FRAMING}
    return opens_or_closes and not isinstance(behind, Number | Bound | Bounds)


def taken_together(spans: Sequence[Span], at: int) -> bool:
    """ "Taking Spain and France together, how many visits"."""
    values = at + 1
    while values < len(spans) and (
        isinstance(spans[values].meaning, Value | Literal)
        or spans[values].meaning in {Sign.AND, Sign.COMMA}
        or (spans[values].meaning is Sign.FILLER and spans[values].words not in _TOGETHER)
    ):
        values += 1
    return (
        meaning_before(spans, at) in OPENINGS
        and isinstance(meaning_behind(spans, at), Value | Literal)
        and values < len(spans)
        and spans[values].words in _TOGETHER
    )


def heads_figures(spans: Sequence[Span], at: int) -> bool:
    """ "Yesterday's numbers please: users and sessions"."""
    before, comma = meaning_before(spans, at), past_filler(spans, at + 1)
    behind = meaning_behind(spans, comma)
    opens = before in OPENINGS or isinstance(before, Period)
    return opens and comma < len(spans) and spans[comma].meaning is Sign.COMMA and isinstance(behind, Metric | Either)


def is_of_one_figure(spans: Sequence[Span]) -> bool:
    """ "The sum of revenue" is revenue; "the sum of revenue and tax" is a figure of its own."""
    return sum(isinstance(span.meaning, Metric | Either) for span in spans) == 1


def looks_at(spans: Sequence[Span], at: int) -> bool:
    """ "How many sessions, looking at last week"; "people looking at /pricing" view it."""
    link = spans[at + 1] if at + 1 < len(spans) else spans[at]
    looked_at = isinstance(meaning_behind(spans, at + 1), Period | Value)
    return meaning_before(spans, at) in OPENINGS and link.words == "at" and looked_at


def names_its_kind(spans: Sequence[Span], at: int) -> bool:
    """ "By the country dimension"; "what is the bounce rate metric" asks for no figure."""
    beside = [span.meaning for span in (*spans[max(at - 1, 0) : at], *spans[at + 1 : at + 2])]
    others = [span for span in spans if span.meaning not in {Sign.FILLER, Sign.FRAMING} and span is not spans[at]]
    return len(others) > 1 and any(isinstance(meaning, KINDS[spans[at].words]) for meaning in beside)


def is_system(spans: Sequence[Span], at: int) -> bool:
    """ "Linux machines"."""
    before = meaning_at(spans, at - 1)
    return isinstance(before, Value) and before.dimension in _SYSTEMS


def asks_what_is_done(spans: Sequence[Span], at: int) -> bool:
    """ "What did users do": not how many they are."""
    before = [span for span in spans[:at] if span.meaning is not Sign.FILLER]
    asks = [span.words for span in before if span.meaning is Sign.WHICH] == ["what"]
    return asks and before[-1].meaning in _PEOPLE and not any(isinstance(span.meaning, Dimension) for span in before)
