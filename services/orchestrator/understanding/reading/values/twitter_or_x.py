"""Reads "X" as the site that was Twitter where it is no cross between fields: "from X", "source X", "X (Twitter)"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.field_scopes import same_field
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown

_LEADS = frozenset({Link("from"), Link("via"), Sign.EQUALS, Sign.NOT})
_NAMED_AGAIN = frozenset({"formerly", "ex", "aka", "fka"})
TWITTER = _NAMED_AGAIN | {"x"}


def read_twitter_or_x(spans: Sequence[Span], site: Value) -> tuple[Span, ...]:
    """The spans, so read; `site` is what Twitter means. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        if span.meaning is Sign.BY and span.words == "x":
            meaning = _in_place(spans, at, site)
            read[at] = span._replace(meaning=meaning or span.meaning)
        elif isinstance(span.meaning, Unknown) and span.words in _NAMED_AGAIN and at + 1 < len(spans):
            _read_named_again(read, at, site)
    return tuple(read)


def _in_place(spans: Sequence[Span], at: int, site: Value) -> Value | Sign | None:
    """What X is there: the site, its other name beside "Twitter", or a cross, which is None."""
    before, behind = before_filler(spans, at - 1), past_filler(spans, at + 1)
    leads = meaning_at(spans, before)
    follows = meaning_at(spans, behind)
    if follows == site or (spans[at - 1].text == "(" and leads == site):
        return Sign.FILLER
    if isinstance(leads, Dimension):
        # "Source x medium" crosses two fields.
        is_value = same_field(leads.name, site.dimension) and not isinstance(follows, Dimension | Either | Metric)
        return site if is_value else None
    return site if leads in _LEADS else None


def _read_named_again(read: list[Span], at: int, site: Value) -> None:
    """ "X, formerly Twitter"."""
    first = at - 1
    while first > 0 and (read[first].meaning is Sign.FILLER or read[first].text == ","):
        first -= 1
    if first >= 0 and read[first].meaning == read[at + 1].meaning == site:
        read[first + 1 : at + 2] = [each._replace(meaning=Sign.FILLER) for each in read[first + 1 : at + 2]]
