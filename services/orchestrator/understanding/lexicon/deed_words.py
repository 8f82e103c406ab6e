"""Words for what people do: "signed up", "who bought something"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from services.orchestrator.understanding.lexicon.fields import Deed
from services.orchestrator.understanding.lexicon.lexicon import Lexicon
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Meaning

_WHO_DID = ("", "who", "that", "who have", "that have", "who had", "who've")
_WHO_DO = ("who", "that")
_NOT_DOING = (("", "but", "who"), ("did not", "didn't", "do not", "don't"))
_UNDONE = Doubtful(
    "Who did not do something cannot be told from the others in one report; ask for those who did, and for all."
)
_ARTICLES = ("a ", "an ", "the ")
_WERE = ("", "was", "got", "is")
_WHO_ARE_DOING = ("", "who are", "who were", "that are", "that were")

_Parts = Sequence[Collection[str]]


def add_deeds(lexicon: Lexicon[Meaning], tables: dict[str, Any]) -> None:
    """Adds every deed of `data/deeds.toml`; a phrase that already means something keeps its meaning."""
    for name, entry in tables.items():
        dimension, value = entry.get("known_by", ("eventName", name))
        deed = Deed(dimension, value, entry.get("metric", ""), entry.get("of", ""), tuple(entry.get("rates", ())))
        for parts in _done(entry):
            lexicon.add_each(parts, deed, yields=True)
        for parts in _undone(entry):
            lexicon.add_each(parts, _UNDONE, yields=True)


def _done(entry: dict[str, Any]) -> Iterator[_Parts]:
    yield from ([_WHO_DID, *said] for said in _with_objects(entry, "did"))
    if "did" in entry.get("needs_object", ()):
        # "A form was submitted"; what leads on, as "to the cart", stands before no verb.
        yield [thing for thing in entry.get("objects", ()) if thing.startswith(_ARTICLES)], _WERE, entry["did"]
    yield from ([_WHO_ARE_DOING, *said] for said in _with_objects(entry, "doing"))
    for verbs, *objects in _with_objects(entry, "do"):
        yield _WHO_DO, verbs, *objects
        # "Buy" alone is a word of other things too, "make a purchase" is not.
        yield verbs if objects else [verb for verb in verbs if " " in verb], *objects


def _undone(entry: dict[str, Any]) -> Iterator[_Parts]:
    """ "But did not buy", "without buying"."""
    for said in (*_with_objects(entry, "do"), [entry.get("undone", ())]):
        yield *_NOT_DOING, *said
    yield from ([["without"], *said] for said in _with_objects(entry, "doing"))


def _with_objects(entry: dict[str, Any], form: str) -> Iterator[_Parts]:
    verbs = entry.get(form, ())
    if form not in entry.get("needs_object", ()):
        yield [verbs]
    yield verbs, entry.get("objects", ())
    if "objects_of" in entry:
        yield verbs, *entry["objects_of"]
