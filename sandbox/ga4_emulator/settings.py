"""The emulator's settings, from the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from sandbox.ga4_emulator.latency import LatencyProfile
from sandbox.ga4_emulator.properties import SHIPPED


class Settings(BaseSettings):
    """Where the emulator listens and what it holds."""

    model_config = SettingsConfigDict(env_prefix="HEADRACE_GA4_EMULATOR_", frozen=True)

    bind: str = "127.0.0.1:50053"
    """Address and port of the gRPC server; port 0 takes a free one."""
    rest_bind: str = ""
    """Address and port of the same API as HTTP and JSON; empty for none."""
    metrics_bind: str = "127.0.0.1:9103"
    """Address and port of the Prometheus page; empty for none."""
    latency: LatencyProfile = LatencyProfile.NONE
    """"none" for as fast as can be, "live" for about as slow as GA4, "slow" for much slower."""
    latency_seed: int = 1
    """Seed of the randomness of "live" and "slow"."""
    quota_scale: float = Field(default=1.0, gt=0)
    """What the API's quotas are multiplied by."""
    fault_seed: int = 1
    """Seed of which requests fail where only some do."""
    control: bool = True
    """Whether callers on this machine may set faults, quotas and the clock."""
    properties: Path = SHIPPED
    """The file that says which properties there are and what their shops are like; the one that ships has comments."""
    history_days: int = 548
    """How many days the shops go back."""
    make_ahead: Literal["first", "all"] = "first"
    """Whether at start the first property's shop is made alone, or the others' after it."""
    settling: bool = True
    """Whether data come late and change for two days, as GA4's; otherwise reports have all that is over at once."""
    memo_megabytes: int = 64
    """How much is kept of answers already given, to give them again at the same state of the data; 0 for nothing."""
    deprecated_names: bool = True
    """Whether reports know fields by their former names too, such as `conversions`; otherwise these do not exist."""
