"""The settings that both servers have. Each service adds its own and gives them its environment prefix."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

Seconds = Annotated[float, Field(ge=0)]


class LogFormat(StrEnum):
    """How log lines are written."""

    JSON = "json"
    CONSOLE = "console"


class ServerSettings(BaseSettings):
    """How a server listens, whom it lets in, how it stops and what it logs."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    bind: str
    """Address and port of the gRPC server; port 0 takes a free one."""
    metrics_bind: str
    """Address and port of the Prometheus page; empty for none."""
    health_bind: str = ""
    """Address and port of a plaintext listener for health checks alone; Kubernetes' probes speak no TLS."""

    tls_certificate_file: Path | None = None
    """PEM certificate chain of the server. TLS is on when it and the private key are set."""
    tls_private_key_file: Path | None = None
    """PEM private key of the server."""
    tls_client_ca_file: Path | None = None
    """PEM certificates that a client's certificate must descend from. Set: clients must show one."""
    auth_tokens_file: Path | None = None
    """TOML file of callers, the hashes of their tokens and their tenants. Unset: everybody may act for everybody."""
    allow_insecure_bind: bool = False
    """Whether a non-loopback bind without TLS and tokens is meant."""

    max_connection_age: Seconds = 0.0
    """Seconds after which a client is asked to connect anew, so that it finds new replicas; 0 for never."""
    drain_notice: Seconds = 0.0
    """Seconds between turning NOT_SERVING and refusing new calls, for balancers to notice."""
    drain_grace: Seconds = 20.0
    """Seconds that running calls have to finish."""

    log_level: str = "INFO"
    """The least severe level that is logged."""
    log_format: LogFormat = LogFormat.JSON
    """How log lines are written."""
