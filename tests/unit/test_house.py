"""The rules of the house: which room may know which, and that files stay small and well named."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("services", "sandbox", "clients/python/headrace", "benchmarks")
MAY_NOT_IMPORT = {
    "services/serving": ("services.cache", "services.orchestrator", "sandbox", "headrace"),
    "services/cache": ("services.orchestrator", "sandbox", "headrace.orchestrator", "headrace.client"),
    "services/orchestrator": ("services.cache", "sandbox", "headrace.client"),
    "services/orchestrator/agents": ("services.orchestrator.servicer", "services.orchestrator.pipeline", "grpc"),
    "services/orchestrator/ga4": ("services.orchestrator.agents", "services.orchestrator.pipeline"),
    "clients/python/headrace": ("services", "sandbox"),
}
UNDERSTANDING = "services/orchestrator/understanding"
UNDERSTANDING_MAY_IMPORT = ("services.orchestrator.understanding", "babel", *sys.stdlib_module_names)
MEANINGLESS = re.compile(r"^(utils?|helpers?|misc|common|managers?|base)\.py$")
GENERATED = re.compile(r"_pb2(_grpc)?\.py$")
MOST_LINES = 300
MOST_LINES_OF_TESTS = 400


def sources(room: str) -> list[Path]:
    return [path for path in sorted((ROOT / room).rglob("*.py")) if not GENERATED.search(path.name)]


def imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@pytest.mark.parametrize("room", MAY_NOT_IMPORT)
def test_a_room_knows_only_the_rooms_it_may(room: str) -> None:
    found = sources(room)
    assert found
    trespasses = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in found
        for name in imports(path)
        for forbidden in MAY_NOT_IMPORT[room]
        if is_within(name, forbidden)
    ]
    assert trespasses == []


def test_understanding_knows_nothing_but_itself_and_the_language() -> None:
    found = sources(UNDERSTANDING)
    assert found
    trespasses = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in found
        for name in imports(path)
        if not any(is_within(name, allowed) for allowed in UNDERSTANDING_MAY_IMPORT)
    ]
    assert trespasses == []


def test_no_module_of_the_services_imports_itself_by_a_detour() -> None:
    modules = {_module_name(path): path for path in sources("services")}
    known = {name: {target for target in imports(path) if target in modules} for name, path in modules.items()}
    for start in known:
        assert start not in _reachable(start, known), f"{start} imports itself by a detour"


@pytest.mark.parametrize(
    ("room", "most_lines"), [*((room, MOST_LINES) for room in ROOMS), ("tests", MOST_LINES_OF_TESTS)]
)
def test_files_are_small_and_their_names_say_something(room: str, most_lines: int) -> None:
    for path in sources(room):
        assert not MEANINGLESS.match(path.name), path
        assert len(path.read_text().splitlines()) <= most_lines, path


@pytest.mark.parametrize("room", ROOMS)
def test_tasks_are_made_only_where_they_are_owned(room: str) -> None:
    owners = {"side_by_side.py", "background.py", "flights.py", "owned_tasks.py", "__main__.py"}
    loose = [
        str(path.relative_to(ROOT))
        for path in sources(room)
        if re.search(r"asyncio\.(create_task|ensure_future)\(", path.read_text()) and path.name not in owners
    ]
    assert loose == []


def _module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _reachable(start: str, known: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(known[start])
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(known[name])
    return seen
