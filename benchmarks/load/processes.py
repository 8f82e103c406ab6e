"""Memory and CPU of the processes under load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process and its children have used: CPU seconds since their start, resident megabytes now."""

    cpu_seconds: float
    resident_megabytes: float


def usage(pids: Mapping[str, int]) -> dict[str, Usage]:
    """The usage of processes by name."""
    return {name: _usage(pid) for name, pid in pids.items()}


def _usage(pid: int) -> Usage:
    parent = psutil.Process(pid)
    family = [parent, *parent.children(recursive=True)]
    cpu = sum(sum(process.cpu_times()[:2]) for process in family)
    return Usage(cpu, sum(process.memory_info().rss for process in family) / 1e6)
