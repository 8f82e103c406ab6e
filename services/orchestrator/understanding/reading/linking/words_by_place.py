"""Words that say nothing, or how others hang together, only where they stand: "how much traffic did google send"."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import (
    before_filler,
    meaning_at,
    meaning_before,
    meaning_behind,
)
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import (
    MATCHING,
    Ambiguous,
    Doubtful,
    Link,
    Meaning,
    Sign,
    Span,
    Unknown,
)
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period
from services.orchestrator.understanding.reading.linking.phases_counted import PhasesCounted
from services.orchestrator.understanding.reading.linking.requests_opened import (
    OPENINGS,
    closes_alone,
    opens_list,
    opens_request,
    opens_with_question,
    tells_to_share,
    tells_to_state,
)
from services.orchestrator.understanding.reading.linking.words_beside import (
    KINDS,
    asks_what_is_done,
    heads_figures,
    is_asked_how,
    is_each,
    is_of_one_figure,
    is_rough,
    is_system,
    looks_at,
    names_its_kind,
    of_one_word,
    points_at_last,
    says_how,
    taken_together,
)

_GIVERS = (Value, Literal, Dimension)
_PEOPLE = frozenset(map(Metric, ("activeUsers", "newUsers", "totalUsers")))
_COUNTED = (Metric, Either)
_HAVING = frozenset({Link("with"), Link("over")})
_COUNTING = ("count", "counts", "tally")
_ONE_OF_THEM = frozenset({"single", "particular", "specific"})
"""Behind "which": "which single channel brought the most key events"."""

_ASKED = (Metric, Value, Period)
_ADDED_UP = frozenset({"sum", "of"})
"""Of words for a total: "total of revenue and shipping"; not "total sessions and users"."""
_THOSE = frozenset({"those", "ones", "anyone", "anybody", "anything", "everyone", "everybody", "everything"})
_FEW = 10
"""Spans that are looked at before a word."""


class WordsByPlace:
    """The lists of `[by_place]` in `data/filler.toml`. `additive` are the names of figures that can be counted."""

    def __init__(self, tables: Mapping[str, Any], additive: Collection[str]) -> None:
        self._giving = frozenset(tables["giving"])
        self._given = frozenset(tables["given"])
        self._auxiliaries = frozenset(tables["auxiliaries"])
        self._owners = frozenset(tables["owners"])
        self._orders = frozenset(tables["orders"])
        self._adding_up = frozenset(tables["adding_up"])
        self._describing = frozenset(tables["describing"])
        self._listing = frozenset(tables["listing"])
        self._whole = frozenset(tables["whole"])
        self._bodies = frozenset(tables["bodies"])
        self._running = frozenset(tables["running"])
        self._roughly = frozenset(tables["roughly"])
        self.done = frozenset(tables["done"])
        self._summing = frozenset(tables["summing"])
        self._covering = frozenset(tables["covering"])
        self._phases = PhasesCounted(tables["phases"])
        self._additive = additive

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such words read as what they are there. Linear in their number."""
        read = list(spans)
        for at, span in enumerate(read):
            if is_each(read, at):
                read[at] = span._replace(meaning=Sign.EACH)
            elif isinstance(span.meaning, Unknown):
                meaning = self._meaning(read, at, span.text.lower())
                if meaning is not None:
                    read[at] = span._replace(meaning=meaning)
            if read[at].meaning is Sign.FILLER and span.words in self.done and asks_what_is_done(read, at):
                read[at] = span._replace(meaning=Ambiguous(("event count by event name", "active users")))
            elif span.words == "need" and at and read[at - 1].meaning is Sign.NOT:
                # "No need for mobile" leaves it out, or leaves it open.
                read[at] = span._replace(meaning=Unknown())
            elif isinstance(span.meaning, Deed) and self._is_ours(read, at):
                read[at] = span._replace(meaning=Sign.FILLER)
            elif (
                span.meaning is Sign.TOTAL and _ADDED_UP.intersection(span.words.split()) and not is_of_one_figure(read)
            ):
                why = "Each of these figures can be had, but not what they add up to."
                read[at] = span._replace(meaning=Doubtful(f"{span.quoted}: {why}"))
            elif span.meaning is Sign.EQUALS and at and read[at - 1].text.lower() == "which":
                # "Which one of our channels"
                read[at] = span._replace(meaning=Number(1.0))
            elif span.words == "state" and isinstance(span.meaning, Dimension) and tells_to_state(read, at):
                read[at] = span._replace(meaning=Sign.FILLER)
            elif at and span.text.lower() == "weekdays" and read[at - 1].meaning is Sign.WHICH:
                read[at] = span._replace(meaning=Dimension("dayOfWeekName", plural=True))
        return tuple(read)

    def _meaning(self, spans: Sequence[Span], at: int, word: str) -> Meaning | None:
        behind = meaning_behind(spans, at)
        if (alone := of_one_word(spans, at, behind)) is not None:
            return alone
        if word == "any":
            return _any(spans, at, behind)
        if word == "but":
            return _but(spans, at, behind)
        if word in _COUNTING and (counts := self._count(spans, at, behind)):
            return counts
        given = (word in self._giving and self._gives(spans, at)) or (word in self._given and self._is_given(spans, at))
        carries_nothing = (
            given
            or (word == "us" and self._is_given_to(spans, at))
            or (word in self._whole and _breaks_down(spans, at))
            or (word == "current" and behind == Metric("activeUsers") and _is_now(spans))
            or (word in self._adding_up and opens_request(spans, at) and is_of_one_figure(spans))
            or (word == "might" and opens_with_question(spans, at))
            or (word == "share" and tells_to_share(spans, at))
            or (word in self._orders and opens_request(spans, at) and not self._describes(spans, at))
            or ((word in self._listing or word == "those") and opens_list(spans, at))
            or (word in self._bodies and is_system(spans, at))
            or (word in _ONE_OF_THEM and isinstance(behind, Dimension) and meaning_before(spans, at) is Sign.WHICH)
            or (word == "visit" and meaning_before(spans, at) in _PEOPLE)
            or (word == "active" and _are_active(spans, at))
            or (word in {"who", "online"} and _is_there(spans, at))
            or (word in _THOSE and meaning_before(spans, at) is Sign.NOT and _describes(behind))
            or (word == "how" and isinstance(behind, _ASKED) and says_how(spans, at))
            or (
                word in self._running
                and isinstance(behind, Dimension)
                and behind.breaks_down
                and _has_figure(spans, at)
            )
            or (word in {"this", "these"} and points_at_last(spans, at))
            or (word in self._roughly and is_rough(spans, at))
            or (word in self._summing and taken_together(spans, at))
            or (word == "numbers" and heads_figures(spans, at))
            or (word == "instead" and closes_alone(spans, at))
            or (word == "inclusive" and isinstance(meaning_before(spans, at), Period))
            or (word in self._covering and isinstance(behind, Period))
            or (word == "looking" and (looks_at(spans, at) or is_asked_how(spans, at)))
            or (word in KINDS and names_its_kind(spans, at))
        )
        return (self._phases.meaning(spans, at) if given else Sign.FILLER) if carries_nothing else None

    def _is_ours(self, spans: Sequence[Span], at: int) -> bool:
        """ "Sessions did we log in the last 28 days": it is not we who log in."""
        verb, _, particle = spans[at].text.lower().partition(" ")
        before = spans[at - 1].text.lower().split() if at else [""]
        return verb in self._giving and particle == "in" and before[-1] in self._owners

    def _gives(self, spans: Sequence[Span], at: int) -> bool:
        """ "Did google send", "did new visitors complete", "revenue we took", "which channels send the most views"."""
        giver = False
        for place in range(at - 1, max(at - _FEW, -1), -1):
            span = spans[place]
            if span.meaning is Sign.FILLER:
                words = span.text.lower().split()
                giver = giver or words[-1] in self._owners
                if giver and (
                    not self._auxiliaries.isdisjoint(words) or isinstance(meaning_before(spans, place), _COUNTED)
                ):
                    return True
            elif isinstance(span.meaning, _GIVERS) or (not giver and span.meaning in _PEOPLE):
                giver = True
            elif giver and isinstance(span.meaning, _COUNTED):
                return True
            elif not isinstance(span.meaning, Period | Link) and span.meaning is not Sign.EACH:
                break
        return isinstance(meaning_before(spans, at), _GIVERS) and isinstance(
            meaning_behind(spans, at), Metric | Ranking | Bound | Bounds
        )

    def _is_given_to(self, spans: Sequence[Span], at: int) -> bool:
        """ "Google earned us", "google generated for us"; "sessions for us" may be of the US."""
        at -= 1
        if at > 0 and spans[at].meaning == Link("for"):
            at -= 1
        return at >= 0 and spans[at].text.lower() in self._giving | self._given

    def _is_given(self, spans: Sequence[Span], at: int) -> bool:
        """ "Conversions delivered last week", "how much revenue was earned on mobile"."""
        behind = meaning_behind(spans, at)
        return isinstance(meaning_before(spans, at), _COUNTED) and isinstance(
            behind, Link | Period | Value | Minutes | Sign | None
        )

    def _describes(self, spans: Sequence[Span], at: int) -> bool:
        """ "Return visitors" have been there before, and a "quote form" is one of several."""
        return spans[at].words in self._describing and isinstance(meaning_at(spans, at + 1), _COUNTED)

    def _count(self, spans: Sequence[Span], at: int, behind: Meaning | None) -> Meaning | None:
        """ "Items viewed count" is what "items viewed" is; "count engaged sessions" is "how many"."""
        before = meaning_at(spans, at - 1)
        if isinstance(before, Either):
            return Sign.FILLER
        if isinstance(before, Metric) and (before.name in self._additive or before in _PEOPLE):
            return Sign.FILLER
        if isinstance(behind, _COUNTED) and meaning_before(spans, at) in OPENINGS:
            return Sign.COUNT
        return None


