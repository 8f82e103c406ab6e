"""What slips of the keyboard can be meant as, taken from the word lists."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise, product
from typing import Any

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Link, Meaning, Sign, Topic
from services.orchestrator.understanding.periods.period_words import PeriodWords

NUMBER = "0"
"""Stands for any number in a pair."""

_FIELDS = (Metric, Dimension, Either)
_NEVER_MEANT = (Topic, Ambiguous, Value)
_SHORTEST = 3
_SHORTEST_BESIDE_FIELDS = 4
_TEXT_FOLLOWS = frozenset({Sign.CONTAINS, Sign.STARTS_WITH, Sign.ENDS_WITH, Sign.EQUALS})
_BEFORE_NAMES = frozenset({Sign.NOT, Sign.AND, Sign.OR, Sign.COMMA, Sign.VERSUS, Sign.ONLY})
BREAK_DOWN = ("by", "per", "each", "every")
"""Words that a field follows."""

_LISTING = ("which", "top", "bottom", "best", "worst", "biggest", "largest", "smallest")
"""Words that rows follow, as they follow their number."""

_OF_TIME = ("minute", "minutes", "hour", "hours")
_CONTRACTED = re.compile(r"(?:n't|'(?:m|re|ve))\Z")

_Phrases = Sequence[tuple[Sequence[str], Meaning]]


@dataclass(frozen=True, slots=True)
class SpellingWords:
    """`common` words can be meant anywhere, `proper` are those of them that are written with a capital; `names` and
    `adjectives` only where a name can stand. `others` and `other_names` are never meant, though they are as near.
    `fillers` say nothing alone. `known` are no slips. `senses` holds what stands by itself, and what it means: words of
    one sense are as one.

    `short_forms` are never meant either. `pairs` stand side by side, but `light` words stand before any and
    `light_behind` behind any. `slips_in_pairs` are English words that are slips beside the other word of a pair,
    `before_values` such between the last word of a figure and the first of a value, `often` slips that no letters
    tell. `said_once` are no other words where they are written twice. Any text can follow `before_text`, the last
    words of phrases. `values_of` holds, by the last word of a field's name, the values that are told right behind it.
    """

    common: frozenset[str]
    proper: frozenset[str]
    names: frozenset[str]
    adjectives: frozenset[str]
    fillers: frozenset[str]
    others: frozenset[str]
    other_names: frozenset[str]
    known: frozenset[str]
    senses: Mapping[str, object]
    pairs: frozenset[tuple[str, str]]
    short_forms: frozenset[str]
    light: frozenset[str]
    light_behind: frozenset[str]
    slips_in_pairs: frozenset[str]
    before_names: frozenset[str]
    before_text: frozenset[tuple[str, ...]]
    figures: frozenset[str]
    fields: frozenset[str]
    often: Mapping[str, str]
    said_once: frozenset[str]
    before_values: Mapping[str, str]
    ends_of_figures: frozenset[str]
    starts_of_values: frozenset[str]
    joined: frozenset[tuple[str, str]]
    of_time: frozenset[str]
    numbers: frozenset[str]
    values_of: Mapping[str, frozenset[str]]


def spelling_words(
    meanings: Iterable[tuple[str, Meaning]],
    time: PeriodWords,
    holidays: Collection[str],
    tables: Mapping[str, Any],
    before_values: Collection[str],
    beside_fields: Mapping[str, Collection[str]],
    places: Collection[str],
    english: Collection[str],
) -> SpellingWords:
    """`meanings` are phrases of the lexicon, `tables` is `data/spelling.toml`, `before_values` phrases that only values
    follow, `beside_fields` values by their dimension, `places` names of places, `english` words of English."""
    phrases = [(phrase.split(), meaning) for phrase, meaning in meanings]
    said = _by_kind(phrases)
    single = [(words[0], meaning) for words, meaning in phrases if len(words) == 1]
    common = {*_common(said, phrases, before_values), *tables["also"], *tables["proper"]}
    days = [tuple(name.split()) for name in holidays]
    of_time = time.all().union(_OF_TIME, *days)
    common.update(word for word in of_time if len(word) >= _SHORTEST_BESIDE_FIELDS)
    known = of_time.union(*(words.within for words in said.values()))
    of_places = [place.lower().split() for place in places]
    texts = [words for words, meaning in phrases if isinstance(meaning, Sign) and meaning in _TEXT_FOLLOWS]
    light = frozenset(said[Link].alone.union(*(said[sign].alone for sign in Sign)))
    more_pairs = [*days, *map(str.split, tables["pairs"]), *((word, NUMBER) for word in tables["before_numbers"])]
    return SpellingWords(
        common=spelt(common),
        proper=frozenset({*tables["proper"], *(word for name in days for word in name)}),
        names=spelt(said[Value].alone - common),
        adjectives=spelt(word for word, meaning in single if isinstance(meaning, Value) and meaning.adjective),
        fillers=frozenset(_fillers(said) - of_time),
        others=spelt(known - said[Value].within),
        other_names=spelt(said[Value].alone.union(*(words for words in of_places if len(words) == 1))),
        known=frozenset(known.union(common, tables["rare"], english, *of_places)),
        senses=_senses(single, time, days),
        pairs=frozenset(chain(_pairs(phrases, said), _pairs_by_rule(time, more_pairs))),
        short_forms=frozenset(tables["short_forms"]),
        light=light.difference(BREAK_DOWN, _LISTING),
        light_behind=light,
        slips_in_pairs=frozenset(tables["slips_in_pairs"]),
        before_names=frozenset(
            said[Link].alone.union(tables["before_names"], *(said[sign].alone for sign in _BEFORE_NAMES))
        ),
        before_text=frozenset(tuple(words[-2:]) for words in (*texts, *map(str.split, before_values))),
        figures=frozenset(said[Metric].first),
        fields=frozenset(said[Dimension].last),
        often={**_without_apostrophes(known.union(english)), **tables["often"]},
        said_once=frozenset(tables["said_once"]),
        before_values=tables["before_values"],
        ends_of_figures=frozenset(said[Metric].last),
        starts_of_values=frozenset(said[Value].first - light),
        joined=frozenset((first, second) for first, second in map(str.split, tables["joined"])),
        of_time=frozenset(
            word for word in time.all().union(_OF_TIME, tables["before_numbers"]) if len(word) >= _SHORTEST
        ),
        numbers=frozenset(time.numbers),
        values_of=_values_of(phrases, {name: beside_fields.get(name, ()) for name in tables["of_known_values"]}),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of phrases of one kind; those that begin or end one, or are one."""

    within: set[str] = field(default_factory=set)
    first: set[str] = field(default_factory=set)
    last: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)


