"""A plan in words: one sentence for each thing asked, together a question that is understood as that plan."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from services.orchestrator.understanding.plan import Filter, Method, Not, Plan, ReportRequest
from services.orchestrator.understanding.saying.conditions import say_bounds, say_condition, say_filters, say_left_out
from services.orchestrator.understanding.saying.dates import say_range
from services.orchestrator.understanding.saying.fields import Labels, listed
from services.orchestrator.understanding.saying.order import say_order
from services.orchestrator.understanding.things_asked import Figures, Moves, Share, things_asked


class Describer:
    """Says plans in words.

    `has_shares` says of which metrics there are shares, `spread` gives what shows where a figure changed.
    """

    def __init__(
        self,
        labels: Labels,
        time_dimensions: Collection[str],
        has_shares: Callable[[str], bool],
        spread: Callable[[ReportRequest], Plan],
    ) -> None:
        self._labels = labels
        self._time_dimensions = time_dimensions
        self._has_shares = has_shares
        self._spread = spread

    def describe(self, plan: Plan) -> str:
        """The plan's sentences, for example "Key events by country, mobile only, 15–21 November 2026".

        Expects a normalised plan.
        """
        return ". ".join(self._sentences(plan))

    def _sentences(self, plan: Plan) -> Iterator[str]:
        for thing in things_asked(plan):
            match thing:
                case Share(part, whole, condition) if self._has_shares(part.metrics[0]):
                    yield self._share(part, whole, condition)
                case Moves(requests, of) if self._spread(of).requests == requests:
                    yield f"Causes of change in {self._in_words((of,))}"
                case Figures(requests):
                    yield self._about_fields(requests[0]) if requests[0].about_fields else self._figures(requests)
                case _:
                    yield from (self._figures((request,)) for request in thing.requests)

    def _figures(self, requests: tuple[ReportRequest, ...]) -> str:
        return _at_start(self._in_words(requests))

    def _in_words(self, requests: tuple[ReportRequest, ...]) -> str:
        request = requests[0]
        figures = [label for each in requests for label in self._labels.figures(each)]
        parts = [listed(figures) + self._breakdown(request)]
        parts += say_order(request, self._labels, self._time_dimensions)
        parts += say_filters(request, self._labels)
        parts += say_bounds(request, self._labels)
        parts += _times(request)
        return ", ".join(parts)

    def _breakdown(self, request: ReportRequest) -> str:
        names = [self._labels.dimension(name, request) for name in request.dimensions]
        return f" by {listed(names)}" if names else ""

    def _share(self, part: ReportRequest, whole: ReportRequest, condition: Filter | None) -> str:
        """ "Mobile share of sessions, 15-21 November 2026", "Share of sessions by device, …"."""
        if condition is None:
            return f"Share of {self._in_words((part,))}"
        if isinstance(condition, Not):
            words = say_left_out(condition, part, self._labels)
        else:
            words, _ = say_condition(condition, part, self._labels)
        words = words[0].upper() + words[1:] if words.split()[0].islower() else words
        return f"{words} share of {self._in_words((whole,))}"

    def _about_fields(self, request: ReportRequest) -> str:
        fields = listed(list(map(self._labels.field, (*request.metrics, *request.dimensions))))
        listing = request.listing.value.capitalize() if request.listing else ""
        if request.method is Method.GET_METADATA:
            return listing or f"Definition of {fields}"
        return f"{listing} compatible with {fields}" if listing else f"Compatibility of {fields}"


def _at_start(sentence: str) -> str:
    first = sentence.split(maxsplit=1)[0]
    return sentence if "_" in first or ":" in first else sentence[0].upper() + sentence[1:]


def _times(request: ReportRequest) -> list[str]:
    if request.method is Method.RUN_REALTIME_REPORT:
        return [f"last {minutes.start_minutes_ago + 1} minutes" for minutes in request.minute_ranges]
    first, *others = (say_range(days) for days in request.date_ranges)
    return [first, *(f"compared with {days}" for days in others)]
