"""What stands beside a field's name as its value is that value, whatever else the words could mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.orchestrator.understanding.lexicon.catalogue import Catalogue
from services.orchestrator.understanding.lexicon.field_scopes import same_field
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, LiteralKind, Metric, Value
from services.orchestrator.understanding.lexicon.filler import (
    before_filler,
    meaning_at,
    meaning_before,
    meaning_behind,
    past_filler,
)
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Number
from services.orchestrator.understanding.lexicon.texts import (
    CAN_BE_A_VALUE,
    become_text,
    first_unknown,
    goes_on_in_capitals,
    text_in,
    with_capitals_before,
)
from services.orchestrator.understanding.lexicon.vocabulary import (
    MATCHING,
    Doubtful,
    Link,
    Meaning,
    Sign,
    Span,
    Unknown,
)
from services.orchestrator.understanding.lexicon.words_for_a_value import (
    ARTICLES,
    BEFORE_ITS_VALUE,
    CAMPAIGNS,
    is_own_by_its_name,
    is_said_to_be,
    names_a_campaign,
)
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.plan import Comparison, Match
from services.orchestrator.understanding.reading.words import Word, WordKind

_EQUAL_TO = Bound(Comparison.EQUAL)
_OPERATORS = MATCHING | {Sign.EQUALS, _EQUAL_TO}
_NOT_EQUAL = frozenset({"!=", "<>"})
_OF_FEW_VALUES = frozenset(
    {"deviceCategory", "newVsReturning", "platform", "userGender", "userAgeBracket", "continent", "country"}
    | {"defaultChannelGroup", "sessionDefaultChannelGroup", "firstUserDefaultChannelGroup"}
)
"""Fields whose values are all known: any other would keep nothing."""

_JOINERS = frozenset({Sign.COMMA, Sign.OR, Sign.AND})


@dataclass(frozen=True, slots=True)
class NamedFields:
    """`values` holds GA4's spelling by dimension and lower-case words, `events` the names of events.

    `pointing` are words by which one of several is told that has a name besides.
    """

    values: Mapping[str, Mapping[str, str]]
    events: frozenset[str]
    pointing: frozenset[str]
    catalogue: Catalogue

    def parameterised(self, word: Word) -> Metric | Dimension | None:
        """The field that a word names with its parameter: "customEvent:plan_tier", "keyEvents:sign_up"."""
        name = self.catalogue.with_parameter(word.text) if word.kind is WordKind.FIELD else ""
        if not name:
            return None
        return Dimension(name, scoped=True) if self.catalogue.field(name).scope else Metric(name)

    def read(self, question: str, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, those that are values beside their field's name read as such. Linear in their number."""
        read = list(spans)
        at = 0
        while at < len(read):
            meaning = read[at].meaning
            if isinstance(meaning, Either):
                meaning = meaning.dimension
            if isinstance(meaning, Dimension):
                at = text_in(question, read, at)
                at = self._campaign(question, read, at, meaning)
                self._before(read, at, meaning)
                self._behind(question, read, at, meaning)
            elif meaning == Metric("eventCount"):
                self._event(read, at)
            at += 1
        return tuple(read)

    def spellings(self) -> dict[tuple[str, str], str]:
        """GA4's spelling of all values, by dimension and lower-case value."""
        return {(name, value.lower()): value for name, values in self.values.items() for value in values.values()}

    def _campaign(self, question: str, spans: list[Span], at: int, field: Dimension) -> int:
        """ "From the summer sale campaign", "on the pro plan tier". Returns the field's place."""
        if (
            not (field.name in CAMPAIGNS or field.is_own)
            or field.plural
            or at < 2
            or not isinstance(spans[at - 1].meaning, Unknown)
        ):
            return at
        first = first_unknown(spans, at - 1)
        if first < 2 or spans[first - 1].text.lower() not in ARTICLES or not isinstance(spans[first - 2].meaning, Link):
            return at
        if all(word in self.pointing for span in spans[first:at] for word in span.words.split()):
            # "The last campaign", "the cheapest": which one the asker knows; not "the new year", a name.
            said = f'Which one is "{question[spans[first].start : spans[at].end]}"? Give its name.'
            spans[at - 1] = spans[at - 1]._replace(meaning=Doubtful(said))
            return at
        at -= become_text(question, spans, first, at - 1)
        if field.is_own:
            spans[at - 1] = spans[at - 1]._replace(meaning=Value(field.name, (spans[at - 1].text.lower(),)))
        return at

    def _behind(self, question: str, spans: list[Span], at: int, field: Dimension) -> None:
        """ "Medium email", "pageTitle contains pricing", "deviceCategory in (mobile, tablet)"."""
        explicit = field.is_own and not field.plural and at > 0 and spans[at - 1].meaning in BEFORE_ITS_VALUE
        explicit = explicit or is_said_to_be(spans, at) or names_a_campaign(spans, at, field)
        by_its_name = is_own_by_its_name(spans, at)
        of_several = False
        at = past_filler(spans, at + 1)
        while at < len(spans) and _is_operator(spans, at):
            explicit = explicit or spans[at].meaning in _OPERATORS or spans[at].text in _NOT_EQUAL
            of_several = spans[at].meaning == Link("in") or spans[at].words.endswith(" of")
            if spans[at].meaning == _EQUAL_TO:
                spans[at] = spans[at]._replace(meaning=Sign.EQUALS)
            at = past_filler(spans, at + 1)
        at = with_capitals_before(question, spans, at) if at < len(spans) else at
        explicit = explicit or (by_its_name and at < len(spans) and isinstance(spans[at].meaning, Unknown))
        matched = at > 0 and spans[before_filler(spans, at - 1)].meaning in MATCHING
        enclosed = 0 < at < len(spans) and spans[at - 1].text == "("
        while at < len(spans) and self._place(question, spans, at, field, explicit=explicit or enclosed):
            if matched and isinstance(spans[at].meaning, Value):
                # "Source contains google": any with these letters, not that source.
                spans[at] = spans[at]._replace(meaning=Literal(LiteralKind.QUOTED, spans[at].words))
            at = past_filler(spans, at + 1)
            if at >= len(spans) or spans[at].meaning not in _JOINERS or (enclosed and spans[at - 1].text == ")"):
                return
            explicit = explicit and _goes_on(spans, at, of_several=of_several)
            at = past_filler(spans, at + 1)

    def _place(self, question: str, spans: list[Span], at: int, field: Dimension, *, explicit: bool) -> bool:
        """Reads the value at the span; returns whether there is one."""
        span = spans[at]
        if isinstance(span.meaning, Literal) or _has(span.meaning, field):
            return True
        if (
            field.name == "eventName"
            and span.words in self.events
            and not isinstance(meaning_at(spans, at + 1), Unknown)
        ):
            spans[at] = span._replace(meaning=Literal(LiteralKind.IDENTIFIER, span.words))
            return True
        if spelled := self._spelled(field, span.words):
            spans[at] = span._replace(meaning=Literal(LiteralKind.QUOTED, spelled.lower()))
            return True
        is_column = isinstance(span.meaning, Metric) and _is_a_column(spans, at, span.meaning)
        is_none = field.name in _OF_FEW_VALUES and meaning_before(spans, at) not in MATCHING
        if is_column or is_none or not (explicit and isinstance(span.meaning, CAN_BE_A_VALUE)):
            return False
        end = at + 1
        while end < len(spans) and (isinstance(spans[end].meaning, Unknown) or goes_on_in_capitals(spans, end)):
            end += 1
        become_text(question, spans, at, end - 1)
        return True

    def _before(self, spans: list[Span], at: int, field: Dimension) -> None:
        """ "On the iOS platform", "with German as their language"."""
        link = before_filler(spans, at - 1)
        is_led = link > 0 and spans[link].meaning == Link("as")
        said = before_filler(spans, (link if is_led else at) - 1)
        while said >= 0 and (is_led or not field.plural):
            span = spans[said]
            spelled = self._spelled(field, span.words)
            if spelled and not _has(span.meaning, field):
                spans[said] = span._replace(meaning=Value(field.name, (spelled,)))
            joiner = before_filler(spans, said - 1)
            if not spelled or joiner < 1 or spans[joiner].meaning not in _JOINERS:
                return
            said = before_filler(spans, joiner - 1)

    def _event(self, spans: list[Span], at: int) -> None:
        """ "Event count for purchase"."""
        if self._is_event_right_behind(spans, at):
            name = spans[at + 1]
            spans[at] = spans[at]._replace(meaning=Either(Metric("eventCount"), Dimension("eventName")))
            if not isinstance(name.meaning, Literal):
                event = name.text.lower().removesuffix(" event")
                spans[at + 1] = name._replace(meaning=Metric("eventCount", event))
            return
        if at + 2 >= len(spans):
            return
        link, name = spans[at + 1], spans[at + 2]
        if link.meaning in {Link("for"), Link("of")} and name.text.lower() in self.events:
            spans[at + 2] = name._replace(meaning=Metric("eventCount", name.text.lower()))

    def _is_event_right_behind(self, spans: Sequence[Span], at: int) -> bool:
        """ "Event count view_item"; in "event count sign_up, purchase" the list's end would be a guess."""
        name = spans[at + 1] if at + 1 < len(spans) else None
        goes_on = meaning_at(spans, at + 2) in _JOINERS | {Sign.FILLER}
        if name is None or (goes_on and not isinstance(meaning_behind(spans, at + 2), Period)):
            return False
        if isinstance(name.meaning, Literal):
            return name.meaning.kind is LiteralKind.IDENTIFIER
        return isinstance(name.meaning, Metric) and name.text.lower().removesuffix(" event") in self.events

    def _spelled(self, field: Dimension, text: str) -> str:
        for dimension, values in self.values.items():
            if same_field(dimension, field.name):
                return values.get(text.lower(), "")
        return ""


