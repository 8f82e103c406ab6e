"""Finds words that judge where no figure tells in what: "the best visitors", "is conversion better"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Doubtful, Sign, Span

_WHO_CAME = frozenset(map(Metric, ("activeUsers", "totalUsers", "newUsers", "sessions")))
_KEY_EVENTS = Metric("keyEvents")
_BY = frozenset({Sign.BY, Sign.SORTED_BY})


class BestInWhat:
    """The lists of `[best_in_what]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._important = frozenset(tables["important"])
        self._better = frozenset(tables["better"])
        self._one = frozenset(tables["one"])
        self._choices = tuple(tables["choices"])

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such words as what is asked back. Linear in their number."""
        read = list(spans)
        is_told = any(
            span.meaning in _BY and isinstance(behind.meaning, Metric) and behind.meaning not in _WHO_CAME
            for span, behind in pairwise(spans)
        )
        for at, (span, behind) in enumerate(pairwise(spans)):
            judges = isinstance(span.meaning, Ranking) and span.meaning.judges
            if not judges or not isinstance(behind.meaning, Metric):
                continue
            if span.words in self._important:
                why = f'{span.quoted}: Figures are not told apart so. For rows in order, say "top" and what is listed.'
                read[at] = span._replace(meaning=Doubtful(why))
            elif behind.meaning in _WHO_CAME and not is_told:
                why = f"{span.quoted} {behind.quoted}: By what? {', '.join(self._choices)}?"
                read[at] = span._replace(meaning=Doubtful(why))
        is_judged = any(not self._better.isdisjoint(span.words.split()) for span in spans)
        return tuple(map(self._asked, read) if is_judged else read)

    def _asked(self, span: Span) -> Span:
        """ "Conversion" in the singular, which is better by its rate, or by its number."""
        is_open = span.meaning == _KEY_EVENTS and span.words in self._one
        return span._replace(meaning=Ambiguous(("conversion rate", "conversions"))) if is_open else span
