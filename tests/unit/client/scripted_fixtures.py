"""A scripted service that is running, as fixtures. A test module takes them in with `pytest_plugins`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from headrace.cli import main
from tests.unit.client.scripted_service import FRESH, ScriptedService, serving

Headrace = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def scripted_for_module() -> ScriptedService:
    """The service with whatever script it was given last."""
    return ScriptedService()


@pytest.fixture(scope="module")
def scripted_target(scripted_for_module: ScriptedService) -> Iterator[str]:
    """Where the service is reached."""
    with serving(scripted_for_module) as target:
        yield target


@pytest.fixture
def scripted(scripted_for_module: ScriptedService) -> ScriptedService:
    """The service with nothing to say and nothing to remember."""
    scripted_for_module.start_over()
    return scripted_for_module


@pytest.fixture
def headrace(
    scripted_target: str, scripted: ScriptedService, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Headrace:
    """Runs the command in this process against a service that plays a fresh answer until told otherwise.

    Answers its exit code, standard output and standard error.
    """
    scripted.plays(*FRESH)
    monkeypatch.delenv("HEADRACE_TOKEN", raising=False)

    def run(*words: str) -> tuple[int, str, str]:
        code = main([*words, "--target", scripted_target])
        return code, *capsys.readouterr()

    return run
