"""Reads where visits began as their landing page: "sessions that did not start on /join", "began on the page /join"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric, Value, is_path
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown

_ENTRY = Dimension("landingPage", leads=True)
_PAGES = frozenset({Dimension("pagePath"), Dimension("landingPage")})
_COUNTED = frozenset({"sessions", "activeUsers", "totalUsers", "newUsers", "engagedSessions"})


class FirstPages:
    """The lists of `[first_pages]` in `data/dimensions.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._beginning = frozenset(tables["beginning"])
        self._elsewhere = tuple(tables["elsewhere"])
        self._links = frozenset(map(Link, tables["links"]))

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, the verb as the field's name and what leads to the path as filler. Linear in their number."""
        read = list(spans)
        for at, span in enumerate(spans):
            if not (
                is_path(span.meaning) or (isinstance(span.meaning, Value) and span.meaning.dimension == "pagePath")
            ):
                continue
            named = before_filler(read, at - 1)
            link = before_filler(read, named - 1) if meaning_at(read, named) in _PAGES else named
            if link != named and meaning_at(read, link) == _ENTRY:
                read[named] = read[named]._replace(meaning=Sign.FILLER)
            elif meaning_at(read, link) in self._links and self._begins(read, link - 1):
                read[link - 1] = read[link - 1]._replace(meaning=_ENTRY)
                for place in {link, named}:
                    read[place] = read[place]._replace(meaning=Sign.FILLER)
                _read_before_verb(read, link - 2)
            elif self._is_elsewhere(read, link) and self._begins(read, link - 1):
                # "Landed anywhere but (on) /pricing".
                read[link - 1] = read[link - 1]._replace(meaning=_ENTRY)
        return tuple(read)

    def _is_elsewhere(self, spans: Sequence[Span], at: int) -> bool:
        return meaning_at(spans, at) is Sign.NOT and spans[at].words.startswith(self._elsewhere)

    def _begins(self, spans: Sequence[Span], at: int) -> bool:
        if meaning_at(spans, at) is not Sign.FILLER and not isinstance(meaning_at(spans, at), Unknown):
            return False
        return spans[at].words.split()[-1] in self._beginning and _is_said_of_visits(spans, at)


def _read_before_verb(read: list[Span], at: int) -> None:
    """ "That didn't (land on)", "who (entered at)"."""
    if not isinstance(meaning_at(read, at), Unknown):
        return
    if read[at].words.endswith("n't"):
        read[at] = read[at]._replace(meaning=Sign.NOT)
    elif read[at].words == "who":
        read[at] = read[at]._replace(meaning=Sign.FILLER)


def _is_said_of_visits(spans: Sequence[Span], at: int) -> bool:
    return any(isinstance(span.meaning, Metric) and span.meaning.name in _COUNTED for span in spans[:at])
