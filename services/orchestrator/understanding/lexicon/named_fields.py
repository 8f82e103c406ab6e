"""What stands beside a field's name as its value is that value, whatever else the words could mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
from services.orchestrator.understanding.lexicon.texts import CAN_BE_A_VALUE, become_text, first_unknown, text_in
from services.orchestrator.understanding.lexicon.vocabulary import (
    MATCHING,
    Doubtful,
    Link,
    Meaning,
    Sign,
    Span,
    Unknown,
)
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.plan import Match
from services.orchestrator.understanding.reading.words import Word, WordKind

_OPERATORS = MATCHING | {Sign.EQUALS}
_NOT_EQUAL = frozenset({"!=", "<>"})
_OF_FEW_VALUES = frozenset(
    {"deviceCategory", "newVsReturning", "platform", "userGender", "userAgeBracket", "continent", "country"}
    | {"defaultChannelGroup", "sessionDefaultChannelGroup", "firstUserDefaultChannelGroup"}
)
"""Fields whose values are all known: any other would keep nothing."""

_CAMPAIGNS = frozenset({"sessionCampaignName", "firstUserCampaignName", "campaignName"})
_BEFORE_ITS_VALUE = frozenset(map(Link, ("for", "from", "on", "with")))
_STATING = frozenset({"where", "whose", "if", "when"})
_BEING = frozenset({"is", "was", "are", "were"})
_ARTICLES = frozenset({"the", "our", "my"})
_ASKING = frozenset({"did", "do", "does", "has"})
_GETTING = frozenset({"get", "got", "have", "had", "see", "receive", "attract", "record"})
_BRINGING = frozenset({"bring", "send", "drive", "refer", "generate"})
_BROUGHT = frozenset({"brought", "sent", "driven", "referred", "generated"})
_HAVING = frozenset({"has", "have", "had"})
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
            elif isinstance(meaning, Literal) and meaning.kind is LiteralKind.DOMAIN:
                read[at] = read[at]._replace(meaning=_site_asked_about(read, at, meaning.text) or meaning)
            at += 1
        return tuple(read)

    def spellings(self) -> dict[tuple[str, str], str]:
        """GA4's spelling of all values, by dimension and lower-case value."""
        return {(name, value.lower()): value for name, values in self.values.items() for value in values.values()}

    def _campaign(self, question: str, spans: list[Span], at: int, field: Dimension) -> int:
        """ "From the summer sale campaign", "on the pro plan tier". Returns the field's place."""
        if (
            not (field.name in _CAMPAIGNS or field.is_own)
            or field.plural
            or at < 2
            or not isinstance(spans[at - 1].meaning, Unknown)
        ):
            return at
        first = first_unknown(spans, at - 1)
        if (
            first < 2
            or spans[first - 1].text.lower() not in _ARTICLES
            or not isinstance(spans[first - 2].meaning, Link)
        ):
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
        explicit = field.is_own and not field.plural and at > 0 and spans[at - 1].meaning in _BEFORE_ITS_VALUE
        explicit = explicit or _is_said_to_be(spans, at) or _names_a_campaign(spans, at, field)
        at = past_filler(spans, at + 1)
        while at < len(spans) and (_is_operator(spans[at].meaning)):
            explicit = explicit or spans[at].meaning in _OPERATORS or spans[at].text in _NOT_EQUAL
            at = past_filler(spans, at + 1)
        matched = at > 0 and spans[before_filler(spans, at - 1)].meaning in MATCHING
        enclosed = 0 < at < len(spans) and spans[at - 1].text == "("
        while at < len(spans) and self._place(question, spans, at, field, explicit=explicit or enclosed):
            if matched and isinstance(spans[at].meaning, Value):
                # "Source contains google": any with these letters, not that source.
                spans[at] = spans[at]._replace(meaning=Literal(LiteralKind.QUOTED, spans[at].words))
            at = past_filler(spans, at + 1)
            if at >= len(spans) or spans[at].meaning not in _JOINERS or (enclosed and spans[at - 1].text == ")"):
                return
            at = past_filler(spans, at + 1)
            explicit = False

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
        while end < len(spans) and isinstance(spans[end].meaning, Unknown):
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


def _names_a_campaign(spans: Sequence[Span], at: int, field: Dimension) -> bool:
    """ "Sessions with campaign email": the channel's name is the campaign's; not "with campaign email traffic"."""
    if field.name not in _CAMPAIGNS or field.plural or not isinstance(meaning_at(spans, at + 1), Value):
        return False
    before = _before_articles(spans, at - 1)
    behind = past_filler(spans, at + 2)
    ends = (
        behind >= len(spans) or spans[behind].meaning is Sign.COMMA or isinstance(spans[behind].meaning, Period | Link)
    )
    return before >= 0 and spans[before].meaning in _BEFORE_ITS_VALUE and ends


def _is_said_to_be(spans: Sequence[Span], at: int) -> bool:
    """ "Where plan tier is pro", "whose plan tier is pro"."""
    before = _before_articles(spans, at - 1)
    behind = spans[at + 1 : at + 2]
    return bool(before >= 0 and behind and spans[before].text.lower() in _STATING and behind[0].text.lower() in _BEING)


def _before_articles(spans: Sequence[Span], at: int) -> int:
    while at >= 0 and spans[at].text.lower() in _ARTICLES:
        at -= 1
    return at


def _site_asked_about(spans: Sequence[Span], at: int, domain: str) -> Value | None:
    """ "How many users did shop.example.com get", "how many visits had news.example.com sent us".

    A site of the property gets visits, and another brings them.
    """
    before = spans[at - 1].text.lower() if at else ""
    verbs = [span.text.lower().split()[0] for span in spans[at + 1 : at + 3]]
    if any(one in _HAVING and other in _BROUGHT for one, other in pairwise((before, *verbs))):
        return Value("sessionSource", (domain,))
    if before not in _ASKING or not verbs:
        return None
    if verbs[0] in _BRINGING:
        return Value("sessionSource", (domain,))
    read = f'"{domain}" is read as a hostname of the site, not as a source.'
    return Value("hostName", (domain,), assumption=read) if verbs[0] in _GETTING else None


def _is_operator(meaning: Meaning) -> bool:
    return meaning in _OPERATORS or meaning is Sign.NOT or meaning in {Link("in"), Link("of")}


def _has(meaning: Meaning, field: Dimension) -> bool:
    if not isinstance(meaning, Value) or meaning.match is not Match.EXACT or meaning.assumption:
        return False
    return same_field(meaning.dimension, field.name)
