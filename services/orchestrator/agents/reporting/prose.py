"""The writer that needs no model: fixed sentences around the figures, equal for equal material."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator

from services.orchestrator.agents.reporting.about_fields import told_of_fields
from services.orchestrator.agents.reporting.breakdown import breakdown, listing
from services.orchestrator.agents.reporting.closing import caveats, quotations
from services.orchestrator.agents.reporting.comparison import comparison
from services.orchestrator.agents.reporting.figures import nothing, totals
from services.orchestrator.agents.reporting.locales import read_locales
from services.orchestrator.agents.reporting.subject import Subject, subject_of
from services.orchestrator.agents.reporting.trend import is_series, trend
from services.orchestrator.agents.reporting.writer import Material


class PlainWriter:
    """A sentence a piece, a paragraph a request, then caveats and notes.

    Assumptions are left out: they belong to the wording of whoever asks, and the narrative is shared.

    `additive` names the metrics whose values may be added up across rows; shares are told of these only.
    """

    def __init__(self, additive: frozenset[str]) -> None:
        """Reads locale data from disk: make it before the event loop has work to do."""
        read_locales()
        self._additive = additive

    async def write(self, material: Material) -> AsyncIterator[str]:
        """See `Writer.write`."""
        before = ""
        for paragraph in self._paragraphs(material):
            # A report may have ten thousand rows: others get their turn between two of them.
            await asyncio.sleep(0)
            for sentence in paragraph:
                yield before + sentence
                before = " "
            before = "\n\n" if before else ""

    def _paragraphs(self, material: Material) -> Iterator[Iterable[str]]:
        reports = material.data.reports
        for request, report, table in zip(
            material.understood.plan.requests, reports.reports, material.data.tables, strict=True
        ):
            if request.about_fields:
                yield told_of_fields(request, table)
                continue
            yield _sentences(subject_of(request, report, table, self._additive, reports.asked_at))
        yield caveats(material.understood.plan, reports)
        for quotation in quotations(material.notes):
            yield (quotation,)


def _sentences(about: Subject) -> Iterator[str]:
    if not any(about.rows):
        yield nothing(about, about.measures)
        return
    if not about.measures:
        yield listing(about)
        return
    if len(about.rows) > 1:
        yield from comparison(about)
    elif opening := totals(about):
        yield opening
    if is_series(about):
        yield from trend(about)
    elif about.labels:
        yield from breakdown(about)
    if about.realtime:
        yield "These are realtime figures; they change by the minute."
