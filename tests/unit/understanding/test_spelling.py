"""A slip of spelling is mended and said so; another word is never taken for one."""

from __future__ import annotations

import re
from importlib import resources
from random import Random
from string import ascii_lowercase

import pytest

from services.orchestrator.understanding.lexicon.catalogue import load_catalogue
from services.orchestrator.understanding.lexicon.word_lists import load_english, load_lexicon, load_spelling, read_data
from services.orchestrator.understanding.periods.holiday_calendar import HolidayCalendar
from services.orchestrator.understanding.periods.period_words import period_words
from services.orchestrator.understanding.planner import NeedsClarification, Planner, QuestionContext, Understood
from services.orchestrator.understanding.reading.words import split
from services.orchestrator.understanding.spelling.spelling import Spelling, rewritten
from tests.unit.understanding.question_files import TODAY, asked

CONTEXT = QuestionContext(TODAY)
SLIPS = 2_000
LEAST_MENDED = 0.9
SEED = 20261124
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
        ("users in Lodnon last week", "users in London last week", 'Read "Lodnon" as "London".'),
        ("users outside Germnay and Frnace", "users outside Germany and France", 'Read "Frnace" as "France".'),
        ("Itlian users in Spetember", "Italian users in September", 'Read "Itlian" as "Italian".'),
        ("users of Firefx on andriod", "users of Firefox on android", 'Read "andriod" as "android".'),
        ("users in the United Kindgom", "users in the United Kingdom", 'Read "Kindgom" as "Kingdom".'),
        ("users in the Untied States", "users in the United States", 'Read "Untied" as "United".'),
        ("page viws and bounce rtae", "page views and bounce rate", 'Read "rtae" as "rate".'),
        ("engagemnet rate by chanel", "engagement rate by channel", 'Read "chanel" as "channel".'),
        ("retuning visitors last moth", "returning visitors last month", 'Read "moth" as "month".'),
        ("new vistors this wek", "new visitors this week", 'Read "wek" as "week".'),
        ("users in the last 5 minuts", "users in the last 5 minutes", 'Read "minuts" as "minutes".'),
        ("how mnay users on Black Firday", "how many users on Black Friday", 'Read "Firday" as "Friday".'),
        ("newusers bycountry lastweek", "new users by country last week", 'Read "lastweek" as "last week".'),
        ("users by land ing page", "users by landing page", 'Read "land ing" as "landing".'),
        ("users last7days", "users last 7 days", 'Read "last7days" as "last 7 days".'),
        ("bounce rte last week", "bounce rate last week", 'Read "rte" as "rate".'),
        ("key evens by month", "key events by month", 'Read "evens" as "events".'),
        ("average oder value in Q3", "average order value in Q3", 'Read "oder" as "order".'),
        ("sessions in the last 30 dasy", "sessions in the last 30 days", 'Read "dasy" as "days".'),
        ("sessions in the lsat 30 days", "sessions in the last 30 days", 'Read "lsat" as "last".'),
        ("sessions lats week", "sessions last week", 'Read "lats" as "last".'),
        ("countrys with more than 10 users", "countries with more than 10 users", 'Read "countrys" as "countries".'),
        ("new users by day and chanel", "new users by day and channel", 'Read "chanel" as "channel".'),
        ("sessions form new visitors", "sessions from new visitors", 'Read "form" as "from".'),
        ("revenue form Germany in Q3", "revenue from Germany in Q3", 'Read "form" as "from".'),
        ("users from direct trafic in Q3", "users from direct traffic in Q3", 'Read "trafic" as "traffic".'),
        ("SESIONS BY DEVICE LAST WEEK", "sessions by device last week", 'Read "SESIONS" as "SESSIONS".'),
        ("Thanks! Sesions by device in Q3", "Thanks! Sessions by device in Q3", 'Read "Sesions" as "Sessions".'),
        ("usrs by ciity last week", "users by city last week", 'Read "usrs" as "users".'),
        ("top 5 channesl by sessions", "top 5 channels by sessions", 'Read "channesl" as "channels".'),
        ("sessionss per monthh this year", "sessions per month this year", 'Read "monthh" as "month".'),
        ("sissions by country in Arpil", "sessions by country in April", 'Read "Arpil" as "April".'),
        ("which country had the mots users", "which country had the most users", 'Read "mots" as "most".'),
        ("sessions per day last two weks", "sessions per day last two weeks", 'Read "weks" as "weeks".'),
        ("sessions from gopgle by day", "sessions from google by day", 'Read "gopgle" as "google".'),
        ("sessions that arent from Spain", "sessions that aren't from Spain", 'Read "arent" as "aren\'t".'),
        ("sessions with language Arabc", "sessions with language Arabic", 'Read "Arabc" as "Arabic".'),
        ("sessions of sources google and bnig", "sessions of sources google and bing", 'Read "bnig" as "bing".'),
        ("sesions w/ sorce bing, plesae", "sessions with source bing, please", 'Read "plesae" as "please".'),
        ("wats the bounce rate, new vs retuning", "bounce rate, new vs returning", 'Read "wats" as "whats".'),
        ("lading pages by views", "landing pages by views", 'Read "lading" as "landing".'),
        ("users by by country in Q3", "users by country in Q3", 'Read "by by" as "by".'),
        ("top10 pages last week", "top 10 pages last week", 'Read "top10" as "top 10".'),
        ("topten pages last week", "top ten pages last week", 'Read "topten" as "top ten".'),
        ("users by cites last week", "users by cities last week", 'Read "cites" as "cities".'),
        ("top 10 cites by users last week", "top 10 cities by users last week", 'Read "cites" as "cities".'),
        ("which cites had the most users", "which cities had the most users", 'Read "cites" as "cities".'),
        ("top 5 products by itmes purchased", "top 5 products by items purchased", 'Read "itmes" as "items".'),
        ("sessions per day of the wek in Q3", "sessions per day of the week in Q3", 'Read "wek" as "week".'),
        ("weeky views last month", "weekly views last month", 'Read "weeky" as "weekly".'),
        ("users by ctiy last week", "users by city last week", 'Read "ctiy" as "city".'),
        ("viewes by page last week", "views by page last week", 'Read "viewes" as "views".'),
        ("how many people visitd the site", "how many people visited the site", 'Read "visitd" as "visited".'),
        (
            "views of pages whose path strats with /blog",
            "views of pages whose path starts with /blog",
            'Read "strats" as "starts".',
        ),
        ("averge sesion duration in Q3", "average session duration in Q3", 'Read "averge" as "average".'),
        ("aciveUsers by deviceCategry", "activeUsers by deviceCategory", 'Read "aciveUsers" as "activeusers".'),
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
        "sessions from Austrlia last week",
        "users in Germay by county last week",
        "visitos last week",
        "users in Berlen last week",
        "sessions by day, chanel last week",
        "revenue by brand and Chanel last week",
        "evens last week",
        "users form contact last week",
        "key events form submissions last week",
        "users in Changshu last week",
        "users in Takayama last week",
        "sessions from Samsun last week",
        "sessions from Strava last week",
        "users in Kanagwa last week",
        "sessions from givve last week",
        "sessions from ive last week",
        "sessions shaving over 50 users last week",
        "sessions menus bounces last week",
        "sessions last last week",
        "users in Kona last week",
        "sessions not not from Germany last week",
        "viewd users last week",
        "users in the city Parys last week",
        "sessions with campaign bnig last week",
        "sessions from thnks last week",
        "visitos by country",
        "cites last week",
        "pages by uses last week",
    ],
)
def test_another_word_or_name_is_asked_about(planner: Planner, question: str) -> None:
    assert isinstance(planner.understand(question, CONTEXT), NeedsClarification)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("users of pages containing pricng last week", "pricng"),
        ("sessions from the campaign called sesions last week", "sesions"),
        ("goolge / cpc sessions last week", "goolge / cpc"),
        ("sessions from the wekly campaign last week", "wekly"),
    ],
)
def test_text_of_ones_own_is_taken_as_written(planner: Planner, question: str, text: str) -> None:
    result = planner.understand(question, CONTEXT)
    assert isinstance(result, Understood), result
    assert f'"{text}"' in result.canonical_question


