from collections.abc import Iterator, Mapping

import pytest

from tests.unit.deploy.checkout import SERVICES
from tests.unit.deploy.manifests import Manifests, Object

MONITORING = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
ORCHESTRATOR = {"podSelector": {"matchLabels": {"app.kubernetes.io/name": "headrace-orchestrator"}}}
CALLERS = {"namespaceSelector": {"matchLabels": {"headrace/caller": "true"}}}


def rules(manifests: Manifests, direction: str, template: Object) -> Iterator[Object]:
    """The rules of every policy that selects a pod."""
    labels = template["metadata"]["labels"]
    for policy in manifests.of_kind("NetworkPolicy"):
        if policy["spec"]["podSelector"].get("matchLabels", {}).items() <= labels.items():
            yield from policy["spec"].get(direction, [])


def peers_by_port(manifests: Manifests, service: str) -> Mapping[object, list[Object]]:
    template = manifests.named("Deployment", f"headrace-{service}")["spec"]["template"]
    return {rule["ports"][0]["port"]: rule["from"] for rule in rules(manifests, "ingress", template)}


def test_what_no_policy_names_is_denied(manifests: Manifests) -> None:
    policy = manifests.named("NetworkPolicy", "headrace-default-deny")["spec"]
    assert policy == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_only_the_orchestrator_reaches_the_cache(manifests: Manifests) -> None:
    assert peers_by_port(manifests, "cache") == {"grpc": [ORCHESTRATOR], "metrics": [MONITORING]}


def test_only_callers_namespaces_reach_the_orchestrator(manifests: Manifests) -> None:
    assert peers_by_port(manifests, "orchestrator") == {"grpc": [CALLERS], "metrics": [MONITORING]}


@pytest.mark.parametrize(
    ("name", "reached"),
    [
        ("headrace-cache", {53, 5432, 6379}),
        ("headrace-orchestrator", {53, 443, "grpc"}),
        ("headrace-cache-migrate", {53, 5432}),
    ],
)
def test_a_pod_reaches_what_it_needs(name: str, reached: set[int | str], manifests: Manifests) -> None:
    (template,) = (
        one for one in manifests.pod_templates() if one["metadata"]["labels"]["app.kubernetes.io/name"] == name
    )
    egress = rules(manifests, "egress", template)
    assert {port["port"] for rule in egress for port in rule["ports"]} == reached


@pytest.mark.parametrize("service", SERVICES)
def test_production_has_prometheus_read_the_metrics_port(service: str, overlays: Mapping[str, Manifests]) -> None:
    production = overlays["production"]
    monitor = production.named("ServiceMonitor", f"headrace-{service}")["spec"]
    labels = production.named("Service", f"headrace-{service}")["metadata"]["labels"]
    assert monitor["selector"]["matchLabels"].items() <= labels.items()
    assert [endpoint["port"] for endpoint in monitor["endpoints"]] == ["metrics"]
    assert not overlays["local"].of_kind("ServiceMonitor")