_Said = Mapping[object, _Words]


def _by_kind(phrases: _Phrases) -> _Said:
    """Words by the type of what they mean; each sign is a kind of its own."""
    said: dict[object, _Words] = defaultdict(_Words)
    for words, meaning in phrases:
        of = said[meaning if isinstance(meaning, Sign) else type(meaning)]
        of.within.update(words)
        of.first.add(words[0])
        of.last.add(words[-1])
        if len(words) == 1:
            of.alone.add(words[0])
    return said


def _fillers(said: _Said) -> set[str]:
    """Words that say nothing alone, or that no phrase has which says something."""
    telling = (words.within for kind, words in said.items() if kind is not Sign.FILLER)
    return said[Sign.FILLER].alone | said[Sign.FILLER].within.difference(*telling)


def _without_apostrophes(words: Iterable[str]) -> dict[str, str]:
    """ "Didnt" and "youre"."""
    contracted = {word.replace("'", ""): word for word in words if "'" in word and _CONTRACTED.search(word)}
    return {word: meant for word, meant in contracted.items() if word not in words and len(word) >= _SHORTEST}


def _common(said: _Said, phrases: _Phrases, before_values: Collection[str]) -> set[str]:
    """Words of figures, dimensions and events, and the longer ones of whatever else is no value."""
    values = {tuple(phrase.split()) for phrase in before_values}
    fields = (words for words, meaning in phrases if isinstance(meaning, _FIELDS) and tuple(words) not in values)
    of_fields = set(chain.from_iterable(fields))
    alone = set[str]().union(*(said[kind].alone for kind in _FIELDS))
    besides = set[str]().union(*(words.within for kind, words in said.items() if kind not in _NEVER_MEANT))
    of_fields.update(word for word in besides if len(word) >= _SHORTEST_BESIDE_FIELDS)
    return of_fields - (said[Value].within - alone)


