"""Memory and CPU of the processes under load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process and its children have used: CPU seconds since their start, resident megabytes now."""

    cpu_seconds: float
    resident_megabytes: float


def usage(pids: Mapping[str, int]) -> dict[str, Usage]:
    """The usage of processes by name, without those that have ended."""
    readings = {}
    for name, pid in pids.items():
        with suppress(psutil.NoSuchProcess):
            readings[name] = _usage(pid)
    return readings


def most(readings: Sequence[Mapping[str, Usage]]) -> dict[str, Usage]:
    """The most CPU and the most memory that any reading saw of each process."""
    names = dict.fromkeys(name for reading in readings for name in reading)
    seen = {name: [reading[name] for reading in readings if name in reading] for name in names}
    return {
        name: Usage(max(one.cpu_seconds for one in of_one), max(one.resident_megabytes for one in of_one))
        for name, of_one in seen.items()
    }


def _usage(pid: int) -> Usage:
    parent = psutil.Process(pid)
    cpu_seconds, resident = 0.0, 0
    for process in [parent, *parent.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):  # a child that ended meanwhile
            cpu_seconds += sum(process.cpu_times()[:2])
            resident += process.memory_info().rss
    return Usage(cpu_seconds, resident / 1e6)
