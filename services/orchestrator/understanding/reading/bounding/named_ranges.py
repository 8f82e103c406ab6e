"""Passes over what a range or an end of one is called: "in the 100 to 500 users range", "past the 500 users mark"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Number
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown

_JOINS = frozenset({"to", "-", "and"})
_IN = frozenset({"in", "within"})
_LEADS = _IN | {"of", "from", "between"}
_AGES = range(13, 100)


class NamedRanges:
    """The lists of `[named_ranges]` in `data/bounding.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._nouns = frozenset(tables["nouns"])
        self._verbs = frozenset(tables["verbs"])
        self._marks = frozenset(tables["marks"])
        self.words = self._nouns | self._verbs | self._marks

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such words read as filler, "in" before them as "with". Linear in their number."""
        named = [at for at, span in enumerate(spans) if span.words in self.words and isinstance(span.meaning, Unknown)]
        read = list(spans)
        for at in reversed(named):
            if read[at].words in self._nouns:
                self._read_noun(read, at)
            if read[at].words in self._verbs and _is_range(read, _past_lead(read, at + 1)):
                _pass_over(read, at)
            elif read[at].words in self._marks and _ends_bound(read, at):
                read[at] = read[at]._replace(meaning=Sign.FILLER)
        return tuple(read)

    def _read_noun(self, read: list[Span], at: int) -> None:
        ahead = _past_lead(read, at + 1)
        behind = at - 1 - isinstance(meaning_at(read, at - 1), Metric) - 2
        if _is_range(read, ahead):
            first = at
            if ahead > at + 1 and read[at + 1].words == "of":
                read[at + 1] = read[at + 1]._replace(meaning=Sign.FILLER)
        elif behind >= 0 and _is_range(read, behind):
            first = behind
        else:
            return
        read[at] = read[at]._replace(meaning=Sign.FILLER)
        if meaning_at(read, first - 1) == Link("in"):
            of_figure = isinstance(meaning_at(read, first - 2), Metric)
            read[first - 1] = read[first - 1]._replace(meaning=Sign.FILLER if of_figure else Link("with"))


def _past_lead(spans: Sequence[Span], at: int) -> int:
    """Past "in", "of", "from" or "between", and what has been passed over."""
    while at < len(spans) and (spans[at].words in _LEADS or spans[at].meaning is Sign.FILLER):
        at += 1
    return at


def _pass_over(read: list[Span], verb: int) -> None:
    """ "Users lie in the range of 100 to 500"."""
    for at in range(verb, _past_lead(read, verb + 1)):
        if at == verb or read[at].words in _IN:
            read[at] = read[at]._replace(meaning=Sign.FILLER)


def _is_range(spans: Sequence[Span], at: int) -> bool:
    """ "100 to 500"; "25 to 34" may be ages."""
    if at + 2 >= len(spans) or spans[at + 1].words not in _JOINS:
        return False
    ends = [spans[place].meaning for place in (at, at + 2)]
    return all(isinstance(end, Number) for end in ends) and not all(
        isinstance(end, Number) and end.value in _AGES for end in ends
    )


def _ends_bound(spans: Sequence[Span], at: int) -> bool:
    """ "Past the 500 mark", "over the 500 users mark"."""
    number = at - 1 - isinstance(meaning_at(spans, at - 1), Metric)
    bounds = isinstance(meaning_at(spans, number - 1), Bound | Unknown)
    return isinstance(meaning_at(spans, number), Number) and bounds
