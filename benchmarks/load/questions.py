"""The questions of the load test: hot ones, ones kept only in L2, and ones never asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import islice, product

FIRST_PROPERTY = 200_000_000
PROPERTIES = 200
FIRST_DAY = date(2026, 3, 1)
SUBJECTS = ("sessions by country", "key events by device", "users by channel", "views by page", "revenue by country")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the property it is about."""

    property_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions by where their answers are when the load begins."""

    hot: list[Question]
    stored: list[Question]
    unasked: list[Question]

    def as_json(self) -> dict[str, list[dict[str, str]]]:
        """What the load script reads."""
        return {
            "hot": [asdict(question) for question in self.hot],
            "stored": [asdict(question) for question in self.stored],
            "unasked": [asdict(question) for question in self.unasked],
        }


def different_questions(stored: int, unasked: int) -> Questions:
    """Questions that all mean something different, spread over many properties."""
    supply = _supply()
    hot = list(islice(supply, 20))
    return Questions(hot, list(islice(supply, stored)), list(islice(supply, unasked)))


def _supply() -> Iterator[Question]:
    for days, subject in product(range(6, 230), SUBJECTS):
        first, last = FIRST_DAY.isoformat(), (FIRST_DAY + timedelta(days=days)).isoformat()
        for number in range(PROPERTIES):
            yield Question(str(FIRST_PROPERTY + number), f"{subject} from {first} to {last}")
