"""The words of `data/framing.toml`: which parts each can play in what is written around a request."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import Enum, auto

from services.orchestrator.understanding.lexicon.lexicon import Lexicon, plurals
from services.orchestrator.understanding.reading.words import split

Tables = Mapping[str, Mapping[str, str]]


class Role(Enum):
    """What a word can be in a clause around a request."""

    # Roles are looked up in sets for every word, and the hash of an Enum is computed in Python.
    __hash__ = object.__hash__

    COURTESY = auto()
    INTERJECTION = auto()
    """A courtesy only in a clause of its own: "great!"."""
    THANKS = auto()
    GREETING = auto()
    CALLED = auto()
    ADDRESSED = auto()
    """Who answers, called by name: "headrace", "@bot"."""
    HERE = auto()
    PEOPLE = auto()
    OURS = auto()
    """Also of the people; one in no list of them, known by a word for people."""
    PRONOUN = auto()
    NOUN = auto()
    DOCUMENT = auto()
    """Also a noun. Right behind a request, one that nothing qualifies could be a file: "downloads for the report"."""
    UNCLEAR = auto()
    LED = auto()
    """A noun where a word of work qualifies it, else in no list: "ad copy refresh"; not "the refresh"."""
    SYSTEM = auto()
    """A qualifier right before a word of work, else in no list: "our feed audit"; not "the feed"."""
    THING = auto()
    QUALIFIER = auto()
    TIME = auto()
    VERB = auto()
    NEGATED = auto()
    ASKING = auto()
    DOING = auto()
    """A form in -ing or -ed of a verb that stands in no list."""
    PREPOSITION = auto()
    LIGHT = auto()
    NUMBER = auto()
    PERIOD = auto()
    """Days of the request's own; around it only of an occasion: "the Q3 review"."""
    IDLE = auto()
    """A word that says how figures stand or move, which has nothing to do where a clause names none: "we dropped"."""
    QUANTITY = auto()
    """How many of some: "most of (the team)", "on every (wall)"; nothing without what is counted."""
    NAME = auto()
    """The first word of a clause, where it may be a name by its capital."""
    PUBLIC = auto()
    """The word "people", who may be those at work or those on the site."""
    SAID = auto()
    """A value, which the request has to name as well."""


Roles = frozenset[Role]

SMALL: Roles = frozenset({Role.LIGHT, Role.COURTESY})
"""Only joins or colours other words."""

OF_WORK: Roles = frozenset({Role.NOUN, Role.QUALIFIER, Role.PEOPLE, Role.THING})
"""Can stand in the name of a thing or person at work."""

HEADS: Roles = frozenset({Role.NOUN, Role.PEOPLE})
"""Can be who or what a phrase of work is of."""

COUNTED: Roles = frozenset({Role.PEOPLE, Role.THING})
"""Can be whom or what figures are of."""

OBJECTS: Roles = HEADS | {Role.PRONOUN, Role.LIGHT}
"""Can be to whom something is told or done."""


def words_of(text: str) -> Iterator[str]:
    """The words of one list."""
    return (word.strip() for word in text.split(",") if word.strip())


def forms_of(text: str) -> frozenset[str]:
    """The verbs of one list in all their forms, with what else stands in it."""
    return frozenset(form for verb in words_of(text) for form in _forms(verb))


def roles_of_words(tables: Tables) -> Lexicon[Roles]:
    """The roles of all words in the lists."""
    roles: dict[str, set[Role]] = {}
    for role, words in _by_role(tables):
        for word in words:
            for form in (word, *in_full(word)):
                roles.setdefault(" ".join(part.key for part in split(form)), set()).add(role)
    lexicon = Lexicon[Roles]()
    alike: dict[Roles, Roles] = {}
    for word, played in roles.items():
        each = frozenset(played)
        lexicon.add(word, alike.setdefault(each, each), yields=True)
    return lexicon


def spoken_short(tables: Tables) -> Iterator[str]:
    """The listed words that are two drawn together: "i'm"."""
    return (word for _, words in _by_role(tables) for word in words if "'" in word and " " not in word)


def alike(tables: Tables) -> Mapping[str, str]:
    """What leads to the same as a preposition, and that one: "on behalf of" as "for"."""
    return {phrase: preposition for preposition, phrases in tables["alike"].items() for phrase in words_of(phrases)}


