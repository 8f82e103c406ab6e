"""Tells by when one wants the answer, "by noon", "before my 4pm", from days that are to be counted."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.weight import said_words
from services.orchestrator.understanding.framing.words_by_role import Tables, words_of
from services.orchestrator.understanding.lexicon.lexicon import plurals
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span
from services.orchestrator.understanding.periods.calendar_days import count_units, unit_around
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit, Minutes, Period


class Deadlines:
    """The lists of `[edges]` in `data/framing.toml`."""

    def __init__(self, tables: Tables) -> None:
        edges = tables["edges"]
        self._wanted_by = frozenset(words_of(edges["deadlines"]))
        self._leads = self._wanted_by | frozenset(words_of(edges["behind_days"]))
        self._doers = frozenset(words_of(tables["open"]["saying"])) | frozenset(words_of(tables["open"]["me"]))
        self._befallen = frozenset(form for word in words_of(edges["befallen"]) for form in plurals(word))
        self._retracting = tuple(words_of(edges["retracting"]))
        self._times = frozenset(words_of(tables["work"]["times"]))
        self._own = frozenset(words_of(edges["own"]))
        self._wanted = frozenset(words_of(edges["wanted"]))

    def may_date(self, request: Sequence[Span], *, before: Sequence[Span], behind: Sequence[Span]) -> bool:
        """Whether what stands on either side may say which days the request is about: "users by Monday"."""
        periods = [span.meaning for span in request if isinstance(span.meaning, Period)]
        is_timed = bool(periods) or any(isinstance(span.meaning, Minutes) for span in request)
        if any(each in " ".join(span.words for span in behind) for each in self._retracting):
            return True
        parts_may_count = any(map(_parts_may_count, periods))
        for spans in (before, behind):
            keys = [word.key for word in said_words([span for span in spans if span.meaning is not Sign.COMMA]).words]
            if not keys or keys[0] not in self._leads or (keys[0] == "before" and self._doers.intersection(keys[1:2])):
                continue
            if not is_timed or keys[0] not in self._wanted_by or not self._befallen.isdisjoint(keys):
                return True
            is_wanted = not self._wanted.isdisjoint(keys) and self._times.isdisjoint(keys)
            if spans is behind and parts_may_count and self._own.isdisjoint(keys) and not is_wanted:
                return True
        return False


def _parts_may_count(period: Period) -> bool:
    """ "Users yesterday by noon", "this week by Friday"."""
    if period.unit is CalendarUnit.DAY:
        return count_units(period.days, CalendarUnit.DAY) == 1
    return period.to_date or period.days.end < unit_around(period.days.start, period.unit).end
