"""Tells whether a figure counts what a verb says of it: "checkouts started", "orders completed"; not the other way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Sign, Span

_PEOPLE = ("Users", "Purchasers")
_FEW = 10
"""Spans around the verb in which its figure stands."""


class PhasesCounted:
    """The lists of `[by_place.phases]` in `data/filler.toml`."""

    def __init__(self, tables: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._figures = {word: frozenset(each["figures"]) for each in tables.values() for word in each["words"]}

    def meaning(self, spans: Sequence[Span], at: int) -> Sign | Doubtful:
        """What a verb there carries: nothing, or that fewer are meant than the figure counts."""
        figures = self._figures.get(spans[at].words)
        near = (*reversed(spans[max(at - _FEW, 0) : at]), *spans[at + 1 : at + _FEW])
        named = [span.meaning.event or span.meaning.name for span in near if isinstance(span.meaning, Metric)]
        # Behind "did new visitors complete" those are who did it.
        counted = next((name for name in named if not name.endswith(_PEOPLE)), "".join(named[:1]))
        if figures is None or counted in figures:
            return Sign.FILLER
        why = f"The figure does not tell which were {spans[at].quoted}; ask for what is counted, such as purchases."
        return Doubtful(why)
