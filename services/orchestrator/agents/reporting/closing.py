"""What is said after the figures: their limits, and the notes that bear on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from textwrap import shorten

from headrace.orchestrator.v1.answer_pb2 import Note
from services.orchestrator.agents.reporting.periods import named
from services.orchestrator.freshness import settled_through
from services.orchestrator.ga4.report_source import Reports
from services.orchestrator.understanding.plan import DateRange, Plan, ReportRequest

_FIRST_SENTENCE = re.compile(r".+?[.!?](?=\s|$)", re.DOTALL)
_LONGEST_QUOTE = 300


def caveats(plan: Plan, reports: Reports) -> list[str]:
    """What limits the figures, as sentences: what Google Analytics says of the reports, and unsettled days."""
    told = dict.fromkeys(caveat for report in reports.reports for caveat in report.caveats)
    for request, report in zip(plan.requests, reports.reports, strict=True):
        if request.date_ranges and (unsettled := _unsettled(request, reports.asked_at, report.time_zone)):
            told[
                f"The figures for {named(unsettled)} may still change: Google Analytics settles a day within 48 hours."
            ] = None
    return list(told)


def _unsettled(request: ReportRequest, asked_at: datetime, time_zone: str) -> DateRange | None:
    first = settled_through(asked_at, time_zone) + timedelta(days=1)
    unsettled = [dates for dates in request.date_ranges if dates.end >= first]
    if not unsettled:
        return None
    return DateRange(max(first, min(d.start for d in unsettled)), max(d.end for d in unsettled))


def quotations(notes: Iterable[Note]) -> Iterator[str]:
    """Each note's title, first sentence and source."""
    for note in notes:
        first = _FIRST_SENTENCE.match(note.text.strip())
        text = shorten(first[0] if first else note.text, _LONGEST_QUOTE, placeholder=" …")
        yield f"{note.title}: {text} [{note.source}]" if text else f"{note.title} [{note.source}]"
