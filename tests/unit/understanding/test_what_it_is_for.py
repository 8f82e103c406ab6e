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
    "I need one line for the annual dinner: {}",
    "Monday report still has a hole in it: {}",
    "Our buyers meet at noon: {}",
    "buyers' meeting at ten: {}",
    "we may drop the wiki - {}",
    "dev wants to drop the old banner so give me {}",
    "our news desk asks, {}",
    "Wrapping up the report: {}",
    "{}. Hope you had a good one!",
    "{} pls, finance is chasing (nicely)",
    "homepage redesign retro on Friday: {}",
    "{}, the homepage slots depend on it",
    "Something is off, or so support tells me. {}",
    "I'm setting targets. {}",
    "let's look at what's working: {}",
    "setting ad schedules: {}",
    "the ancillaries team wants {}",
    "The paywall went live so I'd love {}",
    "we're about to drop old plugins so please show me {}",
    "{}, since someone here wants to close the account",
    "Looking for culprits to fix: {}",
    "{} - cleaning up the UTM sheet",
    "my laptop is acting up, {}",
    "We merged two sales regions, so please: {}",
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
    "I need one line for teachers: {}",
    "our buyers are dentists: {}",
    "I want to drop bots: {}",
    "let's drop teachers: {}",
    "the homepage numbers: {}",
    "while my sale ran: {}",
    "{}, organically",
    "our target: {}",
    "let's look at what's premium: {}",
    "the Kleinstadt team wants {}",
    "looking for teachers to call: {}",
    "setting premium plans: {}",
    "we sell in two regions: {}",
    "cleaning teachers: {}",
    "for the DACH sync: {}",
    "my boss wants to drop bots: {}",
    "the devs want to drop the bots: {}",
    "one for the desktop numbers: {}",
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


def test_views_beside_a_page_may_be_of_that_page(planner: Planner) -> None:
    for asked in ("how many views last week?", "page views last week"):
        assert isinstance(planner.understand(f"I rewrote the pricing page, so {asked}", CONTEXT), NeedsClarification)


def test_a_value_may_be_announced_by_its_kind(planner: Planner) -> None:
    asked = "views of pages starting with /techniques last week"
    announced = planner.understand(f"our new section: {asked}", CONTEXT)
    plain = planner.understand(asked, CONTEXT)
    assert isinstance(announced, Understood)
    assert isinstance(plain, Understood)
    assert announced.query_hash == plain.query_hash
    for other in (
        "our new section: views last week",
        f"our premium section: {asked}",
        "our new market: users last week",
    ):
        assert isinstance(planner.understand(other, CONTEXT), NeedsClarification)


@pytest.mark.parametrize("written", ["pleaseee show {}", "{}, thank youuu", "heyyy team, {}", "{} thankssss"])
def test_a_drawn_out_word_is_read_as_the_word(planner: Planner, written: str) -> None:
    plain, drawn = (planner.understand(asked, CONTEXT) for asked in (REQUEST, written.format(REQUEST)))
    assert isinstance(plain, Understood)
    assert isinstance(drawn, Understood), drawn
    assert drawn.query_hash == plain.query_hash
