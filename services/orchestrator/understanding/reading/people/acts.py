"""Questions about what people do: "what do people buy most", "how often was /pricing viewed"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from services.orchestrator.understanding.lexicon.fields import (
    Deed,
    Dimension,
    Either,
    Literal,
    LiteralKind,
    Metric,
    Value,
)
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number, Ranking, Style
from services.orchestrator.understanding.lexicon.times_counted import counts_times
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Link, Meaning, Sign, Span, Unknown
from services.orchestrator.understanding.plan import Match

_FILES = frozenset({LiteralKind.DOMAIN, LiteralKind.PATH})
_WHICH = frozenset({"what", "which"})
_AUXILIARIES = frozenset({"do", "did", "does", "are", "is", "was", "were", "have", "has", "been", "get", "got", "be"})
_PEOPLE = Metric("activeUsers")
_NEWCOMERS = Metric("newUsers")
_NEW = Value("newVsReturning", ("new",))
_THINGS = frozenset({"something", "anything", "things"})
_WHO = ("who ", "that ")
_ARTICLES = ("a ", "an ", "the ")
_FIGURES_OF_EVENTS = {"add_to_cart": Metric("addToCarts"), "begin_checkout": Metric("checkouts")}
_MOST = frozenset({"most", "the most", "least", "the least", "best", "the best", "worst", "the worst"})
_LEAST = ("least", "worst")
_OFTEN = frozenset({"often", "frequently", "frequent"})
_COMING = ("visit", "came", "come", "visited")
_ITEMS = frozenset({"products", "items"})
_OTHER_THINGS = frozenset({"files", "videos"})
_PLACES = frozenset({"landingPage", "pagePath"})
_WHERE = frozenset({Link("from"), Link("in"), Link("on")})
_OF_CONTENT = ("item", "page", "landing", "file", "video", "search", "event", "content")
"""How the names of fields begin whose rows people do nothing from or at."""

_FEW = 10
"""Spans that are looked at behind a question's first word, filler among them."""

_LONGEST_VERB = 2
"""Spans that a verb is cut into at most: "search for"."""


@dataclass(frozen=True, slots=True)
class Act:
    """See `data/acts.toml` for what each part means."""

    of: str
    fields: frozenset[str]
    metric: Metric
    times: Metric
    only_named: bool = False


class _Places(NamedTuple):
    """Where the words of a question stand; -1 where it has none. `helped` by "do" or "were"."""

    which: int
    asked: int
    people: int
    verb: int
    end: int
    helped: bool