def _is_a_column(spans: Sequence[Span], at: int, figure: Metric) -> bool:
    """ "Top 10 landing pages (sessions)", "browsers including views, users": no text."""
    if at and spans[at - 1].text == "(":
        return True
    joiner = past_filler(spans, at + 1)
    following = meaning_at(spans, past_filler(spans, joiner + 1))
    return not figure.event and meaning_at(spans, joiner) in _JOINERS and isinstance(following, Metric)


def _goes_on(spans: Sequence[Span], joiner: int, *, of_several: bool) -> bool:
    """ "(Plan tier is pro) or starter", "(one of pro), starter"; not "(is pro), thanks boss"."""
    behind = [span.meaning for span in spans[joiner + 1 : joiner + 3]]
    if not behind or not isinstance(behind[0], Unknown):
        return False
    return spans[joiner].meaning is not Sign.COMMA or of_several or behind[-1] in {Sign.OR, Sign.AND}


def _is_operator(spans: Sequence[Span], at: int) -> bool:
    meaning = spans[at].meaning
    if meaning == _EQUAL_TO:
        return not isinstance(meaning_at(spans, at + 1), Number)
    return meaning in _OPERATORS or meaning is Sign.NOT or meaning in {Link("in"), Link("of")}


def _has(meaning: Meaning, field: Dimension) -> bool:
    if not isinstance(meaning, Value) or meaning.match is not Match.EXACT or meaning.assumption:
        return False
    return same_field(meaning.dimension, field.name)
