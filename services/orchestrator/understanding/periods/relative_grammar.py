"""Reads periods that are counted from today: "last week", "3 days ago", "L7D", "year to date"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.named_points import NamedPoints
from services.orchestrator.understanding.periods.period_words import Lead, LeadKind, PeriodWords, ToDate, ends_there
from services.orchestrator.understanding.periods.relative_periods import (
    day_ago,
    days_ago,
    last_minutes,
    relative_period,
    to_date,
    to_date_in_year,
    to_date_of_last,
    unit_ago,
)
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    Earlier,
    Period,
    Shift,
    Shifted,
)
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.reading.words import Word

Read = tuple[int, Meaning]

_SHORT_COUNT = re.compile(r"([0-9]{1,4})([a-z]{1,2})")
_SHORT_LAST = re.compile(r"[lt]([0-9]{1,4}[a-z]{1,2})\Z")
"""As in "L7D", "T12M"."""

_MINUTES = frozenset({"minute", "minutes", "min", "mins"})
_MINUTES_IN_AN_HOUR = 60
_PARTS_OF_AN_HOUR = {
    ("half", "hour"): 30,
    ("half", "an", "hour"): 30,
    ("quarter", "hour"): 15,
    ("quarter", "of", "an", "hour"): 15,
}
"""Minutes of it."""

_HOURS = frozenset({"hour", "hours", "hr", "hrs"})
_COMPLETE = frozenset({"complete", "full", "whole", "calendar"})
_LAST = Lead(LeadKind.LAST)
_ROLLING = frozenset({"trailing", "rolling"})
_ONE = frozenset({"a", "one"})
_THIS_DAY = (["this", "day"], ["this", "date"])
_A_YEAR_BACK = (("last", "year"), ("a", "year", "ago"), ("one", "year", "ago"), ("the", "year", "before"))
_FEW = 4
_LEADING_TO_IT = frozenset({"to", "with", "from", "on"})
_BEFORE_OTHER_SIDE = frozenset({"vs", "vs.", "versus", "v", "than", "against", "compared", "compares", "relative"})
_SHIFTS = {
    (1, CalendarUnit.DAY): Shift.DAY_BEFORE,
    (1, CalendarUnit.WEEK): Shift.WEEK_BEFORE,
    (1, CalendarUnit.MONTH): Shift.MONTH_BEFORE,
    (1, CalendarUnit.QUARTER): Shift.QUARTER_BEFORE,
    (1, CalendarUnit.YEAR): Shift.YEAR_BEFORE,
    (52, CalendarUnit.WEEK): Shift.SAME_WEEK_YEAR_BEFORE,
}
"""What so long "ago" is of another period, as are whole years of months or quarters; all else is of today."""

_OF_A_YEAR = {CalendarUnit.MONTH: 12, CalendarUnit.QUARTER: 4}
_DAYS_LEFT_OUT = frozenset({7, 14, 28, 30, 60, 90, 180, 365})
_SHORT_DAYS = frozenset({CalendarUnit.DAY, CalendarUnit.WEEK})

_INCLUDING = (("including",), ("incl",), ("incl.",), ("incl", "."), ("inclusive", "of"), ("counting",))
_EXCLUDING = (
    ("excluding",),
    ("excl",),
    ("excl.",),
    ("excl", "."),
    ("not", "including"),
    ("not", "counting"),
    ("without",),
)
_WITH_TODAY = {(*said, "today"): said in _INCLUDING for said in (*_INCLUDING, *_EXCLUDING)}


class RelativeGrammar:
    """Reads from a word on; None where no such period starts there."""

    def __init__(self, words: PeriodWords, points: NamedPoints) -> None:
        self._words = words
        self._points = points

    def read(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """Where the period ends, and what it is."""
        key = words[start].key
        if key in {"today", "yesterday"}:
            return start + 1, days_ago(0 if key == "today" else 1, today)
        if unit := self._words.aliases.get(key):
            return start + 1, relative_period(_LAST, None, unit, today)
        if unit := self._words.last_to_date.get(key):
            return start + 1, to_date_of_last(unit, today)
        return (
            self._day_of_another_year(words, start, today)
            or self._in_short(words, start, today)
            or self._one_before_last(words, start, today)
            or self._counted_back(words, start, today)
            or self._led(words, start, today)
        )

    def _day_of_another_year(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "This day last year", "this date a year ago", "a year ago today"."""
        counted = (start + 1, 1) if words[start].key == "a" else self._words.count(words, start)
        at = counted[0] if counted else len(words)
        if (
            counted
            and [word.key for word in words[at + 1 : at + 3]] == ["ago", "today"]
            and words[at].key in self._words.units
        ):
            unit, many = self._words.units[words[at].key]
            return at + 3, day_ago(counted[1] * many, unit, today)
        if [word.key for word in words[start : start + 2]] not in _THIS_DAY:
            return None
        keys = tuple(word.key for word in words[start + 2 : start + 5])
        said = next((each for each in _A_YEAR_BACK if keys[: len(each)] == each), None)
        return None if said is None else (start + 2 + len(said), day_ago(1, CalendarUnit.YEAR, today))

    def _in_short(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "L7D", "T12M", "28d"; a bare "12m" could be minutes."""
        key = words[start].key
        if key == "ttm":
            return start + 1, relative_period(_LAST, 12, CalendarUnit.MONTH, today)
        if (short := _SHORT_LAST.match(key)) and (period := self._short(short[1], today, _LAST, months=True)):
            return start + 1, period
        bare = _SHORT_COUNT.fullmatch(key)
        if bare and self._words.short_units.get(bare[2]) in _SHORT_DAYS:
            behind = words[start + 1].key if start + 1 < len(words) else ""
            rolls = behind in _ROLLING
            lead = Lead(LeadKind.ROLLING) if rolls else _LAST
            if behind not in {"ago", "before", "earlier", "prior"} and (period := self._short(key, today, lead)):
                return start + 1 + rolls, period
        return None

    def _short(self, key: str, today: date, lead: Lead, *, months: bool = False) -> Meaning | None:
        match = _SHORT_COUNT.fullmatch(key)
        if match is None:
            return None
        unit = CalendarUnit.MONTH if months and match[2] == "m" else self._words.short_units.get(match[2])
        return relative_period(lead, int(match[1]), unit, today) if unit else None

    def _one_before_last(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "Day before yesterday", "week before last", "month prior to last"."""
        keys = [word.key for word in words[start : start + 3]]
        if keys == ["day", "before", "yesterday"]:
            return start + 3, days_ago(2, today)
        if len(keys) == 3 and keys[1:] == ["before", "last"] and keys[0] in self._words.units:
            unit, many = self._words.units[keys[0]]
            following = words[start + 3].key if start + 3 < len(words) else ""
            if many == 1 and unit is not CalendarUnit.DAY and following not in self._words.units:
                return start + 3, unit_ago(2, unit, today)
        return None

    def _counted_back(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "3 days ago", "a fortnight ago", and "7 days before" or "earlier" of some other period."""
        counted = self._words.count(words, start) or self._one(words, start)
        keys = [word.key for word in words[counted[0] : counted[0] + 2]] if counted else []
        if counted is None or len(keys) < 2 or keys[0] not in self._words.units:
            return None
        end, (unit, many) = counted[0] + 2, self._words.units[keys[0]]
        count = counted[1] * many
        is_the = start > 0 and words[start - 1].key == "the"
        if keys[1] == "ago" and _is_other_side(words, start) and (shift := _of_other_period(count, unit)):
            return end, Shifted(shift)
        meaning = _counted_by(keys[1], count, unit, today, is_the=is_the)
        return None if meaning is None else (end, meaning)

    def _one(self, words: Sequence[Word], start: int) -> tuple[int, int] | None:
        """ "A fortnight", "a week ago"; "a week before" is of another period, and has phrases of its own."""
        _, many = self._words.units.get(words[start + 1].key, (None, 1)) if start + 1 < len(words) else (None, 1)
        ago = [word.key for word in words[start + 2 : start + 3]] == ["ago"]
        return (start + 1, 1) if words[start].key in _ONE and (many > 1 or ago) else None

    def _led(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        found = self._words.phrases.longest(words, start)
        if found is None:
            return None
        end, phrase = found
        if isinstance(phrase, ToDate):
            return self._year_of_to_date(words, end, phrase.unit, today) or (end, to_date(phrase.unit, today))
        if end >= len(words):
            return None
        again = self._words.phrases.longest(words, end) if phrase.kind is LeadKind.LAST else None
        if again and isinstance(again[1], ToDate):
            # "Last YTD"
            return again[0], to_date_of_last(again[1].unit, today)
        if short := self._short(words[end].key, today, phrase):
            return end + 1, short
        counted = self._counted(words, end, phrase, today) or self._days_left_out(words, end, phrase, today)
        return _with_today(words, counted, today)

    def _year_of_to_date(self, words: Sequence[Word], end: int, unit: CalendarUnit, today: date) -> Read | None:
        """ "YTD 2025", "YTD last year"."""
        if unit is not CalendarUnit.YEAR:
            return None
        if named := self._points.year(words, end):
            return named[0], to_date_in_year(named[1], today)
        lead = self._words.lead(words, end)
        if lead and not lead[1].kind.ends_yesterday and [word.key for word in words[lead[0] : lead[0] + 1]] == ["year"]:
            return lead[0] + 1, to_date_in_year(today.year - (lead[1].kind is LeadKind.LAST), today)
        return None

    def _counted(self, words: Sequence[Word], at: int, lead: Lead, today: date) -> Read | None:
        """ "3 months", "week", "10 minutes", "half hour", "quarter of an hour"."""
        counted = self._words.count(words, at)
        unit_at, count = counted or (at, None)
        if counted and lead.kind is LeadKind.LAST and unit_at < len(words) and words[unit_at].key in _COMPLETE:
            unit_at += 1
        keys = [word.key for word in words[unit_at : unit_at + 4]]
        if not keys:
            return None
        part = next((said for said in _PARTS_OF_AN_HOUR if tuple(keys[: len(said)]) == said), None)
        if count is None and part:
            return unit_at + len(part), last_minutes(_PARTS_OF_AN_HOUR[part])
        if keys[0] in _MINUTES:
            return unit_at + 1, last_minutes(1 if count is None else count)
        if keys[0] in _HOURS:
            return unit_at + 1, last_minutes(_MINUTES_IN_AN_HOUR * (1 if count is None else count))
        if keys[0] not in self._words.units:
            return None
        unit, many = self._words.units[keys[0]]
        if many > 1 and count is None and lead.kind is LeadKind.PAST:
            lead = Lead(LeadKind.ROLLING)
        if many > 1:
            count = many * (1 if count is None else count)
        return unit_at + 1, relative_period(lead, count, unit, today)

    def _days_left_out(self, words: Sequence[Word], at: int, lead: Lead, today: date) -> Read | None:
        """ "Last 30", "last 7 by country"."""
        counted = self._words.count(words, at)
        if counted is None or counted[1] not in _DAYS_LEFT_OUT or not ends_there(words, counted[0]):
            return None
        period = relative_period(lead, counted[1], CalendarUnit.DAY, today)
        said = f"Read {words[at].text} as days."
        return counted[0], replace(period, assumption=said) if isinstance(period, Period) else period


def _with_today(words: Sequence[Word], read: Read | None, today: date) -> Read | None:
    """ "Last 7 days including today", "last 7 days, excluding today"."""
    yesterday = today - timedelta(days=1)
    if read is None or not isinstance(days := read[1], Period) or days.unit is not CalendarUnit.DAY:
        return read
    at = read[0] + (read[0] < len(words) and words[read[0]].key == ",")
    for said, counts in _WITH_TODAY.items():
        if days.days.end == yesterday and tuple(word.key for word in words[at : at + len(said)]) == said:
            later = DateRange(days.days.start + timedelta(days=1), today)
            return at + len(said), replace(days, days=later, to_date=True) if counts else days
    return read


def _of_other_period(count: int, unit: CalendarUnit) -> Shift | Earlier | None:
    years, rest = divmod(count, _OF_A_YEAR.get(unit, count + 1))
    return Earlier(years, CalendarUnit.YEAR, ago=True) if years and not rest else _SHIFTS.get((count, unit))


def _is_other_side(words: Sequence[Word], start: int) -> bool:
    """ "Compared with a week ago", "higher than one year ago", "than it was a month ago"."""
    led = words[start - 1].key in _LEADING_TO_IT if start else False
    return led or any(word.key in _BEFORE_OTHER_SIDE for word in words[max(start - _FEW, 0) : start])


def _counted_by(word: str, count: int, unit: CalendarUnit, today: date, *, is_the: bool) -> Meaning | None:
    """So many units "ago", "trailing", "earlier" or "before"; `is_the` for "the 7 days before"."""
    if word == "ago":
        return days_ago(count, today) if unit is CalendarUnit.DAY else unit_ago(count, unit, today)
    if word in _ROLLING:
        return relative_period(Lead(LeadKind.ROLLING), count, unit, today)
    if word == "earlier" and count:
        return Shifted(Earlier(count, unit))
    if word not in {"before", "prior"} or not count:
        return None
    if is_the:
        return relative_period(Lead(LeadKind.LAST, relative=True), count, unit, today)
    return Shifted(Earlier(count, unit, or_before=True))
