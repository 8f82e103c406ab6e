"""Reads paths of which there are pages as where they begin: "the /help pages", "/help and /docs pages"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, LiteralKind, Value, is_path
from services.orchestrator.understanding.lexicon.filler import meaning_before
from services.orchestrator.understanding.lexicon.orders_and_bounds import Ranking
from services.orchestrator.understanding.lexicon.vocabulary import MATCHING, Sign, Span
from services.orchestrator.understanding.plan import Match
from services.orchestrator.understanding.reading.step import of_spans

_ONE_PAGE = re.compile(r"[*?]|\.\w+\Z|\A/\Z")
_ENTRY = Dimension("landingPage")
_JOINERS = frozenset({Sign.AND, Sign.OR, Sign.COMMA})


@of_spans({Literal}, {Dimension})
def read_pages_of_paths(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such paths with what stands for all that begins so. Linear in their number."""
    read = list(spans)
    if any(span.meaning is Sign.ITSELF for span in spans):
        return tuple(spans)
    for at, span in enumerate(spans):
        is_entry = isinstance(span.meaning, Dimension) and span.meaning == _ENTRY and not span.meaning.leads
        if is_entry and at and is_path(spans[at - 1].meaning):
            read[at - 1] = _of_entries(spans[at - 1], span.words.endswith("pages") or _are_listed(spans, at - 1))
        if span.words == "pages" and isinstance(span.meaning, Dimension) and at and is_path(spans[at - 1].meaning):
            first = at - 1
            while first > 1 and spans[first - 1].meaning in _JOINERS and is_path(spans[first - 2].meaning):
                first -= 2
            before = meaning_before(spans, first)
            if before not in MATCHING and before != Dimension("pagePath"):
                read[first:at] = map(_with_all_below, spans[first:at])
    return tuple(read)


def _with_all_below(span: Span) -> Span:
    text = span.meaning.text if isinstance(span.meaning, Literal) else ""
    if not text or _ONE_PAGE.search(text):
        return span
    return span._replace(meaning=Literal(LiteralKind.PATH, f"{text}*"))


def _are_listed(spans: Sequence[Span], at: int) -> bool:
    """ "Which /blog landing page", "the top /blog landing page"."""
    before = meaning_before(spans, at)
    return before is Sign.WHICH or isinstance(before, Ranking)


def _of_entries(span: Span, are_several: bool) -> Span:
    """ "(Top 5) /blog landing pages", "(on) the /join landing page"."""
    text = span.meaning.text.removesuffix("*") if isinstance(span.meaning, Literal) else ""
    if not text or _ONE_PAGE.search(text):
        return span
    return span._replace(meaning=Value("landingPage", (text,), Match.BEGINS_WITH if are_several else Match.EXACT))
