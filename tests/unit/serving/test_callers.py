from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from services.serving.callers import CurrentTokenHolders, reloaded_tokens, token_holders
from services.serving.errors import MisconfiguredError, NotAuthenticated
from services.serving.reloading import ReloadMetrics


def entry(name: str, token: str) -> str:
    digest = hashlib.sha256(token.encode()).hexdigest()
    return f'[[caller]]\nname = "{name}"\ntoken_sha256 = "{digest}"\ntenants = ["demo"]\n'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[[caller]]\nname = 'x'",
        b"not toml [",
        b"[[caller]]\nname='x'\ntoken_sha256='secret'\ntenants=['a']",
    ],
)
def test_a_tokens_file_that_says_something_else_is_refused_without_quoting_it(content: bytes) -> None:
    with pytest.raises(MisconfiguredError, match="AUTH_TOKENS_FILE") as caught:
        token_holders(content)
    assert "secret" not in str(caught.value)


async def test_tokens_come_and_go_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "callers.toml"
    file.write_text(entry("old", "first"))
    tokens = reloaded_tokens(file, ReloadMetrics(CollectorRegistry()))
    holders = CurrentTokenHolders(tokens)
    assert holders.caller("Bearer first").name == "old"
    file.write_text(entry("new", "second"))
    await tokens.look()
    assert holders.caller("Bearer second").name == "new"
    with pytest.raises(NotAuthenticated):
        holders.caller("Bearer first")
