"""Reads two capitals as a country where they stand like one: "people from DE", "DE/AT users", "revenue NL in May"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Metric, Value
from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period

_LEADING = frozenset({Link("from"), Link("in"), Link("of"), Link("for"), Sign.NOT})
_JOINING = frozenset({Sign.AND, Sign.OR, Sign.VERSUS, Sign.COMMA, Sign.SLASH})
_PAIRING = _JOINING - {Sign.COMMA}
_STOPS = frozenset({Sign.COMMA, Sign.FRAMING, Sign.SLASH})
_ROWS = frozenset({Sign.BY, Sign.EACH})
_SHOUTED = frozenset({"IT", "IN", "AT"})
""" "IT sessions": no word stands there that only carries weight, as in "what IS revenue"."""

_WHICH_ONE = Doubtful("Is it a country? Then write its name.")
_PLACES = frozenset({"country", "city"})


class CountryCodes:
    """`names` are countries by their code. Codes that are also words are read only beside another country."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, codes read as countries. Linear in their number."""
        read = list(spans)
        for at, span in enumerate(read):
            if span.meaning is Sign.FILLER and _ends_shouted(span) and isinstance(meaning_at(spans, at + 1), Metric):
                read[at] = span._replace(meaning=_WHICH_ONE)
            elif span.words == "us" and isinstance(span.meaning, Unknown) and _is_joined(read, at):
                read[at] = span._replace(meaning=Value("country", ("United States",)))
        self._read_codes(read, [at for at, span in enumerate(spans) if span.text in self._names])
        for at in range(1, len(read) - 1):
            if read[at].meaning is Sign.SLASH and _are_places(read[at - 1], read[at + 1]):
                read[at] = read[at]._replace(meaning=Sign.AND)
        return tuple(read)

    def _read_codes(self, read: list[Span], codes: Sequence[int]) -> None:
        spans = tuple(read)
        for at in codes:
            if spans[at].meaning is Sign.FILLER and not _is_all(read, at):
                continue
            is_word = not isinstance(spans[at].meaning, Unknown)
            if _is_led_to(read, at) if is_word else _stands_alone(read, at) or self._pairs(read, at):
                self._become_country(read, at)
        for at in (*codes, *reversed(codes)):
            speaks = read[at].meaning is Sign.FILLER and not _is_all(read, at)
            if not _is_country(read[at]) and not speaks and _is_joined(read, at):
                self._become_country(read, at)
        for at in codes:
            is_asked = read[at].text in _SHOUTED or _is_joined(read, at)
            if is_asked and not _is_country(read[at]) and isinstance(meaning_at(read, at + 1), Metric):
                read[at] = read[at]._replace(meaning=_WHICH_ONE)

    def _pairs(self, spans: Sequence[Span], at: int) -> bool:
        """ "Sessions FR + ES"."""
        return at + 2 < len(spans) and spans[at + 1].meaning in _PAIRING and spans[at + 2].text in self._names

    def _become_country(self, spans: list[Span], at: int) -> None:
        spans[at] = spans[at]._replace(meaning=Value("country", (self._names[spans[at].text],)))


def _ends_shouted(span: Span) -> bool:
    """ "What was IT (traffic)"."""
    before, _, last = span.text.rpartition(" ")
    return last in _SHOUTED and bool(before) and not before.isupper()


def _is_country(span: Span) -> bool:
    return isinstance(span.meaning, Value) and span.meaning.dimension == "country"


def _are_places(one: Span, other: Span) -> bool:
    """ "UK/Ireland/France"."""
    return _place(one) != "" and _place(one) == _place(other)


def _place(span: Span) -> str:
    meaning = span.meaning
    return meaning.dimension if isinstance(meaning, Value) and meaning.dimension in _PLACES else ""


def _is_led_to(spans: Sequence[Span], at: int) -> bool:
    """ "Users from IT"."""
    return at > 0 and spans[at - 1].meaning in {Link("from"), Link("in")}


def _stands_alone(spans: Sequence[Span], at: int) -> bool:
    """Whether a preposition leads to it, those who came from there follow it, or it is a clause of its own."""
    place = at - 1
    while place >= 0 and spans[place].meaning is Sign.FILLER and spans[place].text != "-":
        place -= 1
    before = spans[place] if place >= 0 else None
    if before and before.meaning in _LEADING:
        return True
    behind = spans[at + 1] if at + 1 < len(spans) else None
    if behind and isinstance(behind.meaning, Metric):
        return True
    if before and isinstance(before.meaning, Metric) and _ends(behind):
        # "Revenue NL last month".
        return True
    opens = before is None or before.meaning in _STOPS or before.text == "-"
    return opens and (behind is None or behind.meaning in _STOPS | {Sign.ONLY} or behind.text == "-")


def _ends(behind: Span | None) -> bool:
    return behind is None or isinstance(behind.meaning, Period | Minutes) or behind.meaning in _STOPS | _ROWS


def _is_all(spans: Sequence[Span], at: int) -> bool:
    """Whether nothing follows that the word can belong to: "MY site", "IS it"."""
    behind = spans[at + 1] if at + 1 < len(spans) else None
    return _ends(behind) or (behind is not None and (isinstance(behind.meaning, Link) or behind.meaning in _JOINING))


def _is_joined(spans: Sequence[Span], at: int) -> bool:
    """ "DE/AT", "Germany, AT and CH"."""
    before = at > 1 and spans[at - 1].meaning in _JOINING and _is_country(spans[at - 2])
    behind = at + 2 < len(spans) and spans[at + 1].meaning in _JOINING and _is_country(spans[at + 2])
    return before or behind
