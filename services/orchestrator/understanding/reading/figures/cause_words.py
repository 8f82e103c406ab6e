"""The words of `data/causes.toml`: which ask for a cause, and which name a change."""

from __future__ import annotations

from typing import Any

from services.orchestrator.understanding.lexicon.lexicon import Lexicon, plurals
from services.orchestrator.understanding.lexicon.vocabulary import Cause, Meaning


def add_cause_words(lexicon: Lexicon[Meaning], tables: dict[str, Any]) -> None:
    """Adds them; words that are known as something else stay that."""
    for phrase in tables["why"]:
        lexicon.add(phrase, Cause.WHY, yields=True)
    for phrase in tables["closing"]:
        lexicon.add(phrase, Cause.WHY, yields=True)
    asking = [phrase for phrase in tables["why"] if phrase.startswith("what")]
    lexicon.add_each([tables["telling"], asking], Cause.WHY, yields=True)
    for phrase in tables["what_happened"]:
        lexicon.add(phrase, Cause.HAPPENED, yields=True)
    for phrase in tables["verbs"]:
        lexicon.add(phrase, Cause.MOVED, yields=True)
    # "Spike", which may be a verb as well, and "the sudden spike".
    change = [["", *tables["adjectives"]], [form for noun in tables["nouns"] for form in plurals(noun)]]
    lexicon.add_each(change, Cause.MOVED, yields=True)
    lexicon.add_each([tables["articles"], *change], Cause.CHANGE, yields=True)
