"""Reads names that nothing is known of beside the name of their field.

A campaign's and an item's by their capitals ("the Big Give campaign", "category Shoes"), a brand's where items are
counted in any letters ("item revenue, brand sony"), and behind a preposition a source's or medium's that is no English
word ("from source hubspot").
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at
from services.orchestrator.understanding.lexicon.texts import become_text
from services.orchestrator.understanding.lexicon.vocabulary import Link, Overview, Sign, Span, Unknown
from services.orchestrator.understanding.reading.step import of_text

_CAMPAIGNS = frozenset({"sessionCampaignName", "firstUserCampaignName", "campaignName"})
_SOURCES = frozenset({"sessionSource", "firstUserSource", "source", "sessionMedium", "firstUserMedium", "medium"})
_BRANDS = "itemBrand"
_OF_ITEMS = frozenset({_BRANDS, "itemCategory", "itemName"})
_ITEMS = "item"
"""What the names of figures of items begin with."""
_LONGEST = 5

_NAMED = frozenset(
    {"itemVariant", "itemPromotionName", "pageTitle", "orderCoupon", "searchTerm", "contentGroup", "audienceName"}
    | {"streamName", "videoTitle", "sessionGoogleAdsAdGroupName"}
)
"""More fields that stand before such names."""


class UnknownNames:
    """`english` are words that are no names."""

    def __init__(self, english: Collection[str]) -> None:
        self._english = english
        self.step = of_text({Dimension}, {Unknown})(self._read)

    def _read(self, question: str, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such names as texts. Words something is known of are part of one only beside an unknown word."""
        read = list(spans)
        of_items = any(isinstance(span.meaning, Metric) and span.meaning.name.startswith(_ITEMS) for span in spans)
        at = 0
        while at < len(read):
            meaning = read[at].meaning
            if isinstance(meaning, Dimension) and not meaning.plural:
                of_item = meaning.name in _OF_ITEMS and not _is_broken_down(read, at)
                if of_item and of_items and meaning.name == _BRANDS:
                    at -= _become_name(question, read, *_unknown_before(read, at))
                    _become_name(question, read, *_unknown_behind(read, at))
                elif (of_item or meaning.name in _CAMPAIGNS) and not _is_all_in_capitals(question):
                    at -= _become_name(question, read, *_before(read, at))
                    start, end = _behind(read, at)
                    if not (of_item and _is_within_a_figure(read, at, end)):
                        _become_name(question, read, start, end)
                elif meaning.name in _SOURCES:
                    self._name_led_source(question, read, at)
            at += 1
        _name_behind(question, read)
        return tuple(read)

    def _name_led_source(self, question: str, read: list[Span], at: int) -> None:
        """ "From source hubspot", "source is not hubspot"; not "by source hubspot", nor "with source quality"."""
        before = meaning_at(read, before_filler(read, at - 1))
        is_negated = meaning_at(read, at + 1) is Sign.NOT
        name = at + 1 + is_negated
        is_led = isinstance(before, Link) or before is Sign.NOT or is_negated
        if is_led and isinstance(meaning_at(read, name), Unknown) and self._is_name(read[name].text):
            become_text(question, read, name, name)

    def _is_name(self, text: str) -> bool:
        return text.isalnum() and text.lower() not in self._english


def _name_behind(question: str, read: list[Span]) -> None:
    """ "The page with the title Pricing", "coupon SAVE10"."""
    for at in reversed(range(len(read))):
        field = read[at].meaning
        named = isinstance(field, Dimension) and field.name in _NAMED and not field.plural
        if named and not _is_broken_down(read, at) and not _is_all_in_capitals(question):
            _become_name(question, read, *_behind(read, at))


def _is_broken_down(spans: Sequence[Span], at: int) -> bool:
    return at > 0 and spans[at - 1].meaning in {Sign.BY, Sign.EACH, Sign.WHICH}


def _unknown_before(spans: Sequence[Span], at: int) -> tuple[int, int]:
    start = at
    while start and isinstance(spans[start - 1].meaning, Unknown) and spans[start - 1].text[0].isalpha():
        start -= 1
    return start, at


def _unknown_behind(spans: Sequence[Span], at: int) -> tuple[int, int]:
    end = at + 1
    while end < len(spans) and isinstance(spans[end].meaning, Unknown) and spans[end].text[0].isalpha():
        end += 1
    return at + 1, end


def _is_within_a_figure(spans: Sequence[Span], at: int, end: int) -> bool:
    """ "Item Foo revenue" may be item revenue, with a word that is not known; "of the item Foo" names one."""
    leads = at > 0 and (isinstance(spans[at - 1].meaning, Link) or spans[at - 1].meaning is Sign.FILLER)
    return not leads and end < len(spans) and isinstance(spans[end].meaning, Metric)


def _is_all_in_capitals(question: str) -> bool:
    words = [word for word in question.split() if word[0].isalpha()]
    return sum(word[0].isupper() for word in words) * 2 > len(words) + 1


def _before(spans: Sequence[Span], at: int) -> tuple[int, int]:
    start = at
    while start and at - start < _LONGEST and _is_capital(spans[start - 1]):
        start -= 1
    if start == 0:
        # The first word of a question has its capital for another reason.
        while start < at and spans[start].meaning is Sign.FILLER:
            start += 1
        start += at - start == 1
    return start, at


def _behind(spans: Sequence[Span], at: int) -> tuple[int, int]:
    end = at + 1
    while end < len(spans) and end - at <= _LONGEST and _is_capital(spans[end]):
        end += 1
    return at + 1, end


def _is_capital(span: Span) -> bool:
    may_be_named = isinstance(span.meaning, Unknown | Value | Overview) or span.meaning is Sign.FILLER
    return may_be_named and all(word[0].isupper() for word in span.text.split())


def _become_name(question: str, spans: list[Span], start: int, end: int) -> int:
    """Reads the spans as one text; returns by how many there are fewer."""
    if not any(isinstance(span.meaning, Unknown) for span in spans[start:end]):
        return 0
    return become_text(question, spans, start, end - 1)
