"""Which grammar makes words around a request framing, and the nearest words that are none."""

from __future__ import annotations

import pytest

from services.orchestrator.understanding.planner import NeedsClarification, Planner, QuestionContext, Understood
from tests.unit.understanding.question_files import TODAY

CONTEXT = QuestionContext(TODAY)
REQUEST = "users last week"
FRAMED = (
    "hey Headrace, {}",
    "hey headrace {}",
    "@bot can you pull {}",
    "Quick q: {}",
    "ok so {}",
    "not urgent but {}",
    "{}, no rush at all",
    "fyi, {}",
    "{} TIA!",
    "{} asap pls, boss is waiting",
    "{} by noon",
    "{}, please by tomorrow",
    "{} before I forget",
    "{}. I need it by Monday",
    "{}. Asking for a colleague.",
    "asking for the CFO: {}",
    "Board asked – {}",
    "{} cheers, Anna",
    "Hi all,\n\n{}\n\nKind regards,\nAnna Smith",
    "Hi Claire & team, {}",
    "🔥 {}",
    "Thanks for the help earlier. {}",
    "sorry to ask again but {}",
    "For our seasonal recap: {}",
    "For the board tomorrow, {}",
    "{} before my 2pm",
    "Before we hire a translator: {}",
    "{} so I can plan staffing",
    "To brief the board, {}",
    "{}, since the board wants it",
    "We ran an event that day: {}",
    "{}, we may archive them",
    "We changed the form, so {}",
    "We are thinking about a redesign. {}",
    "The premium plan has launched: {}",
    "I'm in a meeting, {}?",
    "My boss is breathing down my neck. {}",
    "Tom from finance wants {}",
    "okay so i have a meeting in ten minutes can you give me {}",
    "{}? I'll put it into the deck.",
    "As discussed in the meeting, {}",
    "No device split needed: {}",
    "Our COO cornered us in the lobby. {}",
    "The designer drafted a poster – {}",
    "The depot is asking: {}",
    "{}, the depot needs to know",
    "The editor needs to shine a bit: {}",
    "I need to defend the intern, so {}",
    "I'm in the train, {}",
    "{}? I have the Acme rep on the line",
    "{}, asking before we sign off the budget",
    "Legal is moving desks so give me {}",
    "The depot wants to know {}",
    "{}, retention memo",
    "The new stall goes live, so {}",
    "{}, that was the book fair",
    "Welfare squad here! {}",
    "Mrs. Lund asks for {}",
    "The boss flies a lot and asks {}",
    "{}? I had no answer",
    "Design says it improved. {}",
    "The CEO saw the chart and shrieked. {}",
    "Was the pitch worth it? {}",
    "PM here, {}",
    "The lease is up and I owe them a number: {}",
    "We hired a cook so the office is happy: {}",
    "Heading into a call, {}",
    "Wearing my other hat. {}",
    "Was the rehearsal worth it? {}",
    "It feels like everyone is away. {}",
    "Sorry for the rush. {}",
    "A weird request from the design team: {}",
    "One of us has a bet running, {}",
    "The chairs claim they sold more. {}",
    "Naturally, {}",
    "{}, funnily enough",
    "Everyone was at the beach, but anyway: {}",
    "The inbox is empty, which seems odd; {}",
    "{}, our lawyer is curious, who would have thought",
    "I keep a list on the wall and it needs refreshing: {}",
    "Thanks for your help yesterday! {}",
    "Thinking about where to put up posters, so {}",
    "I'm having coffee with two of our suppliers, so {}",
    "Seasonality confuses everyone here, so {}",
    "It's my birthday, so {}",
    "James from marketing here: {}",
    "{}? Want to know where to put the chairs",
    "Finance controller here, closing the books at last – {}",
    "Box office lead speaking: {}",
    "Junior copywriter on the line: {}",
    "{}, for the leaflet team",
)
OTHERWISE = (
    "mobile only: {}",
    "For the premium plan: {}",
    "{} for teachers",
    "{} for agencies",
    "{}, for the newsletter",
    "{} for the report",
    "{} so I can see the premium plan",
    "To see the premium plan: {}",
    "Before we changed the layout: {}",
    "Before we sold it: {}",
    "Since we relaunched: {}",
    "After we launched, {}",
    "While the sale ran: {}",
    "During the meeting: {}",
    "If they pay: {}",
    "Those who paid: {}",
    "who clicked: {}",
    "{} that we need to update",
    "{} please for yesterday",
    "Yesterday was odd. {}",
    "Asking about teachers: {}",
    "Curious about the premium plan – {}",
    "Tom asked about the premium plan: {}",
    "Our focus is teachers. {}",
    "{}, cheers, premium",
    "cheers, premium: {}",
    "{} thanks to the newsletter",
    "Mobile team here: {}",
    "On the old version: {}",
    "If you pay: {}",
    "Those we emailed: {}",
    "The workshop: {}",
    "Kleinstadt is out. {}",
    "We ban bots: {}",
    "Premium plan. {}",
    "We sell to teachers. {}",
    "I only mean teachers. {}",
    "Only phones matter. {}",
    "The boss wants teachers: {}",
    "The boss wants to brag about teachers: {}",
    "The boss wants to see the premium plan: {}",
    "I need teachers, so {}",
    "I need to isolate teachers, so {}",
    "I'm on the premium plan. {}",
    "I'm in Kleinstadt: {}",
    "I'm in the premium plan: {}",
    "I'm looking at teachers. {}",
    "I have Acme on the line. {}",
    "Teachers emailed at night: {}",
    "The catalogue mailed to customers: {}",
    "Teachers so give me {}",
    "We focus on teachers so give me {}",
    "Kleinstadt is open so give me {}",
    "The premium plan needs {}",
    "{}, premium memo",
    "{}, that was on the premium plan",
    "{}, that was teachers",
    "{}, that was the premium plan",
    "Teachers here: {}",
    "Welfare squad: {}",
    "The boss visits teachers and asks {}",
    "We had no teachers. {}",
    "We have no newsletter. {}",
    "{} for the ticket",
    "{}. Is that good?",
    "{}. Better than usual?",
    "{} and",
    "and {} or",
    "We closed the books and only teachers count. {}",
    "It is raining and we focus on teachers. {}",
    "We moved and I need the premium plan: {}",
    "A weird request from the teachers: {}",
    "Heading into Kleinstadt: {}",
    "Was the premium plan in it? {}",
    "It feels like teachers: {}",
    "One of them is the premium plan, {}",
    "Half of those came from the newsletter: {}",
    "The editors claim teachers: {}",
    "Nobody came but teachers. {}",
    "It should be the newsletter: {}",
    "Want to see how teachers do. {}",
    "Teachers came, which is what I need: {}",
    "{}, who came from the newsletter",
    "{}, which the newsletter brought",
    "Thinking about teachers, so {}",
    "We had two of our teachers, so {}",
    "It's my newsletter, so {}",
    "I'm not after teachers: {}",
    "Finance controller here, reading the guide: {}",
    "{}, for the leaflet",
    "{}, for the leaflet readers",
    "The lead generation: {}",
)
HANGING = (
    ("The premium plan has launched. How many users did it get last week?", "How many users last week?"),
    ("The CEO posted a thread. How many users did it bring last week?", "How many users last week?"),
    ("That was the book fair. Users by country", "users by country"),
    ("We opened a cafe. How many users came from there last week?", "How many users last week?"),
    ("No device split: users by device last week", "users by device last week"),
    ("No comparison: users last week vs the week before", "users last week vs the week before"),
    ("We sent a mailing that day. Users by country", "users by country"),
    ("For the board today: users by country", "users by country"),
    ("The Q3 review: users by country", "users by country"),
)


