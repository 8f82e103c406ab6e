"""Reads words that lead to a value: "revenue driven by email", "filtered to Germany", "once direct is excluded"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, meaning_before, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.plan import Match
from services.orchestrator.understanding.reading.step import of_spans

_COMING = frozenset({"browsing", "shopping", "surfing", "hailing", "originating", "stemming", "deriving", "arriving"})
_WHERE = frozenset(map(Link, ("on", "in", "from", "via", "with")))
_DONE_BY = frozenset(
    {"driven", "generated", "made", "produced", "delivered", "earned", "sent", "referred", "contributed", "brought"}
    | {"brought in", "created", "attracted", "supplied", "yielded"}
)
_FILTERED = frozenset({"filtered", "filter", "filtering"})
_FILTERED_BY = frozenset({Sign.BY, Sign.COMMA, Sign.EQUALS, *map(Link, ("to", "on", "for", "by"))})
_CLAUSES = frozenset({"once", "if", "when", "after"})
_AMONG = ("between", "among", "across", "over", "into")
_JOINERS = frozenset({Sign.AND, Sign.COMMA, Sign.VERSUS})
_FEW = 8
"""Spans of a list of values."""


@of_spans({Value, Literal, Dimension}, {Unknown, Sign.BY, Sign.LIMIT, *_CLAUSES})
def read_words_before_values(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as prepositions or as filler. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(read):
        behind = past_filler(read, at + 1)
        if behind >= len(read):
            break
        if span.meaning is Sign.BY and span.words == "across" and _is_across_all(read, at, behind):
            across = " ".join(word.text for word in read[at : behind + 1])
            meaning = Ambiguous((f"by {read[behind].text}", "in total"))
            read[at : behind + 1] = [Span(across, meaning, span.start, read[behind].end)]
        elif span.meaning is Sign.BY:
            _read_by(read, at, behind)
        elif span.meaning is Sign.LIMIT and isinstance(read[behind].meaning, Value):
            read[at] = span._replace(meaning=Sign.ONLY)
        elif isinstance(span.meaning, Unknown) or span.words in _CLAUSES:
            _read_verb(read, at, behind)
    return tuple(read)


def _is_across_all(spans: Sequence[Span], at: int, behind: int) -> bool:
    """ "Across all devices" divides figures, or adds them up."""
    rows = spans[behind].meaning
    said = [word for span in spans[at + 1 : behind] for word in span.words.split()]
    return "all" in said and isinstance(rows, Dimension) and rows.plural


def _read_by(read: list[Span], at: int, behind: int) -> None:
    """ "Driven by email", "across Germany", "split between mobile and desktop"."""
    done = at > 0 and read[at - 1].words in _DONE_BY and _is_passed(read[at - 1])
    if read[at].words == "by" and done and _is_led(read, behind):
        read[at - 1] = read[at - 1]._replace(meaning=Sign.FILLER)
        read[at] = read[at]._replace(meaning=Link("from"))
    elif read[at].words.endswith(_AMONG) and isinstance(read[behind].meaning, Value):
        _read_among(read, at, behind)


def _read_among(read: list[Span], at: int, behind: int) -> None:
    """Bare "across" leaves open whether a list of values is added up."""
    joiners = _joiners_of_list(read, behind)
    if joiners and read[at].words != "across" and read[joiners[-1]].meaning is not Sign.COMMA:
        read[at] = read[at]._replace(meaning=Sign.FILLER)
        read[joiners[-1]] = read[joiners[-1]]._replace(meaning=Sign.VERSUS)
    elif not joiners and read[at].words == "across":
        read[at] = read[at]._replace(meaning=Link("in"))


def _joiners_of_list(spans: Sequence[Span], at: int) -> list[int]:
    """Where the values of one field are joined that begin at the span."""
    first = spans[at].meaning
    joiners: list[int] = []
    while isinstance(first, Value) and len(joiners) < _FEW:
        joiner = past_filler(spans, at + 1)
        at = past_filler(spans, joiner + 1)
        if at >= len(spans) or spans[joiner].meaning not in _JOINERS:
            break
        other = spans[at].meaning
        if not isinstance(other, Value) or other.dimension != first.dimension or first.match is not Match.EXACT:
            break
        joiners.append(joiner)
    return joiners


def _read_verb(read: list[Span], at: int, behind: int) -> None:
    word, following = read[at].words, read[behind].meaning
    if word in _COMING and following in _WHERE and _is_led(read, behind + 1):
        read[at] = read[at]._replace(meaning=Sign.FILLER)
    elif word in _FILTERED and following in _FILTERED_BY and _is_led(read, behind + 1):
        _read_filtered(read, at, behind)
    elif word in _FILTERED and _is_led(read, at + 1) and isinstance(following, Dimension):
        read[at] = read[at]._replace(meaning=Link("for"))
    elif word == "bar" and isinstance(following, Value):
        read[at] = read[at]._replace(meaning=Sign.NOT)
    elif word == "due" and _is_of_figure(read, at) and following == Link("to") and _is_value(read, behind + 1):
        read[at] = read[at]._replace(meaning=Link("via"))
        read[behind] = read[behind]._replace(meaning=Sign.FILLER)
    elif word == "net" and following == Link("of") and _is_value(read, behind + 1):
        read[at] = read[at]._replace(meaning=Sign.NOT)
        read[behind] = read[behind]._replace(meaning=Sign.FILLER)
    elif word in _CLAUSES and isinstance(following, Value) and _is_left_out(read, behind):
        read[at] = read[at]._replace(meaning=Link("with"))


def _read_filtered(read: list[Span], at: int, behind: int) -> None:
    """ "With a filter on Germany", "filtered by country Germany"."""
    before = before_filler(read, at - 1)
    if before >= 0 and read[before].meaning == Link("with"):
        read[before] = read[before]._replace(meaning=Sign.FILLER)
    read[at] = read[at]._replace(meaning=Sign.FILLER)
    read[behind] = read[behind]._replace(meaning=Link("for"))


def _is_of_figure(spans: Sequence[Span], at: int) -> bool:
    """ "Revenue due to email", "that is due to email"; "sessions fell due to email" has a cause."""
    return isinstance(meaning_before(spans, at), Metric | Period)


def _is_passed(span: Span) -> bool:
    return span.meaning is Sign.FILLER or isinstance(span.meaning, Unknown)


def _is_value(spans: Sequence[Span], at: int) -> bool:
    return isinstance(meaning_at(spans, past_filler(spans, at)), Value | Literal)


def _is_led(spans: Sequence[Span], at: int) -> bool:
    """Whether a value follows, its field and what sets it equal before it or not."""
    at = past_filler(spans, at)
    if at < len(spans) and isinstance(spans[at].meaning, Dimension):
        at = past_filler(spans, at + 1)
        if at < len(spans) and spans[at].meaning is Sign.EQUALS:
            at += 1
    return _is_value(spans, at)


def _is_left_out(spans: Sequence[Span], at: int) -> bool:
    """ "Direct is excluded", "direct and referral traffic are left out"."""
    for span in spans[at : at + _FEW]:
        if span.meaning is Sign.LEFT_OUT:
            return True
        if not isinstance(span.meaning, Value | Metric) and span.meaning not in {Sign.AND, Sign.OR, Sign.FILLER}:
            return False
    return False
