"""How long GA4 takes."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class LatencyProfile(StrEnum):
    """How long answers take."""

    NONE = "none"
    LIVE = "live"
    SLOW = "slow"


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


def latencies(seed: int) -> Mapping[LatencyProfile, Latency]:
    """Each profile's latency: "live" has a median of 0.7 s, "slow" one of 5 s and one in a hundred above 16 s."""
    live, slow = (random.Random(f"{profile}:{seed}") for profile in ("live", "slow"))  # noqa: S311  draws no secret
    return {
        LatencyProfile.NONE: NoLatency(),
        LatencyProfile.LIVE: LogNormalLatency(live),
        LatencyProfile.SLOW: LogNormalLatency(slow, median=5.0, spread=0.5),
    }
