"""Reads words that only go with others as filler: "how did sessions go", "everything under /docs"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Metric, is_path
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.reading.step import of_spans

_HOW = frozenset({"how did", "how was", "how do", "how does", "how are", "how is", "how were"})
_GO = frozenset({"go", "going", "run", "running", "fare", "faring", "move", "moving", "progress", "progressing"})
_EVERYTHING = frozenset({"everything", "anything", "all"})
_IN_OTHER_WORDS = frozenset(
    {("that", "is"), ("that", "means"), ("that's",), ("i.e",), ("ie",), ("meaning",), ("namely",)}
)
_LEADS_UNDER = frozenset({"under", "in", "within", "inside"})
_FEW = 3


@of_spans({Sign.SHARE_BEHIND, *_GO, *_EVERYTHING, *(words[0] for words in _IN_OTHER_WORDS)})
def read_said_again(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as filler. Linear in their number."""
    read = list(spans)
    asked = False
    figures: set[Metric] = set()
    shares = any(span.meaning is Sign.SHARE for span in spans)
    for at, span in enumerate(read):
        word, meaning = span.text.lower(), span.meaning
        asked = asked or word in _HOW
        if meaning is Sign.SHARE_BEHIND and shares and not _leads_on(read, at):
            read[at] = span._replace(meaning=Sign.FILLER)
        elif isinstance(meaning, Metric):
            if meaning in figures and (opens := _in_other_words(read, at)):
                read[opens : at + 1] = [said._replace(meaning=Sign.FILLER) for said in read[opens : at + 1]]
            figures.add(meaning)
        elif not isinstance(meaning, Unknown):
            continue
        elif (word in _GO and asked and figures) or (word in _EVERYTHING and _leads_to_path(read, at)):
            read[at] = span._replace(meaning=Sign.FILLER)
            if (
                word in _EVERYTHING
                and isinstance(read[at + 1].meaning, Link)
                and isinstance(read[at - 1].meaning, Link)
            ):
                # "Views of everything in /blog": one preposition leads to the path.
                read[at - 1] = read[at - 1]._replace(meaning=Sign.FILLER)
    return tuple(read)


def _leads_on(read: Sequence[Span], at: int) -> bool:
    """ "As a percentage of all users"."""
    return read[at].text.lower().endswith("of") or (read[at + 1 : at + 2] != [] and read[at + 1].meaning == Link("of"))


def _leads_to_path(read: Sequence[Span], at: int) -> bool:
    """ "Everything under /docs"."""
    if at + 2 >= len(read):
        return False
    path, leads = read[at + 2].meaning, isinstance(read[at + 1].meaning, Bound | Link)
    return leads and read[at + 1].text.lower() in _LEADS_UNDER and is_path(path)


def _in_other_words(read: Sequence[Span], at: int) -> int:
    """Where "that is" begins between commas and before a figure that was named already; 0 where it does not."""
    if at + 1 < len(read) and read[at + 1].meaning not in {Sign.COMMA, Sign.FRAMING}:
        return 0
    for opens in range(max(1, at - _FEW), at):
        words = tuple(span.text.lower() for span in read[opens:at] if span.text.lower() != "the")
        if words in _IN_OTHER_WORDS and read[opens - 1].meaning is Sign.COMMA:
            return opens
    return 0