def key(planner: Planner, question: str) -> str | None:
    result = planner.understand(question, CONTEXT)
    return result.query_hash if isinstance(result, Understood) else None


@pytest.mark.parametrize("frame", FRAMED)
def test_words_around_a_request_change_no_key_and_are_shown_as_framing(planner: Planner, frame: str) -> None:
    result = planner.understand(frame.format(REQUEST), CONTEXT)
    assert isinstance(result, Understood), result
    assert result.query_hash == key(planner, REQUEST)
    assert {reading.slot for reading in result.readings} & {"framing", "filler"}


@pytest.mark.parametrize("words", OTHERWISE)
def test_words_that_may_say_whose_figures_or_when_are_never_left_aside(planner: Planner, words: str) -> None:
    assert key(planner, words.format(REQUEST)) != key(planner, REQUEST)


@pytest.mark.parametrize(("question", "bare"), HANGING)
def test_what_the_request_hangs_on_is_not_left_aside(planner: Planner, question: str, bare: str) -> None:
    assert key(planner, bare) is not None
    assert isinstance(planner.understand(question, CONTEXT), NeedsClarification)


def test_what_stands_on_one_side_of_a_request_is_shown_as_one_stretch(planner: Planner) -> None:
    result = planner.understand(f"Hi team, quick one for the weekly deck - {REQUEST}, thanks!", CONTEXT)
    framing = [reading.words for reading in result.readings if reading.slot == "framing"]
    assert framing == ["Hi team, quick one for the weekly deck -", ", thanks!"]
