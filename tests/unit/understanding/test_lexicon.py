"""Phrases of a lexicon, one by one and put together of parts."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from services.orchestrator.understanding.lexicon.lexicon import Lexicon, PhraseTaken
from services.orchestrator.understanding.reading.words import split


def test_one_phrase_cannot_be_given_two_meanings() -> None:
    lexicon = Lexicon[str]()
    lexicon.add("page views", "one")
    lexicon.add("Page-Views", "one")
    lexicon.add("page views", "another", yields=True)
    with pytest.raises(PhraseTaken, match="page views"):
        lexicon.add("page views", "another")
    assert lexicon.longest(split("page views"), 0) == (2, "one")


def read(lexicon: Lexicon[str], phrase: str) -> str | None:
    words = split(phrase)
    end, found = lexicon.longest(words, 0) or (0, None)
    return found if end == len(words) else None


WHO_BOUGHT = [["", "who", "those who"], ["bought", "paid for"], ["", "a hat", "hats"]]


def test_phrases_of_parts_are_all_known() -> None:
    lexicon = Lexicon[str]()
    lexicon.add_each(WHO_BOUGHT, "deed")
    said = (" ".join(" ".join(parts).split()) for parts in product(*WHO_BOUGHT))
    assert {read(lexicon, phrase) for phrase in said} == {"deed"}
    assert [read(lexicon, phrase) for phrase in ("who", "those bought", "bought a", "hats", "who bought who")] == [
        None
    ] * 5


def test_a_phrase_that_goes_on_from_one_of_parts_goes_on_from_no_other() -> None:
    lexicon = Lexicon[str]()
    lexicon.add_each(WHO_BOUGHT, "deed")
    lexicon.add("who bought hats online", "channel")
    lexicon.add_each([["those who"], ["bought"], ["hats"], ["again", "twice"]], "again")
    assert read(lexicon, "who bought hats online") == "channel"
    assert read(lexicon, "those who bought hats twice") == "again"
    for phrase in ("bought hats online", "who paid for hats online", "those who bought hats online"):
        assert read(lexicon, phrase) is None
    for phrase in ("bought hats twice", "who bought hats twice", "those who paid for hats twice"):
        assert read(lexicon, phrase) is None


def test_phrases_of_parts_yield_like_any_other() -> None:
    lexicon = Lexicon[str]()
    lexicon.add("who bought hats", "name")
    with pytest.raises(PhraseTaken, match="who bought hats"):
        lexicon.add_each(WHO_BOUGHT, "deed")
    lexicon.add_each(WHO_BOUGHT, "deed", yields=True)
    assert (read(lexicon, "who bought hats"), read(lexicon, "bought hats")) == ("name", "deed")


def test_of_phrases_of_parts_every_two_words_side_by_side_are_told() -> None:
    lexicon = Lexicon[str]()
    lexicon.add_each(WHO_BOUGHT, "deed")
    told = {pair for phrase, _ in lexicon.phrases() for pair in pairwise(phrase.split())}
    assert told == {pair for parts in product(*WHO_BOUGHT) for pair in pairwise(" ".join(parts).split())}
    assert {read(lexicon, phrase) for phrase, _ in lexicon.phrases()} == {"deed"}
