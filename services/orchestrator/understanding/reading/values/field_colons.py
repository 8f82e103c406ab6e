"""Reads the colon between a field's name and its values as "is": "sessions last week, country: Germany"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.field_scopes import same_field
from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, LiteralKind, Metric, Value
from services.orchestrator.understanding.lexicon.filler import meaning_before, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Sign, Span, Unknown

_MAY_STAND_BEFORE = frozenset({None, Sign.COMMA, Sign.FRAMING})
_HOLDING_PATHS = ("page", "path", "url", "screen")


def read_field_colons(spans: Sequence[Span], values: Mapping[str, Mapping[str, str]]) -> tuple[Span, ...]:
    """The spans, such colons read as signs of equality. `values` are known by dimension and lower-case words.

    Linear in the number of spans.
    """
    read = list(spans)
    for at, span in enumerate(read):
        if span.text != ":" or span.meaning is not Sign.COMMA or not at:
            continue
        field, value = read[at - 1].meaning, past_filler(read, at + 1)
        if not isinstance(field, Dimension) or value >= len(read) or not _stands_alone(read, at - 1):
            continue
        if _is_of(read[value], field, values):
            read[at] = span._replace(meaning=Sign.EQUALS)
    return tuple(read)


def _is_of(value: Span, field: Dimension, values: Mapping[str, Mapping[str, str]]) -> bool:
    if isinstance(value.meaning, Value):
        return same_field(value.meaning.dimension, field.name)
    if isinstance(value.meaning, Literal):
        is_path = value.meaning.kind is LiteralKind.PATH
        return not field.plural and (not is_path or any(part in field.name.lower() for part in _HOLDING_PATHS))
    if field.name == "eventName" and isinstance(value.meaning, Metric) and value.meaning.event:
        return True
    if not isinstance(value.meaning, Unknown | Ambiguous | Metric):
        return False
    return any(value.words in known for name, known in values.items() if same_field(name, field.name))


def _stands_alone(spans: Sequence[Span], at: int) -> bool:
    """Behind a comma, or at the start; not "by country: Germany", "top countries: Germany"."""
    return meaning_before(spans, at) in _MAY_STAND_BEFORE
