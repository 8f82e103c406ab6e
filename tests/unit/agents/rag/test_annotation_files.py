"""Annotations are read from one property's files, again when these change, and broken ones do no harm."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from services.orchestrator.agents.rag.annotation_files import LARGEST_FILE, AnnotationFiles, NoAnnotations
from tests.fakes.clock import NOW, FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def files(tmp_path: Path, clock: FakeClock) -> AnnotationFiles:
    return AnnotationFiles(tmp_path, clock, check_every=timedelta(seconds=30))


def write(folder: Path, property_id: str, name: str, content: str | bytes) -> Path:
    path = folder / property_id / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


async def titles(files: AnnotationFiles, property_id: str) -> list[str]:
    return [annotation.passage.title for annotation in await files.of(property_id)]


async def test_a_propertys_files_are_read_in_the_order_of_days(tmp_path: Path, files: AnnotationFiles) -> None:
    write(tmp_path, "1", "b.md", "2026-10-01 First")
    write(tmp_path, "1", "a.md", "2026-10-02 Second")
    write(tmp_path, "1", "a.txt", "2026-10-03 No markdown")
    assert await titles(files, "1") == ["2026-10-01 First", "2026-10-02 Second"]


async def test_another_propertys_files_are_not_seen(tmp_path: Path, files: AnnotationFiles) -> None:
    write(tmp_path, "2", "a.md", "2026-10-01 Secret")
    assert await titles(files, "1") == []
    assert await titles(files, "22") == []


@pytest.mark.parametrize("property_id", ["../2", "2/..", "", ".", "२", "2\n", "*"])
async def test_what_is_not_a_property_id_never_becomes_a_path(
    tmp_path: Path, files: AnnotationFiles, property_id: str
) -> None:
    write(tmp_path, "2", "a.md", "2026-10-01 Secret")
    with pytest.raises(ValueError, match="digits"):
        await files.of(property_id)


async def test_changed_files_are_read_again_once_the_interval_is_over(
    tmp_path: Path, files: AnnotationFiles, clock: FakeClock
) -> None:
    path = write(tmp_path, "1", "a.md", "2026-10-01 Old")
    assert await titles(files, "1") == ["2026-10-01 Old"]
    path.write_text("2026-10-01 New")
    os.utime(path, ns=(1, 1))
    clock.move_to(NOW + timedelta(seconds=29.9))
    assert await titles(files, "1") == ["2026-10-01 Old"]
    clock.move_to(NOW + timedelta(seconds=30.0))
    assert await titles(files, "1") == ["2026-10-01 New"]
    path.unlink()
    clock.move_to(NOW + timedelta(seconds=60.0))
    assert await titles(files, "1") == []


async def test_files_whose_time_and_size_stay_are_not_read_again(
    tmp_path: Path, files: AnnotationFiles, clock: FakeClock
) -> None:
    path = write(tmp_path, "1", "a.md", "2026-10-01 Old")
    os.utime(path, ns=(1, 1))
    await files.of("1")
    path.write_text("2026-10-01 New")
    os.utime(path, ns=(1, 1))
    clock.move_to(NOW + timedelta(seconds=30.0))
    assert await titles(files, "1") == ["2026-10-01 Old"]


async def test_a_broken_part_is_logged_once_and_again_only_when_it_is_another(
    tmp_path: Path, files: AnnotationFiles, clock: FakeClock
) -> None:
    path = write(tmp_path, "1", "a.md", "2026-10-01 Good\n2026-13-01 Bad")
    with capture_logs() as logs:
        for seconds, mtime in ((0.0, 1), (30.0, 2), (60.0, 3)):
            os.utime(path, ns=(mtime, mtime))
            clock.move_to(NOW + timedelta(seconds=seconds))
            assert await titles(files, "1") == ["2026-10-01 Good"]
    assert [(entry["file"], entry["line"], entry["property_id"]) for entry in logs] == [("a.md", 2, "1")]
    path.write_text("2026-10-01 Good\n\n2026-13-01 Bad")
    clock.move_to(NOW + timedelta(seconds=90.0))
    with capture_logs() as logs:
        await files.of("1")
    assert [entry["line"] for entry in logs] == [3]


@pytest.mark.parametrize("content", [b"\xff\xfe2026-10-01 Not UTF-8", b"2026-10-01 " + b"x" * LARGEST_FILE])
async def test_a_file_that_cannot_be_read_is_logged_and_the_others_are_kept(
    tmp_path: Path, files: AnnotationFiles, content: bytes
) -> None:
    write(tmp_path, "1", "bad.md", content)
    write(tmp_path, "1", "good.md", "2026-10-01 Good")
    with capture_logs() as logs:
        assert await titles(files, "1") == ["2026-10-01 Good"]
    assert [entry["file"] for entry in logs] == ["bad.md"]


async def test_a_dangling_link_is_logged_and_the_other_files_are_kept(tmp_path: Path, files: AnnotationFiles) -> None:
    write(tmp_path, "1", "good.md", "2026-10-01 Good")
    (tmp_path / "1" / "gone.md").symlink_to(tmp_path / "nowhere")
    with capture_logs() as logs:
        assert await titles(files, "1") == ["2026-10-01 Good"]
    assert [entry["file"] for entry in logs] == ["gone.md"]


async def test_files_and_annotations_beyond_the_bounds_are_left_out_and_logged(
    tmp_path: Path, files: AnnotationFiles
) -> None:
    for number in range(101):
        write(tmp_path, "1", f"{number:03}.md", "2026-10-01 One")
    write(tmp_path, "2", "a.md", "2025-01-01 Oldest\n" + "2026-10-01 Many\n" * 2_000)
    with capture_logs() as logs:
        assert len(await files.of("1")) == 100
        assert "2025-01-01 Oldest" not in await titles(files, "2")
        assert len(await files.of("2")) == 2_000
    assert [entry["file"] for entry in logs] == ["100.md", "."]


async def test_only_so_many_properties_are_remembered(tmp_path: Path, clock: FakeClock) -> None:
    files = AnnotationFiles(tmp_path, clock, properties_kept=1)
    path = write(tmp_path, "1", "a.md", "2026-10-01 Old")
    assert await titles(files, "1") == ["2026-10-01 Old"]
    await files.of("2")
    path.write_text("2026-10-01 New")
    assert await titles(files, "1") == ["2026-10-01 New"]


async def test_without_files_there_is_nothing() -> None:
    assert await NoAnnotations().of("1") == ()
