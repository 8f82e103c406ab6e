"""Reads "monthly report" set apart by a stop as a title, or asks back: a report of one month, or month by month?

A title of other days than those asked about is asked back too: "yesterday's numbers: users last week".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Doubtful, Link, Sign, Span
from services.orchestrator.understanding.periods.calendar_days import count_units
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit, Period
from services.orchestrator.understanding.plan import DateRange

_UNITS = {
    "date": CalendarUnit.DAY,
    "yearWeek": CalendarUnit.WEEK,
    "yearMonth": CalendarUnit.MONTH,
    "year": CalendarUnit.YEAR,
}
_STOPS = frozenset({Sign.COMMA, Sign.FRAMING, Sign.NEXT})
_DASHES = frozenset({"-", "(", ")"})
_MOST_DAYS = {CalendarUnit.DAY: 1, CalendarUnit.WEEK: 7, CalendarUnit.MONTH: 31, CalendarUnit.YEAR: 366}


class TitlesOfReports:
    """The lists of `[titles_of_reports]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self.reports = frozenset(tables["reports"])
        self._figures = frozenset(tables["figures"])

    def read(self, question: str, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such a title as framing where the question's days are one such period. Linear in their number."""
        spans = self._with_other_days(spans)
        at = next((at for at, span in enumerate(spans) if _how_often(span) and self._is_title(spans, at)), -1)
        unit = _how_often(spans[at]) if at >= 0 else None
        if unit is None:
            return tuple(spans)
        open_choice = Ambiguous((f"by {unit}", "yesterday" if unit is CalendarUnit.DAY else f"last {unit}"))
        start, end = spans[at].start, spans[at + 1].end
        title = Span(question[start:end], Sign.FRAMING if _asks_about_one(spans, unit) else open_choice, start, end)
        return (*spans[:at], title, *spans[at + 2 :])

    def _with_other_days(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        colon = next((at for at, span in enumerate(spans) if span.text == ":"), 0)
        title = [
            span for span in spans[:colon] if span.meaning is not Sign.FILLER and not isinstance(span.meaning, Link)
        ]
        titled = [span for span in title if isinstance(span.meaning, Period)]
        asked = [at for at in range(colon, len(spans)) if isinstance(spans[at].meaning, Period)]
        others = [span for span in title if span not in titled]
        names = any(not self._figures.isdisjoint(span.words.split()) for span in spans[:colon])
        if len(titled) != 1 or len(asked) != 1 or not names or any(span.words not in self._figures for span in others):
            return tuple(spans)
        at = asked[0]
        if _days(titled[0]) == _days(spans[at]):
            return tuple(spans)
        why = f"Of {titled[0].quoted}, as it says first, or of {spans[at].quoted}?"
        passed = [span._replace(meaning=Sign.FILLER) if span in others else span for span in spans[:at]]
        return (*passed, spans[at]._replace(meaning=Doubtful(why)), *spans[at + 1 :])

    def _is_title(self, spans: Sequence[Span], at: int) -> bool:
        """ "Monthly report: …", "…, weekly report"; not "users, monthly report by country"."""
        if at + 1 == len(spans) or spans[at + 1].words not in self.reports:
            return False
        opens = at == 0 or _stops(spans[at - 1])
        return opens and (at + 2 == len(spans) or _stops(spans[at + 2]))


def _days(span: Span) -> DateRange | None:
    return span.meaning.days if isinstance(span.meaning, Period) else None


def _how_often(span: Span) -> CalendarUnit | None:
    """The month of "monthly"."""
    meaning = span.meaning
    if not isinstance(meaning, Dimension) or not meaning.breaks_down or not span.words.endswith("ly"):
        return None
    return _UNITS.get(meaning.name)


def _stops(span: Span) -> bool:
    return span.meaning in _STOPS or span.text in _DASHES


def _asks_about_one(spans: Sequence[Span], unit: CalendarUnit) -> bool:
    periods = [span.meaning for span in spans if isinstance(span.meaning, Period)]
    return bool(periods) and all(count_units(each.days, CalendarUnit.DAY) <= _MOST_DAYS[unit] for each in periods)
