"""Which tenant may ask about which property, and as whom each property is read: what the tenants file says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.serving.callers import EVERY
from services.serving.errors import MisconfiguredError, NotPermitted
from services.serving.fields import PROPERTY_ID, TENANT_ID

SETTING = "GA4_TENANTS_FILE"


@dataclass(frozen=True, slots=True)
class AccountName:
    """A Google account: that of a key file, or without one the service's own; or one that it acts for."""

    credentials_file: Path | None = None
    impersonate: str = ""


OWN_ACCOUNT = AccountName()


@dataclass(frozen=True, slots=True)
class Access:
    """Tenants and their properties; "*" is every property that no tenant has an account of its own for.

    A property is read by one account alone, so that its quota, which Google counts for each project, is one.
    """

    properties_of: Mapping[str, frozenset[str]]
    accounts: Mapping[str, AccountName]
    """By property, where it is not the service's own."""

    def require(self, tenant_id: str, property_id: str) -> None:
        """Raises NotPermitted unless the tenant may ask about the property."""
        allowed = self.properties_of.get(tenant_id, self.properties_of.get(EVERY, frozenset()))
        if property_id in allowed or (EVERY in allowed and property_id not in self.accounts):
            return
        raise NotPermitted(f"Tenant {tenant_id!r} may not ask about property {property_id!r}.")

    def account_of(self, property_id: str) -> AccountName:
        """As whom a property is read."""
        return self.accounts.get(property_id, OWN_ACCOUNT)

    def account_names(self) -> frozenset[AccountName]:
        """Every account that properties are read by."""
        every = frozenset().union(*self.properties_of.values())
        return frozenset(self.account_of(property_id) for property_id in every)

    def properties(self) -> list[str]:
        """Every property that is named."""
        return sorted(frozenset().union(*self.properties_of.values()) - {EVERY})


EVERYTHING = Access({EVERY: frozenset({EVERY})}, {})
"""Every tenant may ask about all that the service's own account may read."""


class _Tenant(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, Field(pattern=f"^{TENANT_ID.pattern}$")] | Literal["*"]
    properties: list[Annotated[str, Field(pattern=f"^{PROPERTY_ID.pattern}$")] | Literal["*"]] = Field(min_length=1)
    credentials_file: Path | None = None
    impersonate: str = Field(default="", pattern=r"^([^@\s]+@[^@\s]+)?$")


class _TenantsFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    tenant: list[_Tenant] = Field(min_length=1)


def access_of(content: bytes, folder: Path) -> Access:
    """Reads TOML, `[[tenant]]` tables: `id`, `properties`, and optionally `credentials_file`, `impersonate`.

    Files are beside the tenants file, in `folder`, unless they are absolute. Raises MisconfiguredError where it says
    something else, or contradicts itself.
    """
    try:
        tenants = _TenantsFile.model_validate(tomllib.loads(content.decode())).tenant
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MisconfiguredError(f"{SETTING} is not TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise MisconfiguredError(f"{SETTING} cannot be used: {place}: {first['msg']}.") from error
    properties_of: dict[str, frozenset[str]] = {}
    accounts: dict[str, AccountName] = {}
    for tenant in tenants:
        if tenant.id in properties_of:
            raise MisconfiguredError(f"{SETTING} names tenant {tenant.id!r} twice. List its properties in one table.")
        properties_of[tenant.id] = frozenset(tenant.properties)
        file = tenant.credentials_file
        account = AccountName(folder / file if file else None, tenant.impersonate)
        if account != OWN_ACCOUNT and EVERY in tenant.properties:
            raise MisconfiguredError(
                f"{SETTING} gives tenant {tenant.id!r} an account of its own and every property. Name its properties."
            )
        for property_id in tenant.properties:
            if accounts.setdefault(property_id, account) != account:
                raise MisconfiguredError(
                    f"{SETTING} has property {property_id!r} read by two accounts. Give its tenants the same one."
                )
    return Access(properties_of, {each: name for each, name in accounts.items() if name != OWN_ACCOUNT})
