"""Tells users who are counted from users whose figures are asked for: "engagement rate of new users"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Ranking
from services.orchestrator.understanding.lexicon.rates import RATES_OF_VISITS
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Meaning, Overview, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.people.people_ahead import COUNTED, announced, heads_another, lead
from services.orchestrator.understanding.reading.step import of_spans

_NEW = Metric("newUsers")
_KINDS_OF_PEOPLE = frozenset({"newVsReturning", "signedInWithUserId"})
_VISITING = ("visitor", "visitors")
_STOPS = frozenset({Sign.COMMA, Sign.FRAMING, Sign.ONLY})
_LEADING = frozenset({Link("for"), Link("of"), Link("from"), Link("via"), Link("in"), Sign.NOT})
_GOES_ON = frozenset({Sign.AND, Sign.COMMA, Sign.OR, Sign.VERSUS, Sign.COUNT, Sign.WHICH})
_POSSESSIVE = frozenset({"'", "'s"})
_PEOPLE = frozenset(map(Metric, COUNTED))
_OF: frozenset[Meaning] = frozenset({Link("for"), Link("of"), Link("via")})
_ALL = frozenset({"users", "visitors", "people", "sessions", "visits", "traffic"})
"""Words for all that figures are of: alone they filter nothing."""

_HAVING = frozenset(
    {
        "made", "make", "had", "have", "did", "generated", "generate", "brought", "bring", "got", "get", "recorded",
        "complete", "completed", "trigger", "triggered", "start", "started", "perform", "performed", "produce",
        "produced", "earn", "earned", "contribute", "contributed", "bring us", "brought us", "give us", "gave us",
    }
)  # fmt: skip

_FIGURES = (Metric, Either, Overview)
_TWO = 2
_FEW = 8
"""Spans that are looked at behind a word, filler among them."""

_DID = frozenset({"did", "do", "does", "have", "has", "had"})
_ROWS = (Dimension, Either, Ranking)

_EMPTY = frozenset({"please", "kindly", "thanks", "the", "we"})
_OF_EITHER = Metric("sessionKeyEventRate")
_OF_WHICH = "The rate of visits, or of users? Say session conversion rate, or user conversion rate."
_IN_SINGULAR = ("user", "visitor")


@of_spans({*COUNTED, *_ALL})
def read_whose(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, people whose figures are asked for read as values that filter them. Linear in their number."""
    if any(isinstance(span.meaning, Deed) for span in spans) or not any(map(_may_be_whose, spans)):
        # Whoever did something is counted: "sessions of users who signed up" are not the sessions that signed up.
        return tuple(spans)
    read = _with_agents(spans)
    said = [at for at, span in enumerate(read) if span.meaning is not Sign.FILLER or span.text in _POSSESSIVE]
    since_figure: list[Span] = []
    figure: Meaning = Sign.FILLER
    closed = False
    for place, at in enumerate(said):
        span = read[at]
        if _may_be_whose(span) and isinstance(span.meaning, Metric):
            behind = [read[behind] for behind in said[place + 1 : place + 5]]
            following = behind[:2]
            if figure not in _PEOPLE and _carries(span, since_figure, following):
                link = said[place - 1]
                read[link] = read[link]._replace(meaning=Sign.FILLER)
                read[at] = span._replace(meaning=_who_carry(span, figure, since_figure))
                continue
            had = _have_it(since_figure, read[at + 1 : at + 2]) or _listed_behind(
                since_figure, following, closed=closed
            )
            if figure not in _PEOPLE and had:
                read[at] = span._replace(meaning=Sign.FILLER)
                continue
            if figure is Sign.FILLER and (meant := lead(read, said, place)) is not None:
                read[at] = span._replace(meaning=meant)
                led = said[place - 1]
                if meant is Sign.FILLER and isinstance(read[led].meaning, Link):
                    # "For users in Germany, …": one preposition leads to the value.
                    read[led] = read[led]._replace(meaning=Sign.FILLER)
                elif isinstance(value := read[led].meaning, Value):
                    read[led] = read[led]._replace(meaning=replace(value, adjective=False))
                continue
            if figure is Sign.FILLER and heads_another(read, said, place):
                read[at] = span._replace(meaning=Sign.FILLER)
                continue
            before = read[said[place - 1]] if place else None
            own = span.meaning.name in COUNTED and (
                _own(span, following, read) or announced(before, read[at + 1 : at + _FEW])
            )
            own = own or (span.meaning.name in COUNTED and _stand_bare(read, said, place))
            if own or (span.meaning == _NEW and _led_to(since_figure, following)):
                read[at] = span._replace(meaning=COUNTED[span.meaning.name])
                continue
        if isinstance(span.meaning, Metric | Overview):
            closed = bool(since_figure) and since_figure[-1].meaning is Sign.AND
            since_figure, figure = [], span.meaning
        elif figure is not Sign.FILLER:
            since_figure.append(span)
    return tuple(read)


