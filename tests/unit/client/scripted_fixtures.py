"""A scripted service that is running, as fixtures. A test module takes them in with `pytest_plugins`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.client.scripted_service import ScriptedService, serving


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
