"""Every name of the API: what it is called, what it means, what type it has and where it may be asked for."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from google.analytics.data_v1beta.types import MetricType

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Field:
    """A dimension or metric. `type` is a metric's GA4 type, such as "TYPE_INTEGER"; `scope` a dimension's."""

    api_name: str
    ui_name: str
    description: str
    category: str
    type: str = ""
    scope: str = ""
    core: bool = True
    realtime: bool = False
    custom: bool = False
    deprecated_api_names: Sequence[str] = ()

    @property
    def own(self) -> bool:
        """Whether it is about what the property defines: a custom parameter, or one of its key events."""
        return ":" in self.api_name

    def metric_type(self) -> MetricType:
        """A metric's type as the API's enumeration has it."""
        kind: MetricType = getattr(MetricType, self.type)
        return kind


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All dimensions and metrics by API name."""

    dimensions: Mapping[str, Field]
    metrics: Mapping[str, Field]

    def core(self) -> Catalogue:
        """What reports other than realtime ones know."""
        return Catalogue(
            {name: field for name, field in self.dimensions.items() if field.core},
            {name: field for name, field in self.metrics.items() if field.core},
        )

    def realtime(self) -> Catalogue:
        """What realtime reports know."""
        return Catalogue(
            {name: field for name, field in self.dimensions.items() if field.realtime},
            {name: field for name, field in self.metrics.items() if field.realtime},
        )

    def with_deprecated_names(self) -> Catalogue:
        """The same fields, also by the names that they had before."""
        return Catalogue(_also_by_old_names(self.dimensions), _also_by_old_names(self.metrics))


def _also_by_old_names(fields: Mapping[str, Field]) -> Mapping[str, Field]:
    old = {
        f"{old}{parameter}": field
        for name, field in fields.items()
        for base, _, rest in [name.partition(":")]
        if base in fields
        for old in fields[base].deprecated_api_names
        for parameter in [f":{rest}" if rest else ""]
    }
    return {**old, **fields}


def load_catalogue() -> Catalogue:
    """Reads the API's own names and the shop's custom definitions."""
    own = json.loads((_FOLDER / "catalogue.json").read_text("utf-8"))
    custom = tomllib.loads((_FOLDER / "custom.toml").read_text("utf-8"))
    return Catalogue(
        _fields(own["dimensions"], custom["dimensions"]),
        _fields(own["metrics"], custom["metrics"]),
    )


def _fields(own: list[dict[str, Any]], custom: list[dict[str, Any]]) -> Mapping[str, Field]:
    fields = [*(Field(**entry) for entry in own), *(Field(**entry) for entry in custom)]
    return {field.api_name: field for field in fields}
