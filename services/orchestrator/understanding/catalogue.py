"""GA4's metrics and dimensions: names, scope, and where each can be asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """One metric or dimension.

    `scope` is a dimension's ("event", "session", "user", "item"), empty for metrics. `additive` is whether a
    metric's values may be summed. `former_names` are API names that GA4 gave up.
    """

    api_name: str
    ui_name: str
    category: str
    realtime: bool
    core: bool = True
    scope: str = ""
    additive: bool = False
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All fields by API name."""

    metrics: Mapping[str, Field]
    dimensions: Mapping[str, Field]

    def field(self, api_name: str) -> Field:
        """The metric or dimension of that name. Raises KeyError."""
        return self.metrics.get(api_name) or self.dimensions[api_name]


def load_catalogue() -> Catalogue:
    """Reads the catalogue that comes with the service."""
    path = resources.files("services.orchestrator.understanding") / "data" / "ga4_catalogue.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    return Catalogue(_by_name(content["metrics"]), _by_name(content["dimensions"]))


def _by_name(entries: list[dict[str, Any]]) -> dict[str, Field]:
    return {
        entry["api_name"]: Field(
            api_name=entry["api_name"],
            ui_name=entry["ui_name"],
            category=entry["category"],
            realtime=entry["realtime"],
            core=entry.get("core", True),
            scope=entry.get("scope", ""),
            additive=entry.get("additive", False),
            former_names=tuple(entry.get("deprecated_api_names", ())),
        )
        for entry in entries
    }
