"""Reads a slash that stands where a page would as the path of the homepage: "views of / last week", "except /"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Literal, LiteralKind
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_before
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.step import of_spans, word_by_word

_ROOT = Literal(LiteralKind.PATH, "/")
_PAGES = frozenset({"pagePath", "landingPage"})
_BEFORE = frozenset({Sign.NOT, Sign.EQUALS, *map(Link, ("of", "for", "on", "to", "from"))})
_BEHIND = frozenset({Sign.COMMA, Sign.BY, Sign.EACH, Sign.VERSUS})
_STOPS = frozenset(".?!;")


@of_spans({Sign.SLASH})
@word_by_word
def read_root_path(spans: Sequence[Span], at: int) -> Literal | None:
    """Such a slash is so read; others join fields."""
    return _ROOT if spans[at].meaning is Sign.SLASH and _is_page(spans, at) else None


def _is_named(spans: Sequence[Span], at: int) -> bool:
    """ "For page /", "where the path is /"; "page / last week / views" is a list of terms."""
    field = spans[at].meaning
    if not isinstance(field, Dimension) or field.name not in _PAGES:
        return False
    return isinstance(meaning_before(spans, at), Link)


def _is_page(spans: Sequence[Span], at: int) -> bool:
    before = before_filler(spans, at - 1)
    led = spans[before].meaning if before >= 0 else Sign.COMMA
    leads = led in _BEFORE or isinstance(led, Deed) or _is_named(spans, before)
    following = spans[at + 1] if at + 1 < len(spans) else None
    ends = following is None or isinstance(following.meaning, Period | Link)
    return leads and (ends or (following is not None and (following.meaning in _BEHIND or following.text in _STOPS)))
