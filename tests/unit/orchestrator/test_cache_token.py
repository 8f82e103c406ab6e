from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from services.orchestrator.cache_token import reloaded_token
from services.serving.errors import MisconfiguredError
from services.serving.reloading import ReloadMetrics


async def test_a_renewed_token_is_shown_and_one_that_cannot_be_used_is_not(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("first\n")
    token = reloaded_token(file, ReloadMetrics(CollectorRegistry()))
    assert token.current == "first"
    file.write_text("second\n")
    await token.look()
    assert token.current == "second"
    for unusable in (b"", b"two tokens", b"\xff\xfe"):
        file.write_bytes(unusable)
        await token.look()
        assert token.current == "second"


def test_a_process_does_not_start_without_its_token(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    for name in ("empty", "absent"):
        with pytest.raises(MisconfiguredError, match="CACHE_TOKEN_FILE"):
            reloaded_token(tmp_path / name, ReloadMetrics(CollectorRegistry()))
