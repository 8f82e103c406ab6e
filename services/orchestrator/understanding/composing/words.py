"""The words of `data/composing.toml`, by which rules tell what those beside them mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ComposingWords:
    """One field for each list of the file, which says what it is for."""

    verbs: tuple[str, ...]
    links_with_verbs: tuple[str, ...]
    articles: tuple[str, ...]
    of_all: tuple[str, ...]
    whose: tuple[str, ...]
    showing: tuple[str, ...]
    in_singular: tuple[str, ...]
    describing: tuple[str, ...]
    denying: tuple[str, ...]
    taking_away: tuple[str, ...]
    prepositions: tuple[str, ...]
    speaking: tuple[str, ...]
    from_all: tuple[str, ...]
    each: tuple[str, ...]
    asking_for_one: tuple[str, ...]
    differing: tuple[str, ...]
    products: tuple[str, ...]
    crosses: tuple[str, ...]
    entering: tuple[str, ...]
    exact_fields: tuple[str, ...]
    files: tuple[str, ...]
    domains_of_countries: tuple[str, ...]
    sites_of_others: tuple[str, ...]


def composing_words(tables: Mapping[str, Sequence[str]]) -> ComposingWords:
    """The words of the file."""
    return ComposingWords(**{name: tuple(words) for name, words in tables.items()})
