"""Reads "how many times were pages viewed", "how often did people visit pages whose path …" as views."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, Metric
from services.orchestrator.understanding.lexicon.times_counted import counts_times
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span
from services.orchestrator.understanding.reading.step import of_spans

_VIEWED = frozenset({"viewed", "visited", "opened", "looked at", "read"})
_VIEW = frozenset({"view", "visit", "open", "look at", "read", "see"})
_PEOPLE = Metric("activeUsers")
_PAGE = ("page", "pages")
_FEW = 2
"""Spans that a verb is cut into at most: "looked at"."""


@of_spans({Sign.COUNT}, {"often", "frequently", "times"})
def read_times_viewed(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as the figure. Linear in their number."""
    read = list(spans)
    times = people = -1
    for at, span in enumerate(read):
        if span.meaning is Sign.COUNT:
            times, people = (at if counts_times(span) else -1), -1
        elif span.meaning == _PEOPLE and people < 0:
            people = at
        elif isinstance(span.meaning, Metric):
            times = -1
        elif times >= 0 and (verb := _verb(read, at, _VIEWED if people < 0 else _VIEW)):
            _count_views(read, times, people, verb)
            times = -1
    return tuple(read)


def _verb(read: Sequence[Span], at: int, verbs: frozenset[str]) -> range:
    """The places of the verb that begins there; none where it is no such verb."""
    lengths = (length for length in range(1, _FEW + 1) if " ".join(s.words for s in read[at : at + length]) in verbs)
    return range(at, at + next(lengths, 0))


def _count_views(read: list[Span], times: int, people: int, verb: range) -> None:
    """Pages stand before the verb, or behind it: "/pricing", "our pages", "pages whose path starts with /blog"."""
    where = range(times + 1, verb.start) if people < 0 else range(verb.stop, len(read))
    named = [at for at in where if read[at].meaning is not Sign.FILLER or read[at].words in _PAGE]
    if not named or not _are_pages(read[named[0]], alone=len(named) == 1):
        return
    passed = [*verb, *([people] if people >= 0 else [])]
    if people < 0 and len(named) == 1 and isinstance(read[named[0]].meaning, Dimension):
        passed.append(named[0])
    for at in passed:
        read[at] = read[at]._replace(meaning=Sign.FILLER)
    read[times] = read[times]._replace(meaning=Metric("screenPageViews"))


def _are_pages(span: Span, *, alone: bool) -> bool:
    """ "The page" alone points at one that is not named."""
    meaning = span.meaning
    if isinstance(meaning, Literal):
        return meaning.text.startswith("/")
    if alone:
        return isinstance(meaning, Dimension) and meaning.name == "pagePath" and span.words == _PAGE[-1]
    return span.words in _PAGE or (isinstance(meaning, Dimension) and span.words.startswith(_PAGE))
