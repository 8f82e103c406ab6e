"""Reads words that are left out of rows, or kept, as values of the rows' field: "by source excluding newsletter"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.field_scopes import same_field
from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Sign, Span, Unknown

_CHANNELS = frozenset({"sessionSource", "sessionMedium", "sessionDefaultChannelGroup"})
"""Fields whose values are words of other things too; a city called Mobile would be a guess."""

KEEPS = frozenset({Sign.NOT, Sign.ONLY})
_LEADS = frozenset({Sign.BY, Sign.EACH, Sign.WHICH})


def read_values_of_rows(spans: Sequence[Span], values: Mapping[str, Mapping[str, str]]) -> tuple[Span, ...]:
    """The spans, such words read as values. `values` are GA4's spellings by dimension and lower-case words."""
    read = list(spans)
    rows = [span.meaning for at, span in enumerate(read) if isinstance(span.meaning, Dimension) and _is_row(read, at)]
    for at, span in enumerate(read):
        if (isinstance(span.meaning, Unknown | Ambiguous) or _is_channel_word(span)) and _is_told_apart(read, at):
            found = [
                Value(name, (known[span.words],))
                for name, known in values.items()
                if name in _CHANNELS and span.words in known
            ]
            of_rows = [value for value in found if any(same_field(value.dimension, row.name) for row in rows)]
            if len(of_rows) == 1:
                read[at] = span._replace(meaning=of_rows[0])
    return tuple(read)


def _is_channel_word(span: Span) -> bool:
    """ "By source except newsletter", where the field stands right before."""
    return isinstance(span.meaning, Literal) and span.text.isalpha()


def _is_row(spans: Sequence[Span], at: int) -> bool:
    before, behind = before_filler(spans, at - 1), past_filler(spans, at + 1)
    led = before >= 0 and spans[before].meaning in _LEADS
    return led or (behind < len(spans) and spans[behind].meaning is Sign.BREAKDOWN)


def _is_told_apart(spans: Sequence[Span], at: int) -> bool:
    """ "Excluding newsletter", "newsletter only"; "excluding social media ads" names something else."""
    before, behind = before_filler(spans, at - 1), past_filler(spans, at + 1)
    following = spans[behind].meaning if behind < len(spans) else Sign.COMMA
    if isinstance(following, Unknown | Ambiguous):
        return False
    return following is Sign.ONLY or (before >= 0 and spans[before].meaning in {Sign.NOT, Sign.ONLY})
