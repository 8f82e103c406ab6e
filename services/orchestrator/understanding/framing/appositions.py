"""Tells what only announces the value that the request names: "our new section: views of pages starting with /news"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.clauses import Clause
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import Role, Tables, words_of
from services.orchestrator.understanding.lexicon.english import Part
from services.orchestrator.understanding.lexicon.fields import Literal, Value, is_path
from services.orchestrator.understanding.lexicon.lexicon import plurals
from services.orchestrator.understanding.lexicon.vocabulary import Span

_OWN = frozenset({"our", "the", "my", "a", "another"})
_NEW = frozenset({"new", "newest"})
_STOPS = frozenset({":", "-"})
_KINDS = {"pagePath": "page", "landingPage": "page", "country": "country", "region": "country", "city": "country"}
_DESCRIBING = frozenset({Role.LIGHT, Role.NUMBER, Role.QUANTITY})


class Appositions:
    """The lists of `[kinds]` in `data/framing.toml`."""

    def __init__(self, tables: Tables) -> None:
        self._kinds = {
            form: kind for kind, words in tables["kinds"].items() for word in words_of(words) for form in plurals(word)
        }

    def are_one(self, tokens: Sequence[Token], clause: Clause, behind: Sequence[Clause]) -> bool:
        """Whether tokens say of which kind the value is that is named behind them, and name none themselves."""
        kind = self._kinds.get(tokens[-1].key, "") if tokens and clause.stop in _STOPS else ""
        is_plain = kind != "" and tokens[0].key in _OWN and all(map(_describes, tokens[1:-1]))
        return is_plain and any(_kind_of(span) == kind for each in behind for span in each.spans)


def _kind_of(span: Span) -> str:
    if isinstance(span.meaning, Value):
        is_campaign = span.meaning.dimension.endswith("ampaignName")
        return "campaign" if is_campaign else _KINDS.get(span.meaning.dimension, "")
    return "page" if isinstance(span.meaning, Literal) and is_path(span.meaning) else ""


def _describes(token: Token) -> bool:
    """ "New", "biggest", "two", "odd"."""
    if token.is_free:
        return token.key in _NEW or token.part is Part.ADJECTIVE
    return bool(token.roles & _DESCRIBING) and not token.said
