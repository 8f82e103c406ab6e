"""What is said after the figures: their limits, what was taken for granted, the notes that bear on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from textwrap import shorten

from headrace.orchestrator.v1.answer_pb2 import Note
from services.orchestrator.ga4.report_source import Report

_FIRST_SENTENCE = re.compile(r".+?[.!?](?=\s|$)", re.DOTALL)
_LONGEST_QUOTE = 300


def caveats(reports: Iterable[Report]) -> Iterator[str]:
    """Each caveat of the reports once."""
    yield from dict.fromkeys(caveat for report in reports for caveat in report.caveats)


def quotations(notes: Iterable[Note]) -> Iterator[str]:
    """Each note's title, first sentence and source."""
    for note in notes:
        first = _FIRST_SENTENCE.match(note.text.strip())
        text = shorten(first[0] if first else note.text, _LONGEST_QUOTE, placeholder=" …")
        yield f"{note.title}: {text} [{note.source}]" if text else f"{note.title} [{note.source}]"
