"""What the answer is for, when one is called and what one works on is left aside; what may be counted never is."""

from __future__ import annotations

import pytest

from services.orchestrator.understanding.planner import NeedsClarification, Planner, QuestionContext, Understood
from tests.unit.understanding.question_files import TODAY

CONTEXT = QuestionContext(TODAY)
REQUEST = "mobile sessions last week"
FRAMED = (
    "{}, it's for the gift guide",
    "{} please - it's for Dana's deck",
    "{}. It is for the wall in the staff room",
    "{}, it's for a chart",
    "{}, this is for a slide",
    "need this for the spring catalogue: {}",
    "Jo wants this on a poster: {}",
    "merch want it for their wall: {}",
    "Plotting this for the offsite, {}",
    "For Priya's audit: {}",
    "{}? asking for a friend",
    "{} asking for our chairman",
    "{}. Asking for the e-commerce lead",
    "hi! quick one before my 10 o'clock: {}",
    "before the ten o'clock stand-up: {}",
    "agency call in 5 min: {}",
    "Agency fee review on Friday. {}",
    "cleanup time :) {}",
    "weekly newsletter time! {}",
    "team, {}",
    "anyone got {}",
    "{} anyone?",
    "{}, cc Dana",
    "hello lovely data people, {}",
    "We might translate the help pages. {}",
    "we just redesigned the contact page: {}",
    "I'm building the outlet page so I need {}",
    "they sent us a stern email. {}",
    "{}, as we are reviewing our booking page",
    "podcast just dropped!! {}",
    "courier contract is up, {}",
    "intl team pinging me nonstop, so {}",
    "the printer guys refuse to believe me. {}",
    "Is it worth testing this at all? {}",
    "Not sure if the redirects hurt us. {}",
    "{}, want to see if the new bids did anything",
    "{} - I have to choose which ones get new photography",
    "{}, so I know which ones to redesign first",
    "{}? the loans desk says none",
    "{}, exec summary so keep it short",
    "{}, it goes on slide 4",
    "{}, which was election day",
    "{} - that's when the trial offer ran",
    "{}, putting slides together",
    "quick check before I email the agency: {}",
)
OTHERWISE = (
    "it's for teachers: {}",
    "{}, it's for the premium plan",
    "it's for the app: {}",
    "it's for our customers: {}",
    "need this for the teachers, {}",
    "for the brochure: {}",
    "for the whiteboard: {}",
    "for the teachers' meeting: {}",
    "{} asking for help",
    "{}, asking for teachers",
    "premium time: {}",
    "teachers, {}",
    "anyone from Kleinstadt: {}",
    "{} anyone on premium",
    "it's about the help pages: {}",
    "we're looking at the help pages: {}",
    "we want the contact page, {}",
    "I only mean the status page: {}",
    "the board likes the browser split: {}",
    "we launched regions: {}",
    "the whole office is refreshing the browser: {}",
    "we compare two sales regions, so {}",
    "teachers dropped: {}",
    "premium is up: {}",
    "not sure which teachers: {}",
    "not sure if teachers bought: {}",
    "{}, want to see if teachers bought",
    "{}, so I know which teachers to call",
    "support says premium: {}",
    "it took a slide: {}",
    "{}, which was Kleinstadt",
    "Is it worth it for teachers? {}",
)


@pytest.mark.parametrize("around", FRAMED)
def test_what_one_needs_it_for_changes_no_key(planner: Planner, around: str) -> None:
    plain, framed = (planner.understand(asked, CONTEXT) for asked in (REQUEST, around.format(REQUEST)))
    assert isinstance(plain, Understood)
    assert isinstance(framed, Understood), framed
    assert framed.query_hash == plain.query_hash


@pytest.mark.parametrize("around", OTHERWISE)
def test_what_may_be_counted_is_asked_about(planner: Planner, around: str) -> None:
    result = planner.understand(around.format(REQUEST), CONTEXT)
    assert isinstance(result, NeedsClarification), result


def test_what_befell_on_a_day_needs_the_day_in_the_request(planner: Planner) -> None:
    assert isinstance(planner.understand("sessions - that's when the trial offer ran", CONTEXT), NeedsClarification)
