"""Reads questions in which way people came as questions by channel: "how did people find us"; asks back about others.

Without, "how did" would be filler, and a number of people no answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_behind
from services.orchestrator.understanding.lexicon.orders_and_bounds import Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Sign, Span, Unknown

_ARTICLES = frozenset({"the", "a", "our", "your", "my"})
_OF_ROWS = (Dimension, Either, Ranking)
_COUNTS = frozenset({Sign.COUNT, Sign.SHARE, Sign.SHARE_BEHIND, Sign.BY, Sign.EACH})


class Manner:
    """The lists of `data/manner.toml`."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self.asking = frozenset(tables["asking"])
        self._we = frozenset(tables["we"])
        self._found = frozenset(tables["found"])
        self._arriving = frozenset(tables["arriving"])
        self._reached = frozenset(tables["reached"])
        self._gaining = frozenset(tables["gaining"])
        self._doing = frozenset(tables["doing"])
        self._bringing = frozenset(tables["bringing"])
        self._people = frozenset(tables["people"])
        self._visits = frozenset(tables["visits"])
        self._way = Dimension(tables["way"], breaks_down=True)
        self._choices = tuple(tables["choices"])

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such questions read so. Linear in their number."""
        read = list(spans)
        for at, span in enumerate(read):
            if span.meaning is Sign.FILLER and span.words in self.asking:
                self._read_how(read, at)
                break
            if span.meaning is Sign.WHICH and span.words == "what" and self._asks_what_brings(read, at):
                read[at] = span._replace(meaning=Ambiguous(self._choices))
                break
        return tuple(read)

    def _read_how(self, read: list[Span], at: int) -> None:
        verb = self._verb(read, at)
        if verb is None:
            return
        way = self._is_way_of_people(read, at, verb) or self._is_way_of_ours(read, at, verb)
        rows = any(isinstance(span.meaning, _OF_ROWS) or span.meaning in _COUNTS for span in read)
        if rows or not way:
            read[at] = read[at]._replace(meaning=Ambiguous(self._choices))
        else:
            end = verb + 1 + self._reached_behind(read, verb)
            read[verb:end] = [span._replace(meaning=Sign.FILLER) for span in read[verb:end]]
            read[verb] = read[verb]._replace(meaning=self._way)

    def _verb(self, read: Sequence[Span], at: int) -> int | None:
        """The first verb behind "how did", within its sentence, that asks for a way."""
        figures = [span.meaning for span in read[at:] if isinstance(span.meaning, Metric)]
        of_people = bool(figures) and figures[0].name in self._people | self._visits
        for place in range(at + 1, len(read)):
            span = read[place]
            if span.meaning in {Sign.COMMA, Sign.AND, Sign.OR} or span.text in {"?", "."}:
                return None
            if span.meaning is not Sign.FILLER and not isinstance(span.meaning, Unknown):
                continue
            arrives = (
                span.words in self._found or self._reached_behind(read, place) > 0 or self._reaches_part(read, place)
            )
            if (arrives and of_people) or span.words in self._doing or span.words in self._gaining:
                return place
        return None

    def _is_way_of_people(self, read: Sequence[Span], at: int, verb: int) -> bool:
        """ "How did new users find us"."""
        subject = before_filler(read, verb - 1)
        said = read[subject].meaning if subject > at else None
        arrives = read[verb].words in self._found or self._reached_behind(read, verb) > 0
        return arrives and isinstance(said, Metric) and said.name in self._people

    def _is_way_of_ours(self, read: Sequence[Span], at: int, verb: int) -> bool:
        """ "How did we get our users"."""
        if read[verb].words not in self._gaining or not any(span.words in self._we for span in read[at + 1 : verb]):
            return False
        for span in read[verb + 1 :]:
            if isinstance(span.meaning, Metric):
                return span.meaning.name in self._people | self._visits
            if span.meaning is not Sign.FILLER and not isinstance(span.meaning, Value | Literal):
                return False
        return False

    def _reached_behind(self, read: Sequence[Span], verb: int) -> int:
        """How many spans behind a verb say that it was the site that people reached."""
        if read[verb].words not in self._arriving:
            return 0
        for count in (1, 2, 3):
            behind = read[verb + 1 : verb + 1 + count]
            if len(behind) == count and behind[-1].words in self._reached:
                return count
            if len(behind) < count or behind[-1].words not in _ARTICLES | {"to"}:
                return 0
        return 0

    def _reaches_part(self, read: Sequence[Span], verb: int) -> bool:
        """ "(How do people) find our blog", "come to /pricing"."""
        arrives = read[verb].words.removesuffix(" to") in self._arriving
        return arrives and isinstance(meaning_behind(read, verb), Value | Literal)

    def _asks_what_brings(self, read: Sequence[Span], at: int) -> bool:
        """ "What brings users": no rows are named, and a verb of bringing stands right behind."""
        behind = read[at + 1 : at + 2]
        brings = bool(behind) and behind[0].meaning is Sign.FILLER and behind[0].words in self._bringing
        rows = any(isinstance(span.meaning, Dimension | Ranking) for span in read)
        return brings and not rows and any(isinstance(span.meaning, Metric) for span in read[at + 1 :])
