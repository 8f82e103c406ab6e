"""The client of the Google Analytics Data API, for Google's own service or for an emulator of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc

from services.orchestrator.ga4.google_client import (
    BetaAnalyticsDataAsyncClient,
    BetaAnalyticsDataGrpcAsyncIOTransport,
    Credentials,
    default_credentials,
    service_account,
)

SCOPE = "https://www.googleapis.com/auth/analytics.readonly"
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
    service, with the service account in `credentials_file` or, without one, the environment's default credentials.
    """

    emulator_target: str = ""
    credentials_file: Path | None = None


@asynccontextmanager
async def data_api_client(endpoint: DataApiEndpoint) -> AsyncIterator[BetaAnalyticsDataAsyncClient]:
    """A client for as long as the context is open. It connects with the first call.

    Raises google.auth.exceptions.GoogleAuthError or OSError where there are no usable credentials.
    """
    async with BetaAnalyticsDataAsyncClient(transport=await _transport(endpoint)) as client:
        yield client


async def _transport(endpoint: DataApiEndpoint) -> BetaAnalyticsDataGrpcAsyncIOTransport:
    if endpoint.emulator_target:
        # A channel handed in is the one way past TLS and credentials; the client has no setting for an emulator.
        return BetaAnalyticsDataGrpcAsyncIOTransport(
            channel=grpc.aio.insecure_channel(endpoint.emulator_target, options=CHANNEL_OPTIONS)
        )
    # Finding credentials reads files and may ask a metadata server, for seconds.
    credentials = await asyncio.to_thread(_credentials, endpoint.credentials_file)
    return BetaAnalyticsDataGrpcAsyncIOTransport(credentials=credentials, channel=_secure_channel)


def _secure_channel(*args: Any, **settings: Any) -> grpc.aio.Channel:
    return BetaAnalyticsDataGrpcAsyncIOTransport.create_channel(*args, **{**settings, "options": CHANNEL_OPTIONS})


def _credentials(file: Path | None) -> Credentials:
    credentials: Credentials
    if file is None:
        credentials, _ = default_credentials(scopes=[SCOPE])
    else:
        from_file = service_account.Credentials.from_service_account_file
        credentials = from_file(str(file), scopes=[SCOPE])  # type: ignore[no-untyped-call]  # google-auth's own gap
    return credentials
