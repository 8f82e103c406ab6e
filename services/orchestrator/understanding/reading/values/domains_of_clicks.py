"""Reads "domain" beside clicks as the one that was clicked: "outbound clicks by domain"; elsewhere it may be others."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Span, Unknown
from services.orchestrator.understanding.reading.step import of_spans

_DOMAINS = frozenset({"domain", "domains"})
_CLICK = "click"


@of_spans(_DOMAINS)
def read_domains_of_clicks(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read so. Linear in their number."""
    if not any(isinstance(span.meaning, Metric) and span.meaning.event == _CLICK for span in spans):
        return tuple(spans)
    return tuple(_read(span) for span in spans)


def _read(span: Span) -> Span:
    if span.words not in _DOMAINS or not isinstance(span.meaning, Unknown | Ambiguous):
        return span
    return span._replace(meaning=Dimension("linkDomain", plural=span.words.endswith("s")))
