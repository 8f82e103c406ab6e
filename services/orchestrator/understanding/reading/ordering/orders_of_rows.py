"""Words for the order of all rows, read as one: "sort them from high to low", "with the fewest views at the top"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.orders_and_bounds import Direction, Number, Ranking, Sorted, Style
from services.orchestrator.understanding.lexicon.vocabulary import Link, Meaning, Sign, Span, Unknown, span_over
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.ordering.beside_orders import read_beside_orders
from services.orchestrator.understanding.reading.ordering.figures_ordered import figure_ordered

_AT = frozenset({"at", "on"})
_ROWS = (Dimension, Either, Metric, Value, Number)
_OPENS_NEXT = (Sign.COMMA, Sign.AND, Sign.FRAMING, Sign.NEXT)


class _Extreme(NamedTuple):
    """What stands at one end of the rows, and where its words stop."""

    end: int
    descending: bool
    of: Sorted = Sorted.FIGURES
    metric: Metric | None = None
    judges: bool = False
    lasts: bool = False


class OrdersOfRows:
    """The lists of `sorting` and `[orders_of_rows]` in `data/ordering.toml`."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        rows = tables["orders_of_rows"]
        self._sorting = frozenset((*tables["sorting"], *rows["sorted"]))
        self._things = frozenset(rows["things"])
        self._leading = frozenset(rows["leading"])
        self._numbers = frozenset(rows["numbers"])
        self._ages: Mapping[str, bool] = rows["ages"]
        self.opening = self._sorting.union(age.split()[0] for age in self._ages)
        self._times = frozenset(rows["times"])
        self._standing = frozenset(rows["standing"])
        self._ends: Mapping[str, bool] = rows["ends"]
        self._sizes = frozenset(rows["sizes"])
        self._having = frozenset(rows["having"])
        self._having_them = self._having.union(rows["leading_on"])
        self._onwards = frozenset(rows["onwards"])

    def read(self, question: str, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, each such order joined into one. Linear in their number."""
        read: list[Span] = []
        at = 0
        while at < len(spans):
            found = self._order(spans, at)
            if found is None:
                read.append(spans[at])
                at += 1
                continue
            end, meaning, told = found
            if told and read and read[-1].meaning is Sign.AND:
                at -= 1
                read.pop()
            read.append(span_over(question, spans[at:end], meaning))
            at = end
        if any(isinstance(span.meaning, Direction) for span in read):
            read_beside_orders(read, self._sorting)
        return tuple(read)

    def _order(self, spans: Sequence[Span], at: int) -> tuple[int, Meaning, bool] | None:
        """Where the words of an order that start here end, what they mean, and whether they tell to sort."""
        if (by_size := self._by_size(spans, at)) or _is_ranked(spans, at):
            return by_size or at + 1, Direction(descending=True, of=Sorted.FIGURES), False
        start = self._past_sort(spans, at)
        told = start > at
        if told and start < len(spans) and _leads_to_field(spans[start]):
            return (start + 1, Sign.SORTED_BY, True) if start > at + 1 or not _is(spans, start, {"by"}) else None
        if ordered := figure_ordered(spans, start, told=told):
            return *ordered, told
        lead = start < len(spans) and (spans[start].words in self._leading or spans[start].meaning is Sign.STARTS_WITH)
        first = start + 1 if lead else start
        direction = meaning_at(spans, first)
        if isinstance(direction, Direction):
            return (first + 1, direction, True) if told else None
        if not (told or lead) and self._is_asked_of(spans, at):
            return None
        starts_with = lead and spans[start].meaning is Sign.STARTS_WITH
        if told and _is(spans, first, {"from"}):
            found = self._between(spans, first) or self._placed(spans, first + 1, leads=True)
        else:
            found = self._between(spans, first) or self._placed(spans, first, leads=starts_with)
        return None if found is None else (*found, told)

    def _by_size(self, spans: Sequence[Span], at: int) -> int:
        """Where "sorted by size" ends; 0 where something else sorts."""
        sizes = spans[at].meaning is Sign.SORTED_BY and _is(spans, at + 1, self._sizes) and not _counts(spans, at + 2)
        return at + 2 if sizes else 0

    def _past_sort(self, spans: Sequence[Span], at: int) -> int:
        """Past "sort them", "put"; `at` where no order is told."""
        if spans[at].words not in self._sorting or not (
            isinstance(spans[at].meaning, Unknown) or spans[at].meaning is Sign.WHICH
        ):
            return at
        end = at + 1
        while end < len(spans) and spans[end].words in self._things:
            end += 1
        return end

    def _is_asked_of(self, spans: Sequence[Span], at: int) -> bool:
        """ "Which page had the most views first": not how rows are sorted."""
        before = spans[at - 1] if at else None
        return before is None or before.words.split()[-1] in self._having or before.meaning in {Sign.WHICH, Sign.COUNT}

    def _between(self, spans: Sequence[Span], at: int) -> tuple[int, Direction] | None:
        """ "From most viewed to least viewed", "best to worst"."""
        first = self._extreme(spans, at + 1 if _is(spans, at, {"from"}) else at)
        if first is None or not _is(spans, first.end, {"to"}):
            return None
        last = self._extreme(spans, first.end + 1)
        if last is None or last.descending is first.descending:
            return None
        if (last.of, last.judges, last.lasts) != (first.of, first.judges, first.lasts) or len(
            {first.metric, last.metric} - {None}
        ) > 1:
            return None
        return last.end, _direction(first._replace(metric=first.metric or last.metric), at_top=True)

    def _placed(self, spans: Sequence[Span], at: int, *, leads: bool) -> tuple[int, Direction] | None:
        """ "Fewest views first", "the biggest number at the top", behind "starting with" also without a place."""
        extreme = self._extreme(spans, at) or (self._extreme_row(spans, at) if leads else None)
        if extreme is None:
            return None
        place = self._place(spans, extreme.end)
        if place is not None:
            return place[0], _direction(extreme, at_top=place[1])
        behind = spans[extreme.end].meaning if extreme.end < len(spans) else Sign.FRAMING
        ends = isinstance(behind, Period | Link) or behind in _OPENS_NEXT
        if leads and _is(spans, extreme.end, self._onwards):
            return extreme.end + 1, _direction(extreme, at_top=True)
        if not (leads and ends) or (_may_be_text(spans, at, extreme) and isinstance(spans[at - 2].meaning, Dimension)):
            return None
        return extreme.end, _direction(extreme, at_top=True)

    def _extreme(self, spans: Sequence[Span], at: int) -> _Extreme | None:
        if at >= len(spans):
            return None
        ranking = spans[at].meaning
        if (age := self._age(spans, at)) is not None:
            return age
        if not isinstance(ranking, Ranking) or ranking.stands_behind:
            return None
        end, metric = at + 1, None if _is_measured_otherwise(spans, ranking) else ranking.metric
        if end < len(spans) and spans[end].meaning is Sign.COUNT and spans[end].words.endswith("number of"):
            end += 1
        named = meaning_at(spans, end)
        if isinstance(named, Metric | Either) and metric is None:
            metric, end = (named.metric if isinstance(named, Either) else named), end + 1
        elif end > at + 1:
            return None
        elif named is not None and (spans[end].words in self._numbers or _are_rows(spans, end)):
            end += 1
        elif ranking.style is Style.TOP and ranking.metric is None:
            return None
        return _Extreme(end, ranking.descending, metric=metric, judges=ranking.judges, lasts=ranking.lasts)

    def _extreme_row(self, spans: Sequence[Span], at: int) -> _Extreme | None:
        """ "The day that had the fewest", "the city with the most users", "the channel that earned the most"."""
        if at >= len(spans) or not _are_rows(spans, at):
            return None
        at += 1
        while at < len(spans) and (spans[at].words in self._having_them or spans[at].meaning == Link("with")):
            at += 1
        ranking = meaning_at(spans, at)
        if isinstance(ranking, Ranking) and ranking.stands_behind and ranking.metric:
            return _Extreme(at + 1, ranking.descending, metric=ranking.metric)
        extreme = self._extreme(spans, at)
        if extreme is None and isinstance(ranking, Ranking) and ranking.style is Style.MOST:
            return _Extreme(at + 1, ranking.descending)
        return extreme

    def _age(self, spans: Sequence[Span], at: int) -> _Extreme | None:
        """ "Latest", "most recent day"."""
        end, words = at + 1, spans[at].words.removeprefix("the ")
        if words == "most" and end < len(spans) and spans[end].words == "recent":
            end, words = end + 1, "most recent"
        age = next((age for age in self._ages if words == age or words.startswith(f"{age} ")), "")
        rest = words.removeprefix(age).strip()
        if not age or (rest and rest not in self._times):
            return None
        if not rest and end < len(spans) and spans[end].words in self._times:
            end += 1
        return _Extreme(end, self._ages[age], Sorted.TIME)

    def _place(self, spans: Sequence[Span], at: int) -> tuple[int, bool] | None:
        """Where the words for a place end, and whether it is the top."""
        while at < len(spans) and spans[at].words in self._standing:
            at += 1
        if at >= len(spans):
            return None
        if spans[at].meaning is Sign.FIRST or (isinstance(spans[at].meaning, Unknown) and spans[at].words == "last"):
            return None if _counts(spans, at + 1) else (at + 1, spans[at].words == "first")
        if spans[at].words not in _AT or at + 1 == len(spans) or _counts(spans, at + 2):
            return None
        if at + 2 < len(spans) and spans[at + 2].meaning == Link("of"):
            # "On top of sessions".
            return None
        end = spans[at + 1]
        if (
            isinstance(end.meaning, Ranking)
            and end.meaning.style is Style.TOP
            and end.words.split()[-1] in {"top", "bottom"}
        ):
            return at + 2, end.meaning.descending
        at_top = self._ends.get(end.words.removeprefix("the "))
        return None if at_top is None else (at + 2, at_top)


def _is_ranked(spans: Sequence[Span], at: int) -> bool:
    """ "Revenue by country, ranked"."""
    ends = at + 1 == len(spans) or spans[at + 1].meaning in _OPENS_NEXT
    counted = any(isinstance(span.meaning, Metric) for span in spans[:at])
    return ends and counted and spans[at].words == "ranked" and isinstance(spans[at].meaning, Unknown)


def _leads_to_field(span: Span) -> bool:
    return span.meaning is Sign.SORTED_BY or (span.meaning is Sign.BY and span.words == "by")


def _may_be_text(spans: Sequence[Span], at: int, extreme: _Extreme) -> bool:
    """ "Pages starting with best" have that in their path; "starting with the lowest", "with most views" are orders."""
    bare = extreme.end == at + 1 and extreme.metric is None and not spans[at].words.startswith("the ")
    return bare and extreme.of is Sorted.FIGURES and at > 1


def _are_rows(spans: Sequence[Span], at: int) -> bool:
    """ "Least viewed pages first", where the rows are pages."""
    field = spans[at].meaning
    if not isinstance(field, Dimension):
        return False
    others = (span.meaning for span in (*spans[:at], *spans[at + 1 :]))
    return any(isinstance(other, Dimension) and other.name == field.name for other in others)


def _is_measured_otherwise(spans: Sequence[Span], ranking: Ranking) -> bool:
    """ "Purchases by hour, busiest first": by the figure that is named."""
    return any(isinstance(span.meaning, Metric) and span.meaning.name in ranking.measured_by for span in spans)


def _counts(spans: Sequence[Span], at: int) -> bool:
    """ "Most viewed first 10 pages"."""
    return at < len(spans) and isinstance(spans[at].meaning, _ROWS)


def _direction(first: _Extreme, *, at_top: bool) -> Direction:
    return Direction(first.descending is at_top, first.of, first.metric, first.judges, first.lasts)


def _is(spans: Sequence[Span], at: int, words: frozenset[str] | set[str]) -> bool:
    return at < len(spans) and spans[at].words in words
