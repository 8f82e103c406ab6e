"""What the caller waited for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from headrace.events import Event, NarrativeEvent, ResultEvent, TableEvent


class Stopwatch:
    """Times from its making to the first event, the first content and the result, as this side saw them."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._began = monotonic()
        self.first_event: timedelta | None = None
        self.first_content: timedelta | None = None
        self.result: timedelta | None = None

    def note(self, event: Event) -> None:
        """Takes the time of an event."""
        now = timedelta(seconds=self._monotonic() - self._began)
        self.first_event = self.first_event or now
        if isinstance(event, TableEvent | NarrativeEvent | ResultEvent):
            self.first_content = self.first_content or now
        if isinstance(event, ResultEvent):
            self.result = now
