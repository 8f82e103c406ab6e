"""Reads how a path or a text that follows is to be matched: "exactly /gift", "paths beginning /blog"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, LiteralKind, Metric, Value, is_path
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, meaning_before, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import MATCHING, Link, Sign, Span, Unknown
from services.orchestrator.understanding.plan import Comparison, Match
from services.orchestrator.understanding.reading.step import of_spans

_OPENING = frozenset({"beginning", "starting", "begin", "start", "begins", "starts"})
_ENDING = frozenset({"ending", "end", "ends"})
_FOLDERS = frozenset({"section", "folder", "directory", "subfolder", "subdirectory"})
_LISTING = frozenset({Sign.BY, Sign.EACH, Sign.WHICH})
_ROWS = frozenset({"pagePath", "landingPage"})
_PATHS = frozenset({*_ROWS, "pageLocation", "pagePathPlusQueryString"})
_LACKING = ("without", "w/o", "having", "have")
_SORTING = frozenset({Sign.BY, Sign.SORTED_BY})
_EXACTLY = Bound(Comparison.EQUAL)


@of_spans({Literal, *MATCHING})
def read_matched_texts(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as what they say of the text behind them. Linear in their number."""
    read = list(spans)
    for at in range(len(read) - 1):
        span = read[at]
        if isinstance(span.meaning, Dimension) and span.meaning.name in _ROWS:
            _read_pages(read, at)
        behind = past_filler(read, at + 1)
        if span.meaning == _EXACTLY and _names_page(read, behind):
            behind = past_filler(read, behind + 1)
        text = read[behind : behind + 1]
        if not text or not isinstance(text[0].meaning, Literal):
            continue
        if span.meaning == _EXACTLY and text[0].meaning.kind in {LiteralKind.PATH, LiteralKind.QUOTED}:
            _read_exactly(read, at)
        elif isinstance(span.meaning, Unknown) and at and text[0].meaning.kind is LiteralKind.PATH:
            before = before_filler(read, at - 1)
            # "Paths not beginning /blog/".
            before = before_filler(read, before - 1) if read[before].meaning is Sign.NOT else before
            named = isinstance(read[before].meaning, Dimension)
            if span.words in _OPENING and named:
                read[at] = span._replace(meaning=Sign.STARTS_WITH)
            elif span.words in _ENDING and named:
                read[at] = span._replace(meaning=Sign.ENDS_WITH)
            elif span.words in _FOLDERS:
                _read_folder(read, at, behind)
    for at in range(1, len(read)):
        path = read[before_filler(read, at - 1)].meaning
        if read[at].words in _FOLDERS and isinstance(read[at].meaning, Unknown) and is_path(path):
            _read_folder(read, at, before_filler(read, at - 1))
    return tuple(read)


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


def _read_pages(read: list[Span], at: int) -> None:
    """ "Views of pages whose path contains /gift", "pages with /gift": pages that are no rows only lead to the path."""
    pages, link = read[at].meaning, past_filler(read, at + 1)
    named = past_filler(read, link + 1)
    if not isinstance(pages, Dimension) or named >= len(read) or not _have(read[link]):
        return
    text, behind = read[named].meaning, past_filler(read, named + 1)
    if isinstance(text, Literal):
        in_field = read[behind : behind + 1] and read[behind].meaning == Link("in")
        if not pages.plural or text.kind is not LiteralKind.PATH or "*" in text.text or text.text == "/":
            return
        if in_field and isinstance(read[past_filler(read, behind + 1)].meaning, Dimension):
            return
        said = f'"{read[link].text.capitalize()} {text.text}" is read as the pages whose path contains it.'
        value = Value(pages.name, (text.text,), Match.CONTAINS, assumption=said)
        read[named] = read[named]._replace(meaning=value)
    elif not _is_path_of(read, named, behind):
        return
    if _are_rows(read, at):
        return
    read[at] = read[at]._replace(meaning=Sign.FILLER)
    if isinstance(meaning_before(read, at), Link) and read[link].meaning is not Sign.NOT:
        read[link] = read[link]._replace(meaning=Sign.FILLER)


def _names_page(read: Sequence[Span], at: int) -> bool:
    """ "Exactly the page /gift"."""
    field = meaning_at(read, at)
    return isinstance(field, Dimension) and field.name in _PATHS and not field.plural


def _have(span: Span) -> bool:
    """ "With", "whose", "where", "without"."""
    return span.meaning == Link("with") or (span.meaning is Sign.NOT and span.words.endswith(_LACKING))


def _is_path_of(read: Sequence[Span], named: int, behind: int) -> bool:
    """ "Path contains /gift", "path /gift"."""
    field, text = read[named].meaning, meaning_at(read, behind)
    if not isinstance(field, Dimension) or field.plural or field.name not in _PATHS:
        return False
    return text in MATCHING or text in {Sign.EQUALS, Sign.NOT} or isinstance(text, Literal)


def _are_rows(read: Sequence[Span], at: int) -> bool:
    """ "Which pages", "top 10 pages", "pages with /gift by views", "pages with /gift and their views"."""
    before = meaning_before(read, at)
    asked = isinstance(before, Ranking | Number) or before in _LISTING
    behind = read[at + 1 :]
    return asked or any(
        (span.meaning in _SORTING and isinstance(following.meaning, Metric))
        or span.meaning == Link("their")
        or isinstance(span.meaning, Ranking)
        for span, following in pairwise(behind)
    )


def _read_exactly(read: list[Span], at: int) -> None:
    """ "In exactly /blog" is that page alone, where "in /blog" are those under it."""
    before = before_filler(read, at - 1)
    named = before >= 0 and isinstance(read[before].meaning, Dimension)
    if before >= 0 and read[before].meaning == Link("in"):
        read[before] = read[before]._replace(meaning=Link("for"))
    read[at] = read[at]._replace(meaning=Sign.EQUALS if named else Sign.FILLER)
