"""Reads words that describe a value and do not name it: "where the city is unknown", "the country is big"."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from services.orchestrator.understanding.lexicon.catalogue import Catalogue
from services.orchestrator.understanding.lexicon.fields import Dimension, Value
from services.orchestrator.understanding.lexicon.filler import before_filler
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Doubtful, Sign, Span, Unknown

_BEING = frozenset({"is", "was", "are", "were"})
_NOT_SET = "(not set)"
_OWN_NAMES = {"userGender": "unknown", "userAgeBracket": "unknown"}
"""GA4's values for these, where the others have "(not set)"."""

_OF_NAMES = frozenset({"Geography", "Platform / Device"})
"""Categories whose values are names. A source can also be direct, or none; a page's title any word."""


class ValuesDescribed:
    """`tables` are those of `data/structure.toml`; `english` are words that are no names."""

    def __init__(
        self, tables: Mapping[str, Mapping[str, Sequence[str]]], english: Collection[str], catalogue: Catalogue
    ) -> None:
        self._lacking = frozenset(tables["not_set"]["words"])
        self._set = frozenset(tables["not_set"]["set"])
        self._telling = self._set | frozenset(tables["one_of_several"]["words"])
        self._english = english
        self._catalogue = catalogue

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such words read as GA4's value, or as open. Linear in their number."""
        read = list(spans)
        for at, span in enumerate(read):
            # "Get Started" is a name, whatever its words are.
            beside = [*read[max(at - 1, 0) : at], *read[at + 1 : at + 2]]
            is_part = span.text[0].isupper() and any(each.text[0].isupper() for each in beside)
            if isinstance(span.meaning, Unknown | Ambiguous) and not is_part:
                said_of = _said_of(read, at)
                field = read[said_of].meaning
                if said_of >= 0 and isinstance(field, Dimension) and not field.plural:
                    self._read(read, at, said_of, field)
        return tuple(read)

    def _read(self, read: list[Span], at: int, said_of: int, field: Dimension) -> None:
        known, span = self._catalogue.field(field.name), read[at]
        if field.name == "newVsReturning":
            # "Where visitor type is new".
            return
        named = known.category in _OF_NAMES
        says_not = before_filler(read, at - 1)
        if span.words in self._set and read[says_not].meaning is Sign.NOT and (named or span.words == "set"):
            # "Is not known", "is not set".
            read[says_not] = read[says_not]._replace(meaning=Sign.EQUALS)
            read[at] = span._replace(meaning=Value(field.name, (_OWN_NAMES.get(field.name, _NOT_SET),)))
        elif span.words in self._lacking and (named or field.name in _OWN_NAMES or field.name == "landingPage"):
            read[at] = span._replace(meaning=Value(field.name, (_OWN_NAMES.get(field.name, _NOT_SET),)))
        elif span.words in self._lacking | self._telling or (named and span.text in self._english):
            why = f'Which {known.ui_name.lower()} is {span.quoted}? Put its name in quotes, or say "{_NOT_SET}".'
            read[said_of], read[at] = read[said_of]._replace(meaning=Doubtful(why)), span._replace(meaning=Sign.FILLER)


def _said_of(spans: Sequence[Span], at: int) -> int:
    """Where the field stands that "is" so; -1 where nothing is said to be."""
    before = before_filler(spans, at - 1)
    if before >= 0 and spans[before].meaning in {Sign.EQUALS, Sign.NOT}:
        before = before_filler(spans, before - 1)
    between = spans[before + 1 : at]
    says = any(span.meaning is Sign.EQUALS or span.words.split()[0] in _BEING for span in between)
    return before if says else -1