class Acts:
    """The verbs of `data/acts.toml`."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._acts: dict[str, Act] = {}
        for entry in tables["act"]:
            metric = Metric(entry["metric"], entry.get("event", ""))
            times = Metric(entry["times"]) if "times" in entry else metric
            act = Act(entry["of"], frozenset(entry["fields"]), metric, times, entry.get("only_named", False))
            self._acts.update(dict.fromkeys(entry["verbs"], act))
        self._actors = frozenset(tables["people"]["words"])
        self._downloads = tables["files"]["event"]
        self._endings = tuple(f".{ending}" for ending in tables["files"]["endings"])

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such questions read as lists and counts. Linear in their number."""
        read = list(spans)
        for at, span in enumerate(spans):
            if span.meaning is Sign.WHICH and span.words in _WHICH:
                self._read_list(read, at)
            elif span.meaning is Sign.COUNT and counts_times(span):
                self._read_times(read, at)
        if any(isinstance(span.meaning, Metric) and span.meaning.event == self._downloads for span in read):
            read = [self._file(span) for span in read]
        return tuple(read)

    def _are_people(self, span: Span) -> bool:
        named = isinstance(span.meaning, Ambiguous | Unknown) and span.words.removeprefix("the ") in self._actors
        return named or span.meaning == _PEOPLE

    def _file(self, span: Span) -> Span:
        """ "Downloads of brochure.pdf": no host is called so."""
        name = span.meaning
        if isinstance(name, Literal) and name.kind in _FILES and name.text.endswith(self._endings):
            return span._replace(meaning=Value("fileName", (name.text,)))
        return span

    def _verb(self, spans: Sequence[Span], at: int) -> tuple[Act | None, int]:
        """The act that a verb at the span names, and where the verb ends."""
        words = ""
        found: tuple[Act | None, int] = (None, at)
        end = at
        for _ in range(_LONGEST_VERB):
            if end >= len(spans):
                break
            words = f"{words} {spans[end].words}".strip()
            if words in self._acts:
                found = self._acts[words], end + 1
            end = past_filler(spans, end + 1)
        return found

    def _read_list(self, read: list[Span], which: int) -> None:
        """ "What do people buy most", "which 5 products do German visitors buy", "which files were downloaded most"."""
        asked, people, helped = -1, -1, False
        for at in range(which + 1, min(which + _FEW, len(read))):
            span = read[at]
            act, end = self._verb(read, at)
            if act is not None and (people >= 0 <= asked if act.only_named else helped or asked >= 0):
                self._list(read, _Places(which, asked, people, at, end, helped), act)
                return
            if asked < 0 and people < 0 and (counted := self._act_in_figure(span)) is not None:
                read[at] = span._replace(meaning=Dimension(counted.of, plural=True))
                self._list(read, _Places(which, at, -1, at + 1, at + 1, helped=True), counted)
                if read[which].meaning is Sign.WHICH:
                    read[at] = span
                return
            if span.meaning is Sign.FILLER:
                helped = helped or bool(_AUXILIARIES.intersection(span.words.split()))
            elif isinstance(span.meaning, Dimension | Either) and asked < 0 and not helped:
                asked = at
            elif (self._are_people(span) or span.meaning == _NEWCOMERS) and people < 0 and (helped or asked >= 0):
                people = at
            elif not isinstance(span.meaning, Value | Number) and (people < 0 or not isinstance(span.meaning, Link)):
                return

    def _list(self, read: list[Span], places: _Places, act: Act) -> None:
        which, asked, people, verb, end, helped = places
        most = past_filler(read, end)
        degree = read[most] if most < len(read) and read[most].words in _MOST else None
        named = meaning_at(read, asked)
        named = named.dimension if isinstance(named, Either) else named
        if isinstance(named, Dimension) and named.name not in act.fields:
            self._rank_by_act(read, places, act)
            return
        if degree is not None and _goes_on(read, most + 1):
            return
        if degree is None and (people < 0 or not helped) and (named is None or not helped):
            return
        descending = degree is None or not degree.words.endswith(_LEAST)
        read[which] = read[which]._replace(meaning=Ranking(descending, Style.TOP, act.metric))
        listed = Dimension(act.of, plural=True)
        if isinstance(named, Dimension):
            keeps = named if named.name != "pagePath" or act.of == "pagePath" else replace(named, name=act.of)
            read[asked] = read[asked]._replace(meaning=keeps)
        for at in range(which + 1, end):
            span = read[at]
            if at == people or at >= verb:
                _pass(read, (at,))
            elif isinstance(span.meaning, Value) and span.meaning.adjective:
                read[at] = span._replace(meaning=replace(span.meaning, adjective=False))
        if named is None:
            read[verb] = read[verb]._replace(meaning=listed)
        if degree is not None:
            read[most] = degree._replace(meaning=Sign.FILLER)
            _pass_often(read, most + 1)

    def _rank_by_act(self, read: list[Span], places: _Places, act: Act) -> None:
        """ "Which channels do people buy from most", "at what time of day do people buy most"."""
        which, asked, people, verb, end, _ = places
        field = read[asked].meaning
        link = past_filler(read, end)
        link = link if link < len(read) and read[link].meaning in _WHERE else -1
        most = past_filler(read, max(end, link + 1))
        degree = read[most] if most < len(read) and read[most].words in _MOST else None
        if not isinstance(field, Dimension) or field.name.startswith(_OF_CONTENT) or people < 0 or degree is None:
            return
        if act.of in _PLACES or _goes_on(read, most + 1):
            return
        metric = act.times
        read[which] = read[which]._replace(meaning=Ranking(not degree.words.endswith(_LEAST), Style.TOP, metric))
        _pass(read, (people, *range(verb, end), link, most))
        before = before_filler(read, which - 1)
        if before >= 0 and read[before].meaning in _WHERE:
            read[before] = read[before]._replace(meaning=Sign.FILLER)
        _pass_often(read, most + 1)

    def _act_in_figure(self, span: Span) -> Act | None:
        """The act of "products were bought", "items added to cart" and "files were downloaded", known as figures."""
        thing, *done = span.words.split() or [""]
        if not isinstance(span.meaning, Metric) or not done:
            return None
        if thing in _ITEMS:
            return Act("itemName", frozenset({"itemName"}), span.meaning, span.meaning)
        return self._acts.get(done[-1]) if thing in _OTHER_THINGS else None

    def _read_times(self, read: list[Span], count: int) -> None:
        """ "How many times did people download a file", "how often was /pricing viewed"."""
        people, named = -1, -1
        for at in range(count + 1, min(count + _FEW, len(read))):
            span = read[at]
            something = span.words in _THINGS and isinstance(span.meaning, Unknown)
            if people < 0 and (something or self._are_people(span)):
                # "How often was something added to the cart".
                people = at
                continue
            done = isinstance(span.meaning, Deed) and not span.words.startswith(_WHO)
            if isinstance(span.meaning, Deed) and done and (people >= 0 or span.words.startswith(_ARTICLES)):
                self._count_deed(read, people, at, span.meaning)
                return
            if people >= 0 and span.meaning is Sign.FILLER and span.words.startswith(_COMING):
                read[people] = read[people]._replace(meaning=Metric("sessions"))
                return
            act, end = self._verb(read, at)
            if act is not None and (people >= 0 or named >= 0):
                if people >= 0:
                    named = past_filler(read, end)
                if _place_object(read, named, act):
                    read[count] = read[count]._replace(meaning=Sign.FILLER)
                    _count(read, act.times, people, at, end)
                return
            if isinstance(span.meaning, Metric) and span.meaning.event and people >= 0:
                # "How often did users sign up": what is counted is the event.
                read[people] = read[people]._replace(meaning=Sign.FILLER)
                return
            if isinstance(span.meaning, Literal | Value):
                named = at
            elif not (span.meaning is Sign.FILLER or isinstance(span.meaning, Dimension | Unknown | Link)):
                return

    def _count_deed(self, read: list[Span], people: int, at: int, deed: Deed) -> None:
        if deed.dimension != "eventName":
            return
        metric = next(self._of_event(deed.value), Metric("eventCount", deed.value))
        _pass(read, (people,))
        read[at] = read[at]._replace(meaning=metric)
        behind = past_filler(read, at + 1)
        if deed.of and behind < len(read) and isinstance(literal := read[behind].meaning, Literal):
            read[behind] = read[behind]._replace(meaning=Value(deed.of, (literal.text,)))

    def _of_event(self, event: str) -> Iterator[Metric]:
        if event == "purchase":
            yield self._acts["buy"].times
        if event in _FIGURES_OF_EVENTS:
            yield _FIGURES_OF_EVENTS[event]


