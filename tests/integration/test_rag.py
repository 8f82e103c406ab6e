"""Notes found with the real model, the shipped definitions and real files."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from headrace.orchestrator.v1 import answer_pb2
from services.orchestrator.agents.agent import Inputs
from services.orchestrator.agents.embedding.agent import EmbeddingAgent
from services.orchestrator.agents.embedding.minilm import MiniLM
from services.orchestrator.agents.embedding.threaded import ThreadedEmbedder
from services.orchestrator.agents.rag.agent import RagAgent
from services.orchestrator.agents.rag.annotation_files import AnnotationFiles
from services.orchestrator.agents.rag.definitions import read_definitions
from services.orchestrator.agents.rag.index import PassageIndex
from services.orchestrator.agents.rag.retrieval import Retriever
from services.orchestrator.agents.slots import EMBEDDING, PROPERTY_ID, UNDERSTOOD
from services.orchestrator.understanding.plan import DateRange, Method, MinuteRange, Plan, ReportRequest
from services.orchestrator.understanding.planner import Understood
from services.serving.clock import SystemClock

WEEK = DateRange(date(2026, 11, 8), date(2026, 11, 14))
PROPERTY = "123456789"


class NoPartials:
    def table(self, table: answer_pb2.Table) -> None:
        raise AssertionError("notes are no part of their own")

    def narrative(self, delta: str) -> None:
        raise AssertionError("notes are no part of their own")


@pytest.fixture(scope="module")
def embedder() -> Iterator[ThreadedEmbedder]:
    embedder = ThreadedEmbedder(MiniLM.load)
    yield embedder
    embedder.close()


@pytest.fixture(scope="module")
def index(embedder: ThreadedEmbedder) -> PassageIndex:
    return asyncio.run(PassageIndex.of(read_definitions(), embedder))


class Asker:
    """Asks for notes as the graph does: first the question's vector, then what bears on it."""

    def __init__(self, embedder: ThreadedEmbedder, index: PassageIndex, folder: Path) -> None:
        self._embedding = EmbeddingAgent(embedder)
        self._rag = RagAgent(Retriever(index, AnnotationFiles(folder, SystemClock()), embedder))
        self._folder = folder

    def note(self, property_id: str, markdown: str, name: str = "2026.md") -> None:
        folder = self._folder / property_id
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(markdown)

    async def sources(self, question: str, *requests: ReportRequest) -> list[str]:
        return [note.source for note in await self.notes(question, *requests)]

    async def notes(self, question: str, *requests: ReportRequest) -> tuple[answer_pb2.Note, ...]:
        seed = Inputs(
            {
                PROPERTY_ID: PROPERTY,
                UNDERSTOOD: Understood(Plan(requests), "0" * 64, question),
            }
        )
        vector = await self._embedding.run(seed, NoPartials())
        return await self._rag.run(seed.having(EMBEDDING, vector), NoPartials())


@pytest.fixture
def asker(embedder: ThreadedEmbedder, index: PassageIndex, tmp_path: Path) -> Asker:
    return Asker(embedder, index, tmp_path)


def report(metrics: str, dimensions: str = "", *ranges: DateRange) -> ReportRequest:
    return ReportRequest(Method.RUN_REPORT, tuple(metrics.split()), tuple(dimensions.split()), ranges or (WEEK,))


async def test_the_definitions_of_the_fields_asked_for_come_first_in_the_plans_order(asker: Asker) -> None:
    sources = await asker.sources(
        "key events and views by device", report("keyEvents screenPageViews", "deviceCategory")
    )
    assert sources[:3] == ["ga4-fields.md#Key events", "ga4-fields.md#Views", "ga4-fields.md#Device category"]


async def test_a_field_with_a_parameter_is_explained_as_the_field_is(asker: Asker) -> None:
    assert (await asker.sources("zxqv", report("keyEvents:purchase"))) == ["ga4-fields.md#Key events"]


