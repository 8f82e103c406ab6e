"""Sets apart what people write around a request in clauses of their own: "War room is open!", "QBR slide 4:".

A clause is an aside where nothing in it could carry meaning and it is a sentence about the asker or the work, or ends
in a noun of it. Each of its words stands in `data/asides.toml`, or is an English word right before a noun of work, a
form in -ing of a verb, or the name of who asks. What is left is the request: one clause, or several side by side.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from services.orchestrator.understanding.framing.aside_shapes import Shape, Token, is_who_asks, shape_of
from services.orchestrator.understanding.framing.clauses import Clause, clauses_of
from services.orchestrator.understanding.framing.open_sentences import OpenSentences
from services.orchestrator.understanding.lexicon.fields import Literal, Value
from services.orchestrator.understanding.lexicon.lexicon import Lexicon
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number
from services.orchestrator.understanding.lexicon.vocabulary import Cause, Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period
from services.orchestrator.understanding.reading.words import Word, WordKind, key_of, split

_LIGHT = frozenset({Sign.FILLER, Sign.FRAMING, Sign.AND, Sign.OR, Sign.COMMA, Sign.WHICH, Sign.BREAKDOWN})
_ARTICLES = frozenset({"the", "a", "an", "our", "my"})
_LEADS_ON = frozenset({"for", "to", "know", "see", "me", "us", "about", "if", "again", "this", "that"})
_ENDINGS_OF_NOUNS = ("tion", "sion", "ment", "ance", "ence", "ship")
_MOST_CLAUSES = 20
_LONGEST_ASKER = 10


class Asides:
    """The words of `data/asides.toml`. `english` are words that any text may hold."""

    def __init__(self, tables: Mapping[str, Any], english: Collection[str]) -> None:
        kinds: dict[str, set[str]] = {}
        for kind, phrases in tables["kinds"].items():
            for phrase in phrases:
                kinds.setdefault(" ".join(word.key for word in split(phrase)), set()).add(kind)
        self._phrases = Lexicon[frozenset[str]]()
        for phrase, of_phrase in kinds.items():
            self._phrases.add(phrase, frozenset(of_phrase), yields=True)
        self._english = english
        self._openers = frozenset(tables["openers"])
        self._reasons = frozenset(tables["reasons"])
        self._sentences = OpenSentences(tables["sentences"])

    def set_apart(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, those of asides as framing; unchanged where what is left could be another request."""
        clauses = list(clauses_of(spans))
        if not clauses or len(clauses) > _MOST_CLAUSES:
            return tuple(spans)
        tokens = [self._tokens(clause.spans) for clause in clauses]
        asides = self._which(clauses, [self._shape(clauses, tokens, at) for at in range(len(clauses))])
        if all(asides):
            return tuple(spans)
        first, last = asides.index(False), len(asides) - 1 - asides[::-1].index(False)
        asked_by = self._asking_words(clauses[first].spans)
        start, end = clauses[first].start + asked_by, clauses[last].end
        around = [token for of_clause in (*tokens[:first], *tokens[last + 1 :]) for token in of_clause or ()]
        if not _holds(spans[start:end], around):
            return tuple(spans)
        return (*_framed(spans[:start]), *spans[start:end], *_framed(spans[end:]))

    def _which(self, clauses: Sequence[Clause], shapes: Sequence[Shape]) -> list[bool]:
        """Which clauses are asides. Beside a comma a fragment could be part of a list, or the request's subject."""
        found: list[bool] = []
        for at, (clause, shape) in enumerate(zip(clauses, shapes, strict=True)):
            is_led_on = at + 1 < len(clauses) and (shapes[at + 1] is not Shape.NONE or self._opens(clauses[at + 1]))
            is_listed = (clause.before_comma and not is_led_on) or (clause.behind_comma and not all(found[-1:]))
            found.append(shape is not Shape.NONE and not (shape is Shape.FRAGMENT and is_listed))
        return found

    def _shape(self, clauses: Sequence[Clause], tokens: Sequence[list[Token] | None], at: int) -> Shape:
        of_clause = tokens[at]
        shape = shape_of(of_clause)
        if not of_clause or (shape is not Shape.NONE and not self._sentences.is_relative(of_clause)):
            return shape
        is_reason = at + 1 < len(clauses) and _first_word(clauses[at + 1]) in self._reasons
        if self._sentences.is_sentence(of_clause, is_reason=is_reason):
            return Shape.SENTENCE
        return Shape.FRAGMENT if self._sentences.is_occasion(of_clause) else Shape.NONE

    def _opens(self, clause: Clause) -> bool:
        return _first_word(clause) in self._openers

    def _asking_words(self, spans: Sequence[Span]) -> int:
        """How many spans of a clause say only who asks: "Finance wants", "Tom asks to see"."""
        tokens: list[Token] = []
        read: list[int] = []
        for found in self._read(spans[: min(len(spans) - 1, _LONGEST_ASKER)]):
            if found is None:
                break
            tokens.append(found[0])
            read.append(found[1])
        for at in range(len(tokens) - 1, 0, -1):
            if "asking" in tokens[at].kinds and is_who_asks(tokens[:at]):
                behind = at + 1
                while behind < len(tokens) and key_of(tokens[behind].text) in _LEADS_ON:
                    behind += 1
                return read[behind - 1]
        return 0

    def _tokens(self, spans: Sequence[Span]) -> list[Token] | None:
        """What the words of a clause may be; None where one could carry meaning."""
        found = list(self._read(spans))
        return [each[0] for each in found if each] if all(found) else None

    def _read(self, spans: Sequence[Span]) -> Iterator[tuple[Token, int] | None]:
        """What the words of a clause may be, with how many spans end there; None in the end, where one weighs."""
        words, of_word = _words(spans)
        at = begun = 0
        while at < len(words):
            token, end = self._at(words, of_word, at, is_first=at == 0)
            if token is None:
                yield None
                return
            begun += sum(not before or of_word[before] is not of_word[before - 1] for before in range(at, end))
            if token.kinds or token.is_free:
                yield token, begun
            at = end

    def _at(
        self, words: Sequence[Word], of_word: Sequence[Span], at: int, *, is_first: bool
    ) -> tuple[Token | None, int]:
        """The words at a place and where they end: those of a list, else one word, or the name of a value."""
        found = self._phrases.longest(words, at)
        if found and (kinds := _allowed(found[1], words, of_word, at, found[0])):
            weighs = not all(map(_is_light, of_word[at : found[0]]))
            return Token(" ".join(word.text for word in words[at : found[0]]), kinds, weighs=weighs), found[0]
        token, end = self._open(words[at], of_word[at], is_first=is_first), at + 1
        while token and token.said and end < len(words) and of_word[end] is of_word[at]:
            end += 1
        return token, end

    def _open(self, word: Word, span: Span, *, is_first: bool) -> Token | None:
        """A word that no list holds, None where it could carry meaning."""
        meaning = span.meaning
        kind: str | None = None
        said: tuple[str, ...] = ()
        if word.key in _ARTICLES:
            kind = "light"
        elif word.key == "people":
            kind = "people"
        elif isinstance(meaning, Value):
            kind, said = "said", _values(span)
        elif isinstance(meaning, Number):
            kind = "number"
        elif isinstance(meaning, Link):
            kind = "preposition"
        elif meaning in _LIGHT:
            kind = "light" if word.text.isalnum() else ""
        elif isinstance(meaning, Unknown) and word.kind is WordKind.PLAIN and word.text[0].isalpha():
            return self._unknown(word, is_first=is_first)
        if kind is None:
            return None
        is_city = isinstance(meaning, Value) and meaning.dimension == "city"
        return Token(span.text if said else word.text, frozenset({kind} if kind else ()), said, is_city=is_city)

    def _unknown(self, word: Word, *, is_first: bool) -> Token | None:
        capital = word.text[0].isupper()
        english = word.key in self._english and word.text.isalpha()
        kinds = set()
        if capital and is_first and word.text[1:].islower():
            kinds.add("name")
        if english and (not capital or is_first):
            if word.key.endswith(("ing", "ed")):
                kinds.add("doing")
            if not is_first or word.key.endswith((*_ENDINGS_OF_NOUNS, "ing")):
                kinds.add("modifier")
            if word.key.endswith("ly"):
                kinds.add("light")
        return Token(word.text, frozenset(kinds), is_free=True, is_name=capital and not is_first)


