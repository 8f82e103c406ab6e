"""Reads "clicks on our ads" and "how many impressions did our ads get" as the figures of ads."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.filler import before_filler
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Link, Sign, Span, Unknown
from services.orchestrator.understanding.reading.step import of_spans

_FIGURES = {"clicks": Metric("advertiserAdClicks"), "impressions": Metric("advertiserAdImpressions")}
_ADS = frozenset({"ads", "adverts", "advertisements"})
_LEADING = frozenset({Link("on"), Link("of"), Link("for"), Link("from")})
_DID = frozenset({"did", "do", "have", "has", "had"})
_FEW = 5
"""Spans between the figure and the ads."""


@of_spans(_ADS, {Ambiguous})
def read_clicks_on_ads(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such figures read as those of ads. Linear in their number."""
    read = list(spans)
    figure = -1
    for at, span in enumerate(read):
        if isinstance(span.meaning, Ambiguous) and span.words in _FIGURES:
            figure = at
        elif figure >= 0 and span.words in _ADS and isinstance(span.meaning, Unknown):
            led = before_filler(read, at - 1)
            linked = led > figure and read[led].meaning in _LEADING and before_filler(read, led - 1) == figure
            if at - figure <= _FEW and (linked or (led == figure and _did(read[figure + 1 : at]))):
                read[figure] = read[figure]._replace(meaning=_FIGURES[read[figure].words])
                for said in (led, at) if linked else (at,):
                    read[said] = read[said]._replace(meaning=Sign.FILLER)
    return tuple(read)


def _did(between: Sequence[Span]) -> bool:
    return any(not _DID.isdisjoint(span.text.lower().split()) for span in between)
