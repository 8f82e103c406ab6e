"""What this checkout says about a service: its lock, its Dockerfile, the project's version."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[3]
SERVICES = ("cache", "orchestrator")

Pin = tuple[str, str]
"""A distribution's name and version."""


def project() -> Mapping[str, Any]:
    """The [project] table of pyproject.toml."""
    table: Mapping[str, Any] = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    return table


def tool(name: str) -> Path:
    """A command that is installed beside this Python."""
    return Path(sys.executable).with_name(name)


def run(*command: str | Path, environment: Mapping[str, str] | None = None, folder: Path | None = None) -> str:
    """What a command prints; fails with its words where it fails."""
    done = subprocess.run(  # noqa: S603 - the project's own tools on its own files
        command, env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def lock_text(name: str) -> str:
    return (CHECKOUT / "requirements" / f"{name}.lock").read_text()


def locked(name: str) -> dict[Pin, frozenset[str]]:
    """The pins of a lock, each with its hashes."""
    pins: dict[Pin, frozenset[str]] = {}
    for entry in re.split(r"^(?=[a-z0-9])", lock_text(name), flags=re.MULTILINE):
        if pin := re.match(r"([a-z0-9-]+)==(\S+)", entry):
            pins[pin[1], pin[2]] = frozenset(re.findall(r"--hash=(\S+)", entry))
    return pins


@dataclass(frozen=True, slots=True)
class Dockerfile:
    """The instructions of a Dockerfile, stage by stage; the first "stage" is what stands before any FROM."""

    stages: tuple[tuple[tuple[str, str], ...], ...]

    @property
    def final(self) -> tuple[tuple[str, str], ...]:
        return self.stages[-1]

    def arguments(self, instruction: str) -> list[str]:
        """The arguments of every such instruction, in order."""
        return [rest for stage in self.stages for name, rest in stage if name == instruction]

    def copied_from_checkout(self) -> dict[str, str]:
        """Sources in the checkout, and where each lands."""
        copies: dict[str, str] = {}
        for words in (rest.split() for rest in self.arguments("COPY")):
            if words[0].startswith("--from="):
                continue
            *sources, target = words
            copies.update(dict.fromkeys(sources, target))
        return copies


def dockerfile_path(service: str) -> Path:
    return CHECKOUT / "deploy" / "docker" / f"{service}.Dockerfile"


def dockerfile(service: str) -> Dockerfile:
    text = re.sub(r"^#.*\n", "", dockerfile_path(service).read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    stages: list[list[tuple[str, str]]] = [[]]
    for line in filter(None, text.splitlines()):
        instruction, _, rest = line.partition(" ")
        if instruction == "FROM":
            stages.append([])
        stages[-1].append((instruction, rest.strip()))
    return Dockerfile(tuple(tuple(stage) for stage in stages))
