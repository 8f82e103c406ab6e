"""Who asks and what for, by words for people, meetings and papers of all kinds, and the nearest wrong ones."""

from __future__ import annotations

import pytest

from services.orchestrator.understanding.planner import NeedsClarification, Planner, QuestionContext, Understood
from tests.unit.understanding.question_files import TODAY

CONTEXT = QuestionContext(TODAY)
REQUEST = "mobile sessions last week"
FRAMED = (
    "SEO consultant here: {}",
    "Chief of staff here. {}",
    "VP of growth here, {}",
    "Director of marketing here – {}",
    "Our treasurer asks: {}",
    "our publisher wants {}",
    "my landlord would like to know: {}",
    "the mayor wants to know {}",
    "my sister travels a lot and wants {}",
    "my accountant's assistant asks: {}",
    "the video desk asks: {}",
    "our newsroom would like to know: {}",
    "{}, it's for my chief",
    "{} for our treasurer",
    "{}. The pharmacist wants it by noon",
    "for the vicar: {}",
    "for my publisher's audit: {}",
    "For tomorrow's inspection: {}",
    "before the press conference: {}",
    "For the handoff: {}",
    "for the dashboard mock-up: {}",
    "for the office screen, {}",
    "{}. for the morning mail",
    "need it for the roadshow deck: {}",
    "and then for the growth slide can you tell me {}",
    "my lawyer is on the phone: {}",
    "{}, one table if possible",
    "{}, anyone?",
    "{} so I can find mine",
    "the country manager is asking: {}",
    "Our events coordinator asked me for {}",
    "our auditors need {}",
    "in preparation for the board: {}",
    "{} on behalf of the CFO",
    "{} as requested by the CMO",
    "{}, requested by our lawyer",
    "{}, needed for the steering group",
    "prior to the steering committee: {}",
    "{}. Best, Ines",
    "{}, ta, Joe in sales",
    "{}, thanks, the growth team",
    "{}, no formatting needed",
    "* {}",
    "our head chef wants to know {}",
    "for the new chair: {}",
    "for my dissertation supervisor: {}",
    "{}, nothing more",
    "Bonjour! {}",
    "I should like to see {}",
)
OTHERWISE = (
    "for publishers: {}",
    "for the publisher plan: {}",
    "for our publisher's plan: {}",
    "the teacher's kit: {}",
    "for the CEO's newsletter: {}",
    "Publisher: {}",
    "publisher, {}",
    "{}, our publisher",
    "{} for a publisher",
    "{} for the consultant",
    "{} from our publisher",
    "we focus on our publisher: {}",
    "I mean our publisher: {}",
    "our publisher wants the premium plan: {}",
    "our publisher asks about teachers: {}",
    "the consultant package: {}",
    "head of premium: {}",
    "for nurses: {}",
    "for the teacher: {}",
    "for the customer: {}",
    "for the wiki: {}",
    "for the podcast: {}",
    "for the conference: {}",
    "for the brochure: {}",
    "for the spring sale: {}",
    "for subscribers: {}",
    "{} for the launch email",
    "{} for members",
    "the growth: {}",
    "{}, best",
    "{}. Best",
    "{}, best, teachers",
    "{}. Thanks! Premium",
    "{} needed for teachers",
    "{} requested by teachers",
    "{} requested by agencies",
    "agencies need {}",
    "for new clients: {}",
    "for the new nurse plan: {}",
    "{} for the new partner",
    "for coffee: {}",
    "for the magazine: {}",
    "events team, {}",
    "{} by country manager",
)


def answer(planner: Planner, question: str) -> str:
    result = planner.understand(question, CONTEXT)
    assert isinstance(result, Understood), result
    return result.query_hash


@pytest.mark.parametrize("around", FRAMED)
def test_who_asks_and_what_for_changes_no_key(planner: Planner, around: str) -> None:
    assert answer(planner, around.format(REQUEST)) == answer(planner, REQUEST)


@pytest.mark.parametrize("around", OTHERWISE)
def test_what_may_be_a_part_of_the_traffic_is_asked_about(planner: Planner, around: str) -> None:
    assert isinstance(planner.understand(around.format(REQUEST), CONTEXT), NeedsClarification)
