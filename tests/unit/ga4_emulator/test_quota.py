"""What requests in flight do to a property's quota, and how the words are kept."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from sandbox.ga4_emulator.properties import Property, load_properties
from sandbox.ga4_emulator.quota.costs import Cost
from sandbox.ga4_emulator.quota.exhausted import exhausted
from sandbox.ga4_emulator.quota.ledger import QuotaLedger
from sandbox.ga4_emulator.quota.limits import Bucket, Category
from sandbox.ga4_emulator.refusals import Refused
from tests.fakes.clock import FakeClock


@pytest.fixture
def ledger() -> QuotaLedger:
    return QuotaLedger(FakeClock())


@pytest.fixture
def demo() -> Property:
    return load_properties().first()


def test_the_others_that_are_in_flight_are_missing_from_what_remains(ledger: QuotaLedger, demo: Property) -> None:
    with ExitStack() as flights:
        for others in range(10):
            flights.enter_context(ledger.admitted(demo, Category.CORE))
            quota = ledger.charge(demo, Category.CORE, Cost(1)).told()
            assert quota.concurrent_requests.remaining == 10 - others
        with pytest.raises(Refused, match="concurrent"):
            flights.enter_context(ledger.admitted(demo, Category.CORE))
        flights.enter_context(ledger.admitted(demo, Category.REALTIME))
    assert ledger.charge(demo, Category.CORE, Cost(1)).told().concurrent_requests.remaining == 10


def test_a_request_that_fails_gives_its_place_back(ledger: QuotaLedger, demo: Property) -> None:
    for _ in range(11):
        with pytest.raises(ZeroDivisionError), ledger.admitted(demo, Category.CORE):
            raise ZeroDivisionError
    with ledger.admitted(demo, Category.CORE):
        pass


def test_every_quota_has_words_of_its_own() -> None:
    assert len({exhausted(bucket).message for bucket in Bucket}) == len(Bucket)
