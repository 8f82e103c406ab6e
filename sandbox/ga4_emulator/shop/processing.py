"""When reports come to know of what happened: in batches, some visits late, some without their source at first.

All of it is drawn from the visits' ids, so the same moment always shows the same figures.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sandbox.ga4_emulator.shop.chance import Floats, Ints, Keys, uniform

_DATA = Path(__file__).parent / "data" / "processing.toml"
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Processing:
    """How long things take, in seconds. Batches are numbered by when they are done, on the property's clock."""

    batch_seconds: int
    lag_seconds: int
    late_share: float
    unattributed_share: float
    settles_after_days: int

    def batch_at(self, seconds: int) -> int:
        """The last batch that is done at a moment, in seconds since 1970-01-01."""
        return seconds // self.batch_seconds

    def last_settled_day(self, today: int) -> int:
        """The last day whose figures do not change any more."""
        return today - self.settles_after_days - 1

    def appears(self, visit_id: Keys, ended: Ints) -> Ints:
        """The batch in which reports get each visit."""
        late = uniform(visit_id, "late") < self.late_share
        waits = np.where(late, self._delay(visit_id, "late by", ended), self.lag_seconds)
        return self._batch_after(ended + waits.astype(np.int64))

    def attributed(self, visit_id: Keys, ended: Ints) -> Ints:
        """The batch from which reports know where each visit came from."""
        unknown = uniform(visit_id, "unattributed") < self.unattributed_share
        waits = np.where(unknown, self._delay(visit_id, "unattributed for", ended), 0.0)
        return self._batch_after(ended + waits.astype(np.int64))

    def _delay(self, visit_id: Keys, topic: str, ended: Ints) -> Floats:
        settled = (ended // _DAY + 1 + self.settles_after_days) * _DAY - ended
        return self.lag_seconds + uniform(visit_id, topic) * (settled - self.lag_seconds)

    def _batch_after(self, seconds: Ints) -> Ints:
        return -(-seconds // self.batch_seconds)


IMMEDIATE = Processing(batch_seconds=1, lag_seconds=0, late_share=0.0, unattributed_share=0.0, settles_after_days=2)
"""Everything is in reports the second it is over."""


def load_processing() -> Processing:
    """Reads how GA4 goes about it."""
    data = tomllib.loads(_DATA.read_text("utf-8"))
    return Processing(
        batch_seconds=data["batch_minutes"] * 60,
        lag_seconds=data["lag_minutes"] * 60,
        late_share=data["late_share"],
        unattributed_share=data["unattributed_share"],
        settles_after_days=data["settles_after_hours"] // 24,
    )
