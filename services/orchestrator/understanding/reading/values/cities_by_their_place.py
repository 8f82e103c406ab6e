"""Tells cities that are named like values of other fields by the place they lie in: "Mobile, Alabama"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Value
from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Link, Meaning, Sign, Span

_PLACES = frozenset({"region", "country"})
_WHERE = frozenset({Link("in"), Link("from")})
_LISTING = frozenset({Sign.AND, Sign.OR, Sign.VERSUS})


class CitiesByTheirPlace:
    """`homonyms` are the names, in the cities' spelling, with the places that hold them, the nearest first."""

    def __init__(self, homonyms: Mapping[str, Sequence[str]]) -> None:
        self._names = {name.lower(): name for name in homonyms}
        self._holders = {name.lower(): tuple(holders) for name, holders in homonyms.items()}

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such a name read as the city, or as what is asked back. Linear in their number."""
        read = list(spans)
        for at, span in enumerate(spans):
            if isinstance(span.meaning, Value) and span.words in self._names:
                meaning = self._meaning(spans, at, span.meaning)
                if meaning is not None:
                    read[at] = span._replace(meaning=meaning)
        return tuple(read)

    def _meaning(self, spans: Sequence[Span], at: int, value: Value) -> Meaning | None:
        name = self._names[spans[at].words]
        led = at > 0 and spans[at - 1].meaning in _WHERE
        written = spans[at].text == name
        holders, place = self._holders[spans[at].words], _place_behind(spans, at)
        if place in holders and (led or written):
            # "Mobile, United States" may be a list of what is kept.
            return Value("city", (name,)) if led and written and place == holders[0] else _either(name, value)
        alone = at + 1 == len(spans) or spans[at + 1].meaning not in _LISTING
        # People write "on mobile"; a word with a capital behind "in" is a place.
        return _either(name, value) if alone and written and led and spans[at - 1].text == "in" else None


def _place_behind(spans: Sequence[Span], at: int) -> str:
    """The place that stands behind a word, a comma between them or nothing; empty where none does."""
    behind = at + 1 + (at + 1 < len(spans) and spans[at + 1].text == ",")
    place = meaning_at(spans, behind)
    return place.values[0] if isinstance(place, Value) and place.dimension in _PLACES else ""


def _either(name: str, value: Value) -> Ambiguous:
    return Ambiguous((f'city "{name}"', f"{value.dimension} {value.values[0]}"))
