"""Finds days that may not be those asked about: "asked yesterday for sessions", "the Black Friday campaign"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension
from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

_OPENING = frozenset({None, Sign.COMMA, Sign.NEXT, Sign.FRAMING})
_CAMPAIGN = Dimension("sessionCampaignName")


class DaysOfAsking:
    """The lists of `[days_of_asking]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._asked = tuple(tables["asked"])
        self._reporting = tuple(tables["reporting"])
        self._days = frozenset(tables["days"])
        self._wanting = frozenset(tables["wanting"])

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such days as what is asked back. Linear in their number."""
        return tuple(
            span._replace(meaning=Doubtful(why))
            if isinstance(span.meaning, Period) and (why := self._why(spans, at))
            else span
            for at, span in enumerate(spans)
        )

    def _why(self, spans: Sequence[Span], at: int) -> str:
        said = spans[at].quoted
        if _names_a_campaign(spans, at):
            return f"{said}: A campaign's name, or the days? Say what the campaign is called, or the days alone."
        if self._is_of_asking(spans, at) or self._is_of_report(spans, at):
            return f"{said}: The days asked about, or when it was asked or is due? Say which days to report."
        return ""

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


def _names_a_campaign(spans: Sequence[Span], at: int) -> bool:
    """ "For the Black Friday campaign: revenue by channel"; not "Black Friday campaigns by revenue"."""
    behind = spans[at + 1] if at + 1 < len(spans) else None
    named = behind is not None and behind.meaning == _CAMPAIGN and behind.words == "campaign"
    return named and spans[at].words.startswith("the ") and meaning_at(spans, at + 2) in _OPENING
