"""Finds words that say who asks in the words of who is counted: "as a mobile user, I need the sessions"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, meaning_before, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span
from services.orchestrator.understanding.things_asked import counts_people

_STOPS = frozenset({None, Sign.COMMA, Sign.NEXT, Sign.FRAMING})


class Askers:
    """Words of who asks; the lists of `[askers]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self.i_am = frozenset(tables["i_am"])
        self._people = frozenset(tables["people"])

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, the people in such words as what is asked back. Linear in their number."""
        read = list(spans)
        for at in range(len(spans)):
            if (person := self._person(spans, at)) is not None:
                why = f"Does {spans[person].quoted} say who asks, or who is counted?"
                read[person] = spans[person]._replace(meaning=Doubtful(why))
        return tuple(read)

    def _person(self, spans: Sequence[Span], at: int) -> int | None:
        """Where the people stand that such words start to speak of, behind what they are like."""
        if spans[at].meaning != Link("as") and not (spans[at].meaning is Sign.FILLER and spans[at].words in self.i_am):
            return None
        if meaning_before(spans, at) not in _STOPS:
            return None
        behind = past_filler(spans, at + 1)
        while behind < len(spans) and isinstance(spans[behind].meaning, Value):
            behind = past_filler(spans, behind + 1)
        named = meaning_at(spans, behind)
        if isinstance(named, Metric) and counts_people(named.name):
            return behind
        # "As an iPhone user", "as a new visitor".
        last = before_filler(spans, behind - 1)
        people = any(self._people.issuperset(span.words.split()[-1:]) for span in spans[at + 1 : behind])
        return last if last > at and people else None
