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
    GoogleAuthError,
    default_credentials,
    service_account,
)
from services.serving.errors import MisconfiguredError

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

    Raises MisconfiguredError where there are no usable credentials.
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
    return _default_credentials() if file is None else _service_account(file)


def _default_credentials() -> Credentials:
    credentials: Credentials
    try:
        credentials, _ = default_credentials(scopes=[SCOPE])
    except _UNUSABLE as error:
        raise MisconfiguredError(
            "The environment has no usable Google credentials. Set GA4_CREDENTIALS_FILE to a Google service account's "
            "JSON key file, or GA4_TARGET to an emulator."
        ) from error
    return credentials


def _service_account(file: Path) -> Credentials:
    from_file = service_account.Credentials.from_service_account_file
    credentials: Credentials
    try:
        credentials = from_file(str(file), scopes=[SCOPE])  # type: ignore[no-untyped-call]  # google-auth's own gap
    except _UNUSABLE as error:
        raise MisconfiguredError(
            "GA4_CREDENTIALS_FILE names no usable credentials. Set it to a Google service account's JSON key file that "
            "this service may read."
        ) from error
    return credentials


_UNUSABLE = (GoogleAuthError, OSError, ValueError, AttributeError)
"""What google-auth raises for a file that is missing, no JSON, or JSON of another shape."""
