"""Why Google Analytics is unavailable, where that decides what it may be asked next."""

from __future__ import annotations

from services.orchestrator.errors import SourceUnavailable


class NotReached(SourceUnavailable):
    """The call never got to Google, so it counts against none of its quotas."""


class TooSlow(SourceUnavailable):
    """No answer within the time-out. What is slow once is mostly slow again."""


class GivenUp(TooSlow):
    """It was not waited for any longer. Google gave no error, so none counts against its quota of them."""


class LeftAlone(SourceUnavailable):
    """Nobody asked: Google Analytics rests after its failures."""
