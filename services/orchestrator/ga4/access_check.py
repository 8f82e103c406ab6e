"""Whether properties can be read, and if not, precisely what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import grpc
import structlog

from services.orchestrator.ga4.clients import DataApiClient
from services.orchestrator.ga4.google_client import exceptions, messages
from services.orchestrator.ga4.translate import resource_name

log = structlog.get_logger(__name__)

COMMON_PROPERTY = "0"
"""No property: its metadata, the fields that all have, can be read by every account that the API is enabled for."""

_CALL_TIMEOUT = 10.0
_NO_TOKEN = "Getting metadata from plugin failed"  # noqa: S105 - gRPC's words for a call without credentials
_API_IS_OFF = "has not been used in project"


@dataclass(frozen=True, slots=True)
class Finding:
    """A property and what keeps it from being read; nothing where it can be."""

    property_id: str
    problem: str = ""


async def check_access(client: DataApiClient, property_ids: Sequence[str]) -> list[Finding]:
    """Asks for each property's metadata, which spends next to nothing; without properties, for what all have."""
    return [await _check(client, property_id) for property_id in property_ids or (COMMON_PROPERTY,)]


async def log_access(client: DataApiClient, property_ids: Sequence[str]) -> None:
    """Checks, and logs a line for each property."""
    for finding in await check_access(client, property_ids):
        if finding.problem:
            log.error("google analytics cannot be read", property_id=finding.property_id, problem=finding.problem)
        else:
            log.info("google analytics can be read", property_id=finding.property_id)


async def _check(client: DataApiClient, property_id: str) -> Finding:
    request = messages.GetMetadataRequest(name=f"{resource_name(property_id)}/metadata")
    try:
        await client.of(property_id).get_metadata(request, timeout=_CALL_TIMEOUT)
    except exceptions.GoogleAPICallError as error:
        return Finding(property_id, _problem(error))
    return Finding(property_id)


def _problem(error: exceptions.GoogleAPICallError) -> str:
    code, words = error.grpc_status_code, error.message
    if words.startswith(_NO_TOKEN):
        return _without_token(words)
    if _API_IS_OFF in words:
        return _BY_REASON["SERVICE_DISABLED"]
    known = _BY_REASON.get(error.reason or "") or _BY_STATUS.get(code)
    return known or f"The Data API fails with {code.name if code else 'no status'}; it may be over in a moment."


def _without_token(words: str) -> str:
    if "invalid_grant" in words:
        return (
            "Google gives the account no token: its key was deleted, the account is disabled or gone, or this "
            "machine's clock is wrong."
        )
    if "impersonate" in words.lower():
        return (
            "The service's own account may not act for the one to impersonate. Give it the role Service Account "
            "Token Creator on that account, and enable iamcredentials.googleapis.com."
        )
    return "The account gets no token. Check that oauth2.googleapis.com, or the metadata server, can be reached."


_BY_REASON = {
    "SERVICE_DISABLED": (
        "The Google Analytics Data API is not enabled in the account's Google Cloud project. Enable "
        "analyticsdata.googleapis.com there and wait a few minutes."
    ),
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": (
        "The credentials lack the scope https://www.googleapis.com/auth/analytics.readonly. Give it to them."
    ),
}
_UNREADABLE = "The account may not read the property, or there is none of this number. Give it the Viewer role on it."
_UNREACHABLE = "The Data API cannot be reached. Check name resolution, and that connections to its port may go out."
_BY_STATUS: dict[grpc.StatusCode | None, str] = {
    grpc.StatusCode.PERMISSION_DENIED: _UNREADABLE,
    grpc.StatusCode.NOT_FOUND: _UNREADABLE,
    grpc.StatusCode.UNAUTHENTICATED: "Google does not accept the account's credentials. Make a new key.",
    grpc.StatusCode.RESOURCE_EXHAUSTED: "The property's quota is used up for now; else nothing is known to be wrong.",
    grpc.StatusCode.UNAVAILABLE: _UNREACHABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED: _UNREACHABLE,
}
