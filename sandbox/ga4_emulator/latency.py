"""How long GA4 takes."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Protocol


class Latency(Protocol):
    """Draws how long one answer takes."""

    def seconds(self) -> float:
        """The time to wait before one answer."""
        ...


class NoLatency:
    """Answers as fast as the emulator can."""

    def seconds(self) -> float:
        return 0.0


@dataclass(frozen=True, slots=True)
class LogNormalLatency:
    """Mostly near the median (in seconds), now and then much longer: about one in a hundred takes
    `exp(2.33 * spread)` times the median."""

    randomness: random.Random
    median: float = 0.7
    spread: float = 0.45

    def seconds(self) -> float:
        return self.randomness.lognormvariate(math.log(self.median), self.spread)
