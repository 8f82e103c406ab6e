"""The operations page names every metric and every setting there is, and no other metric."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from services.cache.metrics import CacheMetrics
from services.cache.settings import CacheSettings
from services.cache.stores.store import Tier
from services.orchestrator.ga4.metrics import SourceMetrics
from services.orchestrator.metrics import OrchestratorMetrics
from services.orchestrator.settings import OrchestratorSettings
from services.serving.background import BackgroundMetrics
from services.serving.metrics import CallMetrics
from services.serving.reloading import ReloadMetrics

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()


def exported() -> set[str]:
    registry = CollectorRegistry()
    for group in (OrchestratorMetrics, SourceMetrics, CallMetrics, BackgroundMetrics, ReloadMetrics):
        group(registry)
    CacheMetrics(registry, list(Tier))
    return {f"{each.name}_total" if each.type == "counter" else each.name for each in registry.collect()}


@pytest.mark.parametrize("name", sorted(exported()))
def test_every_metric_is_explained(name: str) -> None:
    assert re.search(rf"`{name}[`{{]", PAGE)


def test_alerts_name_only_metrics_that_exist() -> None:
    alerts = PAGE.split("## Alerts")[1].split("## Settings")[0]
    named = set(re.findall(r"\b[a-z0-9]+(?:_[a-z0-9]+)*_(?:total|seconds|air|up|pending)\b", alerts))
    assert named
    assert named <= exported()


@pytest.mark.parametrize("settings", [CacheSettings, OrchestratorSettings])
def test_every_setting_is_explained(settings: type[CacheSettings | OrchestratorSettings]) -> None:
    assert [name for name in settings.model_fields if f"`{name.upper()}`" not in PAGE] == []
