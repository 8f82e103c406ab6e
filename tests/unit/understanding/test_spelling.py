"""A slip of spelling is mended and said so; another word is never taken for one."""

from __future__ import annotations

from importlib import resources

import pytest

from services.orchestrator.understanding.catalogue import load_catalogue
from services.orchestrator.understanding.holiday_calendar import HolidayCalendar
from services.orchestrator.understanding.period_words import period_words
from services.orchestrator.understanding.planner import NeedsClarification, Planner, QuestionContext, Understood
from services.orchestrator.understanding.spelling import Spelling
from services.orchestrator.understanding.word_lists import load_lexicon, load_spelling, read_data
from services.orchestrator.understanding.words import split
from tests.unit.understanding.question_files import TODAY

CONTEXT = QuestionContext(TODAY)
ENGLISH = resources.files("services.orchestrator.agents.embedding") / "vocab.txt"
"""The words that English is written in most, one a line; parts of words start with a sign."""


@pytest.mark.parametrize(
    ("slip", "meant", "said"),
    [
        ("sesions last week", "sessions last week", 'Read "sesions" as "sessions".'),
        ("pageveiws yesterday", "pageviews yesterday", 'Read "pageveiws" as "pageviews".'),
        ("usres by device last mnth", "users by device last month", 'Read "mnth" as "month".'),
        ("convertion rate in Q3", "conversion rate in Q3", 'Read "convertion" as "conversion".'),
        ("how much trafic lsat week", "how much traffic last week", 'Read "lsat" as "last".'),
        ("bouce rate on mobiel in Octobr", "bounce rate on mobile in October", 'Read "Octobr" as "October".'),
        ("top 5 pgaes by veiws yesterday", "top 5 pages by views yesterday", 'Read "pgaes" as "pages".'),
        ("vistors by brwoser and contry", "visitors by browser and country", 'Read "brwoser" as "browser".'),
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
        "chanel last week",
        "users by Contryline last week",
        "sessions from Pges last week",
        "conversations last week",
        "users in Grenade last week",
        "sessions from Goodle last week",
        "sessionless last week by country",
    ],
)
def test_another_word_or_name_is_asked_about(planner: Planner, question: str) -> None:
    assert isinstance(planner.understand(question, CONTEXT), NeedsClarification)


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    words_of_time = period_words(read_data("periods"), read_data("structure")["numbers"])
    return load_spelling(load_lexicon(load_catalogue()), words_of_time, HolidayCalendar(read_data("holidays")))


def test_no_english_word_is_taken_for_a_slip(spelling: Spelling) -> None:
    english = {word for word in ENGLISH.read_text(encoding="utf-8").split() if word.isalpha() and word.isascii()}
    places = ("{}", "users in {}", "{} users")
    mended = {
        asked: read
        for word in english
        for asked in (place.format(word) for place in places)
        if (read := " ".join(word.key for word in spelling.mended(split(asked)).words)) != asked
    }
    assert {asked: read for asked, read in mended.items() if asked.replace("avg", "average") != read} == {}
