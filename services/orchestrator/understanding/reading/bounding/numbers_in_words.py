"""Reads numbers and days of a month that are written in words as digits: "five thousand", "the third of October"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.periods.period_words import PeriodWords, past_article
from services.orchestrator.understanding.reading.words import Word, WordKind

_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_HALF = ["and", "a", "half"]
_RANGES = frozenset({"and", "or", "to", "-", "through", "till", "until"})
_CENTURY = 20
_YEARS_OF_A_CENTURY = range(10, 100)
_TENS = range(20, 40, 10)
_LAST_DAY = 31
_LONGEST = 6
_DIGITS_OF_A_YEAR = 4
_TOO_MANY = 1e15
"""From here on a double does not tell numbers apart."""

Read = tuple[int, float]


class NumbersInWords:
    """`words` hold the numbers, the ordinals and the months. Looks at a bounded number of words around each."""

    def __init__(self, words: PeriodWords) -> None:
        self._words = words
        self._may_start = words.numbers.keys() | words.ordinals.keys()

    def in_digits(self, words: Sequence[Word]) -> Sequence[Word]:
        """The words, each number of several words and each day beside its month as one word in digits."""
        if not any(word.key in self._may_start or word.key in _SCALES for word in words):
            return words
        read: list[Word] = []
        at = 0
        while at < len(words):
            if day := self._day_of_month(words, at):
                read.append(_as_one(words[at : day[0]], f"{day[1]:g}th", WordKind.PLAIN))
                at = day[0]
            elif year := self._year(words, at):
                read.append(_as_year(words[at : year[0]], year[1]))
                at = year[0]
            elif (number := self._number(words, at)) and number[0] > at + 1:
                read.append(_as_one(words[at : number[0]], f"{number[1]:.15g}", WordKind.NUMBER))
                at = number[0]
            else:
                read.append(words[at])
                at += 1
        return read

    def _number(self, words: Sequence[Word], start: int) -> Read | None:
        """ "Twenty-five", "two hundred and fifty", "2.5 million"; not where one scale may be meant for two numbers."""
        counted = self._counted(words, start)
        if counted is None:
            return None
        at, value = counted
        if [word.key for word in words[at : at + 3]] == _HALF and _scale(words, at + 3):
            at, value = at + 3, value + 0.5
        scale = 0
        while at < len(words) and (following := _scale(words, at)) and value * following < _TOO_MANY:
            at, value, scale = at + 1, value * following, following
        if not scale:
            return at, value
        if self._ends_a_range(words, start):
            return None
        if words[start].kind is WordKind.PLAIN and (rest := self._rest(words, at, scale)):
            return rest[0], value + rest[1]
        return at, value

    def _year(self, words: Sequence[Word], start: int) -> tuple[int, int] | None:
        """ "Twenty twenty-six", "twenty nineteen", "two thousand and twenty-five"."""
        century = self._words.numbers.get(words[start].key)
        if century == _CENTURY and (rest := self._words.count(words, start + 1)):
            spoken = all(word.kind is WordKind.PLAIN for word in words[start : rest[0]])
            return (rest[0], _CENTURY * 100 + rest[1]) if spoken and rest[1] in _YEARS_OF_A_CENTURY else None
        if [word.key for word in words[start : start + 2]] != ["two", "thousand"]:
            return None
        number = self._number(words, start)
        if number is None or number[0] == start + 2 or int(number[1]) - 2_000 not in range(1, 100):
            return None
        return number[0], int(number[1])

    def _counted(self, words: Sequence[Word], at: int) -> Read | None:
        if at < len(words) and words[at].kind is WordKind.NUMBER and _is_decimal(words[at].key):
            return at + 1, float(words[at].key)
        return self._words.count(words, at)

    def _rest(self, words: Sequence[Word], at: int, scale: int) -> Read | None:
        """ "And fifty", "two hundred and ten"."""
        at += at < len(words) and words[at].key == "and"
        if at >= len(words) or words[at].kind is not WordKind.PLAIN or words[at].key in _SCALES:
            return None
        rest = self._number(words, at)
        return rest if rest and rest[1] < scale else None

    def _ends_a_range(self, words: Sequence[Word], start: int) -> bool:
        """ "Between five and ten thousand"."""
        if start < 2 or words[start - 1].key not in _RANGES:
            return False
        before = words[start - 2]
        return before.key not in _SCALES and self._counted([before], 0) is not None

    def _day_of_month(self, words: Sequence[Word], start: int) -> Read | None:
        """ "Third" beside its month, or in a list or range of days that ends or begins beside it."""
        ordinal = self._ordinal(words, start)
        if ordinal is None:
            return None
        end, day = ordinal
        if self._stands_behind_month(words, start):
            return (end, day) if not self._counts_what_follows(words, end) else None
        # "The first October" of several is no day; that would be "the first of October".
        if start and words[start - 1].key == "the" and end < len(words) and words[end].key in self._words.months:
            return None
        return (end, day) if self._stands_before_month(words, end) else None

    def _ordinal(self, words: Sequence[Word], at: int) -> tuple[int, int] | None:
        if at >= len(words):
            return None
        ordinals, key = self._words.ordinals, words[at].key
        tens = self._words.numbers.get(key)
        if tens in _TENS and tens and at + 1 < len(words) and 0 < (ones := ordinals.get(words[at + 1].key, 0)) < 10:
            return (at + 2, tens + ones) if tens + ones <= _LAST_DAY else None
        return (at + 1, ordinals[key]) if key in ordinals else None

    def _stands_behind_month(self, words: Sequence[Word], start: int) -> bool:
        """ "October first", "October the first"."""
        before = start - 1 - (start > 1 and words[start - 1].key == "the")
        return before >= 0 and words[before].key in self._words.months

    def _stands_before_month(self, words: Sequence[Word], at: int) -> bool:
        """ "Third of October", "first to third of October"; "third October week" is none."""
        for _ in range(_LONGEST):
            if at >= len(words):
                return False
            if words[at].key in self._words.months:
                return not self._counts_what_follows(words, at + 1)
            if words[at].key == "of":
                return at + 1 < len(words) and words[at + 1].key in self._words.months
            if words[at].key not in _RANGES:
                return False
            following = self._ordinal(words, past_article(words, at + 1))
            if following is None:
                return False
            at = following[0]
        return False

    def _counts_what_follows(self, words: Sequence[Word], at: int) -> bool:
        """ "October's second week", "the first May weekend", "in October, first 5 rows"."""
        if at < len(words) and words[at].kind is WordKind.NUMBER:
            return len(words[at].key) != _DIGITS_OF_A_YEAR
        return at < len(words) and (words[at].key in self._words.units or words[at].key in {"half", "weekend"})


def _scale(words: Sequence[Word], at: int) -> int:
    return _SCALES.get(words[at].key, 0) if at < len(words) else 0


def _is_decimal(key: str) -> bool:
    return key.replace(".", "", 1).isdigit()


def _as_one(words: Sequence[Word], key: str, kind: WordKind) -> Word:
    return Word(" ".join(word.text for word in words), key, kind, words[0].start, words[-1].end)


def _as_year(words: Sequence[Word], year: int) -> Word:
    return Word(str(year), str(year), WordKind.NUMBER, words[0].start, words[-1].end)
