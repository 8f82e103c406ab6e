"""Whatever is said changes the meaning, or is asked about; only filler does neither."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.orchestrator.understanding.assembly import build_planner
from services.orchestrator.understanding.lexicon.catalogue import load_catalogue
from services.orchestrator.understanding.lexicon.word_lists import load_lexicon, read_data
from services.orchestrator.understanding.planner import (
    NeedsClarification,
    Planner,
    QuestionContext,
    Refused,
    Understood,
)
from services.orchestrator.understanding.reading.words import clean, split
from tests.unit.understanding.question_files import TODAY, asked

CONTEXT = QuestionContext(TODAY)
QUESTIONS = sorted({case.question for case in asked() if case.today == TODAY})
PLANNER = build_planner()
PHRASES = [phrase for phrase, _ in load_lexicon(load_catalogue()).phrases()]
GRAMMAR_WORDS = (
    "since between today yesterday ago before prior earlier until till through thru half hour hours minute minutes "
    "weekend weekends compare compared comparing comparison first second third fourth"
)


def strings_in(table: object) -> Iterator[str]:
    if isinstance(table, dict):
        for key, value in table.items():
            yield key
            yield from strings_in(value)
    elif isinstance(table, list):
        yield from (entry for entry in table if isinstance(entry, str))


KNOWN_WORDS = {
    word for phrase in (*PHRASES, GRAMMAR_WORDS, *strings_in(read_data("periods"))) for word in phrase.lower().split()
}
RUN_TOGETHER = {"".join(phrase.lower().split()) for phrase in PHRASES}
"""Known phrases without their spaces are slips of writing."""
UNKNOWN_WORDS = st.text(st.characters(codec="utf-8", categories=["L"]), min_size=4, max_size=12).filter(
    lambda word: not {part.key for part in split(clean(word))} & (KNOWN_WORDS | RUN_TOGETHER)
)
WORDS_OF_WEIGHT = (
    "not", "without", "excluding", "new", "no", "half", "never", "only half", "other", "other than", "median", "double",
    "rate", "next", "who", "distinct", "weekly active", "cumulative", "non", "least", "bottom",
    "lowest", "fewest", "up to", "at least", "5", "sales", "per session", "share of",
)  # fmt: skip
FILLER = ("please", "kindly", "thanks", "the", "we")
PASSED_OVER = read_data("doubting")["fillers_as_names"]
FILLER_THAT_CAN_NAME = [
    word
    for word in read_data("filler")["words"]
    if word[-1].isalpha() and word.split()[-1] not in {*PASSED_OVER["small"], *PASSED_OVER["ours"]}
]
PARTS_OF_LONGER_WORDS = {"the", "its", "their", "all", "also"}
""" "And also", "all last week"."""
SMALL_FILLER = [
    word for word in read_data("filler")["words"] if word in PASSED_OVER["small"] and word not in PARTS_OF_LONGER_WORDS
]
PLACES_OF_NAMES = (
    ("sessions from Germany and {} last week", "sessions from Germany last week"),
    ("sessions from Germany, {} and France last week", "sessions from Germany and France last week"),
    ("item revenue for {} by country", "item revenue by country"),
    ("sessions from {} last week", "sessions last week"),
    ("sessions from {} email last week", "sessions from email last week"),
    ("sessions by {} page last week", "sessions by page last week"),
    ("top 5 {} products last week", "top 5 products last week"),
)


def key(question: str) -> str | None:
    result = PLANNER.understand(question, CONTEXT)
    return result.query_hash if isinstance(result, Understood) else None


def with_inserted(question: str, word: str, at: int) -> str:
    words = question.split()
    at %= len(words) + 1
    return " ".join([*words[:at], word, *words[at:]])


@settings(deadline=None)
@given(st.sampled_from(QUESTIONS), UNKNOWN_WORDS, st.integers(0, 30))
def test_an_unknown_word_anywhere_is_asked_about_by_name(question: str, word: str, at: int) -> None:
    changed = with_inserted(question, word, at)
    if any(text in question for text in ('"', " title", " containing ", " campaign", " item ")):
        # A text may hold any word, and so may the name of a campaign or an item.
        assert key(changed) != key(question)
        return
    result = PLANNER.understand(changed, CONTEXT)
    assert isinstance(result, NeedsClarification), changed
    assert all(part.text in result.message for part in split(clean(word)))


@settings(deadline=None)
@given(st.sampled_from(QUESTIONS), st.sampled_from(WORDS_OF_WEIGHT), st.integers(0, 30))
def test_a_word_of_weight_anywhere_changes_the_key_or_is_asked_about(question: str, word: str, at: int) -> None:
    changed = with_inserted(question, word, at)
    # "Per session campaign" names the campaign's field in full, and "sales revenue" revenue.
    if "per session campaign" not in changed and "sales revenue" not in changed:
        assert key(changed) != key(question)


@settings(deadline=None)
@given(st.sampled_from(QUESTIONS), st.sampled_from(FILLER), st.integers(0, 30))
def test_filler_between_phrases_keeps_the_key_or_is_asked_about(question: str, word: str, at: int) -> None:
    result = PLANNER.understand(question, CONTEXT)
    assert isinstance(result, Understood)
    phrases = [reading.words for reading in result.readings]
    at %= len(phrases) + 1
    said_alike = word.upper() if question.isupper() else word
    # What is one phrase may be read as several: "visit please share" is asked about.
    assert key(" ".join([*phrases[:at], said_alike, *phrases[at:]])) in {None, result.query_hash}


@settings(deadline=None)
@given(st.sampled_from(FILLER_THAT_CAN_NAME), st.sampled_from(PLACES_OF_NAMES))
def test_filler_where_something_is_named_changes_the_key_or_is_asked_about(word: str, place: tuple[str, str]) -> None:
    named, without = place
    assert key(named.format(word)) != key(without), named.format(word)


@settings(deadline=None)
@given(st.sampled_from(SMALL_FILLER))
def test_not_even_a_small_word_is_all_that_follows_an_and(word: str) -> None:
    named = f"sessions from Germany and {word} last week"
    assert key(named) != key("sessions from Germany last week"), named


@settings(deadline=None)
@given(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=7).map(" ".join))
def test_what_is_understood_at_all_is_said_in_a_question_of_the_same_meaning(question: str) -> None:
    result = PLANNER.understand(question, CONTEXT)
    if isinstance(result, Understood):
        again = PLANNER.understand(result.canonical_question, CONTEXT)
        assert isinstance(again, Understood), result.canonical_question
        assert again.plan == result.plan
        assert again.canonical_question == result.canonical_question


@settings(deadline=None)
@given(st.text(max_size=2_000))
def test_any_text_has_a_result_and_always_the_same(question: str) -> None:
    assert PLANNER.understand(question, CONTEXT) == PLANNER.understand(question, CONTEXT)


@pytest.mark.parametrize(
    "hostile",
    [
        '"' * 2_000,
        "/" * 2_000,
        "a-" * 1_000,
        "1." * 1_000,
        "1,111" * 400,
        "last " * 400,
        "top 5 " * 333,
        "not " * 500,
        "users and " * 200,
        "\x00\u202e\ufeff" * 600,
        "́" * 2_000,
        "𓀀" * 2_000,
        "((((((((" * 250,
        "from 1 to " * 200,
        "'; DROP TABLE users; --" * 80,
        "${jndi:ldap://x}" * 100,
        "a" * 2_000,
    ],
)
def test_hostile_text_is_never_understood_and_never_repeated_at_length(planner: Planner, hostile: str) -> None:
    result = planner.understand(hostile[:2_000], CONTEXT)
    assert isinstance(result, NeedsClarification | Refused)
    assert len(result.message) < 500


def test_a_question_that_is_too_long_is_not_read(planner: Planner) -> None:
    result = planner.understand("users last week" + " " * 2_000, CONTEXT)
    assert isinstance(result, NeedsClarification)
    assert "2000" in result.message


@pytest.mark.parametrize(
    "phrases",
    [
        ("users", "by country", "last week", "on mobile"),
        ("key events", "by device", "from Germany", "in October"),
        ("sessions and users", "per channel", "excluding France", "since 1 October"),
        ("sign-ups", "by day", "on tablets", "last 30 days"),
        ("revenue", "by country", "last month", "vs last year"),
    ],
    ids=lambda phrases: phrases[0],
)
def test_free_phrases_may_stand_in_any_order(phrases: tuple[str, ...]) -> None:
    orders = permutations(phrases)
    keys = {key(" ".join(order)) for order in orders}
    assert None not in keys
    assert len(keys) == 1
