"""What can go wrong in the cache. `statuses.py` maps what a caller is told about to gRPC statuses."""

from __future__ import annotations

from typing import ClassVar


class CacheError(Exception):
    """Any failure of the cache. The message holds no secret."""


class InvalidId(CacheError):
    """An id that a key is made of breaks its rule."""

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(f"{field} {rule}")
        self.field = field
        self.rule = rule


class NotStored(CacheError):
    """No tier took a result; trying again may help."""


class NotCleared(CacheError):
    """A tier could not be cleared; repeating is safe and needed."""


class Superseded(CacheError):
    """The result comes from a lease that a newer one has replaced."""


class NotOffered(CacheError):
    """This version of the service does not do what was asked."""


class StoreError(CacheError):
    """One tier did not do what it was asked. To whoever looks something up, that is a miss in that tier."""

    reason: ClassVar[str] = "failed"
    """What metrics count it under."""


class StoreUnreachable(StoreError):
    """The server cannot be connected to, or the connection broke."""

    reason = "unreachable"


class StoreTimedOut(StoreError):
    """The server, or a free connection to it, took longer than allowed."""

    reason = "timeout"


class StoreBusy(StoreError):
    """The call waited behind others of this process for as long as it may; the tier itself may be well."""

    reason = "busy"


class StoreFailed(StoreError):
    """The server answered with an error."""


class StoreSuspended(StoreError):
    """The tier failed so often lately that it is left alone for a moment."""

    reason = "suspended"


class EntryTooLong(StoreError):
    """The tier cannot hold the entry: a bug, for requests are checked."""

    reason = "too_long"


class CorruptEntry(StoreError):
    """What was kept is not an entry: a bug, or somebody else's write."""

    reason = "corrupt"
