"""What a caller is told of a question's meaning, kind by kind: enough to decide whether to trust the answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from google.protobuf import json_format

from headrace.orchestrator.v1 import answer_pb2, orchestrator_pb2
from sandbox.stores.postgres import PostgresServer
from sandbox.stores.valkey import ValkeyServer
from tests.fixtures.house import PROPERTY, TENANT, House, Houses

AS_OF = date(2026, 11, 24)
Explained = orchestrator_pb2.ExplainQuestionResponse

SAID = [
    ("How many users did we have last week?", "Active users, 15–21 November 2026"),
    ("sessions by channel and device last month", "Sessions by device and channel, 1–31 October 2026"),
    ("top 5 pages by views last month", "Views by page, top 5 by views, 1–31 October 2026"),
    ("users per week this quarter", "Active users by week, 1 October – 24 November 2026"),
    ("cities with more than 50 users last month", "Active users by city, more than 50 active users, 1–31 October 2026"),
    (
        "revenue last month vs the same month last year",
        "Total revenue, 1–31 October 2026, compared with 1–31 October 2025",
    ),
    ("German users not on mobile last month", "Active users, Germany only, excluding mobile, 1–31 October 2026"),
    ("sessions from France or Spain last week", "Sessions, France or Spain only, 15–21 November 2026"),
    ("views on /docs/* last month", 'Views, page starting with "/docs", 1–31 October 2026'),
    ("sign-ups last 7 days", "sign_up events, 17–23 November 2026"),
    ("users from 1 to 14 October", "Active users, 1–14 October 2026"),
    ("users right now by country", "Active users by country, last 30 minutes"),
]
ASSUMED = [
    ("users", ["No period was named", "27 October to 23 November 2026"]),
    ("users on 10/3", ["10/3", "month first"]),
    ("users in Q3", ["Q3", "2026"]),
    ("how's business?", ["No figure was named", "active users", "total revenue", "No period was named"]),
    ("pageveiws last week", ['Read "pageveiws" as "pageviews"']),
]
READ = [
    ("mobile key events last week", "mobile", "filter", "deviceCategory = mobile"),
    ("users yesterday", "yesterday", "period", "2026-11-23..2026-11-23"),
    ("new users by channel in October", "channel", "dimension", "firstUserDefaultChannelGroup"),
    ("sign-ups last week", "sign-ups", "metric", "eventCount of sign_up"),
    ("sessions vs the previous period", "previous period", "comparison", "the period before"),
    ("top 5 pages by views", "top", "order", "descending"),
    ("quick one for the weekly deck - users last week", "quick one for the weekly deck -", "framing", ""),
]
ASKED_BACK = [
    ("organic traffic last month", "organic traffic", "sessions from organic search last month"),
    ("users by zork last month", "zork", ""),
]
REFUSED = [
    ("email addresses of our users", "personal data"),
    ("forecast revenue for next month", ""),
    ("wie viele Nutzer hatten wir letzte Woche", "English"),
]


@pytest.fixture
async def house(houses: Houses, clean_valkey: ValkeyServer, clean_postgres: PostgresServer) -> AsyncIterator[House]:
    async with houses.running(clean_valkey, clean_postgres) as running:
        yield running


async def explained(house: House, question: str) -> Explained:
    return await house.client.explain(question, tenant_id=TENANT, property_id=PROPERTY, as_of=AS_OF)


def only_request(reply: Explained) -> dict[str, Any]:
    [planned] = reply.requests
    request: dict[str, Any] = json_format.MessageToDict(planned.request)
    return request


async def test_the_meaning_is_said_whole_with_its_key_and_requests(house: House) -> None:
    for question, said in SAID:
        reply = await explained(house, question)
        assert reply.outcome == answer_pb2.OUTCOME_ANSWERABLE, question
        assert reply.canonical_question == said
        assert len(reply.query_hash) == 64
        assert only_request(reply)["metrics"]
        assert "".join("".join(r.words.split()) for r in reply.readings) == "".join(question.split())
        again = await explained(house, reply.canonical_question)
        assert again.query_hash == reply.query_hash


async def test_what_a_question_left_open_is_said(house: House) -> None:
    for question, named in ASSUMED:
        assumptions = " ".join((await explained(house, question)).assumptions)
        assert all(words in assumptions for words in named), (question, assumptions)


async def test_what_a_question_says_whole_is_not_called_an_assumption(house: House) -> None:
    assert not (await explained(house, "sessions from 2026-10-01 to 2026-10-14")).assumptions


async def test_every_word_is_shown_as_what_it_was_taken_for(house: House) -> None:
    for question, words, slot, meaning in READ:
        readings = [(r.words, r.slot, r.meaning) for r in (await explained(house, question)).readings]
        assert (words, slot, meaning) in readings, question


async def test_two_requests_are_both_said_and_planned(house: House) -> None:
    reply = await explained(house, "new users per week in Q3, and the top 3 countries by new users in Q3")
    assert [sentence.split(",")[0] for sentence in reply.canonical_question.split(". ")] == [
        "New users by country",
        "New users by week",
    ]
    assert [planned.method for planned in reply.requests] == ["RunReport", "RunReport"]


async def test_a_realtime_question_plans_a_realtime_report(house: House) -> None:
    reply = await explained(house, "users in the last 10 minutes")
    assert [planned.method for planned in reply.requests] == ["RunRealtimeReport"]


async def test_what_is_asked_back_is_named_and_what_would_be_understood_offered(house: House) -> None:
    for question, named, offered in ASKED_BACK:
        reply = await explained(house, question)
        assert reply.outcome == answer_pb2.OUTCOME_NEEDS_CLARIFICATION, question
        assert named in reply.message
        assert not offered or offered in reply.suggestions
        assert not reply.query_hash
        for suggestion in reply.suggestions:
            assert (await explained(house, suggestion)).outcome == answer_pb2.OUTCOME_ANSWERABLE, suggestion


async def test_a_refusal_says_why_and_what_can_be_had_instead(house: House) -> None:
    for question, named in REFUSED:
        reply = await explained(house, question)
        assert reply.outcome == answer_pb2.OUTCOME_REFUSED, question
        assert named in reply.message
        assert reply.suggestions
        assert not reply.requests
