"""GA4's labels inside sentences: lower case, singular and plural, and lists of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from babel.lists import format_list

_PROPER_NAME = "Google"
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z -]*[A-Za-z]")


def within_sentence(label: str) -> str:
    """A label as it stands within a sentence: "Active users" is "active users", "ARPU" stays."""
    second = label[1:2]
    if label.startswith(_PROPER_NAME) or not second.islower():
        return label
    return label[0].lower() + label[1:]


def at_start(sentence: str) -> str:
    """A sentence with a capital in front."""
    return sentence[:1].upper() + sentence[1:]


def countable(label: str) -> bool:
    """Whether a label names things that can be counted, as "Sessions per user" and "Items viewed" do."""
    return _counted_word(label) is not None


def singular(label: str) -> str:
    """The label of exactly one: "Key events" is "Key event", "Items viewed" is "Item viewed"."""
    position = _counted_word(label)
    if position is None:
        return label
    words = label.split(" ")
    word = words[position]
    words[position] = word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return " ".join(words)


def plural(label: str) -> str:
    """The label of many of a dimension's values; "rows" where a label does not lend itself, as "Source / medium"."""
    name = within_sentence(label)
    if not _PLAIN_NAME.fullmatch(name) or " of " in name:
        return "rows"
    if name.endswith("s"):
        return name
    if name.endswith("y") and name[-2] not in "aeiou":
        return name[:-1] + "ies"
    return name + "s"


def listed(items: Sequence[str]) -> str:
    """The items in a row: "A, B and C"."""
    return format_list(items, locale="en_GB")


def _counted_word(label: str) -> int | None:
    words = re.split(r" per | \(", label, maxsplit=1)[0].split(" ")
    return next((place for place in (len(words) - 1, 0) if _is_plural(words[place])), None)


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss")
