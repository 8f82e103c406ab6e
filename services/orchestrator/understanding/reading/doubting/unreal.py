"""Finds words that ask for what could or would have been: "users we could have had", "revenue that would come in"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Deed
from services.orchestrator.understanding.lexicon.filler import before_filler
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span

_STARTING = frozenset({Sign.COMMA, Sign.NEXT, Sign.AND, Sign.OR, Sign.FRAMING})
_WHY = Doubtful("What could or would have been is not to be had, only what was.")


class Unreal:
    """The lists of `[unreal]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self.helping = frozenset(tables["helping"])
        self._doers = frozenset(tables["doers"])
        self._of_askers = frozenset(tables["of_askers"])

    def meaning(self, spans: Sequence[Span], at: int) -> Doubtful | None:
        """Such a word is what is asked back."""
        return _WHY if spans[at].meaning is Sign.FILLER and self._is_unreal(spans, at) else None

    def _is_unreal(self, spans: Sequence[Span], at: int) -> bool:
        """ "Users that would have come", "revenue we could make"; not "sessions, could I have them"."""
        before, behind = before_filler(spans, at - 1), at + 1
        if before < 0 or spans[before].meaning in _STARTING or behind >= len(spans):
            return False
        if spans[at].words.endswith("'d"):
            return spans[behind].words == "have"
        if spans[at].words not in self.helping:
            return False
        if spans[behind].words in self._doers and behind + 1 < len(spans):
            behind += 1
        return (
            isinstance(spans[behind].meaning, Deed)
            or spans[behind].meaning in {Link("from"), Link("to")}
            or (spans[behind].meaning is Sign.FILLER and spans[behind].words not in self._of_askers)
        )
