"""GA4's metrics and dimensions: names, scope, and where each can be asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

_BEFORE_A_PARAMETER = re.compile(r"(\w+):<")


@dataclass(frozen=True, slots=True)
class Field:
    """One metric or dimension.

    `scope` is a dimension's ("event", "session", "user", "item"), `type` a metric's in GA4's words ("TYPE_SECONDS");
    empty where there is none. `additive` is whether a metric's values may be summed. `former_names` are API names
    that GA4 gave up.
    """

    api_name: str
    ui_name: str
    category: str
    realtime: bool
    core: bool = True
    scope: str = ""
    type: str = ""
    additive: bool = False
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All fields by API name."""

    metrics: Mapping[str, Field]
    dimensions: Mapping[str, Field]
    parameterised: Mapping[str, Field]
    """Fields whose names end in a parameter or event ("customEvent:"), by what stands before the colon."""

    def field(self, api_name: str) -> Field:
        """The metric or dimension of that name. Raises KeyError."""
        known = self.metrics.get(api_name) or self.dimensions.get(api_name)
        if known is not None:
            return known
        before, _, parameter = api_name.partition(":")
        return replace(self.parameterised[before], api_name=api_name, ui_name=parameter)

    def with_parameter(self, name: str) -> str:
        """The name of a parameterised field as GA4 writes it now; empty where there is none such."""
        said, _, parameter = name.partition(":")
        former = (
            field.api_name for field in self.metrics.values() if said.lower() in map(str.lower, field.former_names)
        )
        before = next(former, said)
        written = next((known for known in self.parameterised if known.lower() == before.lower()), "")
        return f"{written}:{parameter}" if written and parameter else ""


def load_catalogue() -> Catalogue:
    """Reads the catalogue that comes with the service."""
    path = resources.files("services.orchestrator.understanding") / "data" / "ga4_catalogue.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    return Catalogue(
        _by_name(content["metrics"]), _by_name(content["dimensions"]), _parameterised(content["parameterised"])
    )


def _parameterised(names: dict[str, list[str]]) -> dict[str, Field]:
    """Where a name is of both kinds, as "customEvent:" is, the dimension stands."""
    fields: dict[str, Field] = {}
    for kind in ("dimensions", "metrics"):
        for before in (before for name in names[kind] for before in _BEFORE_A_PARAMETER.findall(name)):
            scope = _scope_of(before) if kind == "dimensions" else ""
            category = "Traffic Source" if before.endswith("ChannelGroup") else "Custom"
            fields.setdefault(before, Field(before, before, category, realtime=before == "customUser", scope=scope))
    return fields


def _scope_of(before: str) -> str:
    """ "user" of "customUser" and of "firstUserCustomChannelGroup"."""
    said = before.removeprefix("custom").removesuffix("ChannelGroup").removesuffix("Custom").lower()
    return said.removeprefix("first") or "event"


def _by_name(entries: list[dict[str, Any]]) -> dict[str, Field]:
    return {
        entry["api_name"]: Field(
            api_name=entry["api_name"],
            ui_name=entry["ui_name"],
            category=entry["category"],
            realtime=entry["realtime"],
            core=entry.get("core", True),
            scope=entry.get("scope", ""),
            type=entry.get("type", ""),
            additive=entry.get("additive", False),
            former_names=tuple(entry.get("deprecated_api_names", ())),
        )
        for entry in entries
    }
