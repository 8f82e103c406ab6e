"""Sets apart the number of the ticket that a request stands in: "DATA-88: …", "[SEO-77] …", "INC-204 …"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span

_TICKET = re.compile(r"\s*\[?([A-Za-z][A-Za-z0-9]{1,9})[-#](\d{1,6})(?!\w|\.\d)\]?")


class Tickets:
    """`teams` are the letters that tickets of teams begin with; behind any other the number may be a product's."""

    def __init__(self, teams: Collection[str]) -> None:
        self._teams = frozenset(teams)

    def set_apart(self, text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, those of a ticket at the start as framing."""
        found = _TICKET.match(text)
        if found is None or found[1].lower() not in self._teams:
            return tuple(spans)
        behind = next((at for at, span in enumerate(spans) if span.start >= found.end(2)), len(spans))
        if behind == len(spans) or spans[behind - 1].end > found.end():
            return tuple(spans)
        ticket = Span(text[spans[0].start : found.end(2)], Sign.FRAMING, spans[0].start, found.end(2))
        return (ticket, *spans[behind:])
