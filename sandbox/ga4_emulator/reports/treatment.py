"""What GA4 does to a report's rows when it does not show them as they are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Treatment:
    """How a report's rows are kept from being exact.

    `sampled_share` is the share of people whom a core report looks at; what it finds is scaled up. Rows with fewer
    users than `least_users` are withheld. Of a dimension's values the `most_values` with the most users are shown and
    the others are "(other)"; 0 shows all. `data_loss` says that rows went into "(other)", whether they did or not.
    Metrics that show data of the kinds in `restricted`, such as "REVENUE_DATA", are 0.
    """

    sampled_share: float = 1.0
    least_users: int = 0
    most_values: int = 0
    data_loss: bool = False
    restricted: tuple[str, ...] = ()


EXACT = Treatment()
"""Rows as they are."""
