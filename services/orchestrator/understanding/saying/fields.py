"""What fields, values and events are called, in words that are read back as the very same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from services.orchestrator.understanding.plan import Match, ReportRequest, TextFilter
from services.orchestrator.understanding.things_asked import conditions_of

_EVENT_NAME = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")


@dataclass(frozen=True, slots=True)
class Labels:
    """What fields are called, by API name, and values, by dimension and lower-case value.

    `values` are those that need no name of their field beside them.
    """

    fields: Mapping[str, str]
    values: Mapping[tuple[str, str], str]
    events: frozenset[str]

    def field(self, name: str) -> str:
        """A field's label, else its API name."""
        return self.fields.get(name, name)

    def figure(self, name: str, request: ReportRequest) -> str:
        """A metric of a request, which may count one event only."""
        event = self.event(request)
        return f"{event} events" if event else self.field(name)

    def figures(self, request: ReportRequest) -> list[str]:
        """All metrics of a request."""
        return [self.figure(name, request) for name in request.metrics]

    def dimension(self, name: str, request: ReportRequest) -> str:
        """Beside new users alone, a session's source has to be named as the session's."""
        return name if name.startswith("session") and request.metrics == ("newUsers",) else self.field(name)

    def event(self, request: ReportRequest) -> str:
        """The event that a request is only about; empty where there is none."""
        if request.metrics != ("eventCount",):
            return ""
        for condition in conditions_of(request.dimension_filter):
            match condition:
                case TextFilter("eventName", event, Match.EXACT) if _EVENT_NAME.fullmatch(event):
                    return event
                case TextFilter("eventName", event, Match.EXACT) if event in self.events:
                    return event
        return ""


def listed(words: list[str]) -> str:
    """ "A, B and C"."""
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"
