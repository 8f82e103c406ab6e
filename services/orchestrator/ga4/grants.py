"""What the tenants file and the key files it names grant, as they change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from services.orchestrator.ga4.access import EVERYTHING, OWN_ACCOUNT, SETTING, Access, AccountName, access_of
from services.orchestrator.ga4.credentials import acting_for, environment_credentials, key_credentials
from services.orchestrator.ga4.google_client import Credentials
from services.serving.errors import MisconfiguredError
from services.serving.reloading import Reloaded, ReloadMetrics, looked_after


@dataclass(frozen=True, slots=True)
class Grants:
    """Who may ask about what, and the credentials of every account it is read by; none with an emulator."""

    access: Access
    credentials: Mapping[AccountName, Credentials]

    def credentials_for(self, property_id: str) -> tuple[AccountName, Credentials]:
        """As whom a property is read."""
        name = self.access.account_of(property_id)
        return name, self.credentials[name]


@dataclass(frozen=True, slots=True)
class GrantFiles:
    """The contents that grants are made of; a key file that cannot be read is None."""

    tenants: bytes | None
    keys: Mapping[Path, bytes | None]


class GrantReader:
    """Reads files and makes grants of them. Credentials of files that have not changed stay the same objects."""

    def __init__(
        self,
        tenants_file: Path | None,
        credentials_file: Path | None,
        *,
        with_credentials: bool,
        environment: Callable[[], Credentials] = environment_credentials,
    ) -> None:
        """`credentials_file` is the service's own account's; without one, that is the `environment`'s."""
        self._tenants_file = tenants_file
        self._credentials_file = credentials_file
        self._with_credentials = with_credentials
        self._environment = environment
        self._made: dict[AccountName, tuple[bytes | None, Credentials]] = {}

    def read(self) -> GrantFiles:
        """The files' contents. Raises OSError for the tenants file alone."""
        tenants = self._tenants_file.read_bytes() if self._tenants_file else None
        try:
            names = self._access(tenants).account_names()
        except MisconfiguredError:
            # Told when grants are made of it.
            names = frozenset()
        files = {file for name in names if (file := self._file_of(name))} if self._with_credentials else set()
        return GrantFiles(tenants, {file: _content(file) for file in files})

    def grants(self, files: GrantFiles) -> Grants:
        """Raises MisconfiguredError, which says what is missing."""
        access = self._access(files.tenants)
        if not self._with_credentials:
            return Grants(access, {})
        return Grants(access, {name: self._credentials(name, files) for name in access.account_names()})

    def _access(self, tenants: bytes | None) -> Access:
        if tenants is None or self._tenants_file is None:
            return EVERYTHING
        return access_of(tenants, self._tenants_file.parent)

    def _credentials(self, name: AccountName, files: GrantFiles) -> Credentials:
        file = self._file_of(name)
        content = files.keys[file] if file else None
        if name in self._made and self._made[name][0] == content:
            return self._made[name][1]
        if file is None:
            credentials = self._made[OWN_ACCOUNT][1] if OWN_ACCOUNT in self._made else self._environment()
        else:
            setting = "GA4_CREDENTIALS_FILE" if name.credentials_file is None else f"{SETTING}: {file.name}"
            credentials = key_credentials(content, setting)
        if name.impersonate:
            credentials = acting_for(name.impersonate, credentials)
        self._made[name] = (content, credentials)
        return credentials

    def _file_of(self, name: AccountName) -> Path | None:
        return name.credentials_file or self._credentials_file


def grant_reader(tenants_file: Path | None, credentials_file: Path | None, emulator_target: str) -> GrantReader:
    """The reader for a process: an emulator wants no credentials."""
    return GrantReader(tenants_file, credentials_file, with_credentials=not emulator_target)


class CurrentGrants:
    """What is granted now."""

    def __init__(self, files: Reloaded[GrantFiles, Grants]) -> None:
        self._files = files

    def require(self, tenant_id: str, property_id: str) -> None:
        """Raises NotPermitted unless the tenant may ask about the property."""
        self._files.current.access.require(tenant_id, property_id)

    def credentials_for(self, property_id: str) -> tuple[AccountName, Credentials]:
        """As whom a property is read."""
        return self._files.current.credentials_for(property_id)

    def properties(self) -> list[str]:
        """Every property that is named."""
        return self._files.current.access.properties()


@asynccontextmanager
async def current_grants(reader: GrantReader, metrics: ReloadMetrics) -> AsyncIterator[CurrentGrants]:
    """The grants, kept up to date while the block runs. Raises MisconfiguredError, which says what is missing."""
    # Finding credentials reads files and may ask a metadata server, for seconds.
    files = await asyncio.to_thread(Reloaded, SETTING, reader.read, reader.grants, metrics)
    async with looked_after(files):
        yield CurrentGrants(files)


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None
