"""How long entries live."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.cache.ttl import JITTER, TierLimits, lifetime, promoted
from tests.unit.cache.examples import HOUR, an_entry

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
LIMITS = TierLimits(fresh=HOUR, stale=2 * HOUR)
spans = st.timedeltas(timedelta(0), timedelta(days=366))


def test_a_life_is_as_long_as_asked_within_the_limits() -> None:
    life = lifetime(NOW, HOUR / 2, HOUR, LIMITS, jitter=0.0)
    assert (life.fresh_until, life.keep_until) == (NOW + HOUR / 2, NOW + HOUR * 1.5)


@given(spans, spans, st.floats(0, 1, exclude_max=True))
def test_no_life_is_longer_than_asked_or_than_the_limits(fresh: timedelta, stale: timedelta, jitter: float) -> None:
    life = lifetime(NOW, fresh, stale, LIMITS, jitter)
    longest = min(fresh, LIMITS.fresh)
    assert longest * (1 - JITTER) <= life.fresh_until - NOW <= longest
    assert life.keep_until - life.fresh_until == min(stale, LIMITS.stale)


@given(spans, spans, spans)
def test_a_promoted_entry_never_lives_longer_than_before(fresh: timedelta, stale: timedelta, later: timedelta) -> None:
    entry = an_entry(NOW, fresh_until=NOW + fresh, keep_until=NOW + fresh + stale)
    copy = promoted(entry, NOW + later, LIMITS)
    assert copy.fresh_until == min(entry.fresh_until, NOW + later + LIMITS.fresh)
    assert copy.fresh_until <= copy.keep_until <= entry.keep_until
    assert copy.keep_until - copy.fresh_until <= LIMITS.stale
    assert (copy.payload, copy.stored_at, copy.fencing_token) == (entry.payload, entry.stored_at, entry.fencing_token)