def _any(spans: Sequence[Span], at: int, behind: Meaning | None) -> Meaning | None:
    """ "Did we get any sales" asks for them all, "any country with over 100 users" for a list."""
    if isinstance(behind, Metric):
        return Sign.FILLER
    if not isinstance(behind, Dimension) or behind.breaks_down:
        return None
    following = [span.meaning for span in spans[at + 1 : at + _FEW] if span.meaning is not Sign.FILLER][1:2]
    bounded = bool(following) and (isinstance(following[0], Bound | Bounds | Metric) or following[0] in _HAVING)
    return Sign.WHICH if bounded else None


def _but(spans: Sequence[Span], at: int, behind: Meaning | None) -> Meaning | None:
    """ "On every hostname but docs.example.com" leaves one out, and so does "but excluding"."""
    if behind is Sign.NOT:
        return Sign.FILLER
    each = before_filler(spans, at - 2)
    of_each = each >= 0 and (spans[each].meaning is Sign.EACH or spans[each].words.endswith(" any"))
    of_each = of_each and isinstance(spans[at - 1].meaning, Dimension)
    return Sign.NOT if of_each and isinstance(behind, Value | Literal) else None


def _describes(behind: Meaning | None) -> bool:
    """ "Without those from Ireland", "excluding those under /blog"."""
    return behind in MATCHING or isinstance(behind, Bound | Link)


