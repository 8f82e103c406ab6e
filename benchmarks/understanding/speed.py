"""How long reading a question takes, and what the word lists cost."""

from __future__ import annotations

import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from services.orchestrator.understanding.planner import Planner, QuestionContext

MOST_WORDS = 25
LENGTHS = (125, 250, 500, 1000, 2000)
LONG_TEXTS = 8


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds of a question of at most 25 words; seconds and megabytes of the start; milliseconds by length.

    `by_length` holds the median and the most of several texts of about that many characters, the shortest first.
    """

    questions: int
    median: float
    p99: float
    start: float
    megabytes: float
    by_length: dict[int, tuple[float, float]]


def speed(build: Callable[[], Planner], questions: Sequence[str], today: date, repeats: int = 5) -> Speed:
    """Reads every question several times and takes each one's median."""
    began = time.perf_counter()
    planner = build()
    start = time.perf_counter() - began
    short = [question for question in questions if len(question.split()) <= MOST_WORDS]
    texts = _long(short)
    context = QuestionContext(today)
    taken = sorted(_median(planner, question, context, repeats) for question in short)
    return Speed(
        questions=len(short),
        median=statistics.median(taken),
        p99=taken[int(0.99 * len(taken))],
        start=start,
        megabytes=_megabytes(build),
        by_length={
            length: _median_and_most([_median(planner, _cut(text, length), context, repeats) for text in texts])
            for length in LENGTHS
        },
    )


def table(measured: Speed) -> str:
    """The figures as a markdown table."""
    shortest = min(measured.by_length)
    at_shortest = measured.by_length[shortest][0] / shortest
    by_length = [
        f"| {length:,} characters, median and most of {LONG_TEXTS} texts; a character against one of {shortest} "
        f"| {median:.1f} ms, {most:.1f} ms; {median / length / at_shortest:.2f} |"
        for length, (median, most) in measured.by_length.items()
    ]
    return "\n".join(
        (
            "| what | figure |",
            "|---|---|",
            f"| a question of up to {MOST_WORDS} words, median of {measured.questions:,} | {measured.median:.2f} ms |",
            f"| 99th percentile | {measured.p99:.2f} ms |",
            *by_length,
            f"| building the planner | {measured.start:.2f} s |",
            f"| memory of the planner | {measured.megabytes:.1f} MB |",
        )
    )


def _median(planner: Planner, question: str, context: QuestionContext, repeats: int) -> float:
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        planner.understand(question, context)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def _median_and_most(taken: Sequence[float]) -> tuple[float, float]:
    return statistics.median(taken), max(taken)


def _long(questions: Sequence[str]) -> Sequence[str]:
    """Texts as long as any that is read: questions one after another, each text starting at another."""
    starts = range(0, len(questions), max(1, len(questions) // LONG_TEXTS))
    return [" and ".join([*questions[start:], *questions[:start]])[: 2 * max(LENGTHS)] for start in starts[:LONG_TEXTS]]


def _cut(text: str, length: int) -> str:
    """Its first words of that many characters."""
    return text[: length + 1].rpartition(" ")[0]


def _megabytes(build: Callable[[], Planner]) -> float:
    tracemalloc.start()
    planner = build()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del planner
    return held / 1e6
