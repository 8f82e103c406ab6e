"""Says what is missing where known words are left that no other rule has read: "average sessions per day"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from string import digits
from typing import Any

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric
from services.orchestrator.understanding.lexicon.filler import meaning_at, meaning_behind
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Number
from services.orchestrator.understanding.lexicon.vocabulary import (
    Ambiguous,
    Doubtful,
    Meaning,
    Sign,
    Span,
    Topic,
    Unknown,
)

_NO_AVERAGE = Doubtful("No such average is to be had; the figure in total is, and by day, week or month.")
_NOT_BY_THEMSELVES = Doubtful("Rows behind the first are not to be had by themselves; ask for more of the first.")
_NO_SUCH_ROWS = Doubtful("Rows that have none are in no report; ask for those with the fewest, or for all rows.")
_NEXT = "next"
_OPEN = (Unknown, Ambiguous)


class WordsLeftOver:
    """The lists of `[words_left_over]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self.none = frozenset(tables["none"])
        self._beside = {word: frozenset(said) for word, said in tables["beside"].items()}
        self._averages = frozenset(tables["averages"])
        self._times = frozenset(tables["times"])
        self._meant = _choices(tables["meant"])
        self._without_figure = self._meant | _choices(tables["without_figure"])

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such words as what is asked back. Linear in their number."""
        read = list(spans)
        has_figure = any(isinstance(span.meaning, Metric | Either) for span in spans)
        opened = (self._beside.get(span.words, ()) for span in spans if isinstance(span.meaning, _OPEN))
        told = frozenset(chain.from_iterable(opened))
        has_rows = False
        for at, span in enumerate(spans):
            if has_rows and span.words in self.none and _is_none_of(spans, at):
                read[at] = span._replace(meaning=_NO_SUCH_ROWS)
            elif isinstance(span.meaning, Unknown):
                meaning = Sign.FILLER if span.words in told else self._meaning(span, has_figure=has_figure)
                read[at] = span._replace(meaning=meaning)
            elif isinstance(span.meaning, Topic) and span.words == _NEXT and self._leads_to_rows(spans, at):
                read[at] = span._replace(meaning=_NOT_BY_THEMSELVES)
            has_rows = has_rows or isinstance(span.meaning, Dimension)
        return tuple(read)

    def _meaning(self, span: Span, *, has_figure: bool) -> Meaning:
        if has_figure and span.words in self._averages:
            return _NO_AVERAGE
        meant = self._meant if has_figure else self._without_figure
        return meant.get(span.words) or meant.get(span.words.strip(digits)) or Unknown()

    def _leads_to_rows(self, spans: Sequence[Span], at: int) -> bool:
        """ "The next 5 countries"; the next 5 days are to come."""
        rows = meaning_at(spans, at + 2)
        counted = isinstance(meaning_at(spans, at + 1), Number)
        return counted and isinstance(rows, Dimension) and rows.name not in self._times


def _is_none_of(spans: Sequence[Span], at: int) -> bool:
    """ "Countries with no revenue", "pages with 0 conversions"; not "exactly 0 views"."""
    bounded = isinstance(meaning_at(spans, at - 1), Bound)
    return not bounded and isinstance(meaning_behind(spans, at), Metric | Either)


def _choices(table: Mapping[str, Sequence[str]]) -> dict[str, Ambiguous]:
    return {word: Ambiguous(tuple(choices)) for word, choices in table.items()}
