"""Tells whether a request says for itself what its frames speak of; "how many users did it get?" does not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from services.orchestrator.understanding.framing.denied import ANY_FIELD, COMPARISON
from services.orchestrator.understanding.framing.meanings import named_by
from services.orchestrator.understanding.framing.open_sentences import OpenSentences
from services.orchestrator.understanding.framing.own_things import names_work
from services.orchestrator.understanding.framing.shapes import is_of_people, is_timed
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import Role
from services.orchestrator.understanding.lexicon.fields import Dimension, Metric, Value, is_path
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Contrast, Minutes, Period, Shifted
from services.orchestrator.understanding.reading.words import split

# "I rewrote the pricing page, so how many views?" may ask about that page.
_PAGES = frozenset({"page", "pages"})
_POINTING = frozenset({"it", "its", "them", "they", "their"})
_THE = frozenset({"the", "that", "this", "these", "those", "same"})
_NAMED = frozenset({Role.THING, Role.UNCLEAR, Role.SAID})


def stands_alone(request: Sequence[Span], clauses: Sequence[Sequence[Token]], sentences: OpenSentences) -> bool:
    """Whether a request says for itself what its frames speak of, and when, and points at nothing in them."""
    around = [token for clause in clauses for token in clause]
    return (
        _says(request, clauses, sentences)
        and _asks_for_none({token.denied for token in around if token.denied}, request)
        and not _points_back(request, [token for token in around if _is_matter(token)])
        and (not any(map(is_timed, clauses)) or any(isinstance(span.meaning, Period | Minutes) for span in request))
    )


def _says(request: Sequence[Span], around: Sequence[Sequence[Token]], sentences: OpenSentences) -> bool:
    """Whether a request names each value and field that its frames name.

    A city's country will do, one of the values that a meeting is called by ("the DACH sync: users in Austria"), and for
    a value of which something is only told, that it speaks of the value's field: "phones are broken: users by device".
    """
    said = {value for span in request for value in named_by(span)}
    fields = {span.meaning.dimension for span in request if isinstance(span.meaning, Value)}
    told = fields | {span.meaning.name for span in request if isinstance(span.meaning, Dimension)}
    views = any(isinstance(span.meaning, Metric) and "PageViews" in span.meaning.name for span in request)
    views = views and not any(is_path(span.meaning) for span in request)
    viewed = _PAGES if views else frozenset[str]()
    return said.issuperset(
        value
        for of_clause in around
        for at, token in enumerate(of_clause)
        if not (token.field == "city" and "country" in fields)
        if not (is_of_people(of_clause, at) or (token.key not in viewed and sentences.tells_of_own(of_clause, at)))
        if not (token.field in told and sentences.tells_of(of_clause, at))
        if not (names_work(of_clause, at) and not said.isdisjoint(token.said))
        for value in token.said
    )


def _asks_for_none(denied: Collection[str], request: Sequence[Span]) -> bool:
    """Whether a request names none of the figures and fields that are not wanted."""
    compares = any(span.meaning is Sign.VERSUS or isinstance(span.meaning, Contrast | Shifted) for span in request)
    if compares and COMPARISON in denied:
        return False
    fields = {span.meaning.name for span in request if isinstance(span.meaning, Dimension)}
    figures = {span.meaning.name for span in request if isinstance(span.meaning, Metric)}
    return not ((fields and ANY_FIELD in denied) or (fields | figures).intersection(denied))


def _is_matter(token: Token) -> bool:
    return bool(token.roles & _NAMED) or (token.is_free and not token.roles & {Role.DOING, Role.LIGHT})


def _points_back(request: Sequence[Span], named: Sequence[Token]) -> bool:
    """ "How many users did it get?", "from there", "the (same) shop"; not "how many were there"."""
    before = ""
    for at, span in enumerate(request):
        keys = [word.key for word in split(span.text)]
        is_there = keys[-1:] == ["there"] and at > 0 and isinstance(request[at - 1].meaning, Link)
        if named and span.meaning is Sign.FILLER and (is_there or not _POINTING.isdisjoint(keys)):
            return True
        for key in keys:
            if before in _THE and any(token.key == key and not token.said for token in named):
                return True
            before = key
    return False
