"""Finds numbers that could be two: "1.000", a thousand where dots group digits; "-5", below zero or behind a dash."""

from __future__ import annotations

import re
from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Literal, LiteralKind, Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Link, Meaning, Sign, Span, Unknown

_SHORT_DATE = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2}")
_MONEY = frozenset({"$", "€", "£"})
_THOUSAND = 1_000
_GROUPED_OR_DECIMAL = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


def with_doubtful_numbers(question: str, spans: Sequence[Span]) -> list[Span]:
    """The spans, such numbers as what is asked back."""
    read: list[Span] = []
    before: Meaning = Sign.COMMA
    for span in spans:
        if _is_short_date(span) and (isinstance(before, Link | Metric) or before is Sign.COMMA):
            read.append(span._replace(meaning=Unknown()))
        elif not isinstance(span.meaning, Number):
            read.append(span)
        elif _GROUPED_OR_DECIMAL.fullmatch(span.text):
            read.append(span._replace(meaning=Ambiguous((span.text.replace(".", ""), f"{span.meaning.value:g}"))))
        elif read and _is_minus(question, read[-1], span):
            minus = read.pop()
            read.append(Span(question[minus.start : span.end], Unknown(), minus.start, span.end, span.slips))
        else:
            read.append(span)
        before = before if span.meaning is Sign.FILLER else span.meaning
    return _with_open_thousands(question, read)


def _with_open_thousands(question: str, spans: list[Span]) -> list[Span]:
    """ "Between 2 and 3k": the first number may be thousands too; in "500 to 2k" it cannot be."""
    for at, span in enumerate(spans):
        end = at + 2 + (at + 2 < len(spans) and spans[at + 2].text in _MONEY)
        if end >= len(spans) or not isinstance(low := span.meaning, Number) or not _leads_to(spans, at):
            continue
        high = spans[end].meaning
        if not isinstance(high, Number) or spans[end].text[-1] not in "kK" or span.text[-1] in "kK%":
            continue
        if low.value * _THOUSAND < high.value:
            first = _between(spans, at) if spans[at + 1].meaning is Sign.AND else at
            start, stop = spans[first].start, spans[end].end
            both = tuple(f"between {number} and {high.value:.15g}" for number in (f"{low.value:g}k", f"{low.value:g}"))
            return [
                *spans[:first],
                Span(question[start:stop], Ambiguous(both), start, stop),
                *spans[end + 1 :],
            ]
    return spans


def _leads_to(spans: Sequence[Span], at: int) -> bool:
    """Whether a range goes on behind its first number."""
    between = spans[at + 1].meaning is Sign.AND and _between(spans, at) >= 0
    return between or spans[at + 1].words in {"to", "-"}


def _between(spans: Sequence[Span], at: int) -> int:
    """Where "between" stands before a number, -1 where it does not."""
    start = at - 1 - (at > 1 and spans[at - 1].text in _MONEY)
    return start if start >= 0 and spans[start].words == "between" else -1


def _is_short_date(span: Span) -> bool:
    """ "03.10.26", which is no domain; behind the name of a field it may be a version."""
    is_domain = isinstance(span.meaning, Literal) and span.meaning.kind is LiteralKind.DOMAIN
    return is_domain and _SHORT_DATE.fullmatch(span.text) is not None


def _is_minus(question: str, sign: Span, number: Span) -> bool:
    """Whether a dash touches the number and nothing before it."""
    if sign.text != "-" or sign.meaning is not Sign.FILLER or sign.end != number.start:
        return False
    return sign.start == 0 or question[sign.start - 1].isspace()
