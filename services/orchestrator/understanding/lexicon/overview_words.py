"""The words of `data/overview.toml`: questions that name no figure, but ask how a site did."""

from __future__ import annotations

from typing import Any

from services.orchestrator.understanding.lexicon.lexicon import Lexicon
from services.orchestrator.understanding.lexicon.vocabulary import Meaning, Overview


def add_overviews(lexicon: Lexicon[Meaning], tables: dict[str, Any], shown: Overview) -> None:
    """Adds them, each meaning what is `shown` then."""
    for phrase in tables["words"]:
        lexicon.add(phrase, shown)
    for asked in tables["asked"]:
        lexicon.add_each([asked["words"], tables["subjects"], asked["doing"]], shown)
    told = tables["told"]
    reports = [["", "a", "an", "the"], told["kinds"], told["reports"], told["of"]]
    how = [told["asking"], [*tables["subjects"], *told["asked"]], told["doing"]]
    lexicon.add_each([told["kinds"], told["by_themselves"]], shown)
    lexicon.add_each([told["verbs"], *how], shown)
    lexicon.add_each([*reports, *how], shown)
    lexicon.add_each([*reports, told["owners"], told["owned"]], shown)
