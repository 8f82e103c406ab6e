"""Mends slips of the keyboard: a word that nothing is known of, one slip from exactly one word that is known.

A slip is a letter too many, too few or another, or two neighbours swapped; in words of eight letters and more there
may be two, between the same start and end. The shorter the word, the easier the slip must be to make: with the word's
own letters, with a key beside the right one or a letter of like sound, with any. What is written must be no English
word (`data/english.toml`), no place, no word of any list and no text that the question quotes ("pages containing …"),
and no second word that can be meant may be as near, unless the first is written with its own letters and the second, a
word of another kind, with any other; of a singular and its plural the easier slip is read. What can be meant depends on
the place:

- Beside the other word of a pair ("United Kindgom", "last wek", "by chanel") any word that makes the pair.
- Elsewhere words of figures, dimensions, events, periods and of composition. A capital within a sentence marks a name,
  which is no slip of these.
- Where a name can stand (behind a preposition, a negation or a joiner, or before a figure), names of places,
  languages, devices, sources and the like, of five letters and more, each taken as a word of a letter less: near a
  name lies another name as often, and one that nothing is known of. No words of filler, for then a name that nothing
  is known of would be passed over.

A word that draws a letter out ("pleaseee", "weeeek") is the known one that it draws out.

Words written as one or apart ("lastweek", "land ing page") are read where exactly one way to part or join them gives
words that are known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from services.orchestrator.understanding.reading.words import Word, WordKind
from services.orchestrator.understanding.spelling.slips import Place, Slips
from services.orchestrator.understanding.spelling.spelling_words import BREAK_DOWN, NUMBER, SpellingWords

_SHORTEST_PART = 2
_SHORTEST_JOINED = 6
_SHORTEST_FIELD = 8
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_PARTS = re.compile(r"[a-z]+|[0-9]+")
_WITH_DIGITS = re.compile(r"[a-z]*[0-9]{1,4}[a-z]*")
_LONGEST_LIST = 6
_ARTICLES = frozenset({"the", "our", "my"})
_WITH = ["w", "/"]
_IN_A_LIST = frozenset({"is", "was", "are", "were", "=", ":", ",", "either", "and", "or", "&", "the"})
_NAMES_ITS_OWN = frozenset({"campaign", "campaigns", "/"})
"""What stands before these can be any text."""


_STOPS = frozenset({",", ";", ":", "."})
_BEFORE_SENTENCES = frozenset(".?!)")


class Slip(NamedTuple):
    """What is read, in small letters, for the words between two offsets of a question."""

    start: int
    end: int
    read: str


def rewritten(question: str, slips: Sequence[Slip]) -> tuple[str, dict[int, tuple[str, str]]]:
    """The question with its slips mended, and where each stands in it: as it was written and as it is read."""
    text, at = "", 0
    said: dict[int, tuple[str, str]] = {}
    for slip in slips:
        written = question[slip.start : slip.end]
        read = slip.read.upper() if written.isupper() else slip.read
        read = f"{read[0].upper()}{read[1:]}" if written[0].isupper() else read
        text += question[at : slip.start]
        said[len(text)] = (written, read)
        text, at = text + read, slip.end
    return text + question[at:], said


@dataclass(slots=True)
class _Mended:
    """`words` as they are read so far, and the slips among them."""

    words: list[Word] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)

    @property
    def ends_in_slip(self) -> bool:
        """Whether the last word is not read as written."""
        return bool(self.slips) and self.slips[-1].end == self.words[-1].end

    def ends_in(self, key: str) -> bool:
        """Whether the last word is this, and is read as written."""
        return bool(self.words) and self.words[-1].key == key and not self.ends_in_slip

    def put(self, words: Sequence[Word]) -> None:
        """Adds words that are read for what is written."""
        self.slips.append(Slip(words[0].start, words[-1].end, " ".join(word.key for word in words)))
        self.words.extend(words)


class Spelling:
    """Reads by the given words; holds no state between questions."""

    def __init__(self, words: SpellingWords) -> None:
        self._words = words
        self._slips = Slips(words)
        seconds = {second for _, second in words.joined}
        self._settled = words.known - words.slips_in_pairs - seconds - words.often.keys() - words.before_values.keys()

    def knows(self, word: str) -> bool:
        """Whether a word in lower case is English, or a word of any list."""
        return word in self._words.known

    def slips(self, written: Sequence[Word], own: Collection[str] = frozenset()) -> Sequence[Slip]:
        """The slips in the words, in their order; the property's `own` are none. Linear in their number."""
        mended = _Mended()
        capitals = sum(word.text[:1].isupper() for word in written) * 2 > len(written) + 1
        text_follows = False
        at = 0
        while at < len(written):
            word = written[at]
            if word.key in self._words.said_once and mended.ends_in(word.key):
                mended.put([mended.words.pop()._replace(end=word.end)])
                at += 1
                continue
            is_settled = word.kind is not WordKind.PLAIN or word.key in self._settled or word.key in own
            text_follows = not is_settled and (text_follows or self._text_follows(mended.words))
            if is_settled or text_follows:
                mended.words.append(word)
                at += 1
            else:
                at += self._mend(mended, written, at, capitals=capitals)
        return mended.slips

    def _drawn_out(self, key: str) -> str:
        """The known word that one of a letter three times or more draws out: "pleaseee", "weeeek"."""
        runs = _DRAWN_OUT.search(key)
        ways = (_DRAWN_OUT.sub(shorter, key) for shorter in (r"\1\1", r"\1")) if runs else ()
        return next((way for way in ways if len(way) > 1 and way in self._words.known), "")

    def _mend(self, mended: _Mended, written: Sequence[Word], at: int, *, capitals: bool) -> int:
        """Adds what is read for the word, and returns how many words that takes."""
        word = written[at]
        before = mended.words[-1] if mended.words else None
        behind = written[at + 1] if at + 1 < len(written) else None
        if short := self._drawn_out(word.key):
            mended.put([word._replace(key=short)])
            return 1
        again = len(mended.words) > 1 and mended.words[-2].key == word.key  # "From day to day".
        if before and not mended.ends_in_slip and not again and self._is_joined(before, word):
            mended.words.pop()
            mended.put([_joined(before, word)])
        elif before and behind and (leads := self._leads_to_value(before, word, behind)):
            mended.put([word._replace(key=leads)])
        elif self._is_no_slip(word.key):
            mended.words.append(word)
        elif behind and self._is_joined(word, behind):
            mended.put([_joined(word, behind)])
            return 2
        elif (
            word.key not in self._words.often
            and (parts := self._parted(word))
            and not self._slips.could_be_proper(word.key)
        ):
            mended.put(parts)
        elif meant := self._meant(mended.words, word, behind, capitals=capitals):
            mended.put([word._replace(key=meant)])
        else:
            mended.words.append(word)
        return 1

    def _is_no_slip(self, word: str) -> bool:
        words = self._words
        return word in words.known and word not in words.slips_in_pairs and word not in words.often

    def _meant(self, before: Sequence[Word], word: Word, behind: Word | None, *, capitals: bool) -> str:
        is_part = bool(before) and before[-1].key == "/" and not self._stands_between(before, word)
        if is_part or (behind and behind.key in _NAMES_ITS_OWN):
            return ""
        place = Place(
            before=self._governs(before, word),
            behind=self._stands_behind(behind) if behind else "",
            of_a_name=self._can_be_a_name(before, behind),
            is_capital=word.text.istitle() and not capitals and not _opens_sentence(before),
        )
        often = self._words.often.get(word.key, "")
        if often and "'" not in often and not place.is_capital and not self._is_led(before):
            return often
        if value := self._slips.value(word.key, self._values(before)):
            return value
        meant = often or self._slips.meant(word.key, place)
        if _is_written_as_a_name(word.text) and meant not in self._words.names:
            return ""
        is_passed_over = meant in self._words.fillers and meant not in _ARTICLES
        return "" if place.of_a_name and is_passed_over else meant

    def _stands_between(self, before: Sequence[Word], word: Word) -> bool:
        """Whether a stroke only joins: "w/ users", "source / medium", "source/medium"; not "/users"."""
        keys = [each.key for each in before[-2:]]
        return keys == _WITH or word.start > before[-1].end or keys[0] in self._words.fields

    def _governs(self, before: Sequence[Word], word: Word) -> str:
        """The word before, or the "by" of "by day and", whose list goes on."""
        if not before:
            return ""
        goes_on = before[-1].key == "and" and word.text.islower()
        if goes_on and before[-2:-1] and before[-2].key in self._words.fields:
            by = next((word.key for word in reversed(before[-_LONGEST_LIST:-2]) if word.key in BREAK_DOWN), "")
            if by:
                return by
        return self._as_paired(before[-1])

    def _stands_behind(self, word: Word) -> str:
        """The word behind, or what it can only be a slip of: "averge sesion duration"."""
        paired = self._as_paired(word)
        return paired if paired in self._words.known else self._slips.only_common(paired) or paired

    def _as_paired(self, word: Word) -> str:
        return NUMBER if word.kind is WordKind.NUMBER or word.key in self._words.numbers else word.key

    def _leads_to_value(self, before: Word, word: Word, behind: Word) -> str:
        """ "From", where "form" stands between a figure and a value."""
        words = self._words
        meant = words.before_values.get(word.key, "")
        return meant if before.key in words.ends_of_figures and behind.key in words.starts_of_values else ""

    def _is_led(self, before: Sequence[Word]) -> bool:
        """Whether a preposition or a negation leads to what stands here: it is a name, or one of its words."""
        return bool(before) and before[-1].key in self._words.before_names and before[-1].key not in _STOPS

    def _can_be_a_name(self, before: Sequence[Word], behind: Word | None) -> bool:
        last = next((word.key for word in reversed(before[-2:]) if word.key not in _ARTICLES), "")
        if last in self._words.before_names:
            return True
        return behind is not None and behind.key in self._words.figures and last not in self._words.fields

    def _values(self, before: Sequence[Word]) -> frozenset[str]:
        """Those of the field whose name stands before: "language Arabic", "the source is google or bing"."""
        listed: set[str] = set()
        for word in reversed(before[-_LONGEST_LIST:]):
            values = self._words.values_of.get(word.key)
            if values is not None:
                return values if listed <= values else frozenset()
            if word.key not in _IN_A_LIST:
                listed.add(word.key)
        return frozenset()

    def _text_follows(self, before: Sequence[Word]) -> bool:
        keys = tuple(word.key for word in before[-2:])
        return keys in self._words.before_text or keys[-1:] in self._words.before_text

    def _is_joined(self, first: Word, second: Word) -> bool:
        """Whether two words are one written apart: at least one of them is no word."""
        if (first.key, second.key) in self._words.joined:
            return True
        if first.kind is not WordKind.PLAIN or second.kind is not WordKind.PLAIN or second.start != first.end + 1:
            return False
        if first.key in self._words.known and second.key in self._words.known:
            return False
        joined = first.key + second.key
        return len(joined) >= _SHORTEST_JOINED and (joined in self._words.common or joined in self._words.names)

    def _parted(self, word: Word) -> list[Word]:
        """ "Lastweek" and "last7days" in their parts, where one way to part them gives words that stand together."""
        if _WITH_DIGITS.fullmatch(word.key):
            parts = [match.group() for match in _PARTS.finditer(word.key)]
            is_time = all(part.isdigit() or part in self._words.of_time for part in parts)
            return list(_words_of(word, parts)) if is_time and len(parts) > 1 else []
        ways = [
            (word.key[:at], word.key[at:])
            for at in range(_SHORTEST_PART, len(word.key) - _SHORTEST_PART)
            if (word.key[:at], NUMBER if word.key[at:] in self._words.numbers else word.key[at:]) in self._words.pairs
        ]
        return list(_words_of(word, ways[0])) if len(ways) == 1 else []


def _joined(first: Word, second: Word) -> Word:
    return Word(f"{first.text}{second.text}", first.key + second.key, WordKind.PLAIN, first.start, second.end)


def _words_of(word: Word, parts: Sequence[str]) -> Iterator[Word]:
    start = word.start
    for part in parts:
        text = word.text[start - word.start : start - word.start + len(part)]
        yield Word(text, part, WordKind.NUMBER if part.isdigit() else WordKind.PLAIN, start, start + len(part))
        start += len(part)


def _is_written_as_a_name(text: str) -> bool:
    """ "GitHub", but not the long "activeUsers"."""
    within = text[1:] != text[1:].lower() and not text.isupper()
    return within and (text[0].isupper() or len(text) < _SHORTEST_FIELD)


def _opens_sentence(before: Sequence[Word]) -> bool:
    return not before or before[-1].key in _BEFORE_SENTENCES
