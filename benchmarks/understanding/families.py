"""How a method does on families of near misses: paraphrases that should share an answer, and pairs that must not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.understanding.methods import Method

Family = Sequence[Sequence[str]]
"""The meanings of a family, each a list of phrasings."""

Z_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Score:
    """`shared` of `paraphrases` pairs that mean the same were taken as the same; `false` of `different` pairs too."""

    name: str
    paraphrases: int
    shared: int
    different: int
    false: int

    @property
    def false_bound(self) -> float:
        """The upper end of the 95 % interval of the share of false pairs (Wilson's)."""
        n, share = self.different, self.false / self.different
        centre = share + Z_95**2 / (2 * n)
        spread = Z_95 * math.sqrt(share * (1 - share) / n + Z_95**2 / (4 * n * n))
        return (centre + spread) / (1 + Z_95**2 / n)


def score(method: Method, families: Sequence[Family]) -> Score:
    """Holds a method against every pair of phrasings within each family."""
    paraphrases = shared = different = false = 0
    for family in families:
        phrasings = [phrasing for meaning in family for phrasing in meaning]
        meaning_of = np.array([number for number, meaning in enumerate(family) for _ in meaning])
        upper = np.triu(np.ones((len(phrasings), len(phrasings)), dtype=bool), k=1)
        alike = (meaning_of[:, None] == meaning_of[None, :]) & upper
        unlike = (meaning_of[:, None] != meaning_of[None, :]) & upper
        same = method.same(phrasings)
        paraphrases += int(alike.sum())
        shared += int((same & alike).sum())
        different += int(unlike.sum())
        false += int((same & unlike).sum())
    return Score(method.name, paraphrases, shared, different, false)


def table(scores: Sequence[Score]) -> str:
    """The scores as a markdown table."""
    lines = ["| same by | paraphrases that share | false pairs | at most (95 %) |", "|---|---|---|---|"]
    lines += [
        f"| {s.name} | {s.shared:,} of {s.paraphrases:,} ({s.shared / s.paraphrases:.1%}) "
        f"| {s.false:,} of {s.different:,} | {s.false_bound:.3%} |"
        for s in scores
    ]
    return "\n".join(lines)
