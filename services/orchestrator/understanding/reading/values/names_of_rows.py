"""Reads "name" beside what has one: "campaigns with names that start with summer", "products with mug in the name"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.field_scopes import same_field
from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import MATCHING, Link, Sign, Span, Unknown
from services.orchestrator.understanding.plan import Match
from services.orchestrator.understanding.reading.step import of_spans

_NAMED = frozenset(
    {"sessionCampaignName", "firstUserCampaignName", "campaignName", "itemName", "itemBrand", "itemCategory"}
    | {"fileName", "audienceName", "sessionSource", "firstUserSource", "hostName", "city", "country", "region"}
)
"""Fields whose values are names. A page's could be its title or its path."""

_NAME = frozenset({"name", "names", "the name", "the names"})
_LEADING = MATCHING | {Sign.EQUALS, Sign.NOT}
_HAVING = frozenset({"that have", "which have", "that has", "which has", "that had", "which had", "have", "has", "had"})
_LACKING = ("without", "have")
_LONGEST_TEXT = 4


@of_spans({Dimension, *_NAME}, {Link})
def read_names_of_rows(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as filler and the text in a name as a value. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(read):
        if span.words in _NAME and isinstance(span.meaning, Unknown):
            _read_leading(read, at)
        if at and (isinstance(span.meaning, Dimension) or (span.words in _NAME and isinstance(span.meaning, Unknown))):
            _read_text_in(read, at)
    return tuple(read)


def _read_leading(read: list[Span], name: int) -> None:
    """ "Campaigns with names that start with summer", "products whose name contains mug"."""
    link, behind = before_filler(read, name - 1), past_filler(read, name + 1)
    field = before_filler(read, link - 1)
    if field < 0 or behind >= len(read) or not _is_named(read[field]):
        return
    leads = read[behind].meaning in _LEADING or isinstance(read[behind].meaning, Literal)
    if leads and read[link].meaning == Link("with"):
        for at in (link, name):
            read[at] = read[at]._replace(meaning=Sign.FILLER)


def _read_text_in(read: list[Span], name: int) -> None:
    """ "Campaigns with sale in the name", "products without mug in their product name"."""
    link = before_filler(read, name - 1)
    if link < 1 or read[link].meaning != Link("in"):
        return
    first = link - 1
    while first > 0 and link - first < _LONGEST_TEXT and not _opens(read[first - 1]):
        first -= 1
    opens = first - 1
    field = read[before_filler(read, opens - 1)].meaning if opens > 0 and _opens(read[opens]) else None
    if not isinstance(field, Dimension) or field.name not in _NAMED:
        return
    named = read[name].meaning
    if isinstance(named, Dimension) and not same_field(named.name, field.name):
        return
    text = " ".join(span.words for span in read[first:link]).strip("\"'`")
    read[first:link] = [
        read[first]._replace(meaning=Value(field.name, (text,), Match.CONTAINS)),
        *(span._replace(meaning=Sign.FILLER) for span in read[first + 1 : link]),
    ]
    for at in (link, name, *([opens] if read[opens].meaning is not Sign.NOT else [])):
        read[at] = read[at]._replace(meaning=Sign.FILLER)


def _opens(span: Span) -> bool:
    lacks = span.meaning is Sign.NOT and span.words.endswith(_LACKING)
    return span.meaning in {Link("with"), Sign.CONTAINS} or lacks or span.words in _HAVING


def _is_named(span: Span) -> bool:
    return isinstance(span.meaning, Dimension) and span.meaning.name in _NAMED
