"""The channel to the service."""

from __future__ import annotations

import json

import grpc

_OPTIONS: list[tuple[str, str | int]] = [
    ("grpc.service_config", json.dumps({"loadBalancingConfig": [{"round_robin": {}}]})),
    ("grpc.max_receive_message_length", 64 * 1024 * 1024),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 5_000),
]


def open_channel(target: str, tls: bool | grpc.ChannelCredentials) -> grpc.aio.Channel:
    """A channel that spreads calls over every address of `target` and notices a peer that fell silent.

    For a headless Kubernetes service, `target` is such as "dns:///headrace-orchestrator:50051". `tls` is False for
    plaintext, True for TLS against the certificate authorities that gRPC ships with, or credentials of one's own.
    """
    if tls is False:
        return grpc.aio.insecure_channel(target, options=_OPTIONS)
    credentials = grpc.ssl_channel_credentials() if tls is True else tls
    return grpc.aio.secure_channel(target, credentials, options=_OPTIONS)


def authorization(token: str | None) -> tuple[tuple[str, str], ...]:
    """The metadata that carries a bearer token. Raises ValueError for a token that no header can hold."""
    if not token:
        return ()
    if not (token.isascii() and token.isprintable()):
        raise ValueError("a token must be printable ASCII on one line")
    return (("authorization", f"Bearer {token}"),)
