"""Finds days on which a question was asked, or its answer is due: "asked yesterday for sessions"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span, Topic
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

_OPENING = frozenset({None, Sign.COMMA, Sign.NEXT, Sign.FRAMING})
_AROUND = frozenset({Sign.COMMA, Sign.FILLER, Sign.FRAMING})
_JOINING = frozenset({Sign.AND, Sign.OR, Sign.VERSUS})
_STARTING = frozenset({Sign.COMMA, Sign.FILLER, Sign.COUNT, Sign.WHICH})


class DaysOfAsking:
    """The lists of `[days_of_asking]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._asked = tuple(tables["asked"])
        self._reporting = tuple(tables["reporting"])
        self._days = frozenset(tables["days"])
        self._wanting = frozenset(tables["wanting"])
        self._to_come = frozenset(tables["to_come"])

    def meaning(self, spans: Sequence[Span], at: int) -> Doubtful | Sign | None:
        """Such days are what is asked back, unless they only open the request."""
        if any(self._may_be_due(spans, due) and _opens_request(spans, due) for due in (at, at + 1)):
            return Sign.FRAMING
        is_due = self._may_be_due(spans, at)
        is_period = isinstance(spans[at].meaning, Period)
        if not is_due and not (is_period and (self._is_of_asking(spans, at) or self._is_of_report(spans, at))):
            return None
        why = "The days asked about, or when it was asked or is due? Say which days to report."
        return Doubtful(f"{spans[at].quoted}: {why}")

    def _may_be_due(self, spans: Sequence[Span], at: int) -> bool:
        """ "Revenue last month for tomorrow"; not "last month and tomorrow", "tomorrow's users vs last month"."""
        said = spans[at] if at < len(spans) else None
        if said is None or not isinstance(said.meaning, Topic) or said.words not in self._to_come:
            return False
        before, behind = meaning_at(spans, at - 1), meaning_at(spans, at + 1)
        if behind is Sign.VERSUS or (at + 1 < len(spans) and spans[at + 1].words == "'s"):
            return False
        if before == Link("for"):
            return meaning_at(spans, at - 2) not in _JOINING
        return before in _OPENING or isinstance(before, Period)

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


def _opens_request(spans: Sequence[Span], at: int) -> bool:
    """ "For tomorrow I need revenue last month", "for tomorrow: revenue last month"."""
    is_first = all(span.meaning in _AROUND for span in spans[: at - 1])
    return is_first and meaning_at(spans, at - 1) == Link("for") and meaning_at(spans, at + 1) in _STARTING
