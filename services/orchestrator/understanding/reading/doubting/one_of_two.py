"""Finds two values that a question tells apart: "is traffic mobile or desktop?", "mobile:desktop sessions".

Both are kept where "or" or a mark lists values, so the figure would be one sum over them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span
from services.orchestrator.understanding.reading.doubting.all_at_once import field_of
from services.orchestrator.understanding.reading.several.joined_clauses import asks_whether

_ENDS = frozenset({".", "?", "!", ";"})


class OneOfTwo:
    """The lists of `[one_of_two]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._polite = frozenset(tables["polite"])

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, the second of such alternatives as what is asked back. Linear in their number."""
        read = [_as_ratio(spans, at) for at in range(len(spans))]
        if not any(span.meaning is Sign.OR for span in spans):
            return tuple(read)
        for start, end in _sentences(spans):
            for at in range(start, end):
                if spans[at].meaning is Sign.OR and (both := _alternatives(spans, at)):
                    one, other = both
                    if self._chooses(spans, start, end, one):
                        why = f"{spans[one].quoted} or {spans[other].quoted}: Each of them, or both together?"
                        read[other] = spans[other]._replace(meaning=Doubtful(why))
        return tuple(read)

    def _chooses(self, spans: Sequence[Span], start: int, end: int, one: int) -> bool:
        """Whether a sentence asks which it is: by its verb, by nothing else in it, or behind a comma at its end."""
        said = [span for span in spans[start:end] if span.meaning is not Sign.FRAMING]
        if asks_whether(said) and said[0].meaning is Sign.FILLER:
            return self._polite.isdisjoint(word for span in said[:2] for word in span.words.split())
        if end == len(spans) or spans[end].text != "?":
            return False
        if start and not any(isinstance(span.meaning, Metric | Either) for span in said):
            return True
        led = one - 1 if isinstance(spans[one - 1].meaning, Link) else one
        return led > start and spans[led - 1].meaning is Sign.COMMA


def _as_ratio(spans: Sequence[Span], at: int) -> Span:
    """ "Mobile:desktop", without a space, as what is asked back: both of them, or how many times the other."""
    span = spans[at]
    if span.text != ":" or not 0 < at < len(spans) - 1:
        return span
    before, behind = spans[at - 1], spans[at + 1]
    are_joined = before.end == span.start and span.end == behind.start
    if not (are_joined and isinstance(before.meaning, Value) and isinstance(behind.meaning, Value)):
        return span
    return span._replace(
        meaning=Doubtful(f"{before.quoted} to {behind.quoted}: Ask for both, or for the share of one.")
    )


def _sentences(spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Where each starts, and where the span behind it stands that ends it."""
    start = 0
    for at, span in enumerate(spans):
        if span.text in _ENDS:
            yield start, at
            start = at + 1
    yield start, len(spans)


def _alternatives(spans: Sequence[Span], at: int) -> tuple[int, int] | None:
    """Where the values of one field stand on both sides of it."""
    one, other = before_filler(spans, at - 1), past_filler(spans, at + 1)
    if other < len(spans) and isinstance(spans[other].meaning, Link):
        other = past_filler(spans, other + 1)
    if one < 0 or other >= len(spans):
        return None
    values = all(isinstance(spans[each].meaning, Value | Literal) for each in (one, other))
    return (one, other) if values and field_of(spans[one]) == field_of(spans[other]) else None
