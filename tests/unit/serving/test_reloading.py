from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from services.serving.errors import MisconfiguredError
from services.serving.reloading import LOOK_EVERY, Reloaded, ReloadMetrics

SETTING = "A_FILE"


def number_in(content: bytes) -> int:
    try:
        return int(content)
    except ValueError as error:
        raise MisconfiguredError("It holds no number.") from error


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "number"
    file.write_text("1")
    return file


@pytest.fixture
def reloaded(file: Path, registry: CollectorRegistry) -> Reloaded[bytes, int]:
    return Reloaded(SETTING, file.read_bytes, number_in, ReloadMetrics(registry))


def put(file: Path, content: str | None) -> None:
    """Writes a file; with None it goes."""
    if content is None:
        file.unlink()
    else:
        file.write_text(content)


def reloads(registry: CollectorRegistry, outcome: str) -> float:
    return registry.get_sample_value("file_reloads_total", {"setting": SETTING, "outcome": outcome}) or 0


def unusable(registry: CollectorRegistry) -> float | None:
    return registry.get_sample_value("file_unusable", {"setting": SETTING})


async def test_a_changed_file_is_taken_over_once(
    reloaded: Reloaded[bytes, int], file: Path, registry: CollectorRegistry
) -> None:
    put(file, "2")
    for _ in range(3):
        await reloaded.look()
    assert reloaded.current == 2
    assert reloads(registry, "taken over") == 1


@pytest.mark.parametrize("damage", ["nonsense", None])
async def test_a_broken_file_leaves_what_it_said_before_and_is_told_of_once(
    damage: str | None, reloaded: Reloaded[bytes, int], file: Path, registry: CollectorRegistry
) -> None:
    put(file, damage)
    with capture_logs() as lines:
        for _ in range(3):
            await reloaded.look()
    assert reloaded.current == 1
    assert [line["log_level"] for line in lines] == ["error"]
    assert (reloads(registry, "unusable"), unusable(registry)) == (1, 1)
    put(file, "1")
    await reloaded.look()
    assert (reloaded.current, unusable(registry)) == (1, 0)


async def test_a_link_swapped_as_kubernetes_does_is_a_change(tmp_path: Path, registry: CollectorRegistry) -> None:
    for version in ("1", "2"):
        (tmp_path / f"..{version}").mkdir()
        (tmp_path / f"..{version}" / "number").write_text(version)
    (tmp_path / "..data").symlink_to("..1")
    (tmp_path / "number").symlink_to("..data/number")
    reloaded = Reloaded(SETTING, (tmp_path / "number").read_bytes, number_in, ReloadMetrics(registry))
    (tmp_path / "..data_tmp").symlink_to("..2")
    (tmp_path / "..data_tmp").rename(tmp_path / "..data")
    await reloaded.look()
    assert reloaded.current == 2


async def test_looking_goes_on_after_a_fault_that_nobody_expected(file: Path, registry: CollectorRegistry) -> None:
    def inverse(content: bytes) -> float:
        return 1 / int(content)

    reloaded = Reloaded(SETTING, file.read_bytes, inverse, ReloadMetrics(registry))
    slept: list[float] = []
    contents = iter(["0", "4"])

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if (content := next(contents, None)) is None:
            raise asyncio.CancelledError
        put(file, content)

    with pytest.raises(asyncio.CancelledError):
        await reloaded.keep_looking(sleep)
    assert slept == [LOOK_EVERY.total_seconds()] * 3
    assert reloaded.current == 0.25
    assert reloads(registry, "unusable") == 1


@pytest.mark.parametrize("content", [None, "nonsense"])
def test_a_file_that_cannot_be_used_to_begin_with_is_told_by_its_setting(
    content: str | None, tmp_path: Path, registry: CollectorRegistry
) -> None:
    file = tmp_path / "number"
    if content is not None:
        file.write_text(content)
    with pytest.raises(MisconfiguredError) as caught:
        Reloaded(SETTING, file.read_bytes, number_in, ReloadMetrics(registry))
    assert str(tmp_path) not in str(caught.value)
