"""Tells cities that are named like values of other fields by the place they lie in: "Mobile, Alabama"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Metric, Value
from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Link, Meaning, Sign, Span
from services.orchestrator.understanding.reading.words import key_of

_PLACES = frozenset({"region", "country"})
_WHERE = frozenset({Link("in"), Link("from")})
_LISTING = frozenset({Sign.AND, Sign.OR, Sign.VERSUS})


class CitiesByTheirPlace:
    """`homonyms` are the names, in the cities' spelling, with the places that hold them, the nearest first."""

    def __init__(self, homonyms: Mapping[str, Sequence[str]]) -> None:
        self._names = {name.lower(): name for name in homonyms}
        self._holders = {name.lower(): tuple(holders) for name, holders in homonyms.items()}

    def meaning(self, spans: Sequence[Span], at: int) -> Meaning | None:
        """Such a name is the city, or what is asked back."""
        key, value = key_of(spans[at].text), spans[at].meaning
        if not isinstance(value, Value) or key not in self._names:
            return None
        name, accented = self._names[key], key != spans[at].words
        led = at > 0 and spans[at - 1].meaning in _WHERE
        written = spans[at].text[0].isupper() and spans[at].text[1:].islower()
        holders, place = self._holders[key], _place_behind(spans, at)
        if place in holders and (led or written):
            # "Mobile, United States" may be a list of what is kept.
            return Value("city", (name,)) if led and written and place == holders[0] else _either(name, value)
        # People write "on mobile"; a word with a capital behind a small "in" or "from" is a place.
        is_place = written and led and spans[at - 1].text.islower() and not _goes_on(spans, at, value)
        return _either(name, value) if is_place or accented else None


def _goes_on(spans: Sequence[Span], at: int, value: Value) -> bool:
    """ "From Mobile and Desktop", "from Mobile, Desktop or Tablet", "from Mobile users"; not "in Mobile users"."""
    behind, second = meaning_at(spans, at + 1), meaning_at(spans, at + 2)
    alike = isinstance(second, Value) and second.dimension == value.dimension
    described = isinstance(behind, Metric) and spans[at - 1].meaning == Link("from")
    return behind in _LISTING or (behind is Sign.COMMA and alike) or described


def _place_behind(spans: Sequence[Span], at: int) -> str:
    """The place that stands behind a word, a comma between them or nothing; empty where none does."""
    behind = at + 1 + (at + 1 < len(spans) and spans[at + 1].text == ",")
    place = meaning_at(spans, behind)
    return place.values[0] if isinstance(place, Value) and place.dimension in _PLACES else ""


def _either(name: str, value: Value) -> Ambiguous:
    return Ambiguous((f'city "{name}"', f"{value.dimension} {value.values[0]}"))
