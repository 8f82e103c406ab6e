"""Tells buyers who work for a shop from those who are counted: "the buyers want it", "our buyers meet at noon"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.denied import PEOPLE_COUNTED
from services.orchestrator.understanding.framing.one_of_ours import LEADING
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.weight import SaidWords
from services.orchestrator.understanding.framing.words_by_role import SMALL, Role, Roles, Tables, words_of
from services.orchestrator.understanding.lexicon.fields import Either, Metric
from services.orchestrator.understanding.lexicon.lexicon import Lexicon
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Meaning

_BUYING = frozenset({"buyer", "buyers"})
_BEING = frozenset({"are", "were", "'re"})


class Buyers:
    """The lists of what those at work do in `data/framing.toml`. `roles` are those of all words."""

    def __init__(self, tables: Tables, roles: Lexicon[Roles]) -> None:
        self._roles = roles
        self._wishing = frozenset(words_of(tables["open"]["wishing"]))
        self._busy = frozenset(words_of(tables["people"]["busy"]))
        self._at_work = frozenset(words_of(tables["people"]["at_work"]))

    def are_at(self, said: SaidWords, at: int, before: Sequence[Token]) -> bool:
        """Whether a word of figures stands there for those at work."""
        if not _are_counted(said.span(at).meaning) or at + 1 >= len(said.words) or not said.begins(at + 1):
            return False
        following = [word.key for word in said.words[at + 1 : at + 3]]
        if following[0] in self._wishing and all(token.roles <= SMALL for token in before):
            return True
        if said.words[at].key not in _BUYING or (before and before[-1].key not in LEADING):
            return False
        is_busy = following[0] in _BEING and following[-1] in self._busy
        return is_busy or following[0] in self._at_work or (following[0] == "'" and self._is_work(said, at + 2))

    def _is_work(self, said: SaidWords, at: int) -> bool:
        """ "(Buyers') meeting"."""
        found = self._roles.longest(said.words, at) if at < len(said.words) else None
        return found is not None and Role.NOUN in found[1]


def _are_counted(meaning: Meaning) -> bool:
    return isinstance(meaning, Either | Ambiguous) or (
        isinstance(meaning, Metric) and meaning.name.endswith(PEOPLE_COUNTED)
    )
