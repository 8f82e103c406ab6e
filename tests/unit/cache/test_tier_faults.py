"""What a tier's failure, or its absence, means to the cache as a whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.cache.errors import NotStored, StoreTimedOut, StoreUnreachable, Superseded
from services.cache.progressive_cache import ProgressiveCache, TierPlace
from services.cache.stores.store import Scope, Tier
from services.cache.stores.timed import TimedStore, TimeLimits
from tests.unit.cache.examples import HOUR, a_key, a_result, an_entry
from tests.unit.cache.house import DOWN, LIMITS, MINUTE, House


@pytest.fixture
def house() -> House:
    return House(Tier.L1, Tier.L2)


@pytest.mark.parametrize("error", [DOWN, StoreTimedOut("frozen")])
async def test_a_tier_that_fails_is_a_miss_in_that_tier(house: House, error: StoreUnreachable) -> None:
    await house.cache.put(a_key(), a_result())
    house.l1.throw(error)
    assert await house.served_by() is Tier.L2
    house.l1.heal()
    house.l2.throw(error)
    assert await house.served_by() is Tier.L1
    house.l1.throw(error)
    assert await house.get() is None


async def test_with_l1_down_stale_results_come_from_l2(house: House) -> None:
    await house.cache.put(a_key(), a_result(fresh_for=MINUTE))
    house.clock.advance(2 * MINUTE)
    house.l1.throw(DOWN)
    assert await house.served_by(max_staleness=HOUR) is Tier.L2


async def test_a_frozen_tier_costs_its_time_out_and_no_more() -> None:
    house = House(Tier.L1, Tier.L2)
    limit = timedelta(milliseconds=20)
    timed = TimedStore(house.l1, TimeLimits(limit, limit, limit))
    cache = ProgressiveCache(
        [TierPlace(Tier.L1, timed, LIMITS[Tier.L1]), TierPlace(Tier.L2, house.l2, LIMITS[Tier.L2])],
        house.promotions,
        house.metrics,
        house.clock,
        random=lambda: 0.0,
    )
    await cache.put(a_key(), a_result())
    house.l1.stall()
    hit = await cache.get(a_key())
    assert hit is not None
    assert hit.tier is Tier.L2
    await house.promotions.drain(MINUTE)
    assert house.l1.stalled == 0


async def test_one_tier_is_enough_to_store(house: House) -> None:
    house.l1.throw(DOWN)
    assert await house.cache.put(a_key(), a_result()) == [Tier.L2]
    house.l1.heal()
    house.l2.throw(DOWN)
    assert await house.cache.put(a_key(), a_result()) == [Tier.L1]


async def test_storing_fails_where_no_tier_took_it(house: House) -> None:
    house.l1.throw(DOWN)
    house.l2.throw(DOWN)
    with pytest.raises(NotStored):
        await house.cache.put(a_key(), a_result())


async def test_a_failed_store_deletes_nothing(house: House) -> None:
    await house.cache.put(a_key(), a_result(payload=b"good"))
    house.l1.throw(DOWN)
    house.l2.throw(DOWN)
    with pytest.raises(NotStored):
        await house.cache.put(a_key(), a_result(payload=b"refreshed"))
    house.l1.heal()
    house.l2.heal()
    hit = await house.get()
    assert hit is not None
    assert hit.entry.payload == b"good"


async def test_a_late_write_of_a_former_leader_is_kept_by_no_tier(house: House) -> None:
    await house.cache.put(a_key(), a_result(payload=b"leader", fencing_token=2))
    await house.l1.discard(a_key())  # so that L1 alone would take it
    with pytest.raises(Superseded):
        await house.cache.put(a_key(), a_result(payload=b"former leader", fencing_token=1))
    for _ in range(2):
        hit = await house.get()
        assert hit is not None
        assert hit.entry.payload == b"leader"


async def test_a_superseded_write_is_reported_even_where_it_cannot_be_taken_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.l2.put(a_key(), an_entry(house.clock.now(), fencing_token=2))

    async def fail(_: object) -> None:
        raise DOWN

    monkeypatch.setattr(house.l1, "discard", fail)
    with pytest.raises(Superseded):
        await house.cache.put(a_key(), a_result(fencing_token=1))


@pytest.mark.parametrize("tier", Tier)
async def test_a_tier_switched_off_is_neither_asked_nor_filled(tier: Tier) -> None:
    house = House(tier)
    off = house.l2 if tier is Tier.L1 else house.l1
    assert await house.cache.put(a_key(), a_result()) == [tier]
    assert await house.served_by() is tier
    assert await house.cache.invalidate(Scope("demo")) == {tier: 1}
    assert not off.calls
    assert house.count("cache_tier_enabled", tier=tier) == 1
    assert sum(house.count("cache_tier_enabled", tier=each) for each in Tier) == 1


async def test_with_every_tier_switched_off_all_is_a_miss_and_storing_is_no_failure() -> None:
    house = House()
    assert await house.get() is None
    assert await house.cache.put(a_key(), a_result()) == []
    assert await house.cache.invalidate(Scope("demo")) == {}


async def test_what_only_a_tier_switched_off_may_keep_is_kept_nowhere_and_that_is_no_failure() -> None:
    house = House(Tier.L2)
    assert await house.cache.put(a_key(), a_result(l1_only=True)) == []
    assert not house.l2.calls


async def test_closing_closes_every_tier_even_where_one_fails(house: House) -> None:
    house.l1.throw(StoreTimedOut("frozen"))
    await house.cache.aclose()
    assert house.l2.calls["aclose"] == 1
