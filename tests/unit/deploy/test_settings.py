import importlib
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from services.orchestrator.ga4.access import access_of
from services.serving.callers import token_holders
from services.serving.errors import MisconfiguredError, NotAuthenticated, NotPermitted
from services.serving.listening import check_exposure
from services.serving.settings import ServerSettings
from tests.unit.deploy.checkout import CHECKOUT, SERVICES
from tests.unit.deploy.manifests import Manifests, container_ports, environment, mounted_files, server

OF_GOOGLES_LIBRARY = "GOOGLE_APPLICATION_CREDENTIALS"

Settings = Callable[[str, Manifests], ServerSettings]


def settings_class(service: str) -> type[ServerSettings]:
    module = importlib.import_module(f"services.{service}.settings")
    found: type[ServerSettings] = getattr(module, f"{service.title()}Settings")
    return found


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, example_secrets: Manifests) -> Settings:
    """Reads a server's settings from the environment that its container starts with."""

    def read(service: str, manifests: Manifests) -> ServerSettings:
        for name in [name for name in os.environ if name.startswith("HEADRACE_")]:
            monkeypatch.delenv(name)
        container = server(manifests.named("Deployment", f"headrace-{service}"))
        for name, value in environment(container, manifests, example_secrets).items():
            monkeypatch.setenv(name, value)
        return settings_class(service)()  # type: ignore[call-arg]  # the environment has what is asked for

    return read


def port(bind: str) -> int:
    return int(bind.rpartition(":")[2])


@pytest.mark.parametrize("service", SERVICES)
def test_every_variable_is_a_setting(service: str, manifests: Manifests, example_secrets: Manifests) -> None:
    known = {f"HEADRACE_{service}_{field}".upper() for field in settings_class(service).model_fields}
    image = f"headrace-{service}:"
    containers = [one for pod in manifests.pods() for one in pod["containers"] if one["image"].startswith(image)]
    assert containers
    for container in containers:
        assert set(environment(container, manifests, example_secrets)) <= known | {OF_GOOGLES_LIBRARY}


@pytest.mark.parametrize("service", SERVICES)
def test_a_server_listens_where_kubernetes_looks(service: str, manifests: Manifests, settings: Settings) -> None:
    chosen = settings(service, manifests)
    deployment = manifests.named("Deployment", f"headrace-{service}")
    assert container_ports(deployment) == {
        "grpc": port(chosen.bind),
        "health": port(chosen.health_bind),
        "metrics": port(chosen.metrics_bind),
    }
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert server(deployment)[probe]["grpc"] == {"port": port(chosen.health_bind)}
    for bind in (chosen.bind, chosen.health_bind, chosen.metrics_bind):
        assert bind.startswith("0.0.0.0:")


@pytest.mark.parametrize("service", SERVICES)
def test_a_server_is_protected_or_says_that_it_is_not(
    service: str, overlays: Mapping[str, Manifests], settings: Settings
) -> None:
    production = settings(service, overlays["production"])
    check_exposure(production)
    assert not production.allow_insecure_bind
    local = settings(service, overlays["local"])
    check_exposure(local)
    assert local.allow_insecure_bind


@pytest.mark.parametrize("service", SERVICES)
def test_a_server_without_an_overlay_refuses_to_start(service: str, gke: Manifests, settings: Settings) -> None:
    with pytest.raises(MisconfiguredError):
        check_exposure(settings(service, gke))


@pytest.mark.parametrize("service", SERVICES)
def test_every_file_named_in_a_setting_is_mounted(
    service: str, manifests: Manifests, example_secrets: Manifests, settings: Settings
) -> None:
    deployment = manifests.named("Deployment", f"headrace-{service}")
    variables = environment(server(deployment), manifests, example_secrets)
    named = {value for _, value in settings(service, manifests) if isinstance(value, Path)}
    named |= {Path(value) for name, value in variables.items() if name == OF_GOOGLES_LIBRARY}
    assert named == mounted_files(deployment["spec"]["template"]["spec"], example_secrets)


@pytest.mark.parametrize(
    ("service", "finished_after_calls"),
    [("cache", ()), ("orchestrator", ("answer_deadline", "cache_write_timeout"))],
)
def test_kubernetes_waits_longer_than_a_server_drains(
    service: str, finished_after_calls: tuple[str, ...], manifests: Manifests, settings: Settings
) -> None:
    drain = dict(settings(service, manifests))
    longest = sum(drain[part] for part in ("drain_notice", "drain_grace", *finished_after_calls))
    pod = manifests.named("Deployment", f"headrace-{service}")["spec"]["template"]["spec"]
    assert pod["terminationGracePeriodSeconds"] > longest


def test_the_orchestrator_asks_the_cache_in_the_way_the_cache_answers(manifests: Manifests, settings: Settings) -> None:
    cache = settings("cache", manifests)
    orchestrator = dict(settings("orchestrator", manifests))
    service = manifests.named("Service", "headrace-cache")
    assert orchestrator["cache_target"] == f"dns:///{service['metadata']['name']}:{port(cache.bind)}"
    assert (orchestrator["cache_ca_file"] is None) == (cache.tls_certificate_file is None)
    assert (orchestrator["cache_token_file"] is None) == (cache.auth_tokens_file is None)


def test_as_many_replicas_share_google_analytics_as_the_autoscaler_may_start(
    overlays: Mapping[str, Manifests], settings: Settings
) -> None:
    autoscaler = overlays["production"].named("HorizontalPodAutoscaler", "headrace-orchestrator")
    assert dict(settings("orchestrator", overlays["production"]))["ga4_replicas"] == autoscaler["spec"]["maxReplicas"]


def test_the_example_secrets_are_those_that_production_asks_for(
    overlays: Mapping[str, Manifests], example_secrets: Manifests
) -> None:
    asked = set()
    for pod in overlays["production"].pods():
        asked |= {volume["secret"]["secretName"] for volume in pod.get("volumes", ()) if "secret" in volume}
        for container in pod["containers"]:
            asked |= {one["secretRef"]["name"] for one in container["envFrom"] if "secretRef" in one}
    assert {secret["metadata"]["name"] for secret in example_secrets.objects} == asked
    assert not overlays["production"].of_kind("Secret")


@pytest.mark.parametrize("service", SERVICES)
def test_the_example_callers_are_read_by_the_server(service: str, example_secrets: Manifests) -> None:
    content = example_secrets.named("Secret", f"headrace-{service}-callers")["stringData"]["callers.toml"]
    with pytest.raises(NotAuthenticated):
        token_holders(content.encode()).caller("Bearer of nothing")


def test_the_example_tenants_are_read_by_the_server(example_secrets: Manifests, tmp_path: Path) -> None:
    content = example_secrets.named("Secret", "headrace-orchestrator-tenants")["stringData"]["tenants.toml"]
    access_of(content.encode(), tmp_path).require("shop", "123456789")


def test_the_tenants_of_the_documentation_are_read_by_the_server(tmp_path: Path) -> None:
    (content,) = re.findall(r"```toml\n(.*?)```", (CHECKOUT / "docs" / "ga4.md").read_text(), re.DOTALL)
    access = access_of(content.encode(), tmp_path)
    assert access.account_of("310000001").credentials_file == tmp_path / "agency.json"
    with pytest.raises(NotPermitted):
        access.require("head-office", "310000002")
