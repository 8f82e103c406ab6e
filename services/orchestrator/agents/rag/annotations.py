"""Dated parts of a property's notes, read from markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from textwrap import shorten

from services.orchestrator.agents.rag.passage import Annotation, Passage

LONGEST_TITLE = 200
LONGEST_TEXT = 1_000

_MARK = r"(?:#{1,6} +|[-*+] +)?"
_DATED = re.compile(
    _MARK + r"(?P<start>\d{4}-\d{2}-\d{2})(?: *\.\. *(?P<end>\d{4}-\d{2}-\d{2}))?(?![\d.-])[ :–—-]*(?P<title>.*)"
)
_MEANT_AS_DATE = re.compile(_MARK + r"\d{4}[-/.]\d")
_HEADING = re.compile(r"#{1,6} ")
_FIRST_HEADING = "# "


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of a file that could not be read; `line` counts from 1, 0 is the file as a whole."""

    file: str
    line: int
    reason: str


@dataclass(slots=True)
class _Part:
    """A dated part while its lines are gathered."""

    line: int
    start: date
    end: date
    dates: str
    title: str
    lines: list[str] = field(default_factory=list)


def parse_annotations(file_name: str, markdown: str) -> tuple[list[Annotation], list[Fault]]:
    """Every heading, bullet or line that begins with `YYYY-MM-DD` or `YYYY-MM-DD..YYYY-MM-DD` opens an annotation.

    What follows up to the next one, or the next heading, is its text. A part that cannot be read is a fault and
    does not hurt the others; text before the first date is nobody's.
    """
    parts: list[_Part] = []
    faults: list[Fault] = []
    gathering = False
    for number, raw in enumerate(markdown.splitlines(), start=1):
        line = raw.strip()
        if _MEANT_AS_DATE.match(line):
            part = _opened(number, line)
            gathering = isinstance(part, _Part)
            if isinstance(part, _Part):
                parts.append(part)
            else:
                faults.append(Fault(file_name, number, part))
        elif _HEADING.match(line):
            gathering = False
            if not line.startswith(_FIRST_HEADING):
                faults.append(Fault(file_name, number, "the heading does not begin with a date"))
        elif gathering and line:
            parts[-1].lines.append(line)
    faults += [Fault(file_name, part.line, "nothing is said of the date") for part in parts if not _says(part)]
    return [_annotation(file_name, part) for part in parts if _says(part)], faults


def _opened(number: int, line: str) -> _Part | str:
    """The part that a line opens, or why it opens none."""
    match = _DATED.fullmatch(line)
    if match is None:
        return "the date is not written YYYY-MM-DD or YYYY-MM-DD..YYYY-MM-DD"
    try:
        start = date.fromisoformat(match["start"])
        end = date.fromisoformat(match["end"] or match["start"])
    except ValueError:
        return "there is no such day"
    if end < start:
        return "the last day is before the first"
    dates = match["start"] if end == start else f"{match['start']}..{match['end']}"
    return _Part(number, start, end, dates, match["title"].strip())


def _says(part: _Part) -> bool:
    return bool(part.title or part.lines)


def _annotation(file_name: str, part: _Part) -> Annotation:
    title = shorten(f"{part.dates} {part.title}", LONGEST_TITLE, placeholder=" …")
    text = shorten(" ".join(part.lines) or part.title, LONGEST_TEXT, placeholder=" …")
    return Annotation(part.start, part.end, Passage(title, text, f"annotations/{file_name}#{title}"))
