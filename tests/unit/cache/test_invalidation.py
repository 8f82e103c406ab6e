"""What an invalidation deletes, and what must not come back after it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from services.cache.errors import NotCleared
from services.cache.stores.store import Scope, Tier
from tests.unit.cache.examples import a_key, a_result
from tests.unit.cache.house import DOWN, MINUTE, House
from tests.unit.cache.waiting import until

SECOND = timedelta(seconds=1)
SCOPES = [Scope("demo"), Scope("demo", "123456789"), Scope("demo", None, '{"metrics": ["sessions"]}')]


@pytest.fixture
def house() -> House:
    return House(Tier.L1, Tier.L2)


async def test_a_promotion_that_an_invalidation_overtakes_leaves_nothing_behind(house: House) -> None:
    await house.cache.put(a_key(), a_result())
    await house.l1.discard(a_key())
    house.l1.stall()
    look_up = asyncio.create_task(house.cache.get(a_key()))
    await until(lambda: house.l1.stalled)  # L1's look-up
    house.l1.heal()
    house.l1.stall()
    assert await look_up is not None
    await until(lambda: house.l1.calls["put"] == 2)  # the promotion, held back
    await house.l2.inner.delete(Scope("demo"))
    await house.l1.inner.delete(Scope("demo"))
    house.l1.heal()
    await house.promotions.drain(MINUTE)
    assert await house.get() is None


@pytest.mark.parametrize("change", ["put", "invalidate"])
async def test_a_look_up_after_a_change_does_not_join_one_from_before(house: House, change: str) -> None:
    house.l1.stall("get_many")
    before = asyncio.create_task(house.cache.get(a_key()))
    await until(lambda: house.l1.stalled == 1)
    if change == "put":
        await house.cache.put(a_key(), a_result())
    else:
        await house.cache.invalidate(Scope("demo"))
    after = asyncio.create_task(house.cache.get(a_key()))
    await until(lambda: house.l1.stalled == 2)
    house.l1.heal()
    await asyncio.gather(before, after)


async def test_invalidation_clears_both_tiers_and_counts_each(house: House) -> None:
    await house.cache.put(a_key(1), a_result())
    await house.cache.put(a_key(2), a_result(l1_only=True))
    await house.cache.put(a_key(1, tenant="other"), a_result())
    assert await house.cache.invalidate(Scope("demo")) == {Tier.L1: 2, Tier.L2: 1}
    assert await house.get() is None
    assert await house.cache.get(a_key(1, tenant="other")) is not None


async def test_nothing_is_promoted_past_an_invalidation_under_way(house: House) -> None:
    await house.cache.put(a_key(), a_result())
    await house.l1.discard(a_key())
    house.l2.stall("delete")
    invalidation = asyncio.create_task(house.cache.invalidate(Scope("demo")))
    await until(lambda: house.l2.stalled)
    assert await house.served_by() is Tier.L2  # and L1 holds it again
    house.l2.heal()
    await invalidation
    assert await house.get() is None


@pytest.mark.parametrize("ill", [Tier.L1, Tier.L2])
async def test_invalidation_fails_where_a_tier_does_and_clears_the_other_all_the_same(house: House, ill: Tier) -> None:
    await house.cache.put(a_key(), a_result())
    sick, well = (house.l1, house.l2) if ill is Tier.L1 else (house.l2, house.l1)
    sick.throw(DOWN)
    with pytest.raises(NotCleared, match=ill.value):
        await house.cache.invalidate(Scope("demo"))
    assert await well.get_many([a_key()]) == {}
    sick.heal()
    assert await house.cache.invalidate(Scope("demo")) == {Tier.L1: int(ill is Tier.L1), Tier.L2: int(ill is Tier.L2)}
    assert await house.get() is None


async def test_a_promotion_overtaken_here_leaves_nothing_behind_even_where_l2_cannot_be_asked(house: House) -> None:
    await house.cache.put(a_key(), a_result())
    await house.l1.discard(a_key())
    house.l1.stall("put")
    assert await house.cache.get(a_key()) is not None
    await until(lambda: house.l1.stalled)
    house.clock.advance(SECOND)
    await house.cache.invalidate(Scope("demo"))
    house.l2.throw(DOWN)
    house.l1.heal()
    assert await house.get() is None


@pytest.mark.parametrize("scope", SCOPES)
async def test_a_result_made_before_an_invalidation_is_not_stored_after_it(house: House, scope: Scope) -> None:
    made_at = house.clock.now()
    house.clock.advance(SECOND)
    await house.cache.invalidate(scope)
    assert await house.cache.put(a_key(), a_result(made_at=made_at)) == []
    assert await house.get() is None
    assert house.count("cache_outdated_results_total") == 1


@pytest.mark.parametrize(
    "other", [Scope("other"), Scope("demo", "2"), Scope("demo", None, '{"metrics": ["totalRevenue"]}')]
)
async def test_a_result_that_an_invalidation_does_not_reach_is_stored(house: House, other: Scope) -> None:
    made_at = house.clock.now()
    house.clock.advance(SECOND)
    await house.cache.invalidate(other)
    assert await house.cache.put(a_key(), a_result(made_at=made_at)) == [Tier.L1, Tier.L2]


@pytest.mark.parametrize("made_ago", [None, SECOND])
async def test_a_result_made_after_an_invalidation_is_stored(house: House, made_ago: timedelta | None) -> None:
    await house.cache.invalidate(Scope("demo"))
    house.clock.advance(2 * SECOND)
    made_at = None if made_ago is None else house.clock.now() - made_ago
    assert await house.cache.put(a_key(), a_result(made_at=made_at)) == [Tier.L1, Tier.L2]


async def test_a_result_that_an_invalidation_overtakes_on_its_way_is_taken_back(house: House) -> None:
    house.l2.stall("put")
    store = asyncio.create_task(house.cache.put(a_key(), a_result()))
    await until(lambda: house.l2.stalled)
    house.clock.advance(SECOND)
    await house.cache.invalidate(Scope("demo"))
    house.l2.heal()
    assert await store == []
    assert await house.get() is None


async def test_an_invalidation_is_remembered_for_a_minute(house: House) -> None:
    made_at = house.clock.now()
    house.clock.advance(SECOND)
    await house.cache.invalidate(Scope("demo"))
    house.clock.advance(MINUTE)
    assert await house.cache.put(a_key(), a_result(made_at=made_at)) == []
    house.clock.advance(SECOND)
    assert await house.cache.put(a_key(), a_result(made_at=made_at)) == [Tier.L1, Tier.L2]
