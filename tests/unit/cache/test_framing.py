"""Frames: entries of today's code stay readable tomorrow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cache.errors import CorruptEntry, EntryTooLong
from services.cache.stores.framing import HEAD_BYTES, MAX_PLAN_BYTES, MAX_TYPE_BYTES, decode, encode
from services.cache.stores.store import Entry
from tests.unit.cache.examples import an_entry

STORED = datetime(2026, 11, 24, 17, 0, 0, 1, tzinfo=UTC)
GOLDEN = (
    bytes.fromhex(
        "01"  # version
        "0000000000000007"  # fencing token
        "00066108a409c401"  # stored_at, in microseconds since 1970
        "000661097a9d6801"  # fresh_until
        "0006610a51310c01"  # keep_until
        "04"  # length of the type
        "00000007"  # length of the plan
    )
    + b'kind{"a":1}\x00\xff'
)

moments = st.datetimes(datetime(1970, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
entries = st.builds(
    Entry,
    payload=st.binary(max_size=200),
    payload_type=st.text(st.characters(codec="ascii"), max_size=MAX_TYPE_BYTES),
    plan=st.text(max_size=100),
    stored_at=moments,
    fresh_until=moments,
    keep_until=moments,
    fencing_token=st.integers(0, 2**63 - 1),
)


def test_version_1_stays_readable() -> None:
    assert decode(GOLDEN) == Entry(
        payload=b"\x00\xff",
        payload_type="kind",
        plan='{"a":1}',
        stored_at=STORED,
        fresh_until=STORED + timedelta(hours=1),
        keep_until=STORED + timedelta(hours=2),
        fencing_token=7,
    )


def test_version_1_is_what_is_written() -> None:
    assert encode(decode(GOLDEN)) == GOLDEN


@given(entries)
def test_every_entry_comes_back_as_it_was(entry: Entry) -> None:
    assert decode(encode(entry)) == entry


@given(st.integers(0, len(GOLDEN) - 3))
def test_a_frame_cut_short_is_corrupt(length: int) -> None:
    with pytest.raises(CorruptEntry):
        decode(GOLDEN[:length])


@pytest.mark.parametrize(
    "frame",
    [b"", b"\x02" + GOLDEN[1:], b"hello, this is somebody else's value" * 3, GOLDEN[:1] + b"\x7f" * 60],
    ids=["empty", "a later version", "foreign", "absurd times"],
)
def test_anything_else_is_corrupt(frame: bytes) -> None:
    with pytest.raises(CorruptEntry):
        decode(frame)


def test_the_head_of_the_longest_frame_holds_its_plan() -> None:
    plan = '{"a":"' + "x" * (MAX_PLAN_BYTES - 8) + '"}'
    frame = encode(replace(an_entry(STORED), payload=b"p" * 100, payload_type="t" * MAX_TYPE_BYTES, plan=plan))
    assert len(plan.encode()) == MAX_PLAN_BYTES
    assert decode(frame[:HEAD_BYTES]).plan == plan


@pytest.mark.parametrize("too_long", [{"payload_type": "t" * 256}, {"plan": "p" * (MAX_PLAN_BYTES + 1)}])
def test_what_fits_no_frame_is_not_written(too_long: dict[str, Any]) -> None:
    with pytest.raises(EntryTooLong):
        encode(replace(an_entry(STORED), **too_long))
