"""The emulator's settings, from the environment."""

from __future__ import annotations

from enum import StrEnum

from pydantic_settings import BaseSettings, SettingsConfigDict


class LatencyProfile(StrEnum):
    """How long answers take."""

    NONE = "none"
    LIVE = "live"


class Settings(BaseSettings):
    """Where the emulator listens and what it holds."""

    model_config = SettingsConfigDict(env_prefix="HEADRACE_GA4_EMULATOR_", frozen=True)

    bind: str = "127.0.0.1:50053"
    """Address and port of the gRPC server; port 0 takes a free one."""
    metrics_bind: str = "127.0.0.1:9103"
    """Address and port of the Prometheus page; empty for none."""
    latency: LatencyProfile = LatencyProfile.NONE
    """"none" for as fast as can be, "live" for about as slow as GA4."""
    latency_seed: int = 1
    """Seed of the randomness of "live"."""
    property_ids: str = "123456789,200000000-200000999"
    """The properties that exist: ids and ranges of ids, separated by commas. All hold the same shop."""
    time_zone: str = "America/New_York"
    """The properties' time zone, an IANA name."""
    currency_code: str = "USD"
    """The properties' currency, ISO 4217."""
    history_days: int = 548
    """How many days the shop goes back."""

    def property_ranges(self) -> list[range]:
        """`property_ids` as ranges of numbers."""
        ranges = []
        for part in self.property_ids.split(","):
            first, _, last = part.strip().partition("-")
            ranges.append(range(int(first), int(last or first) + 1))
        return ranges
