"""Sets apart pictures that are written as words between colons: ":coffee:", ":sweat_smile:"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, span_over

_SHORTCODE = re.compile(r"(?<!\S):([A-Za-z][\w+-]+):(?![^\s.,;!?)])")


class Shortcodes:
    """`moods` are the pictures that say nothing of figures; any other may: ":mobile:", ":flag-de:"."""

    def __init__(self, moods: Collection[str]) -> None:
        self._moods = frozenset(moods)

    def set_apart(self, text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, each such picture as framing."""
        read = list(spans)
        for found in _SHORTCODE.finditer(text) if ":" in text else ():
            inside = [at for at, span in enumerate(read) if found.start() <= span.start and span.end <= found.end()]
            if inside and found[1].lower() in self._moods:
                said = slice(inside[0], inside[-1] + 1)
                read[said] = [span_over(text, read[said], Sign.FRAMING)]
        return tuple(read)
