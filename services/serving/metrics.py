"""The Prometheus page and the metrics of the calls themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from services.serving.errors import MisconfiguredError

CALL_BUCKETS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30)
"""Seconds: resolves a cached answer (milliseconds) as well as a fresh one (seconds)."""


class CallMetrics:
    """Calls by method: how many, how they ended, how long they took."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.handled = Counter("grpc_server_handled", "Calls ended.", ["method", "code"], registry=registry)
        self.seconds = Histogram(
            "grpc_server_handling_seconds",
            "From a call's arrival to its end.",
            ["method"],
            buckets=CALL_BUCKETS,
            registry=registry,
        )
        self.in_flight = Gauge("grpc_server_calls_in_flight", "Calls under way.", ["method"], registry=registry)


@contextmanager
def metrics_page(bind: str, registry: CollectorRegistry) -> Iterator[None]:
    """Serves the registry over HTTP while the block runs; nothing where `bind` is empty.

    Raises MisconfiguredError where the address makes no sense or the port is taken.
    """
    if not bind:
        yield
        return
    host, _, port = bind.rpartition(":")
    try:
        server, thread = start_http_server(int(port), host.strip("[]"), registry)
    except (ValueError, OSError, OverflowError) as error:
        raise MisconfiguredError(f"METRICS_BIND={bind} cannot be opened: {error}.") from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
