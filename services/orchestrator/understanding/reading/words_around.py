"""Reads words by those around them, one rule a file, before values are read beside the names of their fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.orchestrator.understanding.lexicon.filler import EMPTY_WORDS
from services.orchestrator.understanding.lexicon.vocabulary import Overview, Sign, Span
from services.orchestrator.understanding.reading.bounding.bounds_around_figures import read_bounds_around_figures
from services.orchestrator.understanding.reading.bounding.bounds_turned import TurnedBounds
from services.orchestrator.understanding.reading.bounding.named_ranges import NamedRanges
from services.orchestrator.understanding.reading.bounding.times_bounded import TimesBounded
from services.orchestrator.understanding.reading.bounding.years_that_count import read_years_that_count
from services.orchestrator.understanding.reading.comparing.asked_if_it_moved import AskedIfItMoved
from services.orchestrator.understanding.reading.comparing.contrasts import read_contrasts
from services.orchestrator.understanding.reading.comparing.parts_of_the_week import read_parts_of_the_week
from services.orchestrator.understanding.reading.comparing.whether_it_moved import read_whether_it_moved
from services.orchestrator.understanding.reading.figures.counted_events import read_counted_events
from services.orchestrator.understanding.reading.figures.money_made import read_money_made
from services.orchestrator.understanding.reading.figures.overviews import read_overview
from services.orchestrator.understanding.reading.figures.per_one import read_per_one
from services.orchestrator.understanding.reading.figures.times_viewed import read_times_viewed
from services.orchestrator.understanding.reading.linking.announced_text import read_announced_text
from services.orchestrator.understanding.reading.linking.each_of_those import read_each_of_those
from services.orchestrator.understanding.reading.linking.said_again import read_said_again
from services.orchestrator.understanding.reading.linking.what_rows_have import read_what_rows_have
from services.orchestrator.understanding.reading.ordering.figures_shown import read_figures_shown
from services.orchestrator.understanding.reading.ordering.more_than_others import MoreThanOthers
from services.orchestrator.understanding.reading.ordering.orders_of_rows import OrdersOfRows
from services.orchestrator.understanding.reading.people.people_now import read_people_now
from services.orchestrator.understanding.reading.people.things_done import read_things_done
from services.orchestrator.understanding.reading.periods_together import read_periods_together
from services.orchestrator.understanding.reading.weekday_ranges import read_weekday_ranges
from services.orchestrator.understanding.reading.weekends_of_days import read_weekends_of_days


class WordsAround:
    """The lists of `data/ordering.toml`, `data/bounding.toml` and, for moves, `data/causes.toml`; `overview` is shown
    where none names a figure."""

    def __init__(
        self, overview: Overview, ordering: Mapping[str, Any], bounding: Mapping[str, Any], moves: Mapping[str, Any]
    ) -> None:
        self._overview = overview
        self._asked_if_it_moved = AskedIfItMoved(moves, overview)
        self._orders = OrdersOfRows(ordering)
        self._more_than_others = MoreThanOthers(ordering["more_than_others"])
        self._named_ranges = NamedRanges(bounding["named_ranges"])
        self._turned_bounds = TurnedBounds(bounding)
        self._times_bounded = TimesBounded(bounding["times_bounded"])

    def read(self, question: str, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans of a question, as those beside them say. Linear in their number."""
        announced = read_announced_text(spans)
        empty = [span for span in announced if _is_empty(span)]
        read: Sequence[Span] = [span for span in announced if not _is_empty(span)]
        read = read_years_that_count(read)
        read = self._orders.read(question, read)
        read = read_figures_shown(read)
        read = read_each_of_those(question, read)
        read = read_weekends_of_days(read)
        read = read_parts_of_the_week(read)
        read = read_weekday_ranges(question, read)
        read = read_periods_together(question, read)
        read = read_people_now(read)
        read = read_overview(read, self._overview)
        read = self._more_than_others.read(read)
        read = read_contrasts(read)
        read = read_whether_it_moved(read)
        read = self._asked_if_it_moved.read(read)
        read = self._named_ranges.read(read)
        read = self._turned_bounds.read(read)
        read = read_things_done(read)
        read = read_what_rows_have(read)
        read = read_counted_events(read)
        read = read_times_viewed(read)
        read = read_bounds_around_figures(read)
        read = self._times_bounded.read(read)
        read = read_said_again(read)
        read = read_per_one(read)
        read = read_money_made(read)
        return _with_empty(read, empty)


def _is_empty(span: Span) -> bool:
    return span.meaning is Sign.FILLER and span.text.lower() in EMPTY_WORDS


def _with_empty(read: Sequence[Span], empty: Sequence[Span]) -> tuple[Span, ...]:
    """The spans and those that were passed over, in the question's order; what a longer span holds is part of it."""
    if not empty:
        return tuple(read)
    apart = [span for span in empty if not any(other.start <= span.start < other.end for other in read)]
    return tuple(sorted((*read, *apart), key=lambda span: span.start))
