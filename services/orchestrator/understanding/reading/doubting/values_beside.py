"""Finds values that name what is the asker's, and need keep no rows: "for my email", "our German site"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import FILTERS, Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.filler import meaning_at, meaning_behind
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span

_OF_PLACES = frozenset({"country", "region", "city", "language", "continent"})


class ValuesBeside:
    """The lists of `[values_beside]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._mails = frozenset(tables["mails"])
        self._whose = frozenset(tables["whose"])
        self._sites = frozenset(tables["sites"])
        self._see = frozenset(tables["see"])
        self._so = tuple(tables["so"])

    def meaning(self, spans: Sequence[Span], at: int) -> Doubtful | None:
        """What such a value is there: it is asked back."""
        is_field = isinstance(spans[at].meaning, (*FILTERS, Dimension))
        return Doubtful(why) if is_field and (why := self._why(spans, at)) else None

    def _why(self, spans: Sequence[Span], at: int) -> str:
        said, before = spans[at], [span.words for span in spans[max(at - 2, 0) : at]]
        counted = isinstance(meaning_behind(spans, at), Metric | Dimension)
        owned = bool(before) and before[-1] in self._whose and meaning_at(spans, at - 2) == Link("for")
        if said.words in self._mails and owned and not counted:
            return f"{said.quoted}: What it is for, or where visits came from? For the channel, say: from email."
        if self._names_a_site(spans, at) and not counted:
            return (
                f'{said.quoted}: Whose visits, or a site of its own? Say "from", or name its hostname, or a language.'
            )
        if self._is_to_be_seen(spans, at) and not counted:
            return f"{said.quoted}: Should only that be shown, or is it why this is asked?"
        return ""

    def _names_a_site(self, spans: Sequence[Span], at: int) -> bool:
        """ "For the German site", "on the UK site"."""
        value = spans[at].meaning
        is_place = isinstance(value, Value) and value.dimension in _OF_PLACES
        return is_place and at + 1 < len(spans) and spans[at + 1].words in self._sites

    def _is_to_be_seen(self, spans: Sequence[Span], at: int) -> bool:
        """ "Sessions by channel so I can see mobile", "sessions by device so that we can see trends"."""
        start = at
        while start and spans[start - 1].meaning in {Sign.FILLER, Sign.FRAMING}:
            start -= 1
        words = [word for span in spans[start:at] for word in span.words.split()]
        opens = " ".join(words).startswith(self._so)
        return start > 0 and opens and not self._see.isdisjoint(words)
