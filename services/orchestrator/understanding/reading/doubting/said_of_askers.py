"""Finds values that a sentence says of who asks: "I used Chrome, sessions last week", "our shop is in Berlin: users".

Read with the request they would say whose figures are asked for, which "I need Germany: users" does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import FILTERS, Dimension, Either, Metric
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Sign, Span

_STOPS = frozenset({Sign.COMMA, Sign.NEXT, Sign.FRAMING})
_ENDS = frozenset({".", "?", "!", ";", ":", "-", "(", ")"})


class SaidOfAskers:
    """The lists of `[said_of_askers]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._we = frozenset(tables["we"])
        self._ours = frozenset(tables["ours"])
        self._copulas = frozenset(tables["copulas"])
        self._asking = frozenset(tables["asking"])

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such values as what is asked back. Linear in their number."""
        read = list(spans)
        for start, end in _clauses(spans):
            value = next((at for at in range(start, end) if isinstance(spans[at].meaning, FILTERS)), None)
            is_part = value is not None and end - start < len(spans)
            if value is not None and is_part and self._is_of_askers(spans[start:end], value - start):
                why = f"Is {spans[value].quoted} what is asked about, or only said of who asks?"
                read[value] = spans[value]._replace(meaning=Doubtful(why))
        return tuple(read)

    def _is_of_askers(self, clause: Sequence[Span], value: int) -> bool:
        """Whether who asks, or what is theirs, is the subject of a clause that asks for nothing itself."""
        if any(isinstance(span.meaning, Metric | Either | Doubtful) for span in clause):
            return False
        words = [word for span in clause for word in span.words.split()]
        if words[0] in self._we:
            return self._asking.isdisjoint(words)
        copula = next((at for at, span in enumerate(clause) if span.words in self._copulas), 0)
        subject = clause[:copula]
        if not subject or copula in {value, len(clause) - 1}:
            return False
        # "The country is Germany" names a field's value; "my browser is Chrome" is the asker's own.
        named = any(isinstance(span.meaning, Dimension) for span in subject)
        return words[0] in self._ours or (words[0] == "the" and not named)


def _clauses(spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    start = 0
    for at, span in enumerate(spans):
        if span.meaning in _STOPS or span.text in _ENDS:
            yield start, at
            start = at + 1
    yield start, len(spans)
