"""Passes over examples of what rows are, in brackets behind their field: "per weekday (Mon, Tue, …)".

Without brackets they may be all that is meant: "browsers including Chrome".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.field_scopes import same_field
from services.orchestrator.understanding.lexicon.fields import Dimension, Value
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import ImpossiblePeriod, Period
from services.orchestrator.understanding.reading.step import of_text

_OPEN_LIST = re.compile(
    r"(?:\.\.\.|…|\betc\b\.?|\band so on)\s*$|^\s*(?:e\.?g\b|for example|such as|like)", re.IGNORECASE
)
"""Without such words a list in brackets may be all that is asked for."""

_INCLUDING = ("includ", "which includ")
_TIMES = ("date", "dayOfWeekName", "month", "yearMonth", "yearWeek")


@of_text({"(", Sign.CONTAINS}, {Dimension})
def read_examples_in_brackets(question: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such brackets read as filler. Linear in their number."""
    read = list(spans)
    for at in range(len(read) - 1):
        field = read[at].meaning
        if at + 2 < len(read) and isinstance(field, Dimension) and _includes_one(read, at, field):
            why = f"{read[at + 2].quoted} alone, or all of them?"
            read[at + 1] = read[at + 1]._replace(meaning=Doubtful(why))
        if read[at + 1].text != "(" or not isinstance(field, Dimension):
            continue
        close = next((end for end in range(at + 2, len(read)) if read[end].text == ")"), 0)
        said = read[at + 2 : close]
        examples = [span for span in said if _is_example(span, field)]
        if examples and _OPEN_LIST.search(question[read[at + 1].end : read[close].start]) and _are_all(said, examples):
            read[at + 1 : close + 1] = [span._replace(meaning=Sign.FILLER) for span in read[at + 1 : close + 1]]
    return tuple(read)


def _includes_one(spans: Sequence[Span], at: int, field: Dimension) -> bool:
    """Whether one of them is named behind the field; not "page titles including Germany"."""
    includes = spans[at + 1].meaning is Sign.CONTAINS and spans[at + 1].words.startswith(_INCLUDING)
    value = spans[at + 2].meaning
    return includes and isinstance(value, Value) and same_field(field.name, value.dimension)


def _is_example(span: Span, field: Dimension) -> bool:
    if isinstance(span.meaning, Value):
        return same_field(span.meaning.dimension, field.name)
    return isinstance(span.meaning, Period | ImpossiblePeriod) and field.name in _TIMES


def _are_all(said: Sequence[Span], examples: Sequence[Span]) -> bool:
    """Whether nothing stands beside the examples but the words and the stops of an open list."""
    others = (span for span in said if span not in examples and span.meaning not in {Sign.COMMA, Sign.AND, Sign.OR})
    return all(_OPEN_LIST.search(span.text) or not any(map(str.isalnum, span.text)) for span in others)
