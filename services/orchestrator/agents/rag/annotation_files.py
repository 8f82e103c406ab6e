"""A property's annotations, read from mounted files and read again when these change."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import structlog

from services.orchestrator.agents.rag.annotations import Fault, parse_annotations
from services.orchestrator.agents.rag.passage import Annotation
from services.serving.clock import Clock

LARGEST_FILE = 256 * 1024
MOST_FILES = 100
MOST_ANNOTATIONS = 2_000

log = structlog.get_logger(__name__)

# Name, time of the last change and size of each file.
_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a property's files held; `stamp` tells whether they changed since."""

    annotations: tuple[Annotation, ...] = ()
    faults: frozenset[Fault] = frozenset()
    stamp: _Stamp | None = None


@dataclass(slots=True)
class _Shelf:
    """The last reading of one property's files, and when it was last checked."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    reading: _Reading = _Reading()
    checked_at: float | None = None


class NoAnnotations:
    """Stands where no files are mounted."""

    async def of(self, property_id: str) -> tuple[Annotation, ...]:
        return ()


class AnnotationFiles:
    """Reads `{directory}/{property_id}/*.md`, off the event loop.

    Files are looked at again after `check_every` at the earliest. What cannot be read is logged once and left out:
    parts that are malformed, files over 256 KiB or not in UTF-8, what is beyond 100 files or 2,000 annotations.
    """

    def __init__(
        self,
        directory: Path,
        clock: Clock,
        *,
        check_every: timedelta = timedelta(seconds=30),
        properties_kept: int = 256,
    ) -> None:
        self._directory = directory
        self._clock = clock
        self._check_every = check_every.total_seconds()
        self._properties_kept = properties_kept
        self._shelves: OrderedDict[str, _Shelf] = OrderedDict()

    async def of(self, property_id: str) -> tuple[Annotation, ...]:
        """The property's annotations, by first day. Raises ValueError where the id is not all digits."""
        # The id becomes part of a path, so nothing but digits may ever pass.
        if not (property_id.isascii() and property_id.isdigit()):
            raise ValueError("a property id has digits only")
        shelf = self._shelf(property_id)
        async with shelf.lock:
            now = self._clock.monotonic()
            if shelf.checked_at is None or now - shelf.checked_at >= self._check_every:
                reading = await asyncio.to_thread(_read, self._directory / property_id, shelf.reading)
                _log_new_faults(property_id, shelf.reading, reading)
                shelf.reading, shelf.checked_at = reading, now
            return shelf.reading.annotations

    def _shelf(self, property_id: str) -> _Shelf:
        shelf = self._shelves.setdefault(property_id, _Shelf())
        self._shelves.move_to_end(property_id)
        if len(self._shelves) > self._properties_kept:
            self._shelves.popitem(last=False)
        return shelf


def _log_new_faults(property_id: str, before: _Reading, now: _Reading) -> None:
    for fault in sorted(now.faults - before.faults, key=lambda each: (each.file, each.line)):
        log.warning(
            "annotation not read", property_id=property_id, file=fault.file, line=fault.line, reason=fault.reason
        )


def _read(folder: Path, before: _Reading) -> _Reading:
    """Reads the folder, or gives back the reading before where nothing changed. Blocks."""
    try:
        paths = sorted(folder.glob("*.md")) if folder.is_dir() else []
    except OSError as error:
        fault = Fault(".", 0, f"the folder cannot be read: {error.strerror}")
        return _Reading(faults=frozenset({fault}))
    stamp = tuple(_stamp(path) for path in paths)
    if stamp == before.stamp:
        return before
    annotations: list[Annotation] = []
    faults = [Fault(path.name, 0, f"there are more than {MOST_FILES} files") for path in paths[MOST_FILES:]]
    for path in paths[:MOST_FILES]:
        found, missed = _read_file(path)
        annotations += found
        faults += missed
    annotations.sort(key=lambda each: (each.start, each.end, each.passage.source))
    if len(annotations) > MOST_ANNOTATIONS:
        faults.append(Fault(".", 0, f"there are more than {MOST_ANNOTATIONS} annotations; the oldest are left out"))
    return _Reading(tuple(annotations[-MOST_ANNOTATIONS:]), frozenset(faults), stamp)


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        status = path.stat()
    except OSError:
        # Reading the file says what is wrong with it.
        return path.name, 0, 0
    return path.name, status.st_mtime_ns, status.st_size


def _read_file(path: Path) -> tuple[list[Annotation], list[Fault]]:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            return [], [Fault(path.name, 0, f"the file is larger than {LARGEST_FILE} bytes")]
        return parse_annotations(path.name, content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return [], [Fault(path.name, 0, "the file is not in UTF-8")]
    except OSError as error:
        return [], [Fault(path.name, 0, f"the file cannot be read: {error.strerror}")]
