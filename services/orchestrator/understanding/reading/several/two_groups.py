"""Two groups of weekdays side by side as a request each: "sessions on weekends vs weekdays", one figure for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from services.orchestrator.understanding.lexicon.fields import Dimension, Value
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.reading.several.parts import Part, Parts

_BETWEEN = frozenset({Sign.VERSUS, Sign.AND, Sign.FILLER})
_WEEKDAY = "dayOfWeekName"


def names_groups(spans: Sequence[Span]) -> bool:
    """Whether a name for several weekdays stands there, and none asks for each weekday."""
    groups = any(
        _is_of_week(span.meaning) and len(span.meaning.values) > 1 for span in spans if isinstance(span.meaning, Value)
    )
    each = any(
        before.meaning in {Sign.BY, Sign.EACH} and isinstance(span.meaning, Dimension) and span.meaning.name == _WEEKDAY
        for before, span in pairwise(spans)
    )
    return groups and not each


def both_groups(spans: Sequence[Span]) -> Iterator[Parts]:
    """The one way to ask for both apart, where a question compares them."""
    days = [at for at, span in enumerate(spans) if isinstance(span.meaning, Value) and _is_of_week(span.meaning)]
    if len(days) != 2 or not names_groups(spans):
        return
    first, second = days
    between = [span.meaning for span in spans[first + 1 : second]]
    compares = Sign.VERSUS in between or any(span.meaning is Sign.COMPARE for span in spans[:first])
    if not compares or not all(each in _BETWEEN or isinstance(each, Link) for each in between):
        return
    before = [span._replace(meaning=Sign.FILLER) if span.meaning is Sign.COMPARE else span for span in spans[:first]]
    behind = spans[second + 1 :]
    yield (
        Part((*before, spans[first], *behind), tuple(spans[:second])),
        Part((*before, spans[second], *behind), tuple(spans[second:])),
    )


def _is_of_week(value: Value) -> bool:
    return value.dimension == _WEEKDAY
