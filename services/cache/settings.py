"""The cache service's settings, from environment variables that begin with HEADRACE_CACHE_."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field, PositiveInt, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from services.cache.stores.breaker import BreakerPolicy
from services.cache.stores.database import connect_arguments
from services.cache.stores.redis import check_url
from services.cache.stores.stack import Care
from services.cache.stores.store import Tier
from services.cache.stores.timed import TimeLimits
from services.cache.ttl import TierLimits
from services.serving.settings import ServerSettings

PositiveSeconds = Annotated[float, Field(gt=0)]


class CacheSettings(ServerSettings):
    """Where the tiers are, how long they keep things, and how patient the cache is with them."""

    model_config = SettingsConfigDict(
        env_prefix="HEADRACE_CACHE_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    bind: str = "127.0.0.1:50052"
    metrics_bind: str = "127.0.0.1:9102"

    redis_url: SecretStr = SecretStr("redis://127.0.0.1:6379/0")
    """L1: redis:// or rediss://; redis+cluster:// or rediss+cluster:// for a cluster."""
    database_url: SecretStr = SecretStr("postgresql://127.0.0.1:5432/headrace")
    """L2: a PostgreSQL URL as libpq has it, with `sslmode`, `connect_timeout` and the like where wanted."""
    database_behind_pooler: bool = False
    """Whether a pooler such as PgBouncer stands between, so that prepared statements cannot be relied on."""

    l1_enabled: bool = True
    """Whether L1 is used. Entries left in it are neither served nor invalidated meanwhile."""
    l2_enabled: bool = True
    """Whether L2 is used. Entries left in it are neither served nor invalidated meanwhile."""

    l1_ttl: PositiveSeconds = 3600.0
    """The longest, in seconds, that L1 serves a result as fresh."""
    l2_ttl: PositiveSeconds = 86400.0
    """The longest, in seconds, that L2 serves a result as fresh."""
    l1_stale_ttl: PositiveSeconds = 86400.0
    """The longest, in seconds, that L1 keeps a result past its freshness."""
    l2_stale_ttl: PositiveSeconds = 604800.0
    """The longest, in seconds, that L2 keeps a result past its freshness."""

    l1_read_timeout: PositiveSeconds = 0.05
    l1_write_timeout: PositiveSeconds = 0.25
    l2_read_timeout: PositiveSeconds = 0.3
    l2_write_timeout: PositiveSeconds = 2.0
    delete_timeout: PositiveSeconds = 10.0
    """Seconds that clearing one tier may take."""

    l1_connections: PositiveInt = 16
    """The most connections to Redis; to each node of a cluster."""
    l2_connections: PositiveInt = 8
    """The most connections to PostgreSQL."""

    breaker_window: PositiveSeconds = 10.0
    """Seconds over which a tier's failures are counted."""
    breaker_pause: PositiveSeconds = 1.0
    """Seconds that a tier is left alone once half of its calls fail."""

    check_interval: PositiveSeconds = 5.0
    """Seconds between check-ups of the tiers."""
    sweep_interval: PositiveSeconds = 60.0
    """Seconds between sweeps of L2."""
    sweep_batch: PositiveInt = 500
    """Entries deleted by one statement of a sweep."""
    promotions_limit: PositiveInt = 32
    """The most promotions under way, of at most 1 MiB each; further ones are dropped and counted."""

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, url: SecretStr) -> SecretStr:
        _with_scheme(url, "redis", "rediss", "redis+cluster", "rediss+cluster")
        check_url(url.get_secret_value())
        return url

    @field_validator("database_url")
    @classmethod
    def _is_postgresql(cls, url: SecretStr) -> SecretStr:
        _with_scheme(url, "postgresql", "postgres")
        connect_arguments(url.get_secret_value())
        return url

    @property
    def tiers(self) -> list[Tier]:
        """The tiers that are switched on, nearest first."""
        return [tier for tier, enabled in ((Tier.L1, self.l1_enabled), (Tier.L2, self.l2_enabled)) if enabled]

    def limits(self, tier: Tier) -> TierLimits:
        """How long a tier keeps things."""
        fresh, stale = (self.l1_ttl, self.l1_stale_ttl) if tier is Tier.L1 else (self.l2_ttl, self.l2_stale_ttl)
        return TierLimits(timedelta(seconds=fresh), timedelta(seconds=stale))

    def care(self, tier: Tier) -> Care:
        """How a tier is watched over."""
        l1 = tier is Tier.L1
        time_limits = TimeLimits(
            read=timedelta(seconds=self.l1_read_timeout if l1 else self.l2_read_timeout),
            write=timedelta(seconds=self.l1_write_timeout if l1 else self.l2_write_timeout),
            delete=timedelta(seconds=self.delete_timeout),
        )
        breaker = BreakerPolicy(timedelta(seconds=self.breaker_window), pause=timedelta(seconds=self.breaker_pause))
        return Care(time_limits, breaker)


def _with_scheme(url: SecretStr, *schemes: str) -> None:
    scheme, separator, rest = url.get_secret_value().partition("://")
    if scheme not in schemes or not separator or not rest:
        raise ValueError(f"must be a URL that begins with {', '.join(f'{scheme}://' for scheme in schemes)}")