def test_one_slip_is_mended_or_asked_about_and_never_another_question(planner: Planner, spelling: Spelling) -> None:
    """Slips fall at random, but on the same words in each run."""
    questions = [
        (each.question, QuestionContext(each.today)) for each in asked() if not _WITH_TEXT.search(each.question)
    ]
    random = Random(SEED)  # noqa: S311 - slips are no secrets
    same = other = 0
    for _ in range(SLIPS):
        question, context = random.choice(questions)
        slipped, word = _slip(question, random)
        if not slipped or spelling.knows(word):
            continue
        meant, read = planner.understand(question, context), planner.understand(slipped, context)
        if isinstance(meant, Understood) and any(said.startswith('Read "') for said in meant.assumptions):
            continue
        if isinstance(meant, Understood) and isinstance(read, Understood):
            assert read.query_hash == meant.query_hash, slipped
            same += 1
        else:
            other += 1
    assert same / (same + other) > LEAST_MENDED


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    words_of_time = period_words(read_data("periods"), read_data("structure")["numbers"])
    return load_spelling(
        load_lexicon(load_catalogue()).phrases(),
        words_of_time,
        HolidayCalendar(read_data("holidays")),
        load_english().words,
    )


def test_no_english_word_is_taken_for_a_slip(spelling: Spelling) -> None:
    english = {word for word in ENGLISH.read_text(encoding="utf-8").split() if word.isalpha() and word.isascii()}
    places = ("{}", "users in {}", "{} users")
    mended = {
        asked: read
        for word in english
        for asked in (place.format(word) for place in places)
        if (read := rewritten(asked, spelling.slips(split(asked)))[0]) != asked
    }
    assert mended == {}


_WITH_TEXT = re.compile(r"""[=/"'_.<>(]|contain|start|begin|end|call|named?|titl|campaign|includ|whose| is """)
"""Where a question quotes text, a slip in it is other text."""

_LONG_WORD = re.compile(r"(?<!\S)[A-Za-z][a-z]{5,}(?=[\s,?!]|\Z)")


def _slip(question: str, random: Random) -> tuple[str, str]:
    """The question with a slip in one of its longer words, and that word; neither where it has none."""
    found = list(_LONG_WORD.finditer(question))
    if not found:
        return "", ""
    place = random.choice(found)
    word = place.group().lower()
    at = random.randrange(len(word) - 1)
    slipped = random.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + random.choice(ascii_lowercase) + word[at:],
            word[:at] + random.choice(ascii_lowercase) + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    written = slipped.capitalize() if place.group()[0].isupper() else slipped
    return question[: place.start()] + written + question[place.end() :], slipped


@pytest.mark.parametrize("slip", ["sessi0ns", "s3ssions", "sessi'ons", "sessionß", "sess1ons"])
def test_a_slip_may_hold_any_character(planner: Planner, slip: str) -> None:
    assert isinstance(planner.understand(f"{slip} last week", CONTEXT), Understood | NeedsClarification)
