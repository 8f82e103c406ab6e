"""What money in one currency is worth in another."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.ga4_emulator.refusals import invalid


@dataclass(frozen=True, slots=True)
class ExchangeRates:
    """A fixed table of rates, by ISO 4217 code: what one US dollar is worth."""

    per_us_dollar: Mapping[str, float]

    def factor(self, own: str, asked: str) -> float:
        """What an amount in a property's own currency is multiplied by to be one in the currency asked for.

        Raises `Refused` for a currency that the table does not have.
        """
        if own == asked:
            return 1.0
        if asked not in self.per_us_dollar:
            raise invalid(f"Invalid currencyCode : {asked}. currencyCode must be an ISO 4217 currency code.")
        return self.per_us_dollar[asked] / self.per_us_dollar[own]


def load_exchange_rates() -> ExchangeRates:
    """Reads the rates that ship with the emulator."""
    data = tomllib.loads((Path(__file__).parent / "data" / "currencies.toml").read_text("utf-8"))
    return ExchangeRates(data["per_us_dollar"])
