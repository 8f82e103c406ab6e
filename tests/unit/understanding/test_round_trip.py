"""Random plans, said in many ways, are read as themselves or asked about: never as another plan."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from services.orchestrator.understanding.assembly import build_planner
from services.orchestrator.understanding.canonical import canonical_form, query_hash
from services.orchestrator.understanding.lexicon.catalogue import load_catalogue
from services.orchestrator.understanding.lexicon.vocabulary import Sign
from services.orchestrator.understanding.lexicon.word_lists import load_lexicon
from services.orchestrator.understanding.planner import QuestionContext, Reading, Understood
from tests.unit.understanding.asked_slots import TODAY, Slots
from tests.unit.understanding.phraser import say
from tests.unit.understanding.random_slots import some_slots

CONTEXT = QuestionContext(TODAY)
PLANNER = build_planner()
WHOSE = {"users", "user", "visitors", "visitor", "people", "sessions", "visits", "traffic"}
"""In "conversion rate for mobile visitors" they only say whose it is."""
CONTENT = sorted(
    phrase
    for phrase, meaning in load_lexicon(load_catalogue()).phrases()
    if meaning not in {Sign.FILLER, Sign.COMMA}
    and not getattr(meaning, "open_grain", False)
    and phrase not in {*WHOSE, "over"}
)
_GRAMMAR = frozenset({"structure", "preposition", "comparison", "order"})
_GRAMMAR_OF_WEIGHT = frozenset(
    {Sign.NOT, Sign.OR, Sign.CONTAINS, Sign.STARTS_WITH, Sign.ENDS_WITH, Sign.LIMIT, "ascending"}
)
FILLERS = ("please", "the", "our", "we", "also", "show me")
SAMPLED = 1_500
UNDERSTOOD_AT_LEAST = 0.97


def chance_of(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - repeatable, not secret


CHANCES = st.integers(0, 2**32).map(chance_of)


def read(question: str) -> Understood | None:
    result = PLANNER.understand(question, CONTEXT)
    return result if isinstance(result, Understood) else None


def understood_in_some_way(slots: Slots, chance: Random) -> str | None:
    """A question for the slots that is not asked back; None where ten ways of saying it all are."""
    return next((question for question in (say(slots, chance) for _ in range(10)) if read(question)), None)


def with_inserted(question: Understood, words: str, at: int) -> str:
    """The question with words between two of its phrases."""
    phrases = [reading.words for reading in question.readings]
    at %= len(phrases) + 1
    said_alike = words.upper() if " ".join(phrases).isupper() else words
    return " ".join([*phrases[:at], said_alike, *phrases[at:]])


def has_weight(reading: Reading) -> bool:
    """Whether words say more than how others hang together."""
    return reading.slot not in _GRAMMAR or reading.meaning in _GRAMMAR_OF_WEIGHT


@settings(deadline=None, max_examples=400)
@given(CHANCES)
def test_a_phrasing_is_read_as_the_plan_it_says_or_asked_back(chance: Random) -> None:
    slots = some_slots(chance)
    plan = slots.plan()
    for question in {say(slots, chance) for _ in range(4)}:
        result = read(question)
        assert result is None or result.plan == plan, (question, result.canonical_question)


def test_most_phrasings_are_understood() -> None:
    chance = chance_of(2026)
    understood = sum(read(say(some_slots(chance), chance)) is not None for _ in range(SAMPLED))
    assert understood / SAMPLED >= UNDERSTOOD_AT_LEAST


def test_every_plan_is_understood_in_some_way_of_saying_it() -> None:
    chance = chance_of(24)
    silent = [slots for slots in (some_slots(chance) for _ in range(300)) if not understood_in_some_way(slots, chance)]
    assert silent == []


@settings(deadline=None, max_examples=300)
@given(CHANCES)
def test_plans_share_a_key_only_where_they_are_equal(chance: Random) -> None:
    one, other = some_slots(chance).plan(), some_slots(chance).plan()
    assert (query_hash(one) == query_hash(other)) is (one == other)


def test_no_two_of_many_different_plans_share_a_key() -> None:
    chance = chance_of(11)
    plans = {some_slots(chance).plan() for _ in range(2_000)}
    assert len({query_hash(plan) for plan in plans}) == len(plans)


@settings(deadline=None, max_examples=300)
@given(CHANCES, st.integers(0, 30))
def test_filler_between_phrases_keeps_the_key_or_is_asked_about(chance: Random, at: int) -> None:
    question = read(say(some_slots(chance), chance))
    if question:
        changed = read(with_inserted(question, chance.choice(FILLERS), at))
        assert changed is None or changed.query_hash == question.query_hash


@settings(deadline=None, max_examples=1_000)
@given(CHANCES, st.sampled_from(CONTENT), st.integers(0, 30))
def test_a_word_of_the_lexicon_anywhere_changes_the_key_is_asked_about_or_was_said(
    chance: Random, word: str, at: int
) -> None:
    question = read(say(some_slots(chance), chance))
    if question is None:
        return
    changed = read(with_inserted(question, word, at))
    if changed is not None and changed.query_hash == question.query_hash:
        said = {(reading.slot, reading.meaning) for reading in question.readings}
        form = canonical_form(question.plan)
        added = [
            reading
            for reading in changed.readings
            if (reading.slot, reading.meaning) not in said and reading.meaning.split(" ")[0] not in form
        ]
        assert not list(filter(has_weight, added)), (with_inserted(question, word, at), added)
