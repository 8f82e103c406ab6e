"""The orchestrator's settings, from the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.orchestrator.agents.graph import Mode
from services.orchestrator.cache_writes import CacheWrites
from services.serving.settings import Seconds, ServerSettings


class OrchestratorSettings(ServerSettings):
    """Environment variables begin with HEADRACE_ORCHESTRATOR_."""

    model_config = SettingsConfigDict(env_prefix="HEADRACE_ORCHESTRATOR_", frozen=True, extra="ignore")

    bind: str = "127.0.0.1:50051"
    metrics_bind: str = "127.0.0.1:9101"
    drain_grace: Seconds = 60.0
    """Seconds that running calls have to finish: as long as an answer may take, so that none is cut off."""
    replica: str = ""
    """This process's name in answer ids, unique among the replicas; empty takes a random one."""

    cache_target: str = "127.0.0.1:50052"
    """The cache service's gRPC target."""
    cache_ca_file: Path | None = None
    """PEM certificates that the cache service's certificate must descend from. Unset: plaintext."""
    cache_token_file: Path | None = None
    """File with the token to show the cache service."""
    cache_lookup_timeout: Seconds = 0.4
    """Seconds that a look-up may take: the tiers' own budgets, 0.05 and 0.3, and the call."""
    cache_write_timeout: Seconds = 5.0
    """Seconds that storing an answer may take."""
    cache_writes: CacheWrites = CacheWrites.BACKGROUND
    """Whether an answer is stored behind the caller's back or before its result is sent."""
    cache_writes_limit: int = Field(default=500, ge=1)
    """Stores that may be under way at once; more are dropped and counted."""

    ga4_target: str = ""
    """A GA4 Data API emulator's target; empty is Google's own service."""
    ga4_credentials_file: Path | None = None
    """A Google service account's JSON file; unset takes the environment's default credentials."""
    ga4_tenants_file: Path | None = None
    """TOML file of tenants, the properties that each may ask about, and the Google accounts that these are read by.
    Unset: every tenant may ask about all that the one account may read."""
    ga4_replicas: int = Field(default=1, ge=1)
    """The most replicas that ask GA4 about the same properties; each takes its share of what GA4 allows one."""
    warm_properties: tuple[str, ...] = ()
    """Properties whose profile is learnt at start, as a JSON list, so that their first caller need not wait for it."""
    annotations_directory: Path | None = None
    """Folder of markdown notes, one sub-folder for each property id."""

    agents: Mode = Mode.PARALLEL
    """Whether agents run side by side as their inputs allow, or one after another."""
    flights_limit: int = Field(default=1000, ge=1)
    """Answers that may be made at once; more callers are told to come back."""
    answer_deadline: Seconds = 60.0
    """Seconds that the making of one answer may take."""
    resumable_for: Seconds = 60.0
    """Seconds for which a finished answer's stream can be resumed."""
