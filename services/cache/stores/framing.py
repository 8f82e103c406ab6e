"""An entry as one run of bytes, for stores that keep a single value under a key."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

from services.cache.errors import CorruptEntry, EntryTooLong
from services.cache.stores.store import Entry

VERSION = 1
_HEADER = struct.Struct(">BqqqqBI")
"""Version, fencing token, stored_at, fresh_until, keep_until, length of the type, length of the plan."""
ORDER = struct.Struct(">Bqq")
"""The beginning of the header: what tells which of two entries is newer."""

MAX_TYPE_BYTES = 255
MAX_PLAN_BYTES = 64 * 1024
HEAD_BYTES = _HEADER.size + MAX_TYPE_BYTES + MAX_PLAN_BYTES
"""As much of a frame as is needed to read its plan."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def encode(entry: Entry) -> bytes:
    """The frame of an entry. Raises EntryTooLong where the type or the plan is."""
    kind, plan = entry.payload_type.encode(), entry.plan.encode()
    if len(kind) > MAX_TYPE_BYTES or len(plan) > MAX_PLAN_BYTES:
        raise EntryTooLong("payload_type or plan is too long for a frame")
    header = _HEADER.pack(
        VERSION,
        entry.fencing_token,
        _microseconds(entry.stored_at),
        _microseconds(entry.fresh_until),
        _microseconds(entry.keep_until),
        len(kind),
        len(plan),
    )
    return b"".join((header, kind, plan, entry.payload))


def decode(frame: bytes) -> Entry:
    """The entry of a frame. Raises CorruptEntry."""
    try:
        version, token, stored, fresh, keep, kind_length, plan_length = _HEADER.unpack_from(frame)
        if version != VERSION:
            raise CorruptEntry(f"frame version {version} is not known here")
        plan_start = _HEADER.size + kind_length
        payload_start = plan_start + plan_length
        if len(frame) < payload_start:
            raise CorruptEntry("the frame ends before its payload")
        return Entry(
            payload=frame[payload_start:],
            payload_type=frame[_HEADER.size : plan_start].decode(),
            plan=frame[plan_start:payload_start].decode(),
            stored_at=_EPOCH + timedelta(microseconds=stored),
            fresh_until=_EPOCH + timedelta(microseconds=fresh),
            keep_until=_EPOCH + timedelta(microseconds=keep),
            fencing_token=token,
        )
    except (struct.error, UnicodeDecodeError, OverflowError) as error:
        raise CorruptEntry(f"not a frame: {error}") from error


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND
