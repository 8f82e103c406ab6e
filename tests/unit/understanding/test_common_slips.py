"""Natural slips in the words that most questions have: read as what is meant or asked about, never as another plan."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from services.orchestrator.understanding.assembly import build_planner
from services.orchestrator.understanding.lexicon.word_lists import load_english
from services.orchestrator.understanding.planner import QuestionContext, Understood
from tests.unit.understanding.question_files import TODAY

CONTEXT = QuestionContext(TODAY)
PLANNER = build_planner()
ENGLISH = frozenset(load_english().words)
QUESTIONS = (
    "sessions by channel last month",
    "users by country last week",
    "bounce rate per device this quarter",
    "top 10 landing pages by views yesterday",
    "conversions from organic search in September",
    "revenue by product last year",
    "how many visitors did we have in the last 30 days",
    "which country had the most sessions last week",
    "compare transactions this month with last month",
    "sessions last week versus the previous week",
    "active users in the last 30 minutes",
    "engagement rate by browser since January",
    "new users by campaign, highest first",
    "percentage of sessions from mobile last quarter",
    "breakdown of purchases by region in August",
    "page views last Tuesday by operating system",
    "returning visitors from Germany and Canada",
    "average session duration by source and medium",
    "countries with more than 50 users this year",
    "weekly traffic excluding Facebook",
    "show me the key events of the homepage by day",
    "the lowest engagement rate by language on desktop",
)
BESIDE = {
    key: row[at - 1 : at] + row[at + 1 : at + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for at, key in enumerate(row)
}
"""The keys left and right of each."""

SHORTEST, LONG = 4, 6
LEAST_MENDED = 0.95


def words(question: str) -> Iterator[tuple[int, str]]:
    """The words that a slip can fall on, and where they stand."""
    at = 0
    for word in question.split(" "):
        if word.isalpha() and len(word) >= SHORTEST:
            yield at, word
        at += len(word) + 1


def with_own_letters(word: str, at: int) -> Iterator[str]:
    """The word with a letter left out, twice, or swapped with the next."""
    yield word[:at] + word[at + 1 :]
    yield word[: at + 1] + word[at:]
    yield word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


def with_a_letter_near(word: str, at: int) -> Iterator[str]:
    """The word with another key hit beside the right one, or instead of it, or a vowel written as another."""
    low = word[at].lower()
    for letter in BESIDE[low]:
        yield word[:at] + letter + word[at + 1 :]
        yield word[:at] + letter + word[at:]
    if low in "aeiouy":
        yield from (word[:at] + vowel + word[at + 1 :] for vowel in "aeiouy")


def is_slip(slipped: str, word: str) -> bool:
    """Whether it is no word of its own: neither English nor another form of the word."""
    return slipped not in {word, f"{word}s", word.removesuffix("s")} and slipped.lower() not in ENGLISH


def test_a_letter_left_out_doubled_or_swapped_is_mended() -> None:
    asked_back = []
    slips = 0
    for question in QUESTIONS:
        meant = PLANNER.understand(question, CONTEXT)
        assert isinstance(meant, Understood), question
        for start, word in words(question):
            for at in range(1, len(word) - 1):
                for slipped in with_own_letters(word, at):
                    if len(word) >= LONG and is_slip(slipped, word):
                        slips += 1
                        read = PLANNER.understand(question[:start] + slipped + question[start + len(word) :], CONTEXT)
                        if not isinstance(read, Understood):
                            asked_back.append((slipped, word))
                        else:
                            assert read.query_hash == meant.query_hash, slipped
    assert len(asked_back) < (1 - LEAST_MENDED) * slips, asked_back


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_natural_slip_never_makes_another_question(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(QUESTIONS))
    meant = PLANNER.understand(question, CONTEXT)
    slipped_words = data.draw(st.lists(st.sampled_from(list(words(question))), min_size=1, max_size=2, unique=True))
    for start, word in sorted(slipped_words, reverse=True):
        at = data.draw(st.integers(0, len(word) - 1))
        ways = [way for way in (*with_own_letters(word, at), *with_a_letter_near(word, at)) if is_slip(way, word)]
        slipped = data.draw(st.sampled_from(ways or [word]))
        question = question[:start] + slipped + question[start + len(word) :]
    read = PLANNER.understand(question, CONTEXT)
    assert isinstance(meant, Understood)
    assert not isinstance(read, Understood) or read.query_hash == meant.query_hash, question
