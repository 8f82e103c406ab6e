"""Numbers without gaps for people and visits, so that sets of them are short rows of bits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sandbox.ga4_emulator.shop.chance import Ints


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers, both ends included."""

    lowest: int
    highest: int

    @property
    def size(self) -> int:
        """How many numbers these are."""
        return self.highest - self.lowest + 1


@dataclass(frozen=True, slots=True)
class Numbers:
    """Who and what is numbered, in order of the day: of people the day of their first visit.

    `people` and `visits` hold how many there are before each day from `first_day` on, and last how many in all.
    Nobody comes back more than `longest_days` after the first visit.
    """

    first_day: int
    longest_days: int
    people: Ints
    visits: Ints

    def people_before(self, day: Ints) -> Ints:
        """How many people came first before these days."""
        return self.people[day - self.first_day]

    def people_of(self, first_day: int, last_day: int) -> Range:
        """The numbers that people who come on these days can have."""
        return self._range(self.people, first_day - self.longest_days, last_day)

    def visits_of(self, first_day: int, last_day: int) -> Range:
        """The numbers of the visits on these days."""
        return self._range(self.visits, first_day, last_day)

    def _range(self, before: Ints, first_day: int, last_day: int) -> Range:
        first, end = np.clip([first_day - self.first_day, last_day + 1 - self.first_day], 0, len(before) - 1)
        lowest, highest = int(before[first]), int(before[end]) - 1
        return Range(lowest, max(lowest, highest))
