"""Words for what people do: "signed up", "who bought something"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from services.orchestrator.understanding.lexicon.fields import Deed
from services.orchestrator.understanding.lexicon.lexicon import Lexicon, of_parts
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Meaning

_WHO_DID = ("", "who ", "that ", "who have ", "that have ", "who had ", "who've ")
_WHO_DO = ("who ", "that ")
_NOT_DOING = tuple(
    f"{who}{did}" for who in ("", "but ", "who ") for did in ("did not ", "didn't ", "do not ", "don't ")
)
_UNDONE = Doubtful(
    "Who did not do something cannot be told from the others in one report; ask for those who did, and for all."
)
_ARTICLES = ("a ", "an ", "the ")
_WERE = ("", "was ", "got ", "is ")
_WHO_ARE_DOING = ("", "who are ", "who were ", "that are ", "that were ")


def add_deeds(lexicon: Lexicon[Meaning], tables: dict[str, Any]) -> None:
    """Adds every deed of `data/deeds.toml`; a phrase that already means something keeps its meaning."""
    for name, entry in tables.items():
        dimension, value = entry.get("known_by", ("eventName", name))
        deed = Deed(dimension, value, entry.get("metric", ""), entry.get("of", ""), tuple(entry.get("rates", ())))
        for phrase in _phrases(entry):
            lexicon.add(phrase, deed, yields=True)
        for phrase in _undone(entry):
            lexicon.add(phrase, _UNDONE, yields=True)


def _phrases(entry: dict[str, Any]) -> Iterator[str]:
    for verb in _with_objects(entry, "did"):
        yield from (f"{who}{verb}" for who in _WHO_DID)
    for thing in entry.get("objects", ()):
        # "A form was submitted"; what leads on, as "to the cart", stands before no verb.
        if thing.startswith(_ARTICLES) and "did" in entry.get("needs_object", ()):
            yield from (f"{thing} {were}{verb}" for were, verb in product(_WERE, entry["did"]))
    for verb in _with_objects(entry, "doing"):
        yield from (f"{who}{verb}" for who in _WHO_ARE_DOING)
    for verb in _with_objects(entry, "do"):
        yield from (f"{who}{verb}" for who in _WHO_DO)
        # "Buy" alone is a word of other things too, "make a purchase" is not.
        if " " in verb:
            yield verb


def _undone(entry: dict[str, Any]) -> Iterator[str]:
    """ "But did not buy", "without buying"."""
    for verb in (*_with_objects(entry, "do"), *entry.get("undone", ())):
        yield from (f"{said}{verb}" for said in _NOT_DOING)
    for verb in _with_objects(entry, "doing"):
        yield f"without {verb}"


def _with_objects(entry: dict[str, Any], form: str) -> Iterator[str]:
    for verb in entry.get(form, ()):
        if form not in entry.get("needs_object", ()):
            yield verb
        for thing in (*entry.get("objects", ()), *of_parts(entry.get("objects_of", [[]]))):
            if thing:
                yield f"{verb} {thing}"