def _who_carry(people: Span, figure: Meaning, since_figure: Sequence[Span]) -> Meaning:
    """ "Conversion rate of users" may be theirs, where "of mobile users" filters that of visits."""
    counted = isinstance(people.meaning, Metric) and people.meaning.name in COUNTED
    return Doubtful(_OF_WHICH) if figure == _OF_EITHER and counted and len(since_figure) == 1 else Sign.FILLER


def _may_be_whose(span: Span) -> bool:
    return isinstance(span.meaning, Metric) and (span.meaning.name in COUNTED or span.text.lower() in _ALL)


def _stand_bare(read: Sequence[Span], said: Sequence[int], place: int) -> bool:
    """ "August revenue, returning visitors", "conversions signed-in users": beside one other figure, whose it is.

    "And" would count them, and "new users" is a figure's own name.
    """
    before = read[said[place - 1]].meaning if place else None
    return_ = isinstance(before, Value) and before.dimension in _KINDS_OF_PEOPLE
    if not return_ and not (read[said[place]].meaning == _NEW and read[said[place]].words.endswith(_VISITING)):
        return False
    others = [each.meaning for each in read if isinstance(each.meaning, _FIGURES) and each is not read[said[place]]]
    beside = [read[at].meaning for at in (*said[: place - return_][-1:], *said[place + 1 : place + 2])]
    if place > return_ and beside[0] is Sign.ONLY:
        return False
    is_one = len(others) == 1 and isinstance(others[0], Metric) and others[0] not in _PEOPLE
    return is_one and all(isinstance(each, Metric | Period | Value) or each in _STOPS for each in beside)


def _with_agents(spans: Sequence[Span]) -> list[Span]:
    """ "Sessions by new visitors", "what bounce rate did mobile users have": "by" and "did" lead to whose they are."""
    read = list(spans)
    figured = False
    for at, span in enumerate(read):
        if isinstance(span.meaning, _ROWS) or span.meaning in _GOES_ON - {Sign.COUNT, Sign.WHICH, Sign.COMMA}:
            return read
        agent = figured and (span.text.lower() == "by" or span.text.lower() in _DID)
        if agent and _are_agents(read[at + 1 : at + _FEW], led_by=span.text.lower()):
            read[at] = span._replace(meaning=Link("from"))
        if isinstance(span.meaning, Metric):
            figured = span.meaning.name not in COUNTED
    return read


def _said(spans: Sequence[Span]) -> list[Span]:
    return [span for span in spans if span.meaning is not Sign.FILLER]


def _are_people(spans: Sequence[Span], *, named_figure: bool) -> bool:
    """ "Mobile users"; "new users" are a figure's name."""
    if not spans:
        return False
    first = spans[0].meaning
    if isinstance(first, Metric):
        return named_figure and (first.name == "newUsers" or _are_described(spans))
    at = next((at for at, span in enumerate(spans) if not isinstance(span.meaning, Value)), len(spans))
    if not isinstance(first, Value) or at == len(spans) or spans[at].text.lower() not in _ALL:
        return False
    people = spans[at].meaning
    return isinstance(people, Metric) and people.name in COUNTED


def _are_described(spans: Sequence[Span]) -> bool:
    """ "Sessions by users in Germany", "conversions by visitors who are new"."""
    behind = [span.meaning for span in spans[1:3]]
    led = isinstance(behind[0] if behind else None, Link) and isinstance(behind[-1], Value)
    return spans[0].words in _ALL and (led or isinstance(behind[0] if behind else None, Value))


def _are_agents(behind: Sequence[Span], *, led_by: str) -> bool:
    return _are_people(_said(behind), named_figure=led_by == "by") or _do_something(behind)


def _do_something(behind: Sequence[Span]) -> bool:
    """ "How many views did new users generate", "did users in Spain generate"; "did new users" alone counts them."""
    people = next((at for at, span in enumerate(behind) if span.meaning is not Sign.FILLER), None)
    if people is None or not (behind[people].meaning == Metric("newUsers") or _are_described(_said(behind[people:]))):
        return False
    passed = (isinstance(span.meaning, Value | Link) or span.text.lower() in _EMPTY for span in behind[people + 1 :])
    following = next((span for span, pass_it in zip(behind[people + 1 :], passed, strict=True) if not pass_it), None)
    return following is not None and following.text.lower() in _HAVING


def _own(span: Span, following: Sequence[Span], read: Sequence[Span]) -> bool:
    """ "New users' sessions", "new visitor bounce rate"; a rate in the plural where there is no third figure."""
    if len(following) > 1 and following[0].text in _POSSESSIVE:
        return isinstance(following[1].meaning, Metric) or following[1].meaning is Sign.SHARE
    behind = following[0] if following else None
    singular = span.text.lower().endswith(_IN_SINGULAR)
    if behind is None or not isinstance(behind.meaning, Metric):
        return False
    if singular and behind.meaning != span.meaning:
        return True
    return behind.meaning.name in RATES_OF_VISITS and sum(isinstance(each.meaning, Metric) for each in read) == _TWO


def _have_it(since_figure: Sequence[Span], behind: Sequence[Span]) -> bool:
    """ "Transactions that Chrome users made"."""
    described = len(since_figure) == 1 and isinstance(since_figure[0].meaning, Value)
    return described and bool(behind) and behind[0].text.lower() in _HAVING


def _listed_behind(since_figure: Sequence[Span], following: Sequence[Span], *, closed: bool) -> bool:
    """ "Bounce rate, returning visitors, last quarter"; "sessions, users" are two figures.

    Where "and" has `closed` the list of figures, nothing need stand behind: "sessions and bounce rate, mobile users".
    """
    if len(since_figure) < _TWO:
        return False
    *times, comma, value = since_figure
    if comma.text != "," or not isinstance(value.meaning, Value):
        return False
    if closed and not following:
        return all(isinstance(each.meaning, Period) for each in times)
    if times or not following:
        return False
    ends = following[0].meaning is Sign.COMMA or isinstance(following[0].meaning, Period)
    another = len(following) > 1 and isinstance(following[1].meaning, Metric)
    return ends and not another


def _carries(span: Span, since_figure: Sequence[Span], following: Sequence[Span]) -> bool:
    """ "Engagement rate of users who are logged in", "revenue from people in Germany"."""
    linked = _led_to(since_figure, ()) and since_figure[-1].meaning in _OF
    if since_figure and since_figure[-1].meaning == Link("from") and following:
        linked = _led_to(since_figure, ()) and (
            isinstance(following[0].meaning, Link | Value) or following[0].meaning is Sign.NOT
        )
    if any(before.meaning is Sign.SHARE_BEHIND or isinstance(before.meaning, Ranking) for before in since_figure):
        # "Sessions as a share of users" has two figures.
        return False
    return linked and span.text.lower() in _ALL


def _led_to(since_figure: Sequence[Span], following: Sequence[Span]) -> bool:
    """ "Engagement rate by device for new users", "engagement rate, new users only"."""
    if not since_figure:
        return False
    if Sign.ONLY in {since_figure[-1].meaning, *(span.meaning for span in following[:1])}:
        return True
    between = [span.meaning for span in since_figure]
    return between[-1] in _LEADING and _GOES_ON.isdisjoint(meaning for meaning in between if isinstance(meaning, Sign))
