"""Loads words that carry nothing, many of them put together of parts, into a lexicon."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from services.orchestrator.understanding.lexicon.lexicon import Lexicon, with_lists
from services.orchestrator.understanding.lexicon.vocabulary import Meaning, Sign, Unknown


def add_filler(lexicon: Lexicon[Meaning], tables: Mapping[str, Any]) -> None:
    """The words of `data/filler.toml`. Phrases of some places only are unknown until they are read."""
    for phrase in tables["words"]:
        lexicon.add(phrase, Sign.FILLER)
    subjects, ongoing, verbs = tables["subjects"], tables["ongoing"], tables["lead_in_verbs"]
    parts = (
        [subjects[part] for part in ("auxiliaries", "owners", "nouns")],
        [ongoing[part] for part in ("owners", "verbs")],
        *tables["lead_ins"].values(),
    )
    for each in parts:
        lexicon.add_each(with_lists(each, verbs), Sign.FILLER)
    by_place = tables["by_place"]
    for phrase in chain.from_iterable(by_place[part] for part in ("orders", "listing", "adding_up")):
        if " " in phrase:
            lexicon.add(phrase, Unknown(), yields=True)
