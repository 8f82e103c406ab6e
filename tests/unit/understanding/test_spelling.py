"""A slip of spelling is mended and said so; another word is never taken for one."""

from __future__ import annotations

import pytest

from services.orchestrator.understanding.planner import NeedsClarification, Planner, QuestionContext, Understood
from tests.unit.understanding.question_files import TODAY

CONTEXT = QuestionContext(TODAY)


@pytest.mark.parametrize(
    ("slip", "meant", "said"),
    [
        ("sesions last week", "sessions last week", 'Read "sesions" as "sessions".'),
        ("pageveiws yesterday", "pageviews yesterday", 'Read "pageveiws" as "pageviews".'),
        ("usres by device last mnth", "users by device last month", 'Read "mnth" as "month".'),
        ("convertion rate in Q3", "conversion rate in Q3", 'Read "convertion" as "conversion".'),
        ("revenu by coutry yesteday", "revenue by country yesterday", 'Read "yesteday" as "yesterday".'),
    ],
)
def test_a_slip_has_the_key_of_what_is_meant_and_says_so(planner: Planner, slip: str, meant: str, said: str) -> None:
    mended, plain = planner.understand(slip, CONTEXT), planner.understand(meant, CONTEXT)
    assert isinstance(mended, Understood), mended
    assert isinstance(plain, Understood)
    assert mended.query_hash == plain.query_hash
    assert said in mended.assumptions
    assert said not in plain.assumptions


@pytest.mark.parametrize(
    "question",
    [
        "users by county last week",
        "revenge last week",
        "conversations last week",
        "users in Grenade last week",
        "sessions from Gooogle last week",
        "sessionless last week by country",
    ],
)
def test_another_word_or_name_is_asked_about(planner: Planner, question: str) -> None:
    assert isinstance(planner.understand(question, CONTEXT), NeedsClarification)
