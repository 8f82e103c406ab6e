"""Google's client for each property: by the credentials of the account that the property is read by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from grpc import aio

from services.orchestrator.ga4.access import AccountName
from services.orchestrator.ga4.google_client import (
    BetaAnalyticsDataAsyncClient,
    BetaAnalyticsDataGrpcAsyncIOTransport,
    Credentials,
)
from services.serving.owned_tasks import OwnedTasks

RETIRED_WITHIN = timedelta(minutes=1)
"""What is left to the calls of a client whose credentials have been replaced."""


class DataApiClient(Protocol):
    """The Data API, for every property."""

    def of(self, property_id: str) -> BetaAnalyticsDataAsyncClient:
        """The client to ask about a property with. Not to be kept: credentials may change."""
        ...


class OneForAll:
    """The same client for every property."""

    def __init__(self, client: BetaAnalyticsDataAsyncClient) -> None:
        self._client = client

    def of(self, property_id: str) -> BetaAnalyticsDataAsyncClient:
        return self._client


class OneForEachAccount:
    """A client for each account, made anew when its credentials change."""

    def __init__(
        self,
        credentials_for: Callable[[str], tuple[AccountName, Credentials]],
        transport: Callable[[Credentials], BetaAnalyticsDataGrpcAsyncIOTransport],
    ) -> None:
        self._credentials_for = credentials_for
        self._transport = transport
        self._clients: dict[AccountName, tuple[Credentials, BetaAnalyticsDataAsyncClient, aio.Channel]] = {}
        self._retired = OwnedTasks()

    def of(self, property_id: str) -> BetaAnalyticsDataAsyncClient:
        name, credentials = self._credentials_for(property_id)
        if name in self._clients:
            known, client, channel = self._clients[name]
            if known is credentials:
                return client
            self._retired.start(channel.close(RETIRED_WITHIN.total_seconds()))
        transport = self._transport(credentials)
        client = BetaAnalyticsDataAsyncClient(transport=transport)
        self._clients[name] = (credentials, client, transport.grpc_channel)
        return client

    async def aclose(self) -> None:
        """Closes every client; calls under way are cut off."""
        for _, _, channel in self._clients.values():
            await channel.close()
        await self._retired.finish(timedelta(seconds=1))
