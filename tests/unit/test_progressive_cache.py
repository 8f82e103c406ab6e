"""The cache as a whole: hit, miss, promotion, expiry, and callers at once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest

from services.cache.keys import CacheKey
from services.cache.progressive_cache import LARGEST_PROMOTED
from services.cache.stores.store import Entry, Tier
from tests.unit.cache.examples import HOUR, a_key, a_result, an_entry
from tests.unit.cache.house import DOWN, MINUTE, House
from tests.unit.cache.waiting import until


@pytest.fixture
def house() -> House:
    return House(Tier.L1, Tier.L2)


async def test_what_was_never_stored_is_a_miss(house: House) -> None:
    assert await house.get() is None


async def test_a_result_is_stored_in_both_tiers_and_served_from_the_nearest(house: House) -> None:
    assert await house.cache.put(a_key(), a_result()) == [Tier.L1, Tier.L2]
    house.clock.advance(MINUTE)
    hit = await house.get()
    assert hit is not None
    assert (hit.tier, hit.entry.payload, hit.stale) == (Tier.L1, b"an answer", False)
    assert (hit.age, hit.fresh_for) == (MINUTE, 9 * MINUTE)
    assert house.l2.calls["get_many"] == 0


async def test_a_result_that_l1_lost_is_served_from_l2_and_promoted(house: House) -> None:
    await house.cache.put(a_key(), a_result())
    await house.l1.discard(a_key())
    assert await house.served_by() is Tier.L2
    assert await house.served_by() is Tier.L1


async def test_promotion_never_extends_a_life(house: House) -> None:
    await house.cache.put(a_key(), a_result(fresh_for=10 * MINUTE, keep_stale_for=5 * MINUTE))
    await house.l1.discard(a_key())
    house.clock.advance(9 * MINUTE)
    assert await house.served_by() is Tier.L2
    promoted = (await house.l1.get_many([a_key()]))[a_key()]
    assert promoted == (await house.l2.get_many([a_key()]))[a_key()]
    house.clock.advance(MINUTE)
    assert await house.get() is None


async def test_promotion_keeps_within_l1s_own_limit_from_then_on(house: House) -> None:
    await house.cache.put(a_key(), a_result(fresh_for=20 * HOUR))
    house.clock.advance(5 * HOUR)
    assert await house.served_by() is Tier.L2
    promoted = (await house.l1.get_many([a_key()]))[a_key()]
    assert promoted.fresh_until == house.clock.now() + HOUR
    assert promoted.stored_at == house.clock.now() - 5 * HOUR


async def test_past_l1s_limit_l2_serves_and_refills_l1(house: House) -> None:
    await house.cache.put(a_key(), a_result(fresh_for=20 * HOUR))
    house.clock.advance(HOUR)
    assert await house.served_by() is Tier.L2
    assert await house.served_by() is Tier.L1


async def test_a_promotion_does_not_replace_what_was_stored_meanwhile(house: House) -> None:
    await house.cache.put(a_key(), a_result(payload=b"old"))
    await house.l1.discard(a_key())
    house.clock.advance(MINUTE)
    house.l2.stall()
    look_up = asyncio.create_task(house.get())
    await until(lambda: house.l2.stalled)
    old = (await house.l2.inner.get_many([a_key()]))[a_key()]
    await house.l1.put(a_key(), an_entry(house.clock.now(), payload=b"new"))
    house.l2.heal()
    hit = await look_up
    assert hit is not None
    assert hit.entry == old
    assert (await house.l1.get_many([a_key()]))[a_key()].payload == b"new"


async def test_a_promotion_stays_where_l2_cannot_say_whether_it_still_holds_the_result(house: House) -> None:
    await house.cache.put(a_key(), a_result())
    await house.l1.discard(a_key())
    house.l1.stall("put")
    assert await house.cache.get(a_key()) is not None
    await until(lambda: house.l1.stalled)
    house.l2.throw(DOWN)
    house.l1.heal()
    assert await house.served_by() is Tier.L1


async def test_only_a_result_of_moderate_size_is_promoted(house: House) -> None:
    for number, size in enumerate((LARGEST_PROMOTED, LARGEST_PROMOTED + 1)):
        await house.cache.put(a_key(number), a_result(payload=bytes(size)))
        await house.l1.discard(a_key(number))
        assert await house.cache.get(a_key(number)) is not None
    await house.promotions.drain(MINUTE)
    assert set(await house.l1.get_many([a_key(0), a_key(1)])) == {a_key(0)}


async def test_a_stale_result_is_a_miss_unless_it_was_asked_for(house: House) -> None:
    await house.cache.put(a_key(), a_result(fresh_for=10 * MINUTE, keep_stale_for=HOUR))
    house.clock.advance(10 * MINUTE)
    assert await house.get() is None
    house.clock.advance(5 * MINUTE)
    assert await house.get(max_staleness=5 * MINUTE - timedelta(microseconds=1)) is None
    hit = await house.get(max_staleness=5 * MINUTE)
    assert hit is not None
    assert (hit.stale, hit.fresh_for, hit.age) == (True, timedelta(0), 15 * MINUTE)


async def test_a_gone_result_is_not_served_however_stale_it_may_be(house: House) -> None:
    await house.cache.put(a_key(), a_result(fresh_for=10 * MINUTE, keep_stale_for=MINUTE))
    house.clock.advance(11 * MINUTE)
    assert await house.get(max_staleness=24 * HOUR) is None


async def test_a_gone_result_is_not_served_by_a_tier_that_has_yet_to_notice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = an_entry(house.clock.now() - 3 * HOUR)

    async def never_forget(_: object) -> Mapping[CacheKey, Entry]:
        return {a_key(): gone}

    monkeypatch.setattr(house.l1, "get_many", never_forget)
    assert await house.get(max_staleness=24 * HOUR) is None


async def test_the_fresher_of_two_stale_results_is_served(house: House) -> None:
    now = house.clock.now()
    await house.l1.put(a_key(), an_entry(now, fresh_until=now + MINUTE, payload=b"older"))
    await house.l2.put(a_key(), an_entry(now, fresh_until=now + 2 * MINUTE, payload=b"newer"))
    house.clock.advance(3 * MINUTE)
    hit = await house.get(max_staleness=HOUR)
    assert hit is not None
    assert (hit.tier, hit.entry.payload) == (Tier.L2, b"newer")


async def test_a_stale_result_is_not_promoted(house: House) -> None:
    now = house.clock.now()
    await house.l2.put(a_key(), an_entry(now, fresh_until=now))
    assert await house.served_by(max_staleness=HOUR) is Tier.L2
    assert await house.l1.get_many([a_key()]) == {}


async def test_an_l1_only_result_never_reaches_l2(house: House) -> None:
    assert await house.cache.put(a_key(), a_result(l1_only=True)) == [Tier.L1]
    assert await house.l2.get_many([a_key()]) == {}


async def test_each_tier_caps_freshness_at_its_own_limit(house: House) -> None:
    await house.cache.put(a_key(), a_result(fresh_for=100 * HOUR, keep_stale_for=100 * HOUR))
    now = house.clock.now()
    l1 = (await house.l1.get_many([a_key()]))[a_key()]
    l2 = (await house.l2.get_many([a_key()]))[a_key()]
    assert (l1.fresh_until - now, l1.keep_until - now) == (HOUR, 2 * HOUR)
    assert (l2.fresh_until - now, l2.keep_until - now) == (24 * HOUR, 48 * HOUR)


@pytest.mark.parametrize("callers", [1, 10, 100, 1000])
async def test_callers_at_once_cost_one_look_up_in_each_tier(house: House, callers: int) -> None:
    await house.cache.put(a_key(), a_result())
    await house.l1.discard(a_key())
    hits = await asyncio.gather(*(house.cache.get(a_key()) for _ in range(callers)))
    assert [hit and hit.entry.payload for hit in hits] == [b"an answer"] * callers
    await house.promotions.drain(MINUTE)
    assert house.l1.calls["get_many"] == 1
    assert house.l1.calls["put"] == 2  # the store, one promotion
    assert house.l2.calls["get_many"] == 2  # one look-up, the promotion's check
    assert house.count("cache_hits_total", tier="l2") == callers


async def test_callers_at_once_may_differ_in_the_staleness_they_accept(house: House) -> None:
    await house.cache.put(a_key(), a_result(fresh_for=MINUTE))
    house.clock.advance(2 * MINUTE)
    strict, lenient = await asyncio.gather(house.cache.get(a_key()), house.cache.get(a_key(), HOUR))
    assert strict is None
    assert lenient is not None
    assert house.l1.calls["get_many"] == 1


async def test_a_caller_that_leaves_takes_nobody_with_it(house: House) -> None:
    await house.cache.put(a_key(), a_result())
    house.l1.stall()
    leaver, stayer = (asyncio.create_task(house.cache.get(a_key())) for _ in range(2))
    await until(lambda: house.l1.stalled)
    leaver.cancel()
    house.l1.heal()
    assert await stayer is not None


async def test_hits_and_misses_are_counted_where_they_happen(house: House) -> None:
    await house.get()
    await house.cache.put(a_key(), a_result())
    await house.get()
    await house.l1.discard(a_key())
    await house.get()
    assert house.count("cache_hits_total", tier="l1") == house.count("cache_hits_total", tier="l2") == 1
    assert house.count("cache_misses_total") == house.metrics.misses == 1
    l1, l2 = house.metrics.tiers[Tier.L1], house.metrics.tiers[Tier.L2]
    assert (l1.hits, l1.misses, l2.hits, l2.misses) == (1, 2, 1, 1)


async def test_promotions_are_bounded_and_the_hit_is_served_all_the_same(house: House) -> None:
    for number in range(20):
        await house.cache.put(a_key(number), a_result())
        await house.l1.discard(a_key(number))
    promotions_before = house.l1.calls["put"]
    hits = await asyncio.gather(*(house.cache.get(a_key(number)) for number in range(20)))
    assert all(hits)
    await house.promotions.drain(MINUTE)
    assert house.l1.calls["put"] - promotions_before == 10
    assert house.count("background_work_failed_total", kind="promotion", reason="full") == 10
