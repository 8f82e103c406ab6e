"""Reads the period that starts at a word, if one does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.bare_counts import BareCounts
from services.orchestrator.understanding.periods.counted_days import CountedDays
from services.orchestrator.understanding.periods.day_lists import DayLists
from services.orchestrator.understanding.periods.fiscal_periods import FISCAL, FiscalPeriods
from services.orchestrator.understanding.periods.holiday_calendar import HolidayCalendar
from services.orchestrator.understanding.periods.holiday_grammar import HolidayGrammar
from services.orchestrator.understanding.periods.measured_ranges import MeasuredRanges
from services.orchestrator.understanding.periods.named_grammar import NamedGrammar
from services.orchestrator.understanding.periods.named_points import NamedPoints
from services.orchestrator.understanding.periods.numeric_dates import is_dotted_day, numbers_of
from services.orchestrator.understanding.periods.open_ranges import OpenRanges
from services.orchestrator.understanding.periods.part_grammar import ENDS, PartGrammar
from services.orchestrator.understanding.periods.period_words import Mark, PeriodWords
from services.orchestrator.understanding.periods.range_grammar import JOINING, Manner, RangeGrammar, day_first_only
from services.orchestrator.understanding.periods.ranges_of_periods import RangesOfPeriods
from services.orchestrator.understanding.periods.relative_grammar import RelativeGrammar
from services.orchestrator.understanding.periods.same_days import SAME, SameDays
from services.orchestrator.understanding.periods.single_periods import IN_DIGITS, SinglePeriods
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.periods.week_days import WeekDays
from services.orchestrator.understanding.periods.week_grammar import WeekGrammar
from services.orchestrator.understanding.periods.weekday_grammar import WeekdayGrammar, of_weekdays
from services.orchestrator.understanding.reading.bounding.numbers_in_words import NumbersInWords
from services.orchestrator.understanding.reading.words import Word, WordKind
from services.orchestrator.understanding.saying.dates import say_range

Read = tuple[int, Meaning]

_NO_YEAR_AFTER = frozenset(
    {"top", "bottom", "best", "worst", "than", "least", "most", "over", "above", "below", "exactly", "limit", "up"}
)
_NEAR_TODAY = frozenset({"today", "yesterday", "ttm", "a"})
_CALENDAR = frozenset({"month", "quarter", "year"})
_NAMING = frozenset({"quarter", "'"})
_BEFORE_THE_OTHER = frozenset({"with", "to", "against"})
_WHOLE = frozenset({"whole", "all", "full", "entire", "complete"})
_STARTS = frozenset({"from", "the", "ttm", "a", "an", SAME})


class PeriodGrammar:
    """Reads dates, ranges and relative periods. Looks ahead a bounded number of words."""

    def __init__(self, words: PeriodWords, holidays: HolidayCalendar) -> None:
        points = NamedPoints(words)
        parts = PartGrammar(words, points)
        relative, counts = words.leading | words.counting | _NEAR_TODAY, frozenset(words.numbers.keys())
        days = frozenset(words.weekdays.keys())
        of_parts = words.marking(Mark.VAGUE, Mark.START).union(words.ordinals.keys(), ENDS)
        of_weeks = words.marking(Mark.WEEK_OF, Mark.WEEK_FROM, Mark.WEEK_TO, Mark.WEEK_NUMBER)
        holiday = holidays.first_words()
        self._words = words
        self._numbers = NumbersInWords(words)
        self._ranges = RangeGrammar(words, points)
        self._days = DayLists(points)
        self._week_days = WeekDays(words)
        self._single = SinglePeriods(
            words,
            (
                (RelativeGrammar(words, points), relative, relative),
                (WeekdayGrammar(words), words.leading | counts | days | {"weekend"}, of_weekdays(words)),
                (self._week_days, words.leading | days, days),
                (HolidayGrammar(words, points, holidays), words.leading | holiday | {"day"}, holiday),
                (parts, of_parts, of_parts),
                (WeekGrammar(words, points, self._ranges), of_weeks, of_weeks),
                (NamedGrammar(words, points), words.leading | words.naming | _CALENDAR, words.naming | _NAMING),
                (SameDays(words, points), {SAME}, {SAME}),
                (FiscalPeriods(words), words.leading | FISCAL, FISCAL),
                (BareCounts(words), counts, counts),
            ),
        )
        days_ago = CountedDays(words)
        self._open = OpenRanges(words, self._single, parts, days_ago)
        self._measured = MeasuredRanges(words, points, self._ranges, self._single)
        self._between = RangesOfPeriods(self._single, days_ago)
        self._opening = words.marking(Mark.SINCE, Mark.AFTER, Mark.UNTIL, Mark.ONWARDS)
        self._starts = frozenset(_STARTS | words.all() | holidays.first_words() | FISCAL)

    def in_digits(self, words: Sequence[Word]) -> Sequence[Word]:
        """The words, numbers and days of a month in words as one word in digits each."""
        return self._numbers.in_digits(words)

    def manner(self, words: Sequence[Word]) -> Manner:
        """How the question takes two periods."""
        if any(word.key.startswith("compar") and _opens_a_comparison(words, at) for at, word in enumerate(words)):
            return Manner.COMPARING
        return Manner.CHANGING if self._words.speaks_of_change(words) else Manner.AS_RANGE

    def at(self, words: Sequence[Word], start: int, today: date, manner: Manner) -> Read | None:
        """Where the longest period from the word at `start` ends, and the period."""
        read = self._at(words, start, today, manner)
        if read is None or not isinstance(read[1], Period):
            return read
        end, period = read[0], read[1]
        if not _WHOLE.isdisjoint(word.key for word in words[start:end]):
            period = replace(period, whole=True)
        said = _order_read(words[start:end], period)
        return end, replace(period, assumption=f"{said} {period.assumption}".strip()) if said else period

    def _at(self, words: Sequence[Word], start: int, today: date, manner: Manner) -> Read | None:
        key = words[start].key
        if key not in self._starts and not IN_DIGITS.match(key):
            return None
        lead = key if key in {"from", "between"} else ""
        counts = words[start].kind is WordKind.NUMBER and start and words[start - 1].key in _NO_YEAR_AFTER
        if counts:
            # "Over 15-21 November", but "over 2025 users".
            return self._ranges.read(words, start, "", today, manner) if words[start - 1].key == "over" else None
        first = start + bool(lead)
        single = self._single.read(words, first, today) if first < len(words) else None
        keys = [word.key for word in words[start:]]
        is_open = lead == "from" or not self._opening.isdisjoint(keys)
        is_joined = not JOINING.isdisjoint(keys)
        found: Read | None = None
        for read in (
            None if lead else self._measured.read(words, start, today, manner),
            self._open.read(words, start, today, manner, None if lead else single) if is_open else None,
            self._ranges.read(words, first, lead, today, manner) if is_joined else None,
            self._between.read(words, start, today, manner, single) if is_joined else None,
            self._week_days.read(words, first, today) if lead == "from" else None,
            self._days.read(words, start, today, manner) if is_joined and not lead else None,
            None if lead else single,
        ):
            if read and (found is None or read[0] > found[0]):
                found = read
        return found


def _opens_a_comparison(words: Sequence[Word], at: int) -> bool:
    """ "Compare October to November" names two periods; "1 to 5 October compared with" another one a range."""
    if at and words[at - 1].key == "for":
        return False
    return at + 1 == len(words) or words[at + 1].key not in _BEFORE_THE_OTHER


def _order_read(words: Sequence[Word], period: Period) -> str:
    """A sentence where days in digits could also be read with their month and day the other way round."""
    dotted = [word.text for word in words if is_dotted_day(word)]
    if dotted:
        return f"Read {' and '.join(dotted)} as {say_range(period.days)}, with the day first."
    slashed = [word for word in words if word.kind is WordKind.SLASHED_DAY]
    open_ones = [word.text for word in slashed if not day_first_only(word) and _has_two_readings(word)]
    if not open_ones:
        return ""
    return f"Read {' and '.join(open_ones)} as {say_range(period.days)}, with the month first."


def _has_two_readings(word: Word) -> bool:
    first, second, *_ = numbers_of(word)
    return first != second and second <= 12
