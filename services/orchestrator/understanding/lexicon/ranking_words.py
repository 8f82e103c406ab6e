"""Adds the words that order rows: "top", "most viewed", "viewed most often", "highest first"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.lexicon import Lexicon
from services.orchestrator.understanding.lexicon.orders_and_bounds import Direction, Ranking, Sorted, Style
from services.orchestrator.understanding.lexicon.vocabulary import Meaning

_ARTICLES = ("", "the")
_DEGREES = {True: ("most", "most often", "most frequently"), False: ("least", "least often", "least frequently")}


def add_ranking_words(lexicon: Lexicon[Meaning], structure: Mapping[str, Any]) -> None:
    """All words of the tables `rankings`, `named_rankings` and `directions`."""
    rankings = {
        "top": Ranking(descending=True, style=Style.TOP),
        "bottom": Ranking(descending=False, style=Style.TOP),
        "best": Ranking(descending=True, style=Style.SIZE, judges=True),
        "worst": Ranking(descending=False, style=Style.SIZE, judges=True),
        "most": Ranking(descending=True, style=Style.MOST),
        "least": Ranking(descending=False, style=Style.MOST),
        "biggest": Ranking(descending=True, style=Style.SIZE),
        "smallest": Ranking(descending=False, style=Style.SIZE),
        "longest": Ranking(descending=True, style=Style.SIZE, lasts=True),
        "shortest": Ranking(descending=False, style=Style.SIZE, lasts=True),
        "popular": Ranking(descending=True, style=Style.TOP),
        "unpopular": Ranking(descending=False, style=Style.TOP),
    }
    for name, ranking in rankings.items():
        # "The main page" is a place.
        articles = _ARTICLES[:1] if ranking.judges else _ARTICLES
        lexicon.add_each([articles, structure["rankings"][name]], ranking)
    for entry in structure["directions"]:
        for phrase in entry["words"]:
            lexicon.add(phrase, Direction(entry["descending"], Sorted[entry["of"]]))
    for entry in structure["named_rankings"]:
        _add_named(lexicon, entry)


def _add_named(lexicon: Lexicon[Meaning], entry: Mapping[str, Any]) -> None:
    metric = Metric(entry["metric"], entry.get("event", ""))
    measured_by = tuple(entry.get("measured_by", ()))
    if words := entry.get("words"):
        lexicon.add_each([_ARTICLES, words], Ranking(entry["descending"], Style.TOP, metric))
    for descending, list_of_words in ((True, "best"), (False, "worst")):
        ranking = Ranking(descending, Style.TOP, metric, measured_by=measured_by)
        lexicon.add_each([_ARTICLES, entry.get(list_of_words, ())], ranking)
        degrees, done = _DEGREES[descending], entry.get("done", ())
        # "Most viewed" pages; pages "viewed the most", events that "fire most".
        lexicon.add_each([_ARTICLES, degrees, done], ranking)
        # "That fired", "that viewed" lead to something else.
        behind = [["", "that"], [*done, *entry.get("happens", ())], _ARTICLES, degrees]
        lexicon.add_each(behind, replace(ranking, stands_behind=True))
