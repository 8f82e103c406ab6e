"""Words for what people do: "signed up", "who bought something"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from services.orchestrator.understanding.lexicon.fields import Deed
from services.orchestrator.understanding.lexicon.lexicon import Lexicon
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Meaning

_UNDONE = Doubtful(
    "Who did not do something cannot be told from the others in one report; ask for those who did, and for all."
)

_Parts = Sequence[Collection[str]]
_Forms = Mapping[str, list[str]]


def add_deeds(lexicon: Lexicon[Meaning], deeds: Mapping[str, Any], forms: _Forms) -> None:
    """Adds every deed of `data/deeds.toml`; a phrase that already means something keeps its meaning.

    `forms` are the words of `data/forms_of_deeds.toml`.
    """
    for name, entry in deeds.items():
        dimension, value = entry.get("known_by", ("eventName", name))
        deed = Deed(dimension, value, entry.get("metric", ""), entry.get("of", ""), tuple(entry.get("rates", ())))
        for parts in _done(entry, forms):
            lexicon.add_each(parts, deed, yields=True)
        for parts in _undone(entry, forms):
            lexicon.add_each(parts, _UNDONE, yields=True)


def _done(entry: Mapping[str, Any], forms: _Forms) -> Iterator[_Parts]:
    for form in ("did", "doing", "do"):
        yield from ([forms[f"who_{form}"], *said] for said in _with_objects(entry, form))
    # "A form was submitted"; what leads on, as "to the cart", stands before no verb.
    things = [thing for thing in entry.get("objects", ()) if thing.split()[0] in forms["articles"]]
    yield things, forms["were"], entry.get("did", ())
    for verbs, *objects in _with_objects(entry, "do"):
        # "Buy" alone is a word of other things too, "make a purchase" is not.
        yield verbs if objects else [verb for verb in verbs if " " in verb], *objects


def _undone(entry: Mapping[str, Any], forms: _Forms) -> Iterator[_Parts]:
    """ "But did not buy", "without buying"."""
    for said in (*_with_objects(entry, "do"), [entry.get("undone", ())]):
        yield forms["who_not"], forms["not"], *said
    yield from ([forms["without"], *said] for said in _with_objects(entry, "doing"))


def _with_objects(entry: Mapping[str, Any], form: str) -> Iterator[_Parts]:
    verbs = entry.get(form, ())
    if form not in entry.get("needs_object", ()):
        yield [verbs]
    yield verbs, entry.get("objects", ())
    if "objects_of" in entry:
        yield verbs, *entry["objects_of"]
