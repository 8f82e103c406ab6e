"""Reads the period that starts at a word, if one does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.orchestrator.understanding.checked_periods import (
    checked_period,
    named_period,
    no_such_days,
    period_between,
)
from services.orchestrator.understanding.date_points import DatePoint
from services.orchestrator.understanding.named_points import NamedPoints
from services.orchestrator.understanding.period_words import Lead, LeadKind, PeriodWords, ToDate
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.relative_periods import (
    days_ago,
    last_minutes,
    last_weekday,
    last_weekend,
    relative_period,
    to_date,
)
from services.orchestrator.understanding.vocabulary import Meaning
from services.orchestrator.understanding.vocabulary_of_time import CalendarUnit, ImpossiblePeriod, Period
from services.orchestrator.understanding.words import Word, WordKind

Read = tuple[int, Meaning]

_BETWEEN_POINTS = {
    "from": (("to",), ("until",), ("till",), ("through",), ("thru",), ("-",), ("..",), ("up", "to"), ("up", "until")),
    "between": (("and",), ("-",)),
    "comparing": (("until",), ("till",), ("through",), ("thru",), ("-",)),
    "": (("to",), ("until",), ("till",), ("through",), ("thru",), ("-",), ("..",)),
}
_NO_YEAR_AFTER = frozenset(
    {"top", "bottom", "best", "worst", "than", "least", "most", "over", "above", "below", "exactly", "limit", "up"}
)
_STARTS = frozenset(
    {
        "h1",
        "h2",
        "since",
        "from",
        "between",
        "today",
        "yesterday",
        "the",
        "day",
        "month",
        "year",
        "quarter",
        "q1",
        "q2",
        "q3",
        "q4",
    }
)
_HALVES = {"h1": 1, "h2": 2}
_SHORT_COUNT = re.compile(r"([0-9]{1,4})([a-z]{1,2})")
_SHORT_LAST = re.compile(r"l([0-9]{1,4}[a-z]{1,2})\Z")


class PeriodGrammar:
    """Reads dates, ranges and relative periods. Looks ahead a bounded number of words."""

    def __init__(self, words: PeriodWords) -> None:
        self._words = words
        self._points = NamedPoints(words)
        leads = {phrase.split()[0] for phrase, _ in words.phrases.phrases()}
        self._starts = frozenset(_STARTS | leads | words.months.keys() | words.ordinals.keys() | words.numbers.keys())

    def at(self, words: Sequence[Word], start: int, today: date, *, comparing: bool) -> Read | None:
        """Where the longest period from the word at `start` ends, and the period.

        With `comparing`, "October to September" is no range but two periods.
        """
        read = self._at(words, start, today, comparing=comparing)
        if read is None or not isinstance(read[1], Period):
            return read
        slashed = [word.text for word in words[start : read[0]] if word.kind is WordKind.SLASHED_DAY]
        if not slashed:
            return read
        assumption = f"{' and '.join(slashed)} was read with the month first. {read[1].assumption}".strip()
        return read[0], replace(read[1], assumption=assumption)

    def _at(self, words: Sequence[Word], start: int, today: date, *, comparing: bool) -> Read | None:
        key = words[start].key
        if key not in self._starts and not key[0].isdigit() and not _SHORT_LAST.match(key):
            return None
        if key == "since":
            return self._since(words, start + 1, today)
        if key in {"from", "between"}:
            return self._range(words, start + 1, key, today)
        if words[start].kind is WordKind.NUMBER and start and words[start - 1].key in _NO_YEAR_AFTER:
            return None
        if read := self._range(words, start, "comparing" if comparing else "", today):
            return read
        return self._single(words, start, today)

    def _single(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        return (
            self._relative(words, start, today) or self._half(words, start, today) or self._named(words, start, today)
        )

    def _relative(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        key = words[start].key
        if (short := _SHORT_LAST.match(key)) and (period := self._short(short[1], today, Lead(LeadKind.LAST))):
            return start + 1, period
        if key in {"today", "yesterday"}:
            return start + 1, days_ago(0 if key == "today" else 1, today)
        if read := self._counted_back(words, start, today):
            return read
        found = self._words.phrases.longest(words, start)
        if found is None:
            return None
        end, phrase = found
        if isinstance(phrase, ToDate):
            return end, to_date(phrase.unit, today)
        return self._after_lead(words, end, phrase, today)

    def _counted_back(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "Day before yesterday", "3 days ago", and "7 days before" some other period."""
        keys = [word.key for word in words[start : start + 4]]
        if keys == ["the", "day", "before", "yesterday"]:
            return start + 4, days_ago(2, today)
        keys = keys[:3]
        if keys == ["day", "before", "yesterday"]:
            return start + 3, days_ago(2, today)
        count = self._count(words, start) if len(keys) == 3 else None
        if count is None:
            return None
        if keys[1:] == ["days", "ago"]:
            return start + 3, days_ago(count, today)
        if keys[1] in self._words.units and keys[2] in {"before", "prior", "earlier"}:
            lead = Lead(LeadKind.LAST, relative=True)
            return start + 3, relative_period(lead, count, self._words.units[keys[1]], today)
        return None

    def _after_lead(self, words: Sequence[Word], at: int, lead: Lead, today: date) -> Read | None:
        if at >= len(words):
            return None
        if short := self._short(words[at].key, today, lead):
            return at + 1, short
        if lead.kind is LeadKind.LAST and (read := self._last_named(words, at, today)):
            return read
        return self._counted(words, at, lead, today)

    def _counted(self, words: Sequence[Word], at: int, lead: Lead, today: date) -> Read | None:
        """ "3 months", "week", "10 minutes"."""
        count = self._count(words, at)
        unit_at = at if count is None else at + 1
        if unit_at >= len(words):
            return None
        key = words[unit_at].key
        if key in {"minute", "minutes"}:
            return unit_at + 1, last_minutes(1 if count is None else count)
        if key in {"hour", "hours"}:
            why = "Hours back from now are not to be had; realtime reports reach back 30 minutes."
            return unit_at + 1, ImpossiblePeriod(why, refused=True)
        unit = self._words.units.get(key)
        return (unit_at + 1, relative_period(lead, count, unit, today)) if unit else None

    def _short(self, key: str, today: date, lead: Lead) -> Meaning | None:
        """ "7d"."""
        match = _SHORT_COUNT.fullmatch(key)
        unit = self._words.short_units.get(match[2]) if match else None
        return relative_period(lead, int(match[1]), unit, today) if match and unit else None

    def _half(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "H1", "first half of 2026"; never "first half of October"."""
        keys = [word.key for word in words[start : start + 3]]
        if keys[0] in _HALVES:
            half, end = _HALVES[keys[0]], start + 1
        elif keys[1:2] == ["half"] and self._words.ordinals.get(keys[0], 0) in _HALVES.values():
            half, end = self._words.ordinals[keys[0]], start + 2
        else:
            return None
        last = DatePoint(CalendarUnit.QUARTER, quarter=2 * half)
        read = self._points.year(words, end)
        end, last = (read[0], last.with_year(read[1])) if read else self._year_said_relatively(words, end, last, today)
        if not last.year and keys[0] not in _HALVES:
            return None
        return end, period_between(replace(last, quarter=2 * half - 1), last, today)

    def _last_named(self, words: Sequence[Word], at: int, today: date) -> Read | None:
        """ "last Tuesday", "last weekend", "last October", "last half hour"."""
        key = words[at].key
        if key in self._words.weekdays:
            return at + 1, last_weekday(self._words.weekdays[key], today)
        if key == "weekend":
            return at + 1, last_weekend(today)
        if key == "half" and at + 1 < len(words) and words[at + 1].key == "hour":
            return at + 2, last_minutes(30)
        read = self._points.point(words, at)
        if read and not read[1].year and read[1].unit in {CalendarUnit.MONTH, CalendarUnit.QUARTER}:
            return read[0], named_period(read[1], today)
        return None

    def _named(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        read = self._points.point(words, start)
        if read is None:
            return None
        end, point = read
        if not point.year:
            end, point = self._year_said_relatively(words, end, point, today)
        return end, named_period(point, today)

    def _year_said_relatively(
        self, words: Sequence[Word], end: int, point: DatePoint, today: date
    ) -> tuple[int, DatePoint]:
        """ "October last year", "Q3 of this year"."""
        at = end + 1 if end < len(words) and words[end].key == "of" else end
        keys = [word.key for word in words[at : at + 2]]
        if keys in (["last", "year"], ["previous", "year"]):
            return at + 2, point.with_year(today.year - 1)
        if keys == ["this", "year"]:
            return at + 2, point.with_year(today.year)
        return end, point

    def _range(self, words: Sequence[Word], start: int, lead: str, today: date) -> Read | None:
        start = _past_article(words, start)
        if start >= len(words):
            return None
        return self._range_within_month(words, start, lead, today) or self._range_of_points(words, start, lead, today)

    def _range_of_points(self, words: Sequence[Word], start: int, lead: str, today: date) -> Read | None:
        first = self._points.point(words, start)
        if first is None or (at := _separator(words, first[0], lead)) is None or at >= len(words):
            return None
        if words[at].key in {"today", "now", "yesterday"}:
            last = days_ago(1 if words[at].key == "yesterday" else 0, today)
            days = first[1].on_or_before(today)
            if days is None or not isinstance(last, Period):
                return at + 1, no_such_days()
            return at + 1, checked_period(DateRange(days.start, last.days.end), today)
        second = self._points.point(words, at)
        if second is None:
            return None
        return second[0], period_between(first[1], second[1], today)

    def _range_within_month(self, words: Sequence[Word], start: int, lead: str, today: date) -> Read | None:
        """ "1 to 14 November 2026", "November 1-14"."""
        month = self._points.month(words, start)
        first = self._points.day(words, start if month is None else start + 1)
        at = _separator(words, start + (1 if month is None else 2), lead) if first else None
        last = self._points.day(words, at) if at is not None else None
        if first is None or at is None or last is None:
            return None
        end = at + 1
        if month is None:
            end += end < len(words) and words[end].key == "of"
            month = self._points.month(words, end)
            if month is None:
                return None
            end += 1
        elif self._points.month(words, end) is not None:
            return None
        year = self._points.year(words, end)
        end, named_year = year or (end, 0)
        start_point = DatePoint(CalendarUnit.DAY, year=named_year, month=month, day=first)
        return end, period_between(start_point, replace(start_point, day=last), today)

    def _since(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        start = _past_article(words, start)
        if start >= len(words):
            return None
        read = self._single(words, start, today)
        if read is None or not isinstance(read[1], Period):
            return read
        period = read[1]
        return read[0], checked_period(DateRange(period.days.start, today), today, period.assumption)

    def _count(self, words: Sequence[Word], at: int) -> int | None:
        word = words[at]
        if word.kind is WordKind.NUMBER and word.key.isdigit():
            return int(word.key[:6])
        return self._words.numbers.get(word.key)


def _separator(words: Sequence[Word], at: int, lead: str) -> int | None:
    """Where what stands between the two ends of a range is over."""
    for separator in _BETWEEN_POINTS[lead]:
        if tuple(word.key for word in words[at : at + len(separator)]) == separator:
            return _past_article(words, at + len(separator))
    return None


def _past_article(words: Sequence[Word], at: int) -> int:
    return at + 1 if at < len(words) and words[at].key == "the" else at
