"""What can go wrong in the orchestrator. Each kind is mapped to a gRPC status in one place, `statuses.py`."""

from __future__ import annotations

from datetime import timedelta


class OrchestratorError(Exception):
    """Any failure that a caller is told about. The message says what to do and holds no secret."""


class NotCached(OrchestratorError):
    """Only a cached answer was asked for, and there is none."""


class CacheWriteFailed(OrchestratorError):
    """The cache service did not keep an answer."""


class AnswerUnknown(OrchestratorError):
    """The answer to resume is not, or no longer, known here."""


class AnswerElsewhere(OrchestratorError):
    """The answer to resume was begun by another replica."""


class Overloaded(OrchestratorError):
    """As many answers are being made as may be; come back later."""

    def __init__(self, message: str, retry_after: timedelta) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class DeadlinePassed(OrchestratorError):
    """The answer was not finished within its own deadline."""


class StillBeingMade(OrchestratorError):
    """The caller's deadline comes before the answer, which goes on being made."""

    def __init__(self, message: str, retry_after: timedelta) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class InternalFailure(OrchestratorError):
    """A fault of the service itself; the log has the reason."""


class SourceError(OrchestratorError):
    """Google Analytics did not answer the plan's requests."""


class SourceRejected(SourceError):
    """Google Analytics refuses the request as it stands; trying again changes nothing."""


class SourceForbidden(SourceError):
    """The property does not exist, or these credentials may not read it."""


class SourceExhausted(SourceError):
    """A quota of a property is used up; none is named where that is not known."""

    def __init__(self, message: str, retry_after: timedelta, property_id: str = "") -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.property_id = property_id


class SourceUnavailable(SourceError):
    """Google Analytics could not be reached, was too slow or failed; trying again may help."""

    def __init__(self, message: str, retry_after: timedelta = timedelta(seconds=5)) -> None:
        super().__init__(message)
        self.retry_after = retry_after
