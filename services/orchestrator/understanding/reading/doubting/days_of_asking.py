"""Finds days on which a question was asked, or its answer is due: "asked yesterday for sessions"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

_OPENING = frozenset({None, Sign.COMMA, Sign.NEXT, Sign.FRAMING})


class DaysOfAsking:
    """The lists of `[days_of_asking]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._asked = tuple(tables["asked"])
        self._reporting = tuple(tables["reporting"])
        self._days = frozenset(tables["days"])
        self._wanting = frozenset(tables["wanting"])

    def meaning(self, spans: Sequence[Span], at: int) -> Doubtful | None:
        """Such days are what is asked back."""
        if not isinstance(spans[at].meaning, Period):
            return None
        if not self._is_of_asking(spans, at) and not self._is_of_report(spans, at):
            return None
        why = "The days asked about, or when it was asked or is due? Say which days to report."
        return Doubtful(f"{spans[at].quoted}: {why}")

    def _is_of_asking(self, spans: Sequence[Span], at: int) -> bool:
        """ "The board asked (in) October for", "today I want"; not "the board asked for October"."""
        if spans[at].words in self._days and meaning_at(spans, at - 1) in _OPENING and at + 2 < len(spans):
            return spans[at + 1].words in {"i", "we"} and spans[at + 2].words in self._wanting
        verb = at - 2 if isinstance(meaning_at(spans, at - 1), Link) else at - 1
        asked = meaning_at(spans, verb) is Sign.FRAMING and spans[verb].words.endswith(self._asked)
        behind = meaning_at(spans, at + 1)
        return asked and (behind == Link("for") or behind in {Sign.COUNT, Sign.WHICH})

    def _is_of_report(self, spans: Sequence[Span], at: int) -> bool:
        """ "I need to report on Monday: sessions by channel"."""
        led = meaning_at(spans, at - 1) == Link("on") and meaning_at(spans, at + 1) is Sign.COMMA
        return led and at > 1 and spans[at - 2].meaning is Sign.FILLER and spans[at - 2].words.endswith(self._reporting)
