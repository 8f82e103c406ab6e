"""Asks back where a whole stands beside its part, or a second side or question beside a first.

Figures and their values are put together from all of a question, so each value holds for every figure in it. Where the
words say that one of them has none, or another, that would lose the whole, or give both sides both values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

from services.orchestrator.understanding.composing.draft import Problem, Unclear
from services.orchestrator.understanding.lexicon.fields import Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span
from services.orchestrator.understanding.reading.several.joined_clauses import (
    OF_WHICH,
    Clause,
    asks_whether,
    clauses,
    of_two_times,
)

_SHARES = frozenset({Sign.SHARE, Sign.SHARE_BEHIND})
_SAYS_WHOLE = frozenset({Sign.TOTAL, Sign.UNDIVIDED})
_PLACES = frozenset({"country", "region", "city", "continent", "subContinent"})
_TWO = 2
_ARTICLES = frozenset({"the", "a", "our"})


class _Whole(NamedTuple):
    """Words of the whole; `strong` where they are no name of a figure, nor stand before one."""

    span: Span
    strong: bool


class Wholes:
    """The words of `data/wholes.toml`."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._behind = frozenset(tables["behind"])
        self._before = frozenset(tables["before"])
        self._world = frozenset(tables["world"])
        self._besides = frozenset(tables["besides"])
        self._joining = tuple(tables["joining"])
        self._asking = frozenset(tables["asking"])
        self._following = frozenset(tables["following"])
        self._pointing = frozenset(tables["pointing"])
        self._parts: Mapping[str, str] = tables["parts"]

    def check(self, spans: Sequence[Span]) -> None:
        """Raises Unclear, naming the words, where values would reach over to what the words keep apart from them."""
        if any(span.meaning in _SHARES for span in spans):
            return
        self._check_world(spans)
        said = clauses(spans)
        if len(said) == 1:
            return
        if not any(clause.values or clause.rows for clause in said if not clause.shared):
            return
        self._check_figures_named_twice(said)
        self._check_wholes(said)
        self._check_what_comes_behind(said)
        _check_sides(said)
        _check_what_joins_values(said)

    def _check_world(self, spans: Sequence[Span]) -> None:
        """ "Sessions from Germany worldwide", "globally, sessions from Germany"; not "worldwide, excluding Germany"."""
        world = next((span for span in spans if span.meaning is Sign.FILLER and span.words in self._world), None)
        places = [span for span in spans if isinstance(span.meaning, Value) and span.meaning.dimension in _PLACES]
        if world and places and not any(span.meaning in {Sign.NOT, Sign.LEFT_OUT} for span in spans):
            _ask(world, f"{world.quoted}: All of the world, or {places[0].quoted} alone?")

    def _check_figures_named_twice(self, said: Sequence[Clause]) -> None:
        """ "Mobile users and users", "mobile sessions and sessions from email"."""
        shown = [(at, clause.figures[0]) for at, clause in enumerate(said) if clause.shows_one_figure]
        if len(shown) < _TWO:
            return
        ends = [*(at for at, _ in shown[1:]), len(said)]
        values = [_values(said, at, end) for (at, _), end in zip(shown, ends, strict=True)]
        for first, (at, figure) in enumerate(shown):
            for second, (behind, again) in enumerate(shown[first + 1 :], first + 1):
                if not self._are_one(figure, again) or _is_same_request(said, at, behind):
                    continue
                sides = said[behind].compared and values[first] and values[second] and not of_two_times(said)
                again_by = figure.meaning == again.meaning and said[behind].rows and not said[at].rows
                if again_by and values[first] == values[second]:
                    _ask(again, f"{again.quoted}: One figure, or a breakdown? Ask for each by itself.")
                if values[first] != values[second] and not sides:
                    _ask(
                        again, f"Should {again.quoted} have the values of {figure.quoted} too? Ask for each by itself."
                    )

    def _are_one(self, figure: Span, again: Span) -> bool:
        one, other = figure.meaning, again.meaning
        if isinstance(one, Metric) and isinstance(other, Metric):
            return one == other or self._parts.get(one.name) == other.name
        return isinstance(one, Either) and one == other

    def _check_wholes(self, said: Sequence[Clause]) -> None:
        """ "Users overall and in Germany", "mobile users vs all traffic", "mobile sessions and total revenue"."""
        for at, clause in enumerate(said):
            whole = None if clause.shared or clause.values else self._whole(clause)
            if whole is None:
                continue
            before = any(other.values for other in said[:at] if not other.shared)
            if clause.figures:
                undone = (before and clause.shows_one_figure) or _is_undone(whole, said, at)
            else:
                joined = self._joined(clause) or (at + 1 < len(said) and said[at + 1].joined)
                others = [*said[:at], *said[at + 1 :]]
                undone = joined and any(other.values or (other.rows and not clause.rows) for other in others)
            if undone:
                _ask(whole.span, f"{whole.span.quoted} stands beside words that take a part; ask for each by itself.")

    def _joined(self, clause: Clause) -> bool:
        """ "And overall", "then all of them"."""
        return clause.joined or any(span.words in self._following for span in clause.spans)

    def _whole(self, clause: Clause) -> _Whole | None:
        for at, span in enumerate(clause.spans):
            names = span.meaning is Sign.FILLER or isinstance(span.meaning, Metric)
            words = [word for word in span.words.split() if word not in _ARTICLES]
            leads = _leads_to_figure(clause.spans, at)
            if span.meaning in _SAYS_WHOLE or (names and len(words) > 1 and words[0] in self._before and not leads):
                return _Whole(span, strong=span.words in self._behind)
            if span.meaning is Sign.FILLER and leads and span.words in self._before:
                return _Whole(span, strong=False)
            if span.meaning is Sign.FILLER and not leads and span.words in self._behind:
                return _Whole(span, strong=True)
        return None

    def _check_what_comes_behind(self, said: Sequence[Clause]) -> None:
        """ "How many users last week? How about Germany?", "users last week, on mobile too"."""
        figured = next((at for at, clause in enumerate(said) if clause.figures), len(said))
        both = next((at for at, clause in enumerate(said) if clause.values and clause.figures), len(said))
        for at, clause in enumerate(said):
            if clause.figures and not clause.values and clause.spans[0].meaning is Sign.COUNT:
                if both < at and not asks_whether(said[figured].spans):
                    _ask(clause.spans[0], f"{clause.text}: Of all, or of those before? Ask for each by itself.")
                continue
            if not clause.values or clause.figures or clause.shared:
                continue
            if figured < at and self._asks_anew(clause):
                _ask(clause.spans[0], f"{clause.text} asks for something else; ask for each by itself.")
            is_first = figured < at and not any(before.values for before in said[:at])
            if (is_first or _is_set_off(clause)) and self._comes_besides(clause):
                _ask(clause.spans[0], f"{clause.text}: Only that, or that as well?")

    def _asks_anew(self, clause: Clause) -> bool:
        opens = clause.spans[0]
        if asks_whether(clause.spans) and any(span.words in self._pointing for span in clause.spans[1:2]):
            return True
        if opens.words in self._following or [span.meaning for span in clause.spans[:2]] == OF_WHICH:
            return True
        if opens.meaning is Sign.COUNT or (opens.meaning is Sign.WHICH and opens.words == "what"):
            return True
        return opens.words in self._asking or (clause.apart and clause.joined)

    def _comes_besides(self, clause: Clause) -> bool:
        """ "Also on mobile", "on mobile too": what is said besides are the values, and no figure."""
        if clause.figures:
            return False
        behind = any(span.words in self._besides and span.meaning is Sign.FILLER for span in clause.spans)
        return behind or any(span.words.startswith(self._joining) for span in clause.joints)


