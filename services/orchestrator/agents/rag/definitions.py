"""The notes that come with the service: what GA4's fields mean and how it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

from services.orchestrator.agents.rag.passage import Passage

_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)
_FIELDS = re.compile(r"(?:`[A-Za-z0-9]+` *)+")
_FIELD = re.compile(r"`([A-Za-z0-9]+)`")


def read_definitions() -> tuple[Passage, ...]:
    """Reads every markdown file of the service's notes, in the order of their names."""
    folder = files("services.orchestrator") / "notes"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".md"))
    return tuple(
        passage for name in names for passage in parse_definitions(name, (folder / name).read_text(encoding="utf-8"))
    )


def parse_definitions(file_name: str, markdown: str) -> Iterator[Passage]:
    """One passage for each second-level heading; a first line of nothing but code spans names the fields explained."""
    _, *parts = _HEADING.split(markdown)
    for title, body in zip(parts[::2], parts[1::2], strict=True):
        first, _, rest = body.strip().partition("\n")
        explains = _FIELDS.fullmatch(first) is not None
        text = " ".join((rest if explains else body).split())
        fields = tuple(_FIELD.findall(first)) if explains else ()
        yield Passage(title, text, f"{file_name}#{title}", fields)
