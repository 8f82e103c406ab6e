"""The writer that needs no model: fixed sentences around the figures, equal for equal material."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

from services.orchestrator.agents.reporting.about_fields import told_of_fields
from services.orchestrator.agents.reporting.breakdown import breakdown, listing
from services.orchestrator.agents.reporting.closing import caveats, quotations
from services.orchestrator.agents.reporting.comparison import comparison
from services.orchestrator.agents.reporting.figures import nothing, totals
from services.orchestrator.agents.reporting.locales import read_locales
from services.orchestrator.agents.reporting.moves import moves
from services.orchestrator.agents.reporting.part_of_whole import part_of_whole
from services.orchestrator.agents.reporting.subject import Subject, subject_of
from services.orchestrator.agents.reporting.trend import is_series, trend
from services.orchestrator.agents.reporting.writer import Material
from services.orchestrator.understanding.things_asked import Moves, Share, Thing, counts_people, things_asked


class PlainWriter:
    """A sentence a piece, a paragraph for each thing asked, then caveats and notes.

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
        reports, plan = material.data.reports, material.understood.plan
        answered = iter(zip(reports.reports, material.data.tables, strict=True))
        for thing in things_asked(plan):
            together = [(request, *next(answered)) for request in thing.requests]
            if thing.requests[0].about_fields:
                yield from (told_of_fields(request, table) for request, _, table in together)
                continue
            yield from _told(
                thing,
                [
                    subject_of(request, report, table, self._additive, reports.asked_at)
                    for request, report, table in together
                ],
            )
        yield caveats(plan, reports)
        for quotation in quotations(material.notes):
            yield (quotation,)


def _told(thing: Thing, subjects: Sequence[Subject]) -> Iterator[Iterable[str]]:
    """A paragraph a request, but one alone for what several answer together."""
    match thing:
        case Moves():
            yield moves(subjects)
        case Share(condition=condition) if _has_shares(subjects) and any(subjects[0].rows):
            part, whole = subjects
            yield part_of_whole(part, whole, condition)
        case _:
            yield from map(_sentences, subjects)


def _has_shares(subjects: Sequence[Subject]) -> bool:
    measures = [measure for subject in subjects for measure in subject.measures]
    return all(measure.additive or counts_people(measure.api_name) for measure in measures)


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