def _is_set_off(clause: Clause) -> bool:
    """Whether a comma alone stands before it."""
    return any(span.meaning is Sign.COMMA for span in clause.joints) and not clause.joined


def _is_same_request(said: Sequence[Clause], at: int, behind: int) -> bool:
    """ "Traffic: sessions from email", "sessions, mobile traffic excluded", "did Bing send any? How many visits?"."""
    heads = any(span.text == ":" for clause in said[at + 1 : behind + 1] for span in clause.joints)
    again = said[behind]
    left_out = not again.joined and Sign.NOT in again.values and again.values_before(again.figures[0])
    asked = again.apart and not again.values and asks_whether(said[at].spans)
    return heads or left_out or asked


def _is_undone(whole: _Whole, said: Sequence[Clause], at: int) -> bool:
    """Whether values behind the whole's figure take a part beside it, and are not said of it."""
    behind = said[at + 1] if at + 1 < len(said) else None
    if behind is not None and behind.values and not behind.figures:
        if behind.compared:
            return whole.strong or not behind.names_time
        return behind.joined or (whole.strong and not behind.apart and not behind.keeps_only)
    figures = [other for other in said if other.figures]
    for other in said[at + 1 :]:
        if not (other.values and other.figures) or other.apart:
            continue
        apart = len(figures) == 2 and any(span.meaning is Sign.COMMA for span in other.joints)
        if whole.strong or apart or other.values_before(other.figures[0]):
            return True
    return False


def _check_sides(said: Sequence[Clause]) -> None:
    """ "Sessions from email in October vs September from Google": what each side has would hold for both."""
    for at, clause in enumerate(said):
        if not clause.compared or not clause.values or not of_two_times(said):
            continue
        before = frozenset[object]().union(*(other.values for other in said[:at] if not other.shared))
        # "October, compared with September excluding direct".
        set_off = Sign.NOT in clause.values and any(span.meaning is Sign.COMMA for span in clause.joints)
        if (before or set_off) and before != clause.values:
            _ask(clause.spans[0], f"{clause.text} has other values than what it is compared with.")


def _check_what_joins_values(said: Sequence[Clause]) -> None:
    """ "Email and sessions": "and" joins a value to no figure; "compare mobile and desktop and show sessions" does."""
    if any(span.meaning is Sign.COMPARE for clause in said for span in clause.spans):
        return
    at = next((at for at, clause in enumerate(said) if clause.figures), 0)
    last = said[at - 1].spans[-1]
    opens = next((span for span in said[at].spans if span.meaning is not Sign.FILLER), last)
    joined = any(span.meaning is Sign.AND for span in said[at].joints) and opens in said[at].figures
    if at and joined and isinstance(last.meaning, Value | Literal):
        _ask(last, f"{last.quoted}: Only that, or something besides {opens.quoted}?")


def _values(said: Sequence[Clause], at: int, end: int) -> frozenset[object]:
    """The values of the figure in a clause, which ends where the next figure's begins."""
    first = not any(clause.figures for clause in said[:at])
    own = said[0 if first else at : end]
    return frozenset[object]().union(*(clause.values for clause in own if not clause.shared))


def _leads_to_figure(spans: Sequence[Span], at: int) -> bool:
    """Whether only filler stands between the words and a figure, or a value that describes one."""
    for span in spans[at + 1 :]:
        if span.meaning is not Sign.FILLER:
            return isinstance(span.meaning, Metric | Either | Value | Literal)
    return False


def _ask(span: Span, why: str) -> NoReturn:
    raise Unclear(why, others=(Problem(span.text, why),))