def _pass(read: list[Span], places: Iterable[int]) -> None:
    """Reads who does it, and the verb, as filler; of new users it is kept that they are new."""
    for at in places:
        if at >= 0:
            read[at] = read[at]._replace(meaning=_NEW if read[at].meaning == _NEWCOMERS else Sign.FILLER)


def _pass_often(read: list[Span], at: int) -> None:
    at = past_filler(read, at)
    if at < len(read) and read[at].words in _OFTEN:
        read[at] = read[at]._replace(meaning=Sign.FILLER)


def _goes_on(spans: Sequence[Span], at: int) -> bool:
    """ "The most traffic" is a figure's most."""
    at = past_filler(spans, at)
    return at < len(spans) and isinstance(spans[at].meaning, Metric | Either | Dimension | Number | Value)


def _count(read: list[Span], metric: Metric, people: int, verb: int, end: int) -> None:
    _pass(read, (people, *range(verb, end)))
    read[verb] = read[verb]._replace(meaning=metric)


def _place_object(read: list[Span], at: int, act: Act) -> bool:
    """Reads what it was done to as a value of the act's field; returns whether it can be one."""
    meaning: Meaning = read[at].meaning if at < len(read) else Unknown()
    if isinstance(meaning, Value):
        return meaning.dimension == act.of
    if not isinstance(meaning, Literal):
        return False
    if act.of == "pagePath":
        return meaning.kind is LiteralKind.PATH or (at > 0 and isinstance(read[at - 1].meaning, Dimension))
    named = meaning_at(read, at - 1)
    if isinstance(named, Dimension) and named.name == act.of and not named.plural:
        return True
    if act.of != "fileName":
        return False
    read[at] = read[at]._replace(meaning=Value(act.of, (meaning.text,), Match.EXACT))
    return True