async def test_a_note_has_title_text_and_source(asker: Asker) -> None:
    asker.note(PROPERTY, "## 2026-11-10 New checkout\nOne page instead of four.")
    notes = await asker.notes("key events last week", report("keyEvents"))
    assert notes[0].title == "Key events"
    assert notes[0].text.startswith("How often an event happened")
    assert notes[1] == answer_pb2.Note(
        title="2026-11-10 New checkout",
        text="One page instead of four.",
        source="annotations/2026.md#2026-11-10 New checkout",
    )


async def test_annotations_within_the_dates_are_found_and_those_outside_are_not(asker: Asker) -> None:
    asker.note(
        PROPERTY,
        "## 2026-11-07 Sessions before\nx\n## 2026-11-14..2026-11-20 Sale\nx\n## 2026-11-15 Sessions after\nx",
    )
    sources = await asker.sources("sessions", report("sessions"))
    assert [source for source in sources if "annotations" in source] == [
        "annotations/2026.md#2026-11-14..2026-11-20 Sale"
    ]


async def test_annotations_in_the_period_compared_with_are_found_too(asker: Asker) -> None:
    asker.note(PROPERTY, "## 2026-11-02 Outage\nThe shop was down.")
    before = DateRange(date(2026, 11, 1), date(2026, 11, 7))
    sources = await asker.sources("sessions compared with the week before", report("sessions", "", WEEK, before))
    assert "annotations/2026.md#2026-11-02 Outage" in sources


async def test_another_propertys_annotations_are_never_found(asker: Asker) -> None:
    asker.note("987654321", "## 2026-11-10 Sessions of somebody else\nSessions doubled.")
    assert not any("annotations" in source for source in await asker.sources("sessions", report("sessions")))


async def test_of_too_many_annotations_the_nearest_to_the_question_are_kept_in_the_order_of_days(asker: Asker) -> None:
    filler = "".join(f"## 2026-11-{day:02} Canteen menu\nSoup and bread number {day}.\n" for day in range(9, 14))
    asker.note(PROPERTY, filler + "## 2026-11-08 Revenue tracking fixed\nPurchase revenue was counted twice before.\n")
    asker.note(PROPERTY, "## 2026-11-14 Price rise\nAll prices and so revenue went up.", name="prices.md")
    notes = await asker.notes("total revenue last week", report("totalRevenue"))
    titles = [note.title for note in notes]
    assert len(notes) == 6
    assert titles[1] == "2026-11-08 Revenue tracking fixed"
    assert titles[-1] == "2026-11-14 Price rise"


async def test_a_concept_near_the_question_is_found_though_no_field_names_it(asker: Asker) -> None:
    question = "transactions: why are purchases seen in the shop missing here"
    assert "ga4-concepts.md#Missing purchases" in await asker.sources(question, report("transactions"))


async def test_a_question_near_nothing_gets_the_definitions_only(asker: Asker) -> None:
    assert await asker.sources("zxqv", report("bounceRate")) == ["ga4-fields.md#Bounce rate"]


async def test_a_realtime_question_needs_no_dates(asker: Asker) -> None:
    asker.note(PROPERTY, "## 2026-11-10 New checkout\nx")
    realtime = ReportRequest(Method.RUN_REALTIME_REPORT, ("activeUsers",), minute_ranges=(MinuteRange(29, 0),))
    sources = await asker.sources("active users right now", realtime)
    assert sources[0] == "ga4-fields.md#Active users"
    assert not any("annotations" in source for source in sources)


async def test_broken_notes_do_not_keep_the_others_away(asker: Asker) -> None:
    asker.note(PROPERTY, "## 2026-11-99 Nonsense\nx\n## 2026-11-10 Good\nx")
    (asker._folder / PROPERTY / "bad.md").write_bytes(b"\xff\xff")
    assert "annotations/2026.md#2026-11-10 Good" in await asker.sources("sessions", report("sessions"))


async def test_equal_questions_get_equal_notes_and_never_more_than_six(asker: Asker) -> None:
    asker.note(PROPERTY, "".join(f"2026-11-{day:02} Event {day}\n" for day in range(8, 15)))
    many = report("sessions activeUsers keyEvents screenPageViews", "country deviceCategory")
    first = await asker.notes("sessions and users by country", many)
    assert len(first) == 6
    assert await asker.notes("sessions and users by country", many) == first
