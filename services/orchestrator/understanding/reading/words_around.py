"""Reads words by those around them, one rule a file, before values are read beside the names of their fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.orchestrator.understanding.lexicon.filler import EMPTY_WORDS
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Direction, Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Cause, Overview, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Shifted
from services.orchestrator.understanding.reading.bounding.bounds_around_figures import read_bounds_around_figures
from services.orchestrator.understanding.reading.bounding.bounds_turned import TurnedBounds
from services.orchestrator.understanding.reading.bounding.named_ranges import NamedRanges
from services.orchestrator.understanding.reading.bounding.times_bounded import TimesBounded
from services.orchestrator.understanding.reading.bounding.years_that_count import read_years_that_count
from services.orchestrator.understanding.reading.comparing.asked_if_it_moved import AskedIfItMoved
from services.orchestrator.understanding.reading.comparing.contrasts import read_contrasts
from services.orchestrator.understanding.reading.comparing.divided_by_values import read_divided_by_values
from services.orchestrator.understanding.reading.comparing.parts_of_the_week import read_parts_of_the_week
from services.orchestrator.understanding.reading.comparing.whether_it_moved import read_whether_it_moved
from services.orchestrator.understanding.reading.figures.counted_events import read_counted_events
from services.orchestrator.understanding.reading.figures.figures_as_units import read_figures_as_units
from services.orchestrator.understanding.reading.figures.how_it_converts import read_how_it_converts
from services.orchestrator.understanding.reading.figures.money_made import read_money_made
from services.orchestrator.understanding.reading.figures.overviews import OVERVIEW, read_overview
from services.orchestrator.understanding.reading.figures.per_one import read_per_one
from services.orchestrator.understanding.reading.figures.times_viewed import read_times_viewed
from services.orchestrator.understanding.reading.linking.each_of_those import read_each_of_those
from services.orchestrator.understanding.reading.linking.said_again import read_said_again
from services.orchestrator.understanding.reading.linking.what_rows_have import read_what_rows_have
from services.orchestrator.understanding.reading.ordering.chosen_from_all import read_chosen_from_all
from services.orchestrator.understanding.reading.ordering.figures_shown import read_figures_shown
from services.orchestrator.understanding.reading.ordering.more_than_others import MoreThanOthers
from services.orchestrator.understanding.reading.ordering.orders_of_rows import OrdersOfRows
from services.orchestrator.understanding.reading.people.new_people import read_new_people
from services.orchestrator.understanding.reading.people.people_now import read_people_now
from services.orchestrator.understanding.reading.people.things_done import read_things_done
from services.orchestrator.understanding.reading.periods_together import read_periods_together
from services.orchestrator.understanding.reading.step import Step, Written, of_spans, of_text, read_in_turn
from services.orchestrator.understanding.reading.weekday_ranges import read_weekday_ranges
from services.orchestrator.understanding.reading.weekends_of_days import read_weekends_of_days


def words_around(
    overview: Overview, ordering: Mapping[str, Any], bounding: Mapping[str, Any], moves: Mapping[str, Any]
) -> Step:
    """One step of all these, over the lists of `data/ordering.toml`, `data/bounding.toml` and, for moves,
    `data/causes.toml`; `overview` is shown where none names a figure. Linear in the number of spans."""
    orders, others = OrdersOfRows(ordering), MoreThanOthers(ordering["more_than_others"])
    ranges, turned = NamedRanges(bounding["named_ranges"]), TurnedBounds(bounding)
    steps: tuple[Step, ...] = (
        read_chosen_from_all,
        read_years_that_count,
        of_text({Ranking, Direction, Sign.SORTED_BY, *orders.opening})(orders.read),
        read_figures_shown,
        read_each_of_those,
        read_weekends_of_days,
        read_parts_of_the_week,
        read_divided_by_values,
        read_new_people,
        read_weekday_ranges,
        read_periods_together,
        read_people_now,
        of_spans(OVERVIEW)(lambda spans: read_overview(spans, overview)),
        of_spans({Bound, "than"}, {words[0] for words in others.others})(others.read),
        read_contrasts,
        read_whether_it_moved,
        of_spans({Shifted, Cause, "up", "down"})(AskedIfItMoved(moves, overview).read),
        of_spans(ranges.words, {Number})(ranges.read),
        of_spans({Bound, *turned.turning})(turned.read),
        read_how_it_converts,
        read_things_done,
        read_what_rows_have,
        read_counted_events,
        read_times_viewed,
        read_bounds_around_figures,
        of_spans({Bound, "between"})(TimesBounded(bounding["times_bounded"]).read),
        read_figures_as_units,
        read_said_again,
        read_per_one,
        read_money_made,
    )

    def read_past_empty(written: Written, spans: Sequence[Span]) -> tuple[Span, ...]:
        empty = [span for span in spans if _is_empty(span)]
        read = read_in_turn(written, [span for span in spans if not _is_empty(span)], steps)
        return _with_empty(read, empty)

    return Step(read_past_empty, ())


def _is_empty(span: Span) -> bool:
    return span.meaning is Sign.FILLER and span.text.lower() in EMPTY_WORDS


def _with_empty(read: Sequence[Span], empty: Sequence[Span]) -> tuple[Span, ...]:
    """The spans and those that were passed over, in the question's order; what a longer span holds is part of it."""
    if not empty:
        return tuple(read)
    apart = [span for span in empty if not any(other.start <= span.start < other.end for other in read)]
    return tuple(sorted((*read, *apart), key=lambda span: span.start))
