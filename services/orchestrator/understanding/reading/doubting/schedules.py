"""Finds days on which a report is to be sent, or is looked at: "send me sessions by channel every Monday"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from services.orchestrator.understanding.lexicon.fields import Dimension, Value
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Sign, Span, Topic
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

_TIMES = frozenset({"date", "yearWeek", "yearMonth", "year", "dateHour", "dayOfWeekName"})
_EVERY = ("every ", "each ", "on every ", "on each ")
_PASSED = frozenset({Sign.FILLER, Sign.FRAMING, Sign.COMMA})


class Schedules:
    """The lists of `[schedules]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._sending = frozenset(tables["sending"])
        self._by_mail = frozenset(tables["by_mail"])
        self._looking = frozenset(tables["looking"])

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such days as a topic that is refused, or as what is asked back. Linear in their number."""
        at = next((at for at, span in enumerate(spans) if _is_each_time(span)), None)
        if at is None:
            return tuple(spans)
        words = [word for span in spans if span.meaning in _PASSED for word in span.words.split()]
        meaning = self._sent(spans, at, words) or self._looked_at(spans, at, words)
        return (*spans[:at], spans[at]._replace(meaning=meaning), *spans[at + 1 :]) if meaning else tuple(spans)

    def _sent(self, spans: Sequence[Span], at: int, words: Sequence[str]) -> Topic | Doubtful | None:
        verbs = [word for word, behind in pairwise([*words, ""]) if self._sends(word, behind)]
        if not verbs:
            return None
        opens, ends = _opens(spans, at), _ends(spans, at)
        timed = any(isinstance(span.meaning, Period) for span in spans)
        if not (opens or ends) or (timed and not opens and not _is_weekday(spans[at])):
            return None
        sure = opens or _is_weekday(spans[at]) or not self._by_mail.isdisjoint(verbs)
        if sure and not (timed and ends):
            return Topic("schedules")
        return Doubtful(f'{spans[at].quoted}: Is it when to send them, or which days to report? Say "by" for rows.')

    def _sends(self, word: str, whom: str) -> bool:
        return word in self._sending and whom in {"me", "us", "over", "out", "it", "them", ""}

    def _looked_at(self, spans: Sequence[Span], at: int, words: Sequence[str]) -> Doubtful | None:
        """ "I check sessions by channel every Monday"."""
        verbs = [at for at, word in enumerate(words) if word in self._looking and at]
        if not any(words[verb - 1] in {"i", "we", "usually", "always"} for verb in verbs):
            return None
        if not (_opens(spans, at) or _ends(spans, at)):
            return None
        return Doubtful(f"{spans[at].quoted}: The days to report, or when one looks at them? Say which days.")


def _is_each_time(span: Span) -> bool:
    """ "Every Monday", "each month"."""
    name = span.meaning.name if isinstance(span.meaning, Dimension) else ""
    name = span.meaning.dimension if isinstance(span.meaning, Value) else name
    return name in _TIMES and span.words.startswith(_EVERY)


def _is_weekday(span: Span) -> bool:
    return isinstance(span.meaning, Value)


def _opens(spans: Sequence[Span], at: int) -> bool:
    """Whether nothing but what a request opens with stands before it."""
    return all(span.meaning in _PASSED for span in spans[:at])


def _ends(spans: Sequence[Span], at: int) -> bool:
    return all(span.meaning in _PASSED for span in spans[at + 1 :])
