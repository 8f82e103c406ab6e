"""Reads a named day, month, quarter or year at a word: "3rd of October 2025", "Oct 3", "Q3", "2026-10-03"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from services.orchestrator.understanding.periods.date_points import DatePoint
from services.orchestrator.understanding.periods.numeric_dates import YEARS, is_tight_dash, read_digits
from services.orchestrator.understanding.periods.period_words import PeriodWords, past_article
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit
from services.orchestrator.understanding.reading.words import Word, WordKind

_SHORT_YEARS = range(15, 100)
_COULD_BE_YEARS = range(15, 32)
"""Two digits behind a month and a dash: the 26th, or the year 2026."""

_YEARS_COUNTED_BACK = {
    "last year": 1,
    "previous year": 1,
    "prior year": 1,
    "this year": 0,
    "current year": 0,
}
_IN_SHORT = frozenset({"ly"})
_YEARS = frozenset({"year", "years", "yr", "yrs"})
_AGO = frozenset({"ago", "back"})
_QUARTER = re.compile(r"(?:q([1-4])|([1-4])q)([0-9]{2})?\Z")
_YEAR_AND_QUARTER = re.compile(r"(20[0-9]{2})q([1-4])\Z")
_NOT_COUNTED = frozenset(
    {
        "to",
        "and",
        "until",
        "till",
        "through",
        "thru",
        "vs",
        "versus",
        "compared",
        "against",
        "by",
        "per",
        "for",
        "from",
        "in",
        "on",
        "with",
    }
)
"""Words behind "3 Oct 26" that 26 does not count."""

_LONGEST_SHORT_MONTH = len("sept")
_ORDINAL_ENDINGS = ("st", "nd", "rd", "th")
Read = tuple[int, DatePoint]


class NamedPoints:
    """Reads from a word on; each method returns where the reading ends and what it is, or None."""

    def __init__(self, words: PeriodWords) -> None:
        self._words = words

    def point(self, words: Sequence[Word], start: int) -> Read | None:
        """Any named point."""
        if start >= len(words):
            return None
        if (weekday := self._words.weekdays.get(words[start].key)) is not None:
            return self._behind_its_weekday(words, start + 1, weekday)
        return (
            read_digits(words, start)
            or self._year_first(words, start)
            or self._month_first(words, start)
            or self._day_first(words, start)
            or self._quarter(words, start)
            or self._year_alone(words, start)
        )

    def month(self, words: Sequence[Word], at: int) -> int | None:
        """The number of the month that the word names."""
        return self._words.months.get(words[at].key) if at < len(words) else None

    def past_month_of(self, words: Sequence[Word], at: int) -> int:
        """Behind "month of", where a month may stand: "the month of October"."""
        return at + 2 if [word.key for word in words[at : at + 2]] == ["month", "of"] else at

    def day(self, words: Sequence[Word], at: int) -> int | None:
        """The day of a month that the word names: "3", "3rd"."""
        if at >= len(words):
            return None
        key = words[at].key
        if key.endswith(_ORDINAL_ENDINGS):
            key = key[:-2]
        return int(key) if key.isascii() and key.isdigit() and len(key) <= 2 and 1 <= int(key) <= 31 else None

    def year(self, words: Sequence[Word], at: int, *, short: bool = False) -> tuple[int, int] | None:
        """Where a year at the word ends, and the year; a comma, a dash without spaces or "of" may stand before it.

        "'26" is a year; with `short`, "26" is one.
        """
        if at + 1 < len(words) and (words[at].key == "'" or (short and words[at].kind is WordKind.NUMBER)):
            short_at = at + (words[at].key == "'")
            if read := _short_year(words[short_at]):
                return short_at + 1, read
        if short and at < len(words) and (read := _short_year(words[at])):
            return at + 1, read
        if at < len(words) and (words[at].key in {",", "of"} or is_tight_dash(words, at)):
            at += 1
        if at < len(words) and words[at].kind is WordKind.NUMBER and len(words[at].text) == 4:
            year = int(words[at].key) if words[at].key.isdigit() else 0
            if year in YEARS:
                return at + 1, year
        return None

    def year_behind_month(self, words: Sequence[Word], at: int) -> tuple[int, int] | None:
        """The year of "3 Oct 2026" and "3 Oct 26" at the word; "on 3 Oct 26 pages" counts pages."""
        if at < len(words) and (year := _short_year(words[at])) and _nothing_is_counted(words, at + 1):
            return at + 1, year
        return self.year(words, at)

    def year_counted_back(self, words: Sequence[Word], at: int, today: date) -> tuple[int, int] | None:
        """ "Last year", "of this year", "two years ago", "the year before last": where it ends, and the year."""
        at = at + 1 if at < len(words) and words[at].key in {"of", "in"} else at
        at = at + 1 if at < len(words) and words[at].key == "the" else at
        if counted := self.years_ago(words, at):
            return counted[0], today.year - counted[1]
        if at < len(words) and words[at].key in _IN_SHORT:
            return at + 1, today.year - 1
        keys = " ".join(word.key for word in words[at : at + 2])
        back = _YEARS_COUNTED_BACK.get(keys)
        if back is not None and [word.key for word in words[at + 2 : at + 4]] in (["to", "date"], ["so", "far"]):
            return None
        return None if back is None else (at + 2, today.year - back)

    def years_ago(self, words: Sequence[Word], at: int) -> tuple[int, int] | None:
        """Where "two years ago", "a year back" or "year before last" ends, and how many they are."""
        keys = [word.key for word in words[at : at + 3]]
        if keys == ["year", "before", "last"]:
            return at + 3, 2
        counted = self._words.count(words, at) or ((at + 1, 1) if keys[:1] == ["a"] else None)
        behind = [word.key for word in words[counted[0] : counted[0] + 2]] if counted else []
        if counted is None or len(behind) < 2 or behind[0] not in _YEARS or behind[1] not in _AGO:
            return None
        return counted[0] + 2, counted[1]

    def _behind_its_weekday(self, words: Sequence[Word], at: int, weekday: int) -> Read | None:
        """ "Sunday, 22 November"; a day whose weekday is another is no day."""
        at = past_article(words, at + (at < len(words) and words[at].key == ","))
        if at >= len(words) or words[at].key in self._words.weekdays:
            return None
        read = self.point(words, at)
        return (read[0], read[1].on_weekday(weekday)) if read and read[1].unit is CalendarUnit.DAY else None

    def _year_first(self, words: Sequence[Word], start: int) -> Read | None:
        """ "2026 Q3", "2025 October"."""
        read = self.year(words, start) if words[start].kind is WordKind.NUMBER else None
        if read is None or read[0] >= len(words):
            return None
        at = read[0] + 1 if is_tight_dash(words, read[0]) else read[0]
        named = self._quarter(words, at) or self._month_first(words, at)
        return (named[0], named[1].with_year(read[1])) if named and not named[1].year else None

    def _with_year(self, words: Sequence[Word], end: int, point: DatePoint) -> Read:
        # "Oct 26" is a day, "Q3 26" and "3-Oct-26" are a year's.
        short = point.unit is CalendarUnit.QUARTER or (point.unit is CalendarUnit.DAY and is_tight_dash(words, end))
        if short and is_tight_dash(words, end):
            end_of_dash = end + 1
            if read := self.year(words, end_of_dash, short=True):
                return read[0], point.with_year(read[1])
        read = self.year(words, end, short=short)
        return (read[0], point.with_year(read[1])) if read else (end, point)

    def _month_first(self, words: Sequence[Word], start: int) -> Read | None:
        """ "October", "October 3rd, 2025", "the month of October"."""
        start = self.past_month_of(words, start)
        month = self.month(words, start)
        if month is None:
            return None
        at = start + 1
        if len(words[start].key) <= _LONGEST_SHORT_MONTH and _touching_dot(words, at) and self.day(words, at + 1):
            at += 1
        if at < len(words) and words[at].key == "the" and self.day(words, at + 1):
            at += 1
        if is_tight_dash(words, at) and (day := self.day(words, at + 1)) and day not in _COULD_BE_YEARS:
            at += 1
        day = None if self.years_ago(words, at) else self.day(words, at)
        # "October 2 sessions" is no date, but nor is it anything else that could be meant.
        if day is None:
            return self._with_year(words, start + 1, DatePoint(CalendarUnit.MONTH, month=month))
        return self._with_year(words, at + 1, DatePoint(CalendarUnit.DAY, month=month, day=day))

    def _day_first(self, words: Sequence[Word], start: int) -> Read | None:
        day = self.day(words, start)
        if day is None:
            return None
        at = start + 1
        if at < len(words) and (words[at].key == "of" or is_tight_dash(words, at) or _touching_dot(words, at)):
            at += 1
        month = self.month(words, at)
        if month is None:
            return None
        point = DatePoint(CalendarUnit.DAY, month=month, day=day)
        if year := self.year_behind_month(words, at + 1):
            return year[0], point.with_year(year[1])
        return self._with_year(words, at + 1, point)

    def _quarter(self, words: Sequence[Word], start: int) -> Read | None:
        key = words[start].key
        following = words[start + 1].key if start + 1 < len(words) else ""
        if match := _YEAR_AND_QUARTER.match(key):
            return start + 1, DatePoint(CalendarUnit.QUARTER, year=int(match[1]), quarter=int(match[2]))
        if match := _QUARTER.match(key):
            point = DatePoint(CalendarUnit.QUARTER, quarter=int(match[1] or match[2]), year=_in_this_century(match[3]))
            return self._with_year(words, start + 1, point)
        if key == "quarter" and following in {"1", "2", "3", "4"}:
            quarter, end = int(following), start + 2
        elif following == "quarter" and key in self._words.ordinals:
            quarter, end = self._words.ordinals[key], start + 2
        else:
            return None
        return self._with_year(words, end, DatePoint(CalendarUnit.QUARTER, quarter=quarter))

    def _year_alone(self, words: Sequence[Word], start: int) -> Read | None:
        at = start + 1 if words[start].key == "year" else start
        named = at < len(words) and words[at].kind is WordKind.NUMBER
        read = self.year(words, at) if named else None
        return (read[0], DatePoint(CalendarUnit.YEAR, year=read[1])) if read else None


def _short_year(word: Word) -> int:
    """ "26"; zero where the word is no such year."""
    return _in_this_century(word.key) if word.kind is WordKind.NUMBER and len(word.key) == 2 else 0


def _nothing_is_counted(words: Sequence[Word], at: int) -> bool:
    return at >= len(words) or words[at].kind is WordKind.SIGN or words[at].key in _NOT_COUNTED


def _in_this_century(digits: str | None) -> int:
    return 2000 + int(digits) if digits and digits.isdigit() and int(digits) in _SHORT_YEARS else 0


def _touching_dot(words: Sequence[Word], at: int) -> bool:
    """ "Oct. 3", "3. October"."""
    return 0 < at < len(words) and words[at].key == "." and words[at - 1].end == words[at].start
