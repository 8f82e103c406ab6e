"""Tests that know the emulator only through Google's own client, and the count of what they asked.

A test says with `pytestmark` or a mark which RPC it drives, and fails if none of these was reached; `ga4_client` is
the one of `tests/fixtures/ga4.py` over a wire that is listened to.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient

from sandbox.ga4_emulator.running import Emulator
from tests.conformance.tally import Tally
from tests.conformance.wire import Wire

_TALLY = pytest.StashKey[Tally]()
_PASSED = pytest.StashKey[bool]()
_LAST = "test_everything_was_asked.py"


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_TALLY] = Tally()
    config.addinivalue_line("markers", "drives(*rpcs): the RPCs that a conformance test drives")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path == Path(__file__).parent / _LAST)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.when == "call":
        item.stash[_PASSED] = report.passed
    return report


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if (tally := config.stash[_TALLY]).checks:
        terminalreporter.section("GA4 conformance, counted on the wire")
        for line in tally.lines():
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def tally(pytestconfig: pytest.Config) -> Tally:
    """What has been asked by the tests that have passed so far."""
    return pytestconfig.stash[_TALLY]


@pytest.fixture(autouse=True)
def wire(request: pytest.FixtureRequest, tally: Tally) -> Iterator[Wire]:
    """What this test sends and gets; counted if the test passes and reached an RPC that it says it drives."""
    wire = Wire()
    yield wire
    if (marker := request.node.get_closest_marker("drives")) and request.node.stash.get(_PASSED, False):
        assert wire.rpcs() & set(marker.args), f"none of {marker.args} was reached"
        tally.add(wire.exchanges)


@pytest.fixture
async def ga4_client(ga4: Emulator, wire: Wire) -> AsyncIterator[BetaAnalyticsDataAsyncClient]:
    """Google's asynchronous client, connected to `ga4` over `wire`."""
    async with wire.client_of(ga4.target) as client:
        yield client