def _first_word(clause: Clause) -> str:
    first = split(clause.spans[0].text)
    return first[0].key if first else ""


def _words(spans: Sequence[Span]) -> tuple[list[Word], list[Span]]:
    words, of_word = [], []
    for span in spans:
        for word in split(span.text):
            words.append(word)
            of_word.append(span)
    return words, of_word


def _allowed(
    kinds: frozenset[str], words: Sequence[Word], of_word: Sequence[Span], start: int, end: int
) -> frozenset[str]:
    """What a listed phrase may be where its words were read as these spans.

    One word of weight only stands before a noun, and no phrase holds a part of what has weight.
    """
    heavy = [span for span in of_word[start:end] if not _is_light(span)]
    if not heavy:
        return kinds
    outside = (at for at in range(len(words)) if not start <= at < end and words[at].key not in _ARTICLES)
    if any(of_word[at] is span for at in outside for span in heavy):
        return frozenset()
    if end - start > 1:
        return kinds
    return kinds & ({"noun"} if heavy[0].meaning is Cause.MOVED else {"modifier", "time", "negated"})


def _is_light(span: Span) -> bool:
    return span.meaning in _LIGHT or isinstance(span.meaning, Unknown | Link) or span.text.lower() == "just"


def _values(span: Span) -> tuple[str, ...]:
    meaning = span.meaning
    if isinstance(meaning, Value):
        return tuple(value.lower().strip("/") for value in meaning.values)
    if isinstance(meaning, Literal):
        return (meaning.text.strip("/*"),)
    return ()


def _holds(request: Sequence[Span], around: Sequence[Token]) -> bool:
    """Whether a request says for itself what its asides speak of, and when."""
    said = {value for span in request for value in _values(span)}
    countries = {"country"} & {span.meaning.dimension for span in request if isinstance(span.meaning, Value)}
    needed = [token.said for token in around if not (token.is_city and countries)]
    if not said.issuperset(value for values in needed for value in values):
        return False
    timed = any("time" in token.kinds for token in around)
    return not timed or any(isinstance(span.meaning, Period | Minutes) for span in request)


def _framed(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(span._replace(meaning=Sign.FRAMING) for span in spans)
