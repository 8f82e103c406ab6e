"""Reads a market called by its country as that country: "for the German market", "the French and German markets"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from services.orchestrator.understanding.lexicon.fields import Value
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, Unknown
from services.orchestrator.understanding.reading.step import of_spans

_MARKETS = frozenset({"market", "markets"})


@of_spans({Value}, _MARKETS)
def read_markets_of_countries(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, the noun read as filler behind a country. Linear in their number."""
    read = list(spans)
    for at, (country, noun) in enumerate(pairwise(spans)):
        if noun.words not in _MARKETS or not isinstance(noun.meaning, Unknown):
            continue
        if isinstance(country.meaning, Value) and country.meaning.dimension == "country":
            read[at] = country._replace(meaning=replace(country.meaning, adjective=False))
            read[at + 1] = noun._replace(meaning=Sign.FILLER)
    return tuple(read)
