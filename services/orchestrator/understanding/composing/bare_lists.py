"""Lists that nothing but their rows is said of: "countries last month", "pages starting with /blog"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound
from services.orchestrator.understanding.lexicon.vocabulary import MATCHING, Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

_KEEPING = (Literal, Value, Period, Link, Bound)
_JOINING = MATCHING | {Sign.AND, Sign.OR, Sign.COMMA, Sign.NOT}
_LEADS_ON = (":", "-", "(")
_AROUND = frozenset({Sign.FILLER, Sign.FRAMING, Sign.COMMA})


def says_more_aside(spans: Sequence[Span]) -> bool:
    """ "Products: item metric": what stands behind such a list, and was taken for an aside, may be asked for."""
    if not is_bare_list(spans):
        return False
    rows = next(at for at, span in enumerate(spans) if isinstance(span.meaning, Dimension))
    return any(span.meaning is Sign.FRAMING and span.text.startswith(_LEADS_ON) for span in spans[rows:])


def is_bare_list(spans: Sequence[Span]) -> bool:
    """Whether that is all that is asked for; beside other words it may belong to them."""
    said = [span.meaning for span in spans if span.meaning not in _AROUND]
    while said and isinstance(said[0], Period | Value):
        said.pop(0)
    rows = said[0] if said else None
    names_rows = isinstance(rows, Dimension) and rows.plural and not rows.breaks_down
    return names_rows and all(isinstance(each, _KEEPING) or each in _JOINING for each in said[1:])
