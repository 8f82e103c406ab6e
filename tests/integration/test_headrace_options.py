"""What the `headrace` command sends for its options."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from headrace.orchestrator.v1 import orchestrator_pb2
from tests.unit.client.scripted_fixtures import Headrace
from tests.unit.client.scripted_service import ScriptedService

pytest_plugins = ["tests.unit.client.scripted_fixtures"]


def test_by_default_the_sandbox_is_asked(headrace: Headrace, scripted: ScriptedService) -> None:
    headrace("ask", "sessions by device")

    assert scripted.asked == [
        orchestrator_pb2.StreamAnswerRequest(
            tenant_id="demo",
            property_id="123456789",
            question="sessions by device",
            cache_policy=orchestrator_pb2.CACHE_POLICY_DEFAULT,
        )
    ]
    assert "authorization" not in scripted.metadata[0]


@pytest.mark.parametrize(
    ("flag", "policy"),
    [
        ("--refresh", orchestrator_pb2.CACHE_POLICY_REFRESH),
        ("--bypass", orchestrator_pb2.CACHE_POLICY_BYPASS),
        ("--only-if-cached", orchestrator_pb2.CACHE_POLICY_ONLY_IF_CACHED),
    ],
)
def test_a_flag_sets_the_cache_policy(
    headrace: Headrace,
    scripted: ScriptedService,
    flag: str,
    policy: orchestrator_pb2.CachePolicy.ValueType,
) -> None:
    headrace("ask", "sessions", flag)

    assert scripted.asked[0].cache_policy == policy


def test_every_option_arrives(headrace: Headrace, scripted: ScriptedService) -> None:
    headrace(
        *("ask", "sessions", "--tenant", "acme", "--property", "42"),
        *("--max-staleness", "10m", "--timeout", "90"),
    )

    sent = scripted.asked[0]
    assert (sent.tenant_id, sent.property_id) == ("acme", "42")
    assert sent.max_staleness.ToTimedelta() == timedelta(minutes=10)
    assert 80 < scripted.seconds_left[0] < 100


def test_the_token_comes_from_the_environment_or_a_file(
    headrace: Headrace, scripted: ScriptedService, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text("from-file\n")
    monkeypatch.setenv("HEADRACE_TOKEN", "from-environment")

    headrace("ask", "sessions")
    headrace("ask", "sessions", "--token-file", str(file))

    assert [sent["authorization"] for sent in scripted.metadata] == ["Bearer from-environment", "Bearer from-file"]
