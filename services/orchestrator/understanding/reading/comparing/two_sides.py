"""Reads sentences that set two periods or values side by side: "higher in October than in August", "that of August".

What joins the two is a "versus" there, and words that only ask, or say the figures again, are filler.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Cause, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period, Shifted
from services.orchestrator.understanding.reading.comparing.joints import (
    LEADS_TO_TIMES,
    SIDES,
    TIMES,
    Joints,
    asks_for_rows,
    is_of_difference,
)
from services.orchestrator.understanding.reading.comparing.which_is_more import asking_which_is_more
from services.orchestrator.understanding.reading.several.joined_clauses import clauses, of_two_times

_ASKS_WHY = frozenset({Cause.WHY, Cause.HAPPENED, Cause.CHANGE})
_SAME_FIGURES = ((Metric, Value), (Metric,))
_JOINS_FIGURES = frozenset({Sign.FILLER, Sign.AND, Sign.VERSUS})


class TwoSides:
    """The lists of `[two_sides]` in `data/structure.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._joints = Joints(tables)
        self._laying = frozenset(tables["laying"])
        self.joining = self._joints.first_words

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, read so. Linear in their number."""
        read = list(spans)
        if self._joints.may_stand(read):
            self._read_sides(read)
        _drop_moves(read)
        for place, meaning in asking_which_is_more(read).items():
            read[place] = read[place]._replace(meaning=meaning)
        return tuple(read)

    def _read_sides(self, read: list[Span]) -> None:
        at = self._joints.said(read)
        if at is None:
            at = self._joints.known(read)
        else:
            self._join(read, at)
        if at is not None:
            self._drop_what_is_laid(read, at)
            self._drop_second_clause(read, at)
            self._drop_figures_said_again(read, at)

    def _join(self, read: list[Span], at: int) -> None:
        """The joint as "versus", the words of degree before it as filler."""
        for place in range(at):
            between = read[place].meaning is Sign.OR and place > 0 and self._joints.is_degree(read[place - 1])
            said = read[place].meaning is not Sign.FILLER and self._joints.leads_to_degree(read, place)
            if between or said or self._joints.is_degree(read[place]) or is_of_difference(read[place]):
                _fill(read, place)
        read[at] = read[at]._replace(meaning=Sign.VERSUS)

    def _drop_what_is_laid(self, read: list[Span], at: int) -> None:
        """ "Put October revenue next to August revenue"."""
        first = next((place for place, span in enumerate(read) if not _is_around(span)), at)
        if isinstance(read[first].meaning, Unknown) and read[first].words in self._laying:
            _fill(read, first)

    def _drop_second_clause(self, read: list[Span], at: int) -> None:
        """ "And how does that compare to", "and compare it with": what stands before the joint says nothing more."""
        start = at
        while start and (
            read[start - 1].meaning in {Sign.FILLER, Sign.COMPARE} or self._joints.points(read[start - 1])
        ):
            start -= 1
        self._fill_pointers(read, range(start, at))
        if start and start < at and read[start - 1].meaning is Sign.AND:
            _fill(read, start - 1)

    def _drop_figures_said_again(self, read: list[Span], at: int) -> None:
        """ "Than those of August", "vs August revenue": the same figures as before the joint."""
        end = next((place for place in range(at, len(read)) if isinstance(read[place].meaning, SIDES)), at)
        self._fill_pointers(read, range(at, end))
        for kinds in _SAME_FIGURES:
            if Value not in kinds and not _same_values(read):
                # "Mobile users in October vs users in September": are the latter all users?
                return
            said = [span.meaning for span in read[:at] if isinstance(span.meaning, kinds)]
            again = [place for place in range(at, len(read)) if isinstance(read[place].meaning, kinds)]
            if said and [read[place].meaning for place in again] == said and not _parted(read, at, again[-1]):
                for place in range(again[0], again[-1] + 1):
                    if isinstance(read[place].meaning, kinds) or read[place].meaning is Sign.AND:
                        _fill(read, place)
                return

    def _fill_pointers(self, read: list[Span], places: range) -> None:
        for place in places:
            if self._joints.points(read[place]):
                _fill(read, place)


def _drop_moves(read: list[Span]) -> None:
    """Words of movement beside a comparison: "is revenue up year on year"."""
    meanings = [span.meaning for span in read]
    if Cause.MOVED not in meanings or not _ASKS_WHY.isdisjoint(meanings) or asks_for_rows(read):
        return
    versus = Sign.VERSUS in meanings or Sign.COMPARE in meanings
    times = [meaning for meaning in meanings if isinstance(meaning, TIMES)]
    if (versus and len(times) > 1) or any(_compares(time) for time in times):
        for place, meaning in enumerate(meanings):
            if meaning is Cause.MOVED:
                _fill(read, place)


def _compares(time: Period | Shifted) -> bool:
    """ "Week on week"."""
    return isinstance(time, Shifted) and time.compares and not time.by_default


def _same_values(spans: Sequence[Span]) -> bool:
    """Whether the other time has the values of the first, those set before both aside; values may be the sides too."""
    said = [clause for clause in clauses(spans) if not clause.shared]
    other = next((at for at, clause in enumerate(said) if clause.compared), len(said))
    first, second = (
        frozenset[object]().union(*(each.values for each in side)) for side in (said[:other], said[other:])
    )
    return first == second or not of_two_times(said)


def _is_around(span: Span) -> bool:
    return span.meaning in {Sign.FILLER, Sign.FRAMING, Sign.COMMA, Sign.NEXT}


def _parted(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether anything but periods, their prepositions and the joiners of figures stands there."""
    between = (span.meaning for span in spans[start + 1 : end])
    return any(
        meaning not in _JOINS_FIGURES and meaning not in LEADS_TO_TIMES and not isinstance(meaning, (Metric, *SIDES))
        for meaning in between
    )


def _fill(read: list[Span], place: int) -> None:
    read[place] = read[place]._replace(meaning=Sign.FILLER)