def in_full(word: str) -> tuple[str, ...]:
    """ "I'm": "I am". "'d" is taken for "would", and "'s" for "is"."""
    if " " in word:
        parts = [(*in_full(part), part)[0] for part in word.split(" ")]
        return () if parts == word.split(" ") else (" ".join(parts),)
    if word in _NOT_REGULAR:
        return (_NOT_REGULAR[word],)
    if word.endswith("n't"):
        return (word.removesuffix("n't") + " not",)
    pronoun, sign, short = word.partition("'")
    return (f"{pronoun} {_IN_FULL[short]}",) if sign and pronoun in _SHORTENED and short in _IN_FULL else ()


def _by_role(tables: Tables) -> Iterator[tuple[Role, Collection[str]]]:
    idioms, people, work, verbs, small = (tables[name] for name in ("idioms", "people", "work", "verbs", "small"))
    yield from ((role, list(words_of(idioms[role.name.lower()]))) for role in _IDIOMS)
    yield Role.INTERJECTION, list(words_of(idioms["moods"]))
    yield Role.PEOPLE, _with_plurals(people["people"])
    yield Role.PRONOUN, list(words_of(people["pronouns"]))
    yield from ((Role.NOUN, _with_plurals(work[name])) for name in ("occasions", "documents", "thoughts"))
    yield Role.DOCUMENT, _with_plurals(work["documents"])
    yield Role.UNCLEAR, _with_plurals(work["unclear"])
    yield Role.LED, _with_plurals(work["led"])
    yield Role.THING, _with_plurals(work["things"])
    yield Role.SYSTEM, _with_plurals(work["systems"])
    yield Role.QUALIFIER, list(words_of(work["qualifiers"]))
    yield Role.TIME, list(words_of(work["times"]))
    deadlines = [time for time in words_of(work["times"]) if not time.startswith(_NO_DEADLINES)]
    yield Role.COURTESY, [f"{by} {time}" for time in deadlines for by in ("by", "before", "due", "due by", "needed by")]
    yield from ((Role.PREPOSITION, list(words_of(alike))) for alike in tables["alike"].values())
    yield from ((Role.VERB, forms_of(verbs[name])) for name in ("plain", "mixed"))
    yield Role.VERB, list(words_of(verbs["auxiliary"]))
    yield Role.NEGATED, list(words_of(verbs["negated"]))
    yield Role.ASKING, list(words_of(verbs["asking"]))
    yield Role.PREPOSITION, list(words_of(small["prepositions"]))
    yield from ((Role.LIGHT, list(words_of(small[name]))) for name in ("adverbs", "joining", "adjectives"))


_IDIOMS = (Role.COURTESY, Role.INTERJECTION, Role.THANKS, Role.GREETING, Role.CALLED, Role.ADDRESSED, Role.HERE)
_SHORTENED = frozenset({"i", "we", "they", "he", "she", "you", "it", "that", "there", "here"})
_IN_FULL = {"m": "am", "re": "are", "s": "is", "ve": "have", "d": "would", "ll": "will"}
_NOT_REGULAR = {"can't": "can not", "won't": "will not"}
_NO_DEADLINES = ("this ", "that ", "the ", "one ", "a ", "half ", "in ", "right ")


def _with_plurals(text: str) -> Collection[str]:
    return [form for word in words_of(text) for form in plurals(word)]


def _forms(verb: str) -> Iterator[str]:
    """ "try": tries, tried, trying. Forms behind a slash are those that are not regular."""
    plain, *irregular = verb.split("/")
    yield plain
    yield from irregular
    if " " in plain:
        return
    stem = plain.removesuffix("e")
    doubled = f"{plain}{plain[-1]}" if _doubles(plain) else stem
    yield f"{doubled}ing"
    if plain.endswith("y") and plain[-2] not in "aeiou":
        yield from (f"{plain[:-1]}ies", f"{plain[:-1]}ied")
        return
    yield plain + ("es" if plain.endswith(("s", "x", "ch", "sh", "o")) else "s")
    if not irregular:
        yield f"{doubled}ed"


def _doubles(verb: str) -> bool:
    """ "Plan", "stop": one vowel between two consonants at the end of a short word."""
    before, vowel, last = verb[-3:-2], verb[-2:-1], verb[-1:]
    is_short = (len(verb) <= 4 and verb[0] not in "aeiou") or verb.endswith(("forget", "begin"))
    return is_short and vowel in "aeiou" and bool(vowel) and before not in "aeiou" and last not in "aeiouwxy"
