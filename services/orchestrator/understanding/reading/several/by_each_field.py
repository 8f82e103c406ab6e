"""One request for each field where as many tables are announced: "two tables: users by browser and by device"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric
from services.orchestrator.understanding.lexicon.filler import meaning_at, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Announced, Sign, Span
from services.orchestrator.understanding.reading.several.parts import Part, Parts

_TWO = 2
_BETWEEN = frozenset({Sign.AND, Sign.COMMA, Sign.FILLER})
_DIVIDING = frozenset({Sign.BY, Sign.EACH})


def by_each_field(spans: Sequence[Span]) -> Iterator[Parts]:
    """The one way to ask by each field apart, where so many are asked for and their figures stand before them all."""
    announced = [span.meaning.count for span in spans if isinstance(span.meaning, Announced)]
    said = [span for span in spans if not isinstance(span.meaning, Announced)]
    starts = [at for at, span in enumerate(said) if span.meaning in _DIVIDING]
    if not announced or max(announced) != len(starts) or len(starts) < _TWO:
        return
    fields = [past_filler(said, start + 1) for start in starts]
    named = all(isinstance(meaning_at(said, field), Dimension) for field in fields)
    joined = all(
        all(span.meaning in _BETWEEN for span in said[field + 1 : start])
        for field, start in zip(fields, starts[1:], strict=False)
    )
    figures = any(isinstance(span.meaning, Metric) for span in said[: starts[0]])
    if named and joined and figures:
        before, behind = said[: starts[0]], said[fields[-1] + 1 :]
        yield tuple(
            Part((*before, *said[start : field + 1], *behind), tuple(spans) if not at else ())
            for at, (start, field) in enumerate(zip(starts, fields, strict=True))
        )
