"""Cuts a question into the stretches between its joints, to see which figure each value was said of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period, Shifted

_JOINTS = frozenset({Sign.AND, Sign.OR, Sign.COMMA, Sign.VERSUS, Sign.NEXT})
_JOINS = frozenset({Sign.AND, Sign.OR, Sign.VERSUS})
_ENDS_OF_SENTENCES = frozenset({".", "?", "!", ";"})
_JOINED_WHERE_COMPARED = frozenset({Link("with"), Link("to")})
_YES_OR_NO = frozenset({"did", "do", "does", "is", "are", "was", "were", "has", "have"})
_FROM, _OF = Link("from"), Link("of")
OF_WHICH = [_OF, Sign.WHICH]
"""Opens a clause without a joint: "sessions last week of which mobile"."""

_OTHER_USE = frozenset({Sign.BY, Sign.EACH, Sign.SORTED_BY, Sign.LIMIT, Sign.FIRST, Sign.ROWS})
"""Before a figure: it sorts, bounds or ranks rows, and is no other figure to show."""


@dataclass(slots=True)
class Clause:
    """The spans between two joints; `joints` are those before them, `apart` where a sentence ended there.

    `shared` where its values hold for all that follows: "in Germany, users and users on mobile".
    """

    joints: list[Span] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    shared: bool = False

    @property
    def apart(self) -> bool:
        """Whether a sentence ended before it."""
        return any(span.text in _ENDS_OF_SENTENCES for span in self.joints)

    @property
    def joined(self) -> bool:
        """Whether more than a comma joins it to what stands before."""
        return any(span.meaning in _JOINS for span in self.joints)

    @property
    def compared(self) -> bool:
        """Whether it is the other side of a comparison."""
        return any(span.meaning is Sign.VERSUS for span in self.joints)

    @property
    def figures(self) -> list[Span]:
        """The figures it names, people that describe visits aside: "sessions from new users"."""
        return [span for at, span in enumerate(self.spans) if self._is_figure(at)]

    @property
    def values(self) -> frozenset[object]:
        """What rows must have by it, or must not."""
        found: set[object] = set()
        for at, span in enumerate(self.spans):
            meaning = span.meaning
            if isinstance(meaning, Value | Literal | Deed) or self._describes(at):
                found.add(_bare(meaning))
            elif isinstance(meaning, Period) and meaning.weekdays:
                found.add(meaning.weekdays)
            elif meaning in {Sign.NOT, Sign.LEFT_OUT}:
                found.add(Sign.NOT)
        return frozenset(found)

    @property
    def rows(self) -> bool:
        """Whether it names what rows are of."""
        return any(isinstance(span.meaning, Dimension) for span in self.spans)

    @property
    def names_time(self) -> bool:
        """Whether a period stands in it."""
        return any(isinstance(span.meaning, Period | Shifted) for span in self.spans)

    @property
    def is_shifted(self) -> bool:
        """Whether it names a period by another: "the week before"."""
        return any(isinstance(span.meaning, Shifted) for span in self.spans)

    @property
    def shows_one_figure(self) -> bool:
        """Whether it has one figure, shown for itself: nothing before that sorts, bounds or ranks rows by it."""
        figures = self.figures
        if len(figures) != 1:
            return False
        before = self.spans[: self.spans.index(figures[0])]
        return not any(
            span.meaning in _OTHER_USE or isinstance(span.meaning, Bound | Bounds | Ranking | Number) for span in before
        )

    @property
    def keeps_only(self) -> bool:
        """ "Germany only"."""
        return any(span.meaning is Sign.ONLY for span in self.spans)

    @property
    def text(self) -> str:
        """Its words in quotes."""
        return Span(" ".join(span.text for span in self.spans), Sign.FILLER).quoted

    def values_before(self, figure: Span) -> bool:
        """Whether values stand before the figure."""
        return any(isinstance(span.meaning, Value | Literal) for span in self.spans[: self.spans.index(figure)])

    def _is_figure(self, at: int) -> bool:
        return isinstance(self.spans[at].meaning, Metric | Either) and not self._describes(at)

    def _describes(self, at: int) -> bool:
        meaning = self.spans[at].meaning
        people = isinstance(meaning, Metric) and meaning.name == "newUsers"
        return people and at > 0 and self.spans[at - 1].meaning == _FROM


def clauses(spans: Sequence[Span]) -> list[Clause]:
    """The clauses of a question, framing and empty ones left out."""
    compares = any(span.meaning is Sign.COMPARE for span in spans)
    found = [Clause()]
    for at, span in enumerate(spans):
        if span.meaning == _OF and found[-1].spans and [said.meaning for said in spans[at : at + 2]] == OF_WHICH:
            found.append(Clause())
        ends = span.text in _ENDS_OF_SENTENCES and span.meaning in {Sign.FILLER, Sign.FRAMING}
        sides = compares and span.meaning in _JOINED_WHERE_COMPARED
        if ends or sides or span.meaning in _JOINTS:
            if found[-1].spans:
                found.append(Clause())
            found[-1].joints.append(span._replace(meaning=Sign.VERSUS) if sides else span)
        elif span.meaning is not Sign.FRAMING:
            found[-1].spans.append(span)
    said = [clause for clause in found if clause.spans]
    if len(said) > 1:
        _share_what_leads(said)
    return said


def of_two_times(said: Sequence[Clause]) -> bool:
    """Whether two periods are compared, one on each side."""
    other = next((at for at, clause in enumerate(said) if clause.compared), len(said))
    first, second = said[:other], said[other:]
    return any(clause.is_shifted for clause in second) or all(
        any(clause.names_time for clause in side) for side in (first, second)
    )


def asks_whether(spans: Sequence[Span]) -> bool:
    """ "Did Reddit send traffic?"."""
    return bool(spans) and spans[0].words.split()[0] in _YES_OR_NO


def _share_what_leads(said: Sequence[Clause]) -> None:
    """ "In Germany, …": what stands before a comma, and before any figure."""
    leading = next((at for at, clause in enumerate(said) if clause.figures), 0)
    if leading and not said[leading].joined and not said[leading].apart:
        for clause in said[:leading]:
            clause.shared = True


def _bare(meaning: object) -> object:
    """The value without how it was said: "German" and "Germany"."""
    if isinstance(meaning, Value):
        return meaning.dimension, frozenset(meaning.values), meaning.match
    return meaning
