"""A property's own words: the display names of its definitions, laid over the words that all properties share.

A shared word keeps its meaning. Where a definition is called the same ("Country"), the question is read as it is for
every other property, and an assumption says so and how the definition is asked for: by its API name. A display name
that is longer than a shared word ("Page type" beside "page") is read whole. Two definitions of one display name are
asked back.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from services.orchestrator.understanding.lexicon.definitions import Definition, Definitions, Kind
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.lexicon import Lexicon, plurals
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Meaning, Span
from services.orchestrator.understanding.reading.words import Word, WordKind, clean, split

_CUSTOM_METRIC = "customEvent"
_CHANNEL_GROUP = "sessionCustomChannelGroup"
_READ_AS_FIELDS = (Metric, Dimension, Either, Value)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """One property's `lexicon`, and all words in it, in lower case."""

    lexicon: Lexicon[Meaning]
    words: frozenset[str]

    def longest(self, words: Sequence[Word], start: int) -> tuple[int, Meaning] | None:
        """See `Lexicon.longest`."""
        return self.lexicon.longest(words, start) if words[start].key in self.words else None

    def shadowed(self, spans: Sequence[Span]) -> Iterator[str]:
        """A sentence for each name of a definition that was read as what all properties share."""
        for span in spans:
            if not self.words or not isinstance(span.meaning, _READ_AS_FIELDS):
                continue
            words = split(span.text)
            own = self.longest(words, 0) if words else None
            if own and own[0] == len(words) and own[1] != span.meaning and isinstance(own[1], Metric | Dimension):
                yield f"{span.quoted} is Google Analytics' own; the property's definition is {own[1].name}."


NO_OWN_WORDS = OwnWords(Lexicon(), frozenset())


class OwnWordsMemory:
    """The words of the latest `capacity` properties. Not safe for several threads."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._known: OrderedDict[Definitions, OwnWords] = OrderedDict()

    def of(self, definitions: Definitions) -> OwnWords:
        """The words of these definitions."""
        known = self._known.get(definitions)
        if known is not None:
            self._known.move_to_end(definitions)
            return known
        own = _own_words(definitions)
        self._known[definitions] = own
        if len(self._known) > self._capacity:
            self._known.popitem(last=False)
        return own


def _own_words(definitions: Definitions) -> OwnWords:
    meanings: dict[str, list[Dimension | Metric]] = {}
    for phrase, meaning in _phrases(definitions.fields):
        entry = meanings.setdefault(phrase, [])
        if meaning not in entry:
            entry.append(meaning)
    lexicon = Lexicon[Meaning]()
    for phrase, entry in meanings.items():
        lexicon.add(phrase, entry[0] if len(entry) == 1 else Ambiguous(tuple(meaning.name for meaning in entry)))
    words = frozenset(word for phrase, _ in lexicon.phrases() for word in phrase.split())
    return OwnWords(lexicon, words)


def _phrases(definitions: Iterable[Definition]) -> Iterator[tuple[str, Dimension | Metric]]:
    """ "plan tier", "plan tiers", "plan_tier" and "customevent:plan_tier", each with its field."""
    for definition in definitions:
        scope, _, parameter = definition.api_name.partition(":")
        names = (*_display_names(scope, definition.display_name), parameter, definition.api_name)
        for phrase in dict.fromkeys(filter(None, map(_phrase, names))):
            if definition.kind is Kind.DIMENSION:
                dimension = Dimension(definition.api_name, scoped=scope != _CHANNEL_GROUP)
                singular, plural = plurals(phrase)
                yield singular, dimension
                yield plural, replace(dimension, plural=True)
                continue
            yield phrase, Metric(definition.api_name)
            if scope == _CUSTOM_METRIC:
                yield f"total {phrase}", Metric(definition.api_name)
                yield f"average {phrase}", Metric(f"averageCustomEvent:{parameter}")


def _display_names(scope: str, display_name: str) -> Iterator[str]:
    """A channel group has one name for all scopes: alone it is the session's, as it is with GA4's own groups."""
    if not scope.lower().endswith("customchannelgroup"):
        yield display_name
        return
    said = {_CHANNEL_GROUP: "session ", "firstUserCustomChannelGroup": "first user "}.get(scope, "event ")
    bare = display_name[len(said) :] if display_name.lower().startswith(said) else display_name
    yield said + bare
    if scope == _CHANNEL_GROUP:
        yield bare


def _phrase(name: str) -> str:
    """The name as words are looked up; empty where nobody would say it."""
    phrase = " ".join(word.key for word in split(clean(name)) if word.kind is not WordKind.QUOTED)
    return "" if phrase.isdigit() else phrase
