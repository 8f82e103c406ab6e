"""Questions are cut into words without losing any."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.orchestrator.understanding.reading.words import WordKind, clean, split


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Sign-ups, PLEASE", ["sign", "ups", ",", "please"]),
        ("last week's users'", ["last", "week", "'", "users", "'"]),
        ("1-14 November", ["1", "-", "14", "november"]),
        ("15–21 November", ["15", "-", "21", "november"]),
        ("1,000 views", ["1000", "views"]),
        ("users, sessions", ["users", ",", "sessions"]),
        ("Bosnia & Herzegovina", ["bosnia", "and", "herzegovina"]),
        ("Türkiye", ["turkiye"]),
        ("source/medium", ["source", "/", "medium"]),
        ("use\u200brs", ["users"]),
    ],
)
def test_words_are_looked_up_in_one_spelling(text: str, keys: list[str]) -> None:
    assert [word.key for word in split(clean(text))] == keys


@pytest.mark.parametrize(
    ("text", "kind", "read"),
    [
        ("/Pricing/a-b", WordKind.PATH, "/Pricing/a-b"),
        ("news.example-site.com", WordKind.DOMAIN, "news.example-site.com"),
        ("https://example.com/a", WordKind.DOMAIN, "https://example.com/a"),
        ("spring_sale-2026", WordKind.IDENTIFIER, "spring_sale-2026"),
        ("“Spring Sale”", WordKind.QUOTED, "Spring Sale"),
        ("2026-10-03", WordKind.DAY, "2026-10-03"),
        ("0.5", WordKind.NUMBER, "0.5"),
    ],
)
def test_what_stands_for_itself_is_one_word(text: str, kind: WordKind, read: str) -> None:
    (word,) = split(clean(text))
    assert (word.kind, word.text) == (kind, read)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_words_hold_everything_but_white_space(text: str) -> None:
    cleaned = clean(text)
    words = split(cleaned)
    held = "".join(cleaned[word.start : word.end] for word in words)
    hyphens_between = sum(cleaned[one.end : other.start].strip() == "-" for one, other in pairwise(words))
    assert len("".join(cleaned.split())) == len("".join(held.split())) + hyphens_between
