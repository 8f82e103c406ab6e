"""The way to the Google Analytics Data API: Google's own service, or an emulator of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import grpc

from services.orchestrator.ga4.access import AccountName
from services.orchestrator.ga4.clients import DataApiClient, OneForAll, OneForEachAccount
from services.orchestrator.ga4.google_client import (
    BetaAnalyticsDataAsyncClient,
    BetaAnalyticsDataGrpcAsyncIOTransport,
    Credentials,
)
from services.serving.errors import MisconfiguredError

CHANNEL_OPTIONS = (
    ("grpc.max_send_message_length", -1),
    ("grpc.max_receive_message_length", -1),
    # gRPC's own two minutes would go on long after Google is back.
    ("grpc.max_reconnect_backoff_ms", 5_000),
)


@dataclass(frozen=True, slots=True)
class DataApiEndpoint:
    """Where the Data API is, and as whom it is asked.

    With an `emulator_target` ("host:port") nothing else counts: plaintext, no credentials. Else it is Google's own
    service, and `credentials_for` tells the account that a property is read by.
    """

    emulator_target: str = ""
    credentials_for: Callable[[str], tuple[AccountName, Credentials]] | None = None


@asynccontextmanager
async def data_api_client(endpoint: DataApiEndpoint) -> AsyncIterator[DataApiClient]:
    """A client for as long as the context is open. It connects with the first call."""
    if endpoint.emulator_target:
        async with BetaAnalyticsDataAsyncClient(transport=_to_emulator(endpoint.emulator_target)) as client:
            yield OneForAll(client)
        return
    if endpoint.credentials_for is None:
        raise MisconfiguredError("Google is asked with credentials. Without any, set GA4_TARGET to an emulator.")
    clients = OneForEachAccount(endpoint.credentials_for, _to_google)
    try:
        yield clients
    finally:
        await clients.aclose()


def _to_emulator(target: str) -> BetaAnalyticsDataGrpcAsyncIOTransport:
    # A channel handed in is the one way past TLS and credentials; the client has no setting for an emulator.
    return BetaAnalyticsDataGrpcAsyncIOTransport(channel=grpc.aio.insecure_channel(target, options=CHANNEL_OPTIONS))


def _to_google(credentials: Credentials) -> BetaAnalyticsDataGrpcAsyncIOTransport:
    return BetaAnalyticsDataGrpcAsyncIOTransport(credentials=credentials, channel=_secure_channel)


def _secure_channel(*args: Any, **settings: Any) -> grpc.aio.Channel:
    return BetaAnalyticsDataGrpcAsyncIOTransport.create_channel(*args, **{**settings, "options": CHANNEL_OPTIONS})
