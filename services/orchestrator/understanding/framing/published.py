"""Tells whether a title could be what is read: "press kit: downloads last week"; not "press kit: users last week"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import Role, Tables, words_of
from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.vocabulary import Span

_OF_PAGES = "screenPageViews"
_OF_FILES = "file_download"
_OF_A_NAME = frozenset({Role.NOUN, Role.DOCUMENT, Role.QUALIFIER, Role.LIGHT})


class Published:
    """The list of `[edges]` in `data/framing.toml` of documents that a site has too."""

    def __init__(self, tables: Tables) -> None:
        self._published = tuple(words_of(tables["edges"]["published"]))

    def may_be_asked_about(self, request: Sequence[Span], clauses: Sequence[Sequence[Token]]) -> bool:
        """Whether views or downloads are asked for, and a clause only names such a document."""
        figures = [span.meaning for span in request if isinstance(span.meaning, Metric)]
        are_read = any(figure.name == _OF_PAGES or figure.event == _OF_FILES for figure in figures)
        return are_read and any(map(self._only_names, clauses))

    def _only_names(self, tokens: Sequence[Token]) -> bool:
        named = " ".join(token.key for token in tokens)
        return named.endswith(self._published) and all(token.roles & _OF_A_NAME for token in tokens)
