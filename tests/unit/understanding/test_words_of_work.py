"""Words of work around a request are left aside by their classes; what a site has or sells never is."""

from __future__ import annotations

import pytest

from services.orchestrator.understanding.planner import Planner, QuestionContext, Understood
from tests.unit.understanding.question_files import TODAY

CONTEXT = QuestionContext(TODAY)
REQUEST = "users last month"
OF_WORK = (
    # Acts of work.
    "ad copy refresh: {}",
    "ugh, cms migration. {}",
    "shopping feed cleanup, so {}",
    "{}, need for bid adjustments",
    "ad scheduling!! {}",
    "hero banner swap: {}",
    "roadmap wrangling: {}",
    "tag manager clean-up. {}",
    "agency onboarding – {}",
    "budget defence, part two: {}",
    "bidding strategy rethink: {}",
    "month-end close: {}",
    "sanity pass: {}",
    "backlog grooming – {}",
    # Meetings and papers.
    "exec readout: {}",
    "works council: {}",
    "supervisory board paper: {}",
    "attribution chat incoming: {}",
    "due diligence: {}",
    "{} for the editorial wiki",
    "{} - need it for the team lunch chat!",
    "rate card update: {}",
    # Moods, bets and states of affairs.
    "CRM team bragging rights: {}",
    "turf war: {}",
    "panic mode: {}",
    "wild guess: {}",
    "anomaly hunting 🔍 {}",
    "{}, long story",
    "coffee in hand: {}",
    "anyhow, {}",
    # Times of the working year.
    "It's award season, hence the question. {}",
    "budget season again. {}",
    "crunch time! {}",
    # People.
    "devs nagging: {}",
    "someone in customer service says it feels wobbly... {}",
    "the creatives are restless: {}",
    "Category manager here, {}",
    "sorry to be a pest. {}",
)
OF_A_SITE = (
    "the refresh: {}",
    "kitchen refresh: {}",
    "our beach cleanup: {}",
    "bird migration: {}",
    "egg hunt: {}",
    "deer hunting: {}",
    "self defence: {}",
    "piano tuning: {}",
    "the clothes swap: {}",
    "mobile top-up: {}",
    "live chat: {}",
    "the wiki: {}",
    "Christmas annual: {}",
    "football season: {}",
    "the skiing season: {}",
    "second season: {}",
    "annual plan: {}",
    "monthly plan: {}",
    "family plan: {}",
    "season ticket: {}",
    "health check: {}",
    "free bet: {}",
    "gift ideas: {}",
    "invoice templates: {}",
    "phone cases: {}",
    "book reviews: {}",
    "wedding speech: {}",
    "pottery workshop: {}",
    "our pottery workshop: {}",
    "parcel tracking: {}",
    "moving checklist: {}",
    "case studies: {}",
    "price tag: {}",
    "garden shed: {}",
    "bird seed: {}",
    "flower bed: {}",
    "checkout: {}",
    "hero banner: {}",
    "shopping feed: {}",
    "remarketing: {}",
    "retargeting campaign: {}",
    "{} for the checkout",
    "{} for creatives",
    "for creatives: {}",
    "for buyers: {}",
    "board games: {}",
    "executive coaching: {}",
    "We focus on the checkout: {}",
    "only remarketing: {}",
)


def key(planner: Planner, question: str) -> str | None:
    result = planner.understand(question, CONTEXT)
    return result.query_hash if isinstance(result, Understood) else None


@pytest.mark.parametrize("aside", OF_WORK)
def test_words_of_work_change_no_key(planner: Planner, aside: str) -> None:
    assert key(planner, aside.format(REQUEST)) == key(planner, REQUEST)


@pytest.mark.parametrize("words", OF_A_SITE)
def test_what_a_site_has_or_sells_is_never_left_aside(planner: Planner, words: str) -> None:
    assert key(planner, words.format(REQUEST)) != key(planner, REQUEST)


@pytest.mark.parametrize("picture", [":coffee:", ":round_pushpin:", ":+1:", ":tv:", ":D", "⏰", "❗"])
def test_shortcodes_and_drawn_faces_end_a_clause_and_carry_nothing(planner: Planner, picture: str) -> None:
    assert key(planner, f"{REQUEST} {picture}") == key(planner, REQUEST)
    assert key(planner, f"morning all {picture} {REQUEST}") == key(planner, REQUEST)


@pytest.mark.parametrize(
    "picture", [":iphone:", ":computer:", ":de:", ":flag-de:", ":new:", ":x:", ":email:", ":arrow_up:"]
)
def test_shortcodes_that_stand_for_words_are_asked_about(planner: Planner, picture: str) -> None:
    assert key(planner, f"{REQUEST} {picture}") is None
