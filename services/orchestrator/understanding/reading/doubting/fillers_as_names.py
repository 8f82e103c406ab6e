"""Finds filler where something is named: "sessions from OH", "DE, AT and welcome", "thank you page views"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.orchestrator.understanding.lexicon.fields import FILTERS, Dimension, Either, Metric
from services.orchestrator.understanding.lexicon.filler import meaning_at, meaning_before
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period

_JOINERS = frozenset({Sign.AND, Sign.OR, Sign.VERSUS})
_LEADING = frozenset({Sign.BY, Sign.EACH, Sign.NOT})
_LEADING_TO = frozenset({Sign.BY, *map(Link, ("from", "on", "in", "for", "of", "to", "via", "at"))})
_STOPS = frozenset({None, Sign.COMMA, Sign.FRAMING, Sign.NEXT, *_JOINERS, Sign.BY, Sign.EACH})
_OPENINGS = frozenset({None, Sign.COMMA, Sign.FRAMING, Sign.NEXT})
_TIMES = (Period, Minutes)
_LISTED = (*FILTERS, Metric, Either, Dimension)
_SUBJECTS = (*FILTERS, Metric, Dimension)
_ROWS = (Dimension, Ranking, Bound)
_LIST = "list"
"""Opens a request; behind a preposition it is a list of something: "sessions from the list email"."""

_CODE = 2
"""Letters of the code of a country or a state."""


class FillersAsNames:
    """The lists of `[fillers_as_names]` in `data/doubting.toml`, and the words of `data/filler.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]], filler: Mapping[str, Any]) -> None:
        by_place = filler["by_place"]
        orders = (*by_place["orders"], *by_place["listing"])
        self._small = frozenset(tables["small"])
        self._opening = frozenset(tables["opening"])
        self._verbs = frozenset((*tables["opening"], *tables["verbs"], *by_place["giving"], *orders))
        self._fillers = frozenset((*filler["words"], *orders, *tables["by_other_rules"]))
        self._asked_of = frozenset(tables["asked_of"])
        self._named = frozenset(tables["named"])
        self._greetings = frozenset(tables["greetings"])
        self._titles = self._greetings | frozenset(tables["titles"])
        self._articles = frozenset(tables["articles"])
        self._before_times = frozenset(tables["before_times"])
        self._of_time = frozenset(tables["of_time"])
        self._pointing = frozenset(tables["pointing"])
        self._ours = frozenset(tables["ours"])

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such words as what is asked back. Linear in their number."""
        read = list(spans)
        at = 0
        while at < len(spans):
            end = _end_of_words(spans, at)
            if end > at and (self._is_object(spans, at, end) or self._is_listed(spans, at, end)):
                place = next((k for k in range(at, end) if not self._is_small(spans[k])), at)
                _ask_back(read, place)
            elif end > at and self._names(spans, end - 1):
                _ask_back(read, end - 1)
            if end < len(spans) and spans[end].words == _LIST and meaning_before(spans, end) in _LEADING_TO:
                _ask_back(read, end)
            at = max(end, at + 1)
        return tuple(read)

    def _is_object(self, spans: Sequence[Span], at: int, end: int) -> bool:
        """ "Sessions from OH last week", "users of our graph"; not "in the last week", "for our site"."""
        led, behind = meaning_at(spans, at - 1), meaning_at(spans, end)
        if not isinstance(led, Link) and led not in _LEADING:
            return False
        run = spans[at:end]
        words = _words(run[-1])
        points = words in self._pointing and not _is_code(run[-1])
        if points or words.split()[-1] in self._ours or not self._is_known(run):
            return False
        if isinstance(behind, _TIMES):
            timed = words in self._of_time and (len(run) > 1 or led != Link("from"))
            return not (
                timed
                or (_words(run[0]) in self._before_times and self._are_small(run))
                or self._of_ours(spans, at, end)
            )
        if isinstance(behind, Metric | Either):
            return not self._is_small(run[-1])
        return behind in _STOPS and words not in self._of_time

    def _of_ours(self, spans: Sequence[Span], at: int, end: int) -> bool:
        """ "Of our October visitors", "on a rolling 12 months"; not "from our last week"."""
        owned = isinstance(meaning_at(spans, end + 1), Metric | Either) or meaning_at(spans, at - 1) != Link("from")
        return owned and all(_words(span) in self._articles for span in spans[at:end])

    def _is_listed(self, spans: Sequence[Span], at: int, end: int) -> bool:
        """ "From Google and welcome last week", "DE, OH and AT"; not "Germany, please, last week"."""
        joiner, behind = meaning_at(spans, at - 1), meaning_at(spans, end)
        run = spans[at:end]
        if not isinstance(meaning_at(spans, at - 2), _LISTED) or not self._is_known(run):
            return False
        if joiner in _JOINERS:
            dated = isinstance(behind, Link) and isinstance(meaning_at(spans, end + 1), _TIMES)
            dated = dated and _words(run[-1]) not in self._pointing
            return dated or behind in _STOPS - _LEADING or isinstance(behind, _TIMES)
        if joiner is not Sign.COMMA or len(run) > 1 or spans[at - 1].text != ",":
            return False
        apart = behind not in _JOINERS and _words(run[0]) in self._greetings | self._opening | self._of_time
        courtesy = apart or self._is_small(run[0])
        if courtesy and not _is_code(run[0]):
            return False
        goes_on = behind in _JOINERS or behind is Sign.COMMA
        return isinstance(behind, _TIMES) or (goes_on and isinstance(meaning_at(spans, end + 1), _LISTED))

    def _names(self, spans: Sequence[Span], at: int) -> bool:
        """ "Thank you page views", "the welcome email", "top record pages"; not "show page views", "we got events"."""
        behind = spans[at + 1] if at + 1 < len(spans) else None
        words = _words(spans[at])
        if words not in self._fillers or self._is_small(spans[at]):
            return False
        if behind is None or not isinstance(behind.meaning, _LISTED) or behind.words.split()[0] not in self._named:
            return self._stands_behind(spans, at)
        before = meaning_before(spans, at)
        if at and spans[at - 1].meaning is Sign.FILLER and spans[at - 1].words.split()[-1] in self._asked_of:
            return words not in self._verbs
        if before in _OPENINGS:
            lists = any(isinstance(span.meaning, _ROWS) or span.meaning in _LEADING for span in spans[at + 2 :])
            is_verb = words in self._opening or (words in self._verbs and lists)
            return not is_verb and not (at == 0 and words in {"hi", "hey"})
        return not (isinstance(before, _SUBJECTS) and words in self._verbs)

    def _stands_behind(self, spans: Sequence[Span], at: int) -> bool:
        """ "Page views thank you last week"; not at the end, where it thanks."""
        before = spans[at - 1] if at else None
        named = before is not None and isinstance(before.meaning, _LISTED) and before.words.split()[0] in self._named
        return named and _words(spans[at]) in self._greetings and isinstance(meaning_at(spans, at + 1), _TIMES)

    def _is_known(self, run: Sequence[Span]) -> bool:
        """Whether they are filler wherever they stand, and not by a rule that knows their place."""
        return all(_words(span) in self._fillers or _is_code(span) for span in run)

    def _is_small(self, span: Span) -> bool:
        words = _words(span)
        return words.split()[-1] in self._small and words not in self._titles and not _is_code(span)

    def _are_small(self, run: Sequence[Span]) -> bool:
        return all(map(self._is_small, run))


def _end_of_words(spans: Sequence[Span], at: int) -> int:
    """Where the fillers that begin there end; stops are none of them."""
    while at < len(spans) and spans[at].meaning is Sign.FILLER and spans[at].text[-1:].isalpha():
        at += 1
    return at


def _words(span: Span) -> str:
    return span.words.replace("-", " ")


def _is_code(span: Span) -> bool:
    return len(span.text) == _CODE and span.text.isupper()


def _ask_back(read: list[Span], at: int) -> None:
    why = f'{read[at].quoted}: If that is a name, say of what, such as "page path containing …" or "campaign …".'
    read[at] = read[at]._replace(meaning=Doubtful(why))
