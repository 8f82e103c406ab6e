"""Nothing of the API is left out. This runs after all other conformance tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.tally import RPCS, Tally, names_of_catalogue


@pytest.fixture(autouse=True)
def _whole_suite(request: pytest.FixtureRequest) -> None:
    run = {item.path for item in request.session.items}
    if not run.issuperset(Path(__file__).parent.glob("test_*.py")):
        pytest.skip("only parts of the conformance suite ran")


def test_every_rpc_was_driven(tally: Tally) -> None:
    assert [rpc for rpc in RPCS if not tally.checks[rpc]] == []


def test_every_name_was_asked(tally: Tally) -> None:
    assert [name for name in names_of_catalogue() if name not in tally.answers] == []