def _is_now(spans: Sequence[Span]) -> bool:
    return any(isinstance(span.meaning, Minutes) for span in spans)


def _breaks_down(spans: Sequence[Span], at: int) -> bool:
    """ "Full channel breakdown", "detailed country and device split"."""
    for span in spans[at + 1 : at + _FEW]:
        if span.meaning is Sign.BREAKDOWN:
            return True
        if not isinstance(span.meaning, Dimension | Metric) and span.meaning is not Sign.AND:
            return False
    return False


def _are_active(spans: Sequence[Span], at: int) -> bool:
    """ "How many people were active in the last 10 minutes"; without a time it could be right now."""
    timed = any(isinstance(span.meaning, Period | Minutes) for span in spans)
    return timed and meaning_before(spans, at) == Metric("activeUsers")


def _is_there(spans: Sequence[Span], at: int) -> bool:
    """ "How many people are online right now", "who's online - the number of users right now"."""
    if not _is_now(spans):
        return False
    word = spans[at].text.lower()
    if word == "who" and meaning_before(spans, at) in _PEOPLE:
        return isinstance(meaning_behind(spans, at), Minutes)
    if word == "online":
        return meaning_before(spans, at) in _PEOPLE or (at > 0 and _opens_with_who(spans))
    return _opens_with_who(spans) and spans[at].start == _first(spans) and any(s.meaning in _PEOPLE for s in spans)


def _opens_with_who(spans: Sequence[Span]) -> bool:
    first = next((span for span in spans if span.meaning not in {Sign.FILLER, Sign.FRAMING}), None)
    return bool(spans) and (spans[0].text.lower() == "who" or (first is not None and first.text.lower() == "who"))


def _first(spans: Sequence[Span]) -> int:
    return next((span.start for span in spans if span.text.lower() == "who"), -1)


def _has_figure(spans: Sequence[Span], at: int) -> bool:
    """ "How have sessions gone week by week"."""
    return any(isinstance(span.meaning, _COUNTED) for span in spans[:at])
