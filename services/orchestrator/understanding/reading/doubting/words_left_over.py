"""Says what is missing where known words are left that no other rule has read: "average sessions per day"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.orchestrator.understanding.lexicon.fields import Either, Metric
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Doubtful, Span, Unknown

_NO_AVERAGE = Doubtful("An average over days is not to be had; the figure in total is, and by day, week or month.")


class WordsLeftOver:
    """The lists of `[words_left_over]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._averages = frozenset(tables["averages"])
        self._meant = _choices(tables["meant"])
        self._without_figure = self._meant | _choices(tables["without_figure"])

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such words as what is asked back. Linear in their number."""
        counts = any(isinstance(span.meaning, Metric | Either) for span in spans)
        return tuple(
            span._replace(meaning=self._meaning(span, counts=counts)) if _is_left(span) else span for span in spans
        )

    def _meaning(self, span: Span, *, counts: bool) -> Ambiguous | Doubtful | Unknown:
        if counts and span.words in self._averages:
            return _NO_AVERAGE
        return (self._meant if counts else self._without_figure).get(span.words, Unknown())


def _choices(table: Mapping[str, Sequence[str]]) -> dict[str, Ambiguous]:
    return {word: Ambiguous(tuple(choices)) for word, choices in table.items()}


def _is_left(span: Span) -> bool:
    return isinstance(span.meaning, Unknown)
