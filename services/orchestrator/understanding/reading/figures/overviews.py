"""Reads questions after a period or rows alone as ones for an overview: "how was last week", "how did email do"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Link, Overview, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Contrast, Period, Shifted
from services.orchestrator.understanding.reading.step import Trait

_HOW = "how"
""" "How the site performed", which needs a verb behind."""

_ASKING = frozenset({"how was", "how is", "how's", "hows", "how did", "how are", "how were", "how has", "how have"})
_BEING = frozenset({"how was", "how is", "how's", "hows", "how are", "how were"})
_TELLING = frozenset({"tell me about", "tell us about"})
_OPENING = _ASKING | _TELLING | {_HOW, "summarise", "summarize", "recap"}
_GOING = frozenset({"go", "going", "gone", "doing", "do", "perform", "performing", "performed", "did", "went", "fared"})
_LOOKS_LIKE = frozenset({"look like", "looks like", "looked like", "looking like"})
_ARTICLES = frozenset({"the", "our"})
_FOR_WHOM = ("site", "website", "us", "business", "shop", "store")
_TIMES = (Period, Contrast, Shifted)
_KEPT = (*_TIMES, Value, Literal)
_DESCRIBING = (Period, Value)
_LINKS = frozenset(map(Link, ("in", "for", "on", "during", "of")))
_NUMBERS = frozenset({"numbers", "figures", "stats", "statistics", "performance"})
_SUMMING_UP = frozenset({"summarise", "summarize", "recap", "sum up"})
_BESIDE_TIMES = _LINKS | {Sign.VERSUS, Sign.SO_FAR, Sign.FRAMING}
OVERVIEW: frozenset[Trait] = frozenset({Overview, *_OPENING, *_LOOKS_LIKE, *_NUMBERS})
_BESIDE_NUMBERS = _BESIDE_TIMES | {Sign.COMMA}


def read_overview(spans: Sequence[Span], overview: Overview) -> tuple[Span, ...]:
    """The spans; where they ask how a period was and name nothing else, their first words are the overview."""
    spans = _with_numbers(_with_figures_of_their_own(spans), overview)
    opening = next((at for at, span in enumerate(spans) if span.text.lower() in _OPENING), _what(spans))
    if opening is None or any(span.meaning not in {Sign.FILLER, Sign.FRAMING, Sign.COMMA} for span in spans[:opening]):
        return tuple(spans)
    behind = spans[opening + 1 :]
    if spans[opening].text.lower() == _HOW and not any(span.words.split()[-1] in _GOING for span in behind):
        return tuple(spans)
    # "How did email do last week": what did so is no figure, and no time.
    goes = spans[opening].words in _BEING or any(span.text.lower() in _GOING for span in behind)
    timed = any(isinstance(span.meaning, Period) for span in behind)
    if not timed and not (goes and any(_keeps_rows(behind, at) for at in range(len(behind)))):
        return tuple(spans)
    read = [spans[opening]._replace(meaning=overview)]
    for at, span in enumerate(behind):
        if _only_goes_on(span) or (span.meaning == Link("for") and _is_for_us(behind[at + 1 :])):
            read.append(span._replace(meaning=Sign.FILLER))
        elif isinstance(span.meaning, _TIMES) or (goes and _keeps_rows(behind, at)) or span.meaning in _BESIDE_TIMES:
            read.append(span)
        else:
            return tuple(spans)
    return (*spans[:opening], *read)


def _with_figures_of_their_own(spans: Sequence[Span]) -> Sequence[Span]:
    """ "A summary of key events by channel", "an overview of last week's sessions": the words for one say nothing."""
    for at, span in enumerate(spans[:-2]):
        if isinstance(span.meaning, Overview) and spans[at + 1].meaning == Link("of"):
            behind = (each.meaning for each in spans[at + 2 :] if each.meaning is not Sign.FILLER)
            of_what = next((meaning for meaning in behind if not isinstance(meaning, _DESCRIBING)), None)
            if isinstance(of_what, Metric | Either) or of_what is Sign.COUNT:
                passed = [each._replace(meaning=Sign.FILLER) for each in spans[at : at + 2]]
                return (*spans[:at], *passed, *spans[at + 2 :])
            if not isinstance(of_what, _TIMES) and _is_for_us(spans[at + 2 :]):
                # "An overview of the website for October".
                return (*spans[: at + 1], spans[at + 1]._replace(meaning=Sign.FILLER), *spans[at + 2 :])
    return spans


def _with_numbers(spans: Sequence[Span], overview: Overview) -> Sequence[Span]:
    """ "Give me last month's numbers", "October figures vs September", "email performance": what an overview shows."""
    numbers = [
        at for at, span in enumerate(spans) if _says_nothing(span) and not _NUMBERS.isdisjoint(span.words.split())
    ]
    passed = {at for at, span in enumerate(spans) if span.meaning is Sign.FILLER or span.words in _SUMMING_UP}
    others = [span.meaning for at, span in enumerate(spans) if at not in passed.union(numbers)]
    named = any(isinstance(meaning, _KEPT) for meaning in others)
    if len(numbers) != 1 or not named or not all(isinstance(each, _KEPT) or each in _BESIDE_NUMBERS for each in others):
        return spans
    read = [span._replace(meaning=Sign.FILLER) if at in passed else span for at, span in enumerate(spans)]
    read[numbers[0]] = read[numbers[0]]._replace(meaning=overview)
    return read


def _says_nothing(span: Span) -> bool:
    return span.meaning is Sign.FILLER or isinstance(span.meaning, Unknown | Ambiguous)


def _keeps_rows(spans: Sequence[Span], at: int) -> bool:
    """ "Email", "the spring_sale campaign", "the email channel"; not a field alone."""
    meaning = spans[at].meaning
    if isinstance(meaning, Dimension):
        beside = [span.meaning for span in (*spans[max(at - 1, 0) : at], *spans[at + 1 : at + 2])]
        return not meaning.plural and any(isinstance(each, Value | Literal) for each in beside)
    return isinstance(meaning, Value | Literal)


def _what(spans: Sequence[Span]) -> int | None:
    """ "What did last month look like"."""
    if not any(span.text.lower() in _LOOKS_LIKE for span in spans):
        return None
    return next((at for at, span in enumerate(spans) if span.text.lower() == "what"), None)


def _only_goes_on(span: Span) -> bool:
    """ "This month going"."""
    return span.meaning is Sign.FILLER or (isinstance(span.meaning, Unknown) and span.text.lower() in {*_GOING, "us"})


def _is_for_us(behind: Sequence[Span]) -> bool:
    """ "For the website"."""
    named = next((span for span in behind if span.text.lower() not in _ARTICLES), None)
    if named is None:
        return False
    return named.text.lower() == "us" or (named.meaning is Sign.FILLER and named.text.lower().endswith(_FOR_WHOM))