def _pairs(phrases: _Phrases, said: _Said) -> Iterator[tuple[str, str]]:
    """Words side by side in a phrase; values of a channel and the like, and the word for what they are: "email
    channel"."""
    names: dict[str, set[str]] = defaultdict(set)
    values: dict[str, set[str]] = defaultdict(set)
    for words, meaning in phrases:
        yield from pairwise(words)
        if isinstance(meaning, Dimension) and len(words) == 1:
            names[meaning.name].add(words[0])
        elif isinstance(meaning, Value):
            values[meaning.dimension].add(words[-1])
    for dimension, called in names.items():
        yield from product(values[dimension], called)
    yield from product(BREAK_DOWN, set[str]().union(*(said[kind].first for kind in _FIELDS)))
    fields = (words for words, meaning in phrases if isinstance(meaning, Dimension) and meaning.plural)
    plurals = {words[0] for words in fields if len(words) == 1 and len(words[0]) > _SHORTEST_BESIDE_FIELDS}
    yield from product((NUMBER, *_LISTING), plurals)


def _values_of(phrases: _Phrases, beside: Mapping[str, Collection[str]]) -> Mapping[str, frozenset[str]]:
    """The values of these dimensions, by the last word of the phrases that name them."""
    values = {name: set(words) for name, words in beside.items()}
    for words, meaning in phrases:
        if isinstance(meaning, Value) and meaning.dimension in values and len(words) == 1:
            values[meaning.dimension].update(words)
    named: dict[str, set[str]] = defaultdict(set)
    for words, meaning in phrases:
        if isinstance(meaning, Dimension) and meaning.name in values:
            named[words[-1]] |= values[meaning.name]
    return {word: spelt(of) for word, of in named.items()}


def _pairs_by_rule(time: PeriodWords, more: Collection[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Words that rules put side by side."""
    for each in more:
        yield from pairwise(each)
    units = {*time.units, *_OF_TIME}
    for lead in {phrase.split()[-1] for phrase, _ in time.phrases.phrases()}:
        yield from ((lead, of) for of in (*units, *time.weekdays, *time.months, "weekend", NUMBER))
    yield from ((NUMBER, of) for of in (*units, *time.months))
    yield from ((ordinal, of) for ordinal in time.ordinals for of in ("quarter", "half"))
    yield from ((unit, behind) for unit in units for behind in ("ago", "before", "earlier", "prior"))


def _senses(
    single: Iterable[tuple[str, Meaning]], time: PeriodWords, days: Iterable[Sequence[str]]
) -> dict[str, object]:
    senses: dict[str, object] = {word: word for word in (*time.all(), *(name[0] for name in days if len(name) == 1))}
    senses.update((word, (meaning, getattr(meaning, "plural", False))) for word, meaning in single)
    senses.update(time.units)
    senses.update((word, word.rstrip("s")) for word in _OF_TIME)
    return senses


def spelt(words: Iterable[str]) -> frozenset[str]:
    """The words in which a slip can be told: of three letters and more, and of no others."""
    return frozenset(word for word in words if len(word) >= _SHORTEST and word.isalpha() and word.isascii())
