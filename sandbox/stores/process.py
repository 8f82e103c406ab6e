"""A server process that can be killed, frozen, thawed and started again on the same address and data."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

HOST = "127.0.0.1"
_POLL = 0.02
_LOG_TAIL = 2000


class ServerFailed(Exception):
    """A server could not be started or stopped; the message says why and what to do."""


class ServerProcess(ABC):
    """One server listening on loopback, its data and its log in a folder of its own.

    Holds nothing of an event loop, so that it may be started in one and stopped in another. On Linux it dies with the
    thread that started it: start it from the main thread.
    """

    name: str
    stop_signal = signal.SIGTERM

    def __init__(self, folder: Path, port: int = 0) -> None:
        """Port 0 takes a free one, and keeps it over restarts."""
        self.folder = folder
        self.port = port or free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """Where clients connect, with credentials where the server asks for them."""

    @abstractmethod
    async def prepare(self) -> None:
        """Makes the data directory where there is none. Raises ServerFailed."""

    @abstractmethod
    def command(self) -> Sequence[str]:
        """The program and its arguments. Raises ServerFailed where it is not installed."""

    def environment(self) -> Mapping[str, str]:
        """Variables that the program sees besides this process's own."""
        return {}

    @abstractmethod
    async def is_ready(self) -> bool:
        """Whether the server answers clients."""

    @property
    def log_file(self) -> Path:
        """What the server says."""
        return self.folder / f"{self.name}.log"

    @property
    def pid(self) -> int:
        """The process's id. Raises ServerFailed where it was not started."""
        if self._process is None:
            raise ServerFailed(f"{self.name} does not run.")
        return self._process.pid

    def is_running(self) -> bool:
        """Whether the process is there, frozen or not."""
        return self._process is not None and self._process.poll() is None

    async def start(self, within: float = 60.0) -> None:
        """Starts the server and returns once it answers. Raises ServerFailed, also after `within` seconds."""
        if self.is_running():
            raise ServerFailed(f"{self.name} runs already on port {self.port}.")
        self.folder.mkdir(parents=True, exist_ok=True)
        require_free(self.name, self.port)
        await self.prepare()
        self._process = self._spawn()
        try:
            async with asyncio.timeout(within):
                while not await self.is_ready():
                    if not self.is_running():
                        raise ServerFailed(f"{self.name} ended while starting. Its log ends with:\n{self._log_tail()}")
                    await asyncio.sleep(_POLL)
        except TimeoutError as error:
            self.kill()
            raise ServerFailed(f"{self.name} did not answer within {within:g} s:\n{self._log_tail()}") from error

    async def stop(self, within: float = 10.0) -> None:
        """Asks the server to end and waits for it; kills it after `within` seconds."""
        if self._process is None:
            return
        self.thaw()
        self._process.send_signal(self.stop_signal)
        deadline = time.monotonic() + within
        while self._process.poll() is None and time.monotonic() < deadline:  # noqa: ASYNC110 - no event tells the end
            await asyncio.sleep(_POLL)
        self.kill()

    def kill(self) -> None:
        """Ends the server and its children at once, as a power cut would."""
        if self._process is None:
            return
        killed = self._signal_all(signal.SIGKILL)
        self._process.wait()
        while any(_is_alive(process) for process in killed):  # their shared memory would be in a new server's way
            time.sleep(_POLL)
        self._process = None

    def freeze(self) -> None:
        """Stops the server in its tracks: it takes connections and bytes, and answers nothing."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        """Lets a frozen server go on."""
        self._signal_all(signal.SIGCONT)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self.log_file.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - our own command line
                self.command(),
                env={**os.environ, **self.environment()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _signal_all(self, number: signal.Signals) -> list[psutil.Process]:
        if self._process is None or self._process.poll() is not None:
            return []
        parent = psutil.Process(self._process.pid)
        if number is not signal.SIGCONT:
            parent.suspend()  # so that it makes no more children while they are counted
        family = [*parent.children(recursive=True), parent]
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)
        return family

    def _log_tail(self) -> str:
        return self.log_file.read_text(errors="replace")[-_LOG_TAIL:]


def _is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def free_port() -> int:
    """A TCP port of loopback that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def require_free(name: str, port: int) -> None:
    """Raises ServerFailed where somebody listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ServerFailed(f"Port {port} is in use: stop what listens there, or give {name} another.") from error


def dies_with_us() -> Sequence[str]:
    """A prefix for a command line that ends the program with the thread that started it, where the system can."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig=KILL"] if setpriv else []
