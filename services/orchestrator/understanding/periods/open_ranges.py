"""Reads ranges that name one end: "since 1 October", "after Halloween", "from the start of the year"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.calendar_days import unit_around
from services.orchestrator.understanding.periods.checked_periods import checked_period
from services.orchestrator.understanding.periods.counted_days import CountedDays
from services.orchestrator.understanding.periods.part_grammar import PartGrammar
from services.orchestrator.understanding.periods.period_words import (
    Mark,
    PeriodWords,
    past_any,
    past_article,
    past_end_of,
    past_inclusion,
)
from services.orchestrator.understanding.periods.range_grammar import Manner
from services.orchestrator.understanding.periods.single_periods import SinglePeriods
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    Contrast,
    ImpossiblePeriod,
    Period,
)
from services.orchestrator.understanding.periods.weekday_periods import last_weekday
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.reading.words import Word

Read = tuple[int, Meaning]

_COUNTED = frozenset({"days", "weeks", "weekends", "months", "quarters", "years"})
_UP_TO = (("up", "to"), ("up", "until"), ("until",), ("till",), ("through",), ("thru",), ("to",))


class OpenRanges:
    """Reads from a word on; None where no such range starts there."""

    def __init__(self, words: PeriodWords, single: SinglePeriods, parts: PartGrammar, days: CountedDays) -> None:
        self._words = words
        self._single = single
        self._parts = parts
        self._days = days

    def read(self, words: Sequence[Word], start: int, today: date, manner: Manner, single: Read | None) -> Read | None:
        """Where the range ends, and its days, which run to today. `single` is the period that starts where it does."""
        if (at := self._words.past(words, start, Mark.SINCE)) is not None:
            return self._since(words, at, today, manner)
        if words[start].key == "from":
            return self._from(words, start + 1, today)
        return (
            self._after(words, start, today)
            or self._until(words, start, today)
            or self._onwards(words, start, self._days.read(words, start, today) or single, today)
            or self._since_within(words, single, today)
        )

    def _end(self, words: Sequence[Word], at: int, today: date) -> Read | None:
        return self._days.read(words, at, today) or self._single.read(words, at, today)

    def _after(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        at = self._words.past(words, start, Mark.AFTER)
        read = self._end(words, at, today) if at is not None else None
        if read is None or at is None or not isinstance(read[1], Period):
            return read
        if self._is_stretch(words, at, read[0]):
            return read[0], _not_open_ended()
        if [word.key for word in words[read[0] : read[0] + 1]] == ["inclusive"]:
            return read[0] + 1, ImpossiblePeriod("With that day, or from the next one on?", refused=False)
        after = DateRange(read[1].days.end + timedelta(days=1), today)
        return read[0], checked_period(after, today, read[1].assumption)

    def _until(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        at = self._words.past(words, start, Mark.UNTIL)
        read = self._end(words, at, today) if at is not None else None
        return (read[0], ImpossiblePeriod("From which day on?", refused=False)) if read else None

    def _onwards(self, words: Sequence[Word], start: int, read: Read | None, today: date) -> Read | None:
        """ "10 November onwards"; "the last 7 days up to today" may be seven or eight."""
        end = self._words.past(words, read[0], Mark.ONWARDS) if read else None
        if read is None or end is None or not isinstance(read[1], Period):
            return None
        return end, _not_open_ended() if self._is_stretch(words, start, read[0]) else _to_today(read[1], today)

    def _since(self, words: Sequence[Word], at: int, today: date, manner: Manner) -> Read | None:
        if started := self._parts.start_of(words, at, today):
            return started[0], checked_period(DateRange(started[1], today), today)
        if at < len(words) and (weekday := self._words.weekdays.get(words[at].key)) is not None:
            return at + 1, _to_today(last_weekday(weekday, today), today)
        read = self._end(words, at, today)
        if read is None or not isinstance(read[1], Period):
            return read
        period = read[1]
        if self._is_stretch(words, at, read[0]):
            return read[0], _not_open_ended()
        if manner is Manner.CHANGING and period.back == 1 and period.unit is not CalendarUnit.DAY:
            return read[0], _changed_since(period, today)
        return read[0], _to_today(period, today)

    def _since_within(self, words: Sequence[Word], single: Read | None, today: date) -> Read | None:
        """ "This year since October": those days of it."""
        at = self._words.past(words, single[0], Mark.SINCE) if single else None
        since = None if at is None else self._since(words, at, today, Manner.AS_RANGE)
        if single is None or since is None or not isinstance(since[1], Period) or not isinstance(single[1], Period):
            return None
        whole, days = single[1].days, since[1].days
        return since if whole.start < days.start and whole.end == days.end == today else None

    def _is_stretch(self, words: Sequence[Word], at: int, end: int) -> bool:
        """ "Since the last 7 days", "since the past week": of a stretch that ends by itself; not "3 weeks ago"."""
        led = self._words.lead(words, past_article(words, at))
        rolls = led is not None and led[0] < end and led[1].kind.ends_yesterday
        return rolls or (words[end - 1].key != "ago" and any(word.key in _COUNTED for word in words[at:end]))

    def _from(self, words: Sequence[Word], at: int, today: date) -> Read | None:
        """ "From the start of the year", "from 10 November onwards", "from last Monday until now"."""
        if started := self._parts.start_of(words, at, today):
            if closed := self._closed(words, started, today):
                return closed
            end = self._words.past(words, started[0], Mark.ONWARDS) or self._words.past(words, started[0], Mark.SO_FAR)
            return end or started[0], checked_period(DateRange(started[1], today), today)
        at = past_article(words, at)
        return self._onwards(words, at, self._end(words, at, today), today) if at < len(words) else None

    def _closed(self, words: Sequence[Word], started: tuple[int, date], today: date) -> Read | None:
        """ "From the start of the year to the end of October"."""
        start = started[1]
        at = past_any(words, started[0], _UP_TO)
        at = len(words) if at is None else past_end_of(words, past_inclusion(words, at))
        read = self._end(words, at, today) if at < len(words) else None
        if read is None or not isinstance(read[1], Period) or read[1].weekdays or read[1].days.end < start:
            return None
        return read[0], checked_period(DateRange(start, read[1].days.end), today, read[1].assumption)


def _not_open_ended() -> ImpossiblePeriod:
    return ImpossiblePeriod("Those days alone, or all days from the first of them up to today?", refused=False)


def _to_today(period: Period, today: date) -> Meaning:
    return checked_period(DateRange(period.days.start, today), today, period.assumption)


def _changed_since(last: Period, today: date) -> Contrast:
    """ "How have users changed since last month": this month up to today, beside the whole last one."""
    current = Period(DateRange(unit_around(today, last.unit).start, today), last.unit)
    said = f"The {last.unit} up to today was compared with the whole {last.unit} before."
    return Contrast(replace(current, assumption=said), last)
