"""From requests to the cache's own values. Every field is checked here. Raises InvalidField."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from google.protobuf import json_format
from google.protobuf.struct_pb2 import Struct
from google.protobuf.timestamp_pb2 import Timestamp

from headrace.cache.v1 import cache_pb2 as pb
from services.cache.errors import InvalidId
from services.cache.keys import CacheKey, check_property, check_tenant
from services.cache.results import Result
from services.cache.stores.framing import MAX_PLAN_BYTES
from services.cache.stores.store import Scope
from services.serving.errors import InvalidField
from services.serving.fields import span_of

MAX_PAYLOAD_BYTES = 4 * 1024 * 1024
_PAYLOAD_TYPE = re.compile(r"[!-~]{1,128}")
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def key_of(key: pb.CacheKey) -> CacheKey:
    """The key of a request."""
    with _field_errors("key."):
        return CacheKey(key.tenant_id, key.property_id, key.query_hash)


def result_of(request: pb.SetCachedResultRequest) -> Result:
    """What a request wants stored."""
    if not request.payload:
        raise InvalidField("payload", "must not be empty")
    if len(request.payload) > MAX_PAYLOAD_BYTES:
        raise InvalidField("payload", f"must be at most {MAX_PAYLOAD_BYTES} bytes")
    if not _PAYLOAD_TYPE.fullmatch(request.payload_type):
        raise InvalidField("payload_type", "must be 1 to 128 printable ASCII characters without spaces")
    if not request.HasField("fresh_for") or span_of("fresh_for", request.fresh_for) == timedelta(0):
        raise InvalidField("fresh_for", "must be more than zero")
    if request.fencing_token < 0:
        raise InvalidField("fencing_token", "must not be negative")
    return Result(
        payload=request.payload,
        payload_type=request.payload_type,
        plan=json_of("plan", request.plan),
        fresh_for=span_of("fresh_for", request.fresh_for),
        keep_stale_for=span_of("keep_stale_for", request.keep_stale_for),
        l1_only=request.l1_only,
        fencing_token=request.fencing_token,
        made_at=moment_of("made_at", request.made_at) if request.HasField("made_at") else None,
    )


def scope_of(request: pb.InvalidateCachedResultsRequest) -> Scope:
    """What a request wants deleted."""
    with _field_errors():
        check_tenant(request.tenant_id)
        if request.property_id:
            check_property(request.property_id)
    return Scope(
        tenant_id=request.tenant_id,
        property_id=request.property_id or None,
        plan_contains=json_of("plan_contains", request.plan_contains) if request.plan_contains.fields else None,
    )


def moment_of(field: str, timestamp: Timestamp) -> datetime:
    """A moment of a request, in UTC."""
    try:
        return timestamp.ToDatetime(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidField(field, "must be between the years 1 and 9999") from error


def json_of(field: str, struct: Struct) -> str:
    """The text of a JSON object of a request."""
    try:
        text = json.dumps(json_format.MessageToDict(struct), ensure_ascii=False, separators=(",", ":"))
    except (json_format.SerializeToJsonError, ValueError) as error:
        raise InvalidField(field, "must hold finite numbers only") from error
    if len(text.encode()) > MAX_PLAN_BYTES:
        raise InvalidField(field, f"must be at most {MAX_PLAN_BYTES} bytes as JSON")
    if _NUL.search(text):
        raise InvalidField(field, "must not hold the character U+0000")
    return text


@contextmanager
def _field_errors(prefix: str = "") -> Iterator[None]:
    try:
        yield
    except InvalidId as error:
        raise InvalidField(f"{prefix}{error.field}", error.rule) from error
