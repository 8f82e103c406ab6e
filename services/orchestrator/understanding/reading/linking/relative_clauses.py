"""Passes over "who" behind people where what follows says which of them are meant: "people who were on Safari"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_behind, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Ranking, Style
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.step import of_spans

_PEOPLE = frozenset({"activeUsers", "totalUsers", "newUsers"})
_VERBS = frozenset({"are", "were", "was", "is", "had", "have", "has", "use", "used", "came", "come", "comes", "saw"})
_BEING = frozenset({"are", "were", "is", "was"})
_OF_WHICH = frozenset({"whose", "where", "where the"})
_USING = frozenset({"use", "used", "using"})
_CAME = frozenset({"came", "come", "came from", "come from", "came through", "come through"})
_AUXILIARIES = frozenset({"are", "were", "have", "had", "was"})
_WHERE_FROM = frozenset({Link("from"), Link("via")})
_BREAKS_DOWN = frozenset({Sign.BY, Sign.EACH})
_VISITING = frozenset({"visit", "browse", "browsed", "shop", "shopped", "arrive", "arrived", "surf", "surfed"})
_VISITED = frozenset({"who visited", "that visited"})
_WHO_ARE = frozenset({"that", "who", "which", "are", "were", "is", "was", "that are", "who are", "currently", "being"})
_THEM = frozenset({"them", "these", "those", "each", "each one", "it", "there"})
_VISIT = frozenset({"visit", "visits", "session", "sessions", "traffic"})
_LEADING_TO = (" through", " from", " via")
_STARTED = frozenset(
    {
        "came through",
        "came from",
        "came via",
        "was",
        "were",
        "came",
        "started",
        "began",
        "originated",
        "arrived",
        "starts",
        "comes",
    }
)
_BETWEEN = frozenset({"a", "an", "the", "their", "been"})


@of_spans({Dimension, *_OF_WHICH, *_BEING, *_VISITED, *_WHO_ARE})
def read_relative_clauses(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as filler. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        are_people, words = _are_people(span), span.words
        if are_people and (end := _end_of_use(read, at)):
            read[at:end] = [said._replace(meaning=Sign.FILLER) for said in read[at:end]]
            continue
        if are_people and (end := _end_of_place(read, at)):
            read[at + 1 : end] = [said._replace(meaning=Sign.FILLER) for said in read[at + 1 : end]]
            rows = before_filler(read, at - 1)
            if read[rows].meaning == Link("with"):
                read[rows] = read[rows]._replace(meaning=Link("their"))
            continue
        leads = words in _OF_WHICH or (words in _BEING and span.meaning is Sign.FILLER)
        if leads and (ranking := _ranked_in(spans, at)):
            # "Pages whose bounce rate was lowest", "on which day were sessions highest": those with the lowest.
            read[at] = span._replace(meaning=spans[ranking].meaning)
            read[ranking] = spans[ranking]._replace(meaning=Sign.FILLER)
            continue
        if words == "whose" and _behind_people(spans, at) and (end := _end_of_visit(spans, at + 1)):
            read[at:end] = [said._replace(meaning=Sign.FILLER) for said in spans[at:end]]
            continue
        if words == "who" and at and _are_people(spans[at - 1]) and _visits(spans, at + 1):
            read[at : at + 2] = [said._replace(meaning=Sign.FILLER) for said in spans[at : at + 2]]
            continue
        if words in _VISITED and _behind_people(spans, at) and _ends(spans, past_filler(spans, at + 1)):
            read[at] = span._replace(meaning=Sign.FILLER)
            continue
        if are_people and _are_new(spans, new := past_filler(spans, at + 1)) and spans[new - 1].words in _BEING:
            # "How many users were new"
            read[at] = span._replace(meaning=Metric("newUsers"))
            read[new] = spans[new]._replace(meaning=Sign.FILLER)
            continue
        is_who = at > 0 and span.text.lower() == "who" and isinstance(span.meaning, Unknown)
        if is_who and _are_described_people(spans, at - 1):
            new = past_filler(spans, at + 1)
            if _are_new(spans, new):
                read[new] = spans[new]._replace(meaning=Value("newVsReturning", ("new",)))
            if _says_which(read, at + 1):
                read[at] = span._replace(meaning=Sign.FILLER)
    return tuple(read)


def _ranked_in(spans: Sequence[Span], at: int) -> int:
    """Where the ranking stands behind the figure of rows, as in "pages whose bounce rate was lowest"; else 0."""
    figure = past_filler(spans, at + 1)
    ranking = past_filler(spans, figure + 1)
    rows = before_filler(spans, at - 1)
    asks = spans[at].words in _BEING
    if rows < 0 or ranking >= len(spans) or not (asks or spans[ranking - 1].words in _BEING):
        return 0
    meaning, listed = spans[ranking].meaning, spans[rows].meaning
    is_ranking = isinstance(meaning, Ranking) and meaning.metric is None and meaning.style in {Style.MOST, Style.SIZE}
    is_asked = asks and spans[before_filler(spans, rows - 1)].meaning is Sign.WHICH
    is_list = isinstance(listed, Dimension) and (is_asked if asks else listed.plural)
    is_list = is_list and isinstance(spans[figure].meaning, Metric)
    return ranking if is_ranking and is_list and _ends(spans, past_filler(spans, ranking + 1)) else 0


def _are_new(spans: Sequence[Span], at: int) -> bool:
    """ "Visitors who are new", where nothing follows that could be new."""
    if at >= len(spans) or spans[at].words != "new" or spans[at - 1].words not in _BEING:
        return False
    return isinstance(spans[at].meaning, Unknown) and _ends(spans, past_filler(spans, at + 1))


def _end_of_use(spans: Sequence[Span], at: int) -> int:
    """Where the clause behind rows ends, as in "by the device people used", "per channel they came from"; else 0."""
    rows = before_filler(spans, at - 1)
    led = before_filler(spans, rows - 1)
    if rows < 0 or led < 0 or not isinstance(spans[rows].meaning, Dimension) or spans[led].meaning not in _BREAKS_DOWN:
        return 0
    verb = at + 1
    while verb < len(spans) and spans[verb].meaning is Sign.FILLER and spans[verb].words in _AUXILIARIES:
        verb += 1
    if verb >= len(spans):
        return 0
    word, link = spans[verb].words, past_filler(spans, verb + 1)
    if word in _USING and (
        spans[verb].meaning in {Sign.FILLER, Link("via")} or isinstance(spans[verb].meaning, Unknown)
    ):
        return verb + 1
    if word in _CAME and spans[verb].meaning in {Sign.FILLER, Link("from"), Link("via")}:
        is_linked = spans[verb].meaning is not Sign.FILLER
        led_from = link < len(spans) and spans[link].meaning in _WHERE_FROM
        return link + 1 if not is_linked and led_from else verb + 1 if is_linked else 0
    return 0


def _end_of_place(spans: Sequence[Span], at: int) -> int:
    """Where "that are on them" ends behind people, where rows were named before; else 0."""
    link = at + 1
    while link < len(spans) and spans[link].words in _WHO_ARE:
        link += 1
    them = link + 1
    if link == at + 1 or them >= len(spans) or not isinstance(spans[link].meaning, Link):
        return 0
    rows = any(isinstance(span.meaning, Dimension) and span.meaning.plural for span in spans[:at])
    return them + 1 if rows and spans[them].words in _THEM else 0


def _ends(spans: Sequence[Span], at: int) -> bool:
    """ "Who visited last week", "who visited in October"; "who visited /pricing" were there."""
    behind = spans[at].meaning if at < len(spans) else Sign.COMMA
    return isinstance(behind, Period | Link) or behind in {Sign.COMMA, Sign.FRAMING}


def _behind_people(spans: Sequence[Span], at: int) -> bool:
    """ "Visitors last month whose visits were from google"."""
    before = at - 1
    while before > 0 and (isinstance(spans[before].meaning, Period) or spans[before].meaning is Sign.FILLER):
        before -= 1
    return before >= 0 and _are_people(spans[before])


def _end_of_visit(spans: Sequence[Span], at: int) -> int:
    """Where "whose visit started" ends before what it came from; else 0."""
    if at >= len(spans) or spans[at].words not in _VISIT:
        return 0
    end = at + 1
    while end < len(spans) and spans[end].words in _STARTED:
        end += 1
    if end == len(spans):
        return 0
    leads = spans[end].meaning in _WHERE_FROM | {Link("on")} or spans[end].meaning == Dimension("landingPage")
    led = isinstance(spans[end].meaning, Value) and spans[end - 1].words.endswith(_LEADING_TO)
    return end if leads or led else 0


def _visits(spans: Sequence[Span], at: int) -> bool:
    """ "People who visit on their phone"."""
    named = at < len(spans) and spans[at].words in _VISITING and isinstance(spans[at].meaning, Unknown)
    return named and isinstance(meaning_behind(spans, at), Link)


def _are_described_people(spans: Sequence[Span], at: int) -> bool:
    """ "Users in Germany who came via email"."""
    while at > 0 and (isinstance(spans[at].meaning, Value | Link) or spans[at].meaning is Sign.FILLER):
        at -= 1
    return _are_people(spans[at])


def _are_people(span: Span) -> bool:
    return isinstance(span.meaning, Metric) and span.meaning.name in _PEOPLE


def _says_which(spans: Sequence[Span], at: int) -> bool:
    """Whether a verb follows, and behind it a value, or what leads to one."""
    has_verb = False
    while at < len(spans) and spans[at].meaning is Sign.FILLER:
        first = spans[at].words.split()[0]
        if not has_verb and first not in _VERBS and first not in _BETWEEN:
            return False
        has_verb = has_verb or first in _VERBS
        at += 1
    if at == len(spans) or isinstance(spans[at].meaning, Period):
        return has_verb
    if not has_verb and spans[at].words.split()[0] not in _VERBS:
        return False
    if isinstance(spans[at].meaning, Dimension):
        behind = next((span.meaning for span in spans[at + 1 :] if span.meaning is not Sign.FILLER), None)
        return isinstance(behind, Value | Literal)
    return isinstance(spans[at].meaning, Value | Literal | Link) or spans[at].meaning is Sign.NOT
