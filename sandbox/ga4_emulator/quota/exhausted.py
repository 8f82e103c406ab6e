"""How a request is refused when a quota is used up: `exhausted.toml` has the words."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from grpc import StatusCode

from sandbox.ga4_emulator.quota.limits import Bucket
from sandbox.ga4_emulator.refusals import Refused

_PAGE = "https://developers.google.com/analytics/devguides/reporting/data/v1/quotas"


def exhausted(bucket: Bucket) -> Refused:
    """The refusal of a request for which nothing of this quota is left."""
    return Refused(StatusCode.RESOURCE_EXHAUSTED, _words()[bucket].format(page=_PAGE))


@cache
def _words() -> dict[str, str]:
    data = tomllib.loads((Path(__file__).parent / "exhausted.toml").read_text("utf-8"))
    return {bucket: entry["words"] for bucket, entry in data.items()}
