"""Reads how a path or a text that follows is to be matched: "exactly /gift", "paths beginning /blog"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, LiteralKind
from services.orchestrator.understanding.lexicon.filler import before_filler, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.plan import Comparison

_OPENING = frozenset({"beginning", "starting", "begin", "start", "begins", "starts"})
_ENDING = frozenset({"ending", "end", "ends"})
_FOLDERS = frozenset({"section", "folder", "directory", "subfolder", "subdirectory"})
_MATCHING = frozenset({Sign.CONTAINS, Sign.STARTS_WITH, Sign.ENDS_WITH})
_LISTING = frozenset({Sign.BY, Sign.EACH, Sign.WHICH})
_PAGES = Dimension("pagePath")
_EXACTLY = Bound(Comparison.EQUAL)


def read_matched_texts(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as what they say of the text behind them. Linear in their number."""
    if not any(isinstance(span.meaning, Literal) or span.meaning in _MATCHING for span in spans):
        return tuple(spans)
    read = list(spans)
    for at in range(len(read) - 1):
        span = read[at]
        if span.words == "whose" and span.meaning == Link("with"):
            _read_whose(read, at)
        text = read[past_filler(read, at + 1) : past_filler(read, at + 1) + 1]
        if not text or not isinstance(text[0].meaning, Literal):
            continue
        if span.meaning == _EXACTLY and text[0].meaning.kind in {LiteralKind.PATH, LiteralKind.QUOTED}:
            _read_exactly(read, at)
        elif isinstance(span.meaning, Unknown) and at and text[0].meaning.kind is LiteralKind.PATH:
            named = isinstance(read[before_filler(read, at - 1)].meaning, Dimension)
            if span.words in _OPENING and named:
                read[at] = span._replace(meaning=Sign.STARTS_WITH)
            elif span.words in _ENDING and named:
                read[at] = span._replace(meaning=Sign.ENDS_WITH)
            elif span.words in _FOLDERS:
                _read_folder(read, at, past_filler(read, at + 1))
    for at in range(1, len(read)):
        path = read[before_filler(read, at - 1)].meaning
        if read[at].words in _FOLDERS and isinstance(read[at].meaning, Unknown) and _is_path(path):
            _read_folder(read, at, before_filler(read, at - 1))
    return tuple(read)


def _is_path(meaning: object) -> bool:
    return isinstance(meaning, Literal) and meaning.kind is LiteralKind.PATH


def _read_folder(read: list[Span], at: int, path: int) -> None:
    """ "The /gift section", "the folder /gift": all that is under it."""
    meaning, led = read[path].meaning, before_filler(read, min(at, path) - 1)
    if led >= 0 and read[led].meaning == Link("in"):
        # "In /gift" are the pages under it already.
        read[at] = read[at]._replace(meaning=Sign.FILLER)
    elif isinstance(meaning, Literal):
        text = f"{meaning.text.rstrip('*')}*"
        read[path] = read[path]._replace(meaning=Literal(LiteralKind.PATH, text))
        read[at] = read[at]._replace(meaning=Sign.FILLER)


def _read_whose(read: list[Span], at: int) -> None:
    """ "How many views did all pages have whose path contains /gift"."""
    pages, named = before_filler(read, at - 1), past_filler(read, at + 1)
    before = before_filler(read, pages - 1)
    sign = read[past_filler(read, named + 1) : past_filler(read, named + 1) + 1]
    is_matched = bool(sign) and sign[0].meaning in _MATCHING
    if pages < 0 or pages == at - 1 or not is_matched or (before >= 0 and read[before].meaning in _LISTING):
        return
    if read[pages].meaning == _PAGES and isinstance(read[named].meaning, Dimension):
        for said in (pages, at):
            read[said] = read[said]._replace(meaning=Sign.FILLER)


def _read_exactly(read: list[Span], at: int) -> None:
    """ "In exactly /blog" is that page alone, where "in /blog" are those under it."""
    before = before_filler(read, at - 1)
    named = before >= 0 and isinstance(read[before].meaning, Dimension)
    if before >= 0 and read[before].meaning == Link("in"):
        read[before] = read[before]._replace(meaning=Link("for"))
    read[at] = read[at]._replace(meaning=Sign.EQUALS if named else Sign.FILLER)
