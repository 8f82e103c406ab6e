"""Who may call, and for which tenants."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.serving.errors import MisconfiguredError, NotAuthenticated, NotPermitted
from services.serving.reloading import Reloaded, ReloadMetrics

EVERY = "*"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who was let in. `tenants` and `properties` may hold "*" for all."""

    name: str
    tenants: frozenset[str]
    properties: frozenset[str] = frozenset({EVERY})

    def require(self, tenant_id: str, property_id: str = "") -> None:
        """Raises NotPermitted unless this caller may act for the tenant, and on the property where one is named."""
        if self.tenants.isdisjoint({tenant_id, EVERY}):
            raise NotPermitted(f"{self.name} may not act for tenant {tenant_id!r}.")
        if property_id and self.properties.isdisjoint({property_id, EVERY}):
            raise NotPermitted(f"{self.name} may not ask about property {property_id!r}.")


class Authenticator(Protocol):
    """Tells who calls."""

    def caller(self, authorization: str | None) -> Caller:
        """The caller behind an `authorization` header. Raises NotAuthenticated."""
        ...


class Everybody:
    """Lets every call in and act for every tenant: for a loopback bind, or behind something that authenticates."""

    def caller(self, authorization: str | None) -> Caller:
        return Caller("anybody", frozenset({EVERY}))


class TokenHolders:
    """Lets in whoever shows a known bearer token. Only hashes of tokens are kept."""

    def __init__(self, by_token_hash: Mapping[str, Caller]) -> None:
        self._by_token_hash = dict(by_token_hash)

    def caller(self, authorization: str | None) -> Caller:
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotAuthenticated("Send a token in the metadata: authorization: Bearer TOKEN.")
        found = self._by_token_hash.get(hashlib.sha256(token.strip().encode()).hexdigest())
        if found is None:
            raise NotAuthenticated("The token is not known here.")
        return found


class _CallerEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    token_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    tenants: list[str] = Field(min_length=1)
    properties: list[str] = Field(default=[EVERY], min_length=1)


class _TokensFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    caller: list[_CallerEntry] = Field(min_length=1)


def token_holders(content: bytes) -> TokenHolders:
    """Reads callers from TOML, `[[caller]]` tables: `name`, `token_sha256` (hex), `tenants`, `properties`.

    Without `properties` a caller may ask about all that the service can read.

    Raises MisconfiguredError where it says something else.
    """
    try:
        entries = _TokensFile.model_validate(tomllib.loads(content.decode())).caller
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise MisconfiguredError(f"AUTH_TOKENS_FILE cannot be used: {type(error).__name__}.") from error
    return TokenHolders(
        {e.token_sha256: Caller(e.name, frozenset(e.tenants), frozenset(e.properties)) for e in entries}
    )


def reloaded_tokens(file: Path, metrics: ReloadMetrics) -> Reloaded[bytes, TokenHolders]:
    """The callers of a tokens file, as it changes. Raises MisconfiguredError where it cannot be used to begin with."""
    return Reloaded("AUTH_TOKENS_FILE", file.read_bytes, token_holders, metrics)


class CurrentTokenHolders:
    """Lets in whoever shows a token that is in the tokens file now."""

    def __init__(self, holders: Reloaded[bytes, TokenHolders]) -> None:
        self._holders = holders

    def caller(self, authorization: str | None) -> Caller:
        return self._holders.current.caller(authorization)
