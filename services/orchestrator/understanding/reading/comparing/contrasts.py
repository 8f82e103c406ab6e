"""Passes over what a question says it is not about: "by units, not revenue", "not last week but the week before"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Number
from services.orchestrator.understanding.lexicon.vocabulary import Link, Meaning, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.step import of_spans

_NOT = frozenset({"not", "and not", "rather than", "instead of", "as opposed to"})
_IN_PLACE_OF = frozenset({"rather than", "as opposed to"})
_COMPARES = "as opposed to"
"""With two periods; with two figures it denies the other."""

_BUT = frozenset({"but", "but rather", "but instead"})
_LEADS = frozenset({Sign.BY, Sign.SORTED_BY, Sign.EACH})
_HAVING = frozenset({Link("with"), Link("their")})


_EVENTS = frozenset({"keyEvents", "eventCount"})
_USERS = frozenset({"activeUsers", "totalUsers"})
_REVENUE = frozenset({"totalRevenue", "purchaseRevenue"})
_WHOLES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("ecommercePurchases", "transactions", "checkouts", "addToCarts", "itemsPurchased"), _EVENTS),
    **dict.fromkeys(("newUsers", "totalPurchasers"), _USERS),
    "firstTimePurchasers": _USERS | {"totalPurchasers", "newUsers"},
    "keyEvents": frozenset({"eventCount"}),
    "screenPageViews": frozenset({"eventCount"}),
    "engagedSessions": frozenset({"sessions"}),
    **dict.fromkeys(("purchaseRevenue", "itemRevenue", "totalAdRevenue", "refundAmount"), _REVENUE),
    **dict.fromkeys(("shippingAmount", "taxAmount", "itemRefundAmount", "itemDiscountAmount"), _REVENUE),
}
"""Figures, and those that they are part of."""


@of_spans({Sign.NOT})
def read_contrasts(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as filler: what is named instead says it all. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        if span.meaning is not Sign.NOT or not (span.words in _NOT or span.words.startswith("not ")):
            continue
        field = at + 1 + (meaning_at(spans, at + 1) in _LEADS or isinstance(meaning_at(spans, at + 1), Link))
        start = at - (at > 0 and spans[at - 1].meaning is Sign.COMMA)
        if end := _end_of_but(spans, field):
            read[at:end] = [said._replace(meaning=Sign.FILLER) for said in spans[at:end]]
        elif span.words in _NOT and field < len(spans) and _is_instead(spans, start, field):
            read[start : field + 1] = [said._replace(meaning=Sign.FILLER) for said in spans[start : field + 1]]
    return tuple(read)


def _end_of_but(spans: Sequence[Span], denied: int) -> int:
    """Where what counts starts, behind "not last week but"; 0 where no other of its kind stands there."""
    but = denied + 1 + (meaning_at(spans, denied + 1) is Sign.COMMA)
    if but >= len(spans) or spans[but].words not in _BUT:
        return 0
    one = spans[denied].meaning
    if isinstance(one, Value | Metric) and any(_are_alike(one, span.meaning) for span in spans[: denied - 1]):
        # "From Germany, not France but Spain".
        return 0
    link = isinstance(meaning_at(spans, but + 1), Link)
    return but + 1 if _are_alike(one, meaning_at(spans, but + 1 + link)) else 0


def _are_alike(one: Meaning | None, other: Meaning | None) -> bool:
    """Whether only one of both can be meant: two values of a field, two periods without a common day."""
    if isinstance(one, Period) and isinstance(other, Period):
        apart = one.days.end < other.days.start or other.days.end < one.days.start
        return apart and one.unit is other.unit and not (one.weekdays or other.weekdays)
    if isinstance(one, Value) and isinstance(other, Value):
        return one.dimension == other.dimension and set(one.values).isdisjoint(other.values)
    return isinstance(one, Metric) and isinstance(other, Metric) and one != other


def _is_instead(spans: Sequence[Span], start: int, field: int) -> bool:
    """Whether a figure or a field of the same kind stands before, and nothing that the other could belong to behind."""
    other, named, led = spans[field].meaning, meaning_at(spans, start - 1), meaning_at(spans, start - 2)
    if isinstance(other, Period):
        return spans[start].words != _COMPARES and _are_alike(named, other)
    belongs = isinstance(meaning_at(spans, field + 1), Bound | Number | Value | Literal)
    if belongs or other == named or isinstance(meaning_at(spans, field - 1), Link):
        return False
    if isinstance(other, Metric) and not _may_be_taken_away(spans, start, other):
        beside = isinstance(named, Metric) and led not in _HAVING and not isinstance(led, Number)
        return beside if isinstance(named, Metric) else _is_set_apart(spans, start, field)
    if isinstance(other, Dimension) and isinstance(named, Dimension):
        return led in _LEADS and not other.breaks_down
    return False


def _may_be_taken_away(spans: Sequence[Span], start: int, other: Metric) -> bool:
    """ "Key events, not purchases", "users not new users": may ask for the rest; ranked rows have none."""
    negation = next(span.words for span in spans[start:] if span.meaning is Sign.NOT)
    if negation in _IN_PLACE_OF or meaning_at(spans, start - 2) in _LEADS:
        return False
    figures = {span.meaning.name for span in spans[:start] if isinstance(span.meaning, Metric)}
    if other.name == "newUsers":
        # "Sessions, not new visitors": those of the others.
        return bool(figures) and negation != "instead of"
    wholes = _EVENTS if other.event else _WHOLES.get(other.name, frozenset())
    return not figures.isdisjoint(wholes)


def _is_set_apart(spans: Sequence[Span], start: int, field: int) -> bool:
    """ "Sessions by country, not users"."""
    figures = [at for at, span in enumerate(spans) if isinstance(span.meaning, Metric)]
    apart = spans[start].meaning is Sign.COMMA and meaning_at(spans, field + 1) in {None, Sign.FRAMING, Sign.COMMA}
    one_before = len(figures) == 2 and figures[1] == field and spans[figures[0]].meaning != spans[field].meaning
    return apart and one_before and meaning_at(spans, figures[0] - 1) not in _HAVING
