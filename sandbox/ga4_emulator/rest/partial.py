"""Partial responses: of an answer only what the parameter `fields` names, as in Google's other JSON APIs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from google.protobuf.descriptor import Descriptor

Selection = Mapping[str, "Selection"]
"""The names that are kept, each with what is kept within it; all of it if that is empty."""

_TOKEN = re.compile(r"\s*([\w@]+|[*/(),])")
_ANYTHING = "*"
_MOST_LEVELS = 100
"""No answer has fields that lie as deep."""

_OPEN = frozenset({"google.protobuf.Any", "google.protobuf.Struct"})
"""Messages whose names are not known before there is one."""


class BadSelection(Exception):
    """The text cannot be read as a selection, or names what the answer cannot have."""


def selection_of(text: str, answer: Descriptor) -> Selection:
    """What `fields` says of an answer, such as "rows(metricValues/value),rowCount". Raises BadSelection."""
    tokens = list(_tokens(text.strip()))
    if tokens.count("/") + tokens.count("(") > _MOST_LEVELS:
        raise BadSelection(text)
    selection = _several(tokens)
    if tokens:
        raise BadSelection(text)
    _check(selection, answer)
    return selection


def selected(value: Any, selection: Selection) -> Any:
    """The part of a JSON value that is kept, of a list the part of each of its values; None if nothing is."""
    if not selection:
        return value
    if isinstance(value, list):
        return [part for one in value if (part := selected(one, selection)) is not None] or None
    if not isinstance(value, dict):
        return None
    every = selection.get(_ANYTHING)
    wanted = {name: selection.get(name, every) for name in value}
    parts = {name: selected(value[name], inside) for name, inside in wanted.items() if inside is not None}
    return {name: part for name, part in parts.items() if part is not None} or None


def _tokens(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise BadSelection(text)
        yield found[1]
        at = found.end()


def _several(tokens: list[str]) -> Selection:
    selection: dict[str, Selection] = {}
    while True:
        name, inside = _one(tokens)
        selection[name] = _both(selection[name], inside) if name in selection else inside
        if tokens[:1] != [","]:
            return selection
        tokens.pop(0)


def _one(tokens: list[str]) -> tuple[str, Selection]:
    if not tokens or tokens[0] in "/(),":
        raise BadSelection("".join(tokens))
    name = tokens.pop(0)
    if tokens[:1] == ["/"]:
        tokens.pop(0)
        return name, dict([_one(tokens)])
    if tokens[:1] == ["("]:
        tokens.pop(0)
        inside = _several(tokens)
        if tokens[:1] != [")"]:
            raise BadSelection(name)
        tokens.pop(0)
        return name, inside
    return name, {}


def _both(first: Selection, second: Selection) -> Selection:
    if not first or not second:
        return {}
    names = {**first, **second}
    return {
        name: _both(first[name], second[name]) if name in first and name in second else names[name] for name in names
    }


def _check(selection: Selection, answer: Descriptor) -> None:
    fields = {field.json_name: field for field in answer.fields}
    for name, inside in selection.items():
        if name == _ANYTHING or answer.full_name in _OPEN:
            continue
        if name not in fields:
            raise BadSelection(name)
        within = fields[name].message_type
        if inside and within is None:
            raise BadSelection(next(iter(inside)))
        if within is not None:
            _check(inside, within)
