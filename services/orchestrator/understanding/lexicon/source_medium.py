"""Reads a source and a medium that stand together as one value: "google / organic", "newsletter/email"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from services.orchestrator.understanding.lexicon.fields import Literal, LiteralKind, Metric, Value
from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.vocabulary import Link, Meaning, Sign, Span, Unknown

_LEADING: tuple[Meaning, ...] = (Link("from"), Link("via"), Sign.NOT)
_VISITS: tuple[Meaning, ...] = (Metric("sessions"), Metric("activeUsers"))
_TRAFFIC = " traffic"
_SOURCES = (LiteralKind.DOMAIN, LiteralKind.IDENTIFIER, LiteralKind.QUOTED)


class SourceMedium:
    """`mediums` are those that need no name of their field; any source may stand before one."""

    def __init__(self, mediums: Collection[str]) -> None:
        self._mediums = frozenset(mediums)

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, each pair read as one. Linear in their number."""
        spans = _with_paid_clicks(spans)
        read: list[Span] = []
        at = 0
        while at < len(spans):
            length = self._pair(spans[at : at + 3]) if not _goes_on(spans[at], read) else 0
            if length:
                medium, *others = _without_traffic(spans[at + length - 1])
                read += [_joined(spans[at], medium), *others]
                at += length
            else:
                read.append(spans[at])
                at += 1
        return tuple(read)

    def _pair(self, spans: Sequence[Span]) -> int:
        """How many of the spans are a source and its medium; none where they are not."""
        if len(spans) == 3 and spans[1].text == "/" and _may_be_source(spans[0].meaning):
            return 3 if _without_traffic(spans[2])[0].text.lower() in self._mediums else 0
        return 2 if len(spans) > 1 and self._side_by_side(spans[0], spans[1]) else 0

    def _side_by_side(self, first: Span, second: Span) -> bool:
        """ "Google organic", "google /cpc"."""
        if not isinstance(first.meaning, Value) or first.meaning.dimension != "sessionSource":
            return False
        return second.text.lower().lstrip("/") in self._mediums


def _with_paid_clicks(spans: Sequence[Span]) -> list[Span]:
    """ "Cpc traffic", "sessions from cpc": the medium, not the price of a click."""
    read = list(spans)
    for at, span in enumerate(read):
        if span.text.lower() != "cpc":
            continue
        before = meaning_at(read, at - 1)
        behind = meaning_at(read, at + 1)
        if before in _LEADING or behind in _VISITS:
            read[at] = span._replace(meaning=Value("sessionMedium", ("cpc",)))
    return read


def _goes_on(span: Span, before: Sequence[Span]) -> bool:
    """ "Google AAAA / organic": a word that nothing is known of is no source of its own behind another value."""
    if not isinstance(span.meaning, Unknown):
        return False
    said = next((each.meaning for each in reversed(before) if each.meaning is not Sign.FILLER), None)
    return isinstance(said, Value | Literal | Unknown)


def _may_be_source(meaning: Meaning) -> bool:
    if isinstance(meaning, Literal):
        return meaning.kind in _SOURCES
    return isinstance(meaning, Unknown) or (isinstance(meaning, Value) and meaning.dimension == "sessionSource")


def _without_traffic(medium: Span) -> list[Span]:
    """ "Organic" and "traffic", which together are another phrase."""
    if not medium.text.lower().endswith(_TRAFFIC):
        return [medium]
    end = medium.end - len(_TRAFFIC)
    traffic = Span(medium.text[-len(_TRAFFIC) + 1 :], Metric("sessions"), end + 1, medium.end)
    return [medium._replace(text=medium.text[: -len(_TRAFFIC)], end=end), traffic]


def _joined(source: Span, medium: Span) -> Span:
    known = source.meaning.values if isinstance(source.meaning, Value) else ()
    name = known[0] if len(known) == 1 else source.text.strip("\"'`").lower()
    value = f"{name} / {medium.text.lower().lstrip('/')}"
    return Span(f"{source.text} / {medium.text}", Value("sessionSourceMedium", (value,)), source.start, medium.end)
