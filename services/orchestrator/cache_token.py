"""The token that the orchestrator shows the cache service, as its file changes."""

from __future__ import annotations

from pathlib import Path

from services.serving.errors import MisconfiguredError
from services.serving.reloading import Reloaded, ReloadMetrics

SETTING = "CACHE_TOKEN_FILE"


def reloaded_token(file: Path, metrics: ReloadMetrics) -> Reloaded[bytes, str]:
    """The token in a file. Raises MisconfiguredError where there is none to begin with."""
    return Reloaded(SETTING, file.read_bytes, _token_in, metrics)


def _token_in(content: bytes) -> str:
    try:
        token = content.decode("ascii").strip()
    except UnicodeDecodeError as error:
        raise MisconfiguredError(f"{SETTING} cannot be used: it is no text.") from error
    if not token or len(token.split()) > 1:
        raise MisconfiguredError(f"{SETTING} cannot be used: it has to hold one token and nothing else.")
    return token
