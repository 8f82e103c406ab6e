from collections.abc import Mapping

import pytest

from tests.unit.deploy.checkout import SERVICES, project
from tests.unit.deploy.manifests import Manifests, container_ports, server


def test_no_pod_runs_as_root_or_may_become_it(manifests: Manifests) -> None:
    for pod in manifests.pods():
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["runAsUser"] > 0
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }


def test_no_pod_holds_a_token_for_kubernetes(manifests: Manifests) -> None:
    accounts = {account["metadata"]["name"]: account for account in manifests.of_kind("ServiceAccount")}
    for pod in manifests.pods():
        assert pod["automountServiceAccountToken"] is False
        assert accounts[pod["serviceAccountName"]]["automountServiceAccountToken"] is False


def test_no_pod_is_given_settings_by_service_links(manifests: Manifests) -> None:
    assert all(pod["enableServiceLinks"] is False for pod in manifests.pods())


def test_every_container_says_what_it_needs(manifests: Manifests) -> None:
    for pod in manifests.pods():
        for container in pod["containers"]:
            for bound in ("requests", "limits"):
                assert set(container["resources"][bound]) == {"cpu", "memory"}


def test_every_image_is_of_this_version(manifests: Manifests) -> None:
    images = {container["image"] for pod in manifests.pods() for container in pod["containers"]}
    assert images == {f"headrace-{service}:{project()['version']}" for service in SERVICES}
    for template in manifests.pod_templates():
        assert template["metadata"]["labels"]["app.kubernetes.io/version"] == project()["version"]


def test_each_version_has_a_migration_job_of_its_own(manifests: Manifests) -> None:
    (job,) = manifests.of_kind("Job")
    assert job["metadata"]["name"] == f"headrace-cache-migrate-{project()['version'].replace('.', '-')}"
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert container["args"] == ["migrate"]
    config_maps = [source for source in container["envFrom"] if "configMapRef" in source]
    assert not config_maps, "its name changes with its content, and a Job can't be changed"


@pytest.mark.parametrize("service", SERVICES)
def test_a_rollout_never_takes_a_server_away_before_its_successor_is_ready(service: str, manifests: Manifests) -> None:
    deployment = manifests.named("Deployment", f"headrace-{service}")
    assert deployment["spec"]["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    budget = manifests.named("PodDisruptionBudget", f"headrace-{service}")
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert budget["spec"]["selector"]["matchLabels"].items() <= labels.items()
    assert budget["spec"]["maxUnavailable"] == 1


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_names_every_pod(service: str, manifests: Manifests) -> None:
    deployment = manifests.named("Deployment", f"headrace-{service}")
    found = manifests.named("Service", f"headrace-{service}")["spec"]
    assert found["clusterIP"] == "None"
    assert found["selector"].items() <= deployment["spec"]["template"]["metadata"]["labels"].items()
    assert {port["targetPort"]: port["port"] for port in found["ports"]} == {
        name: port for name, port in container_ports(deployment).items() if name != "health"
    }


@pytest.mark.parametrize("service", SERVICES)
def test_pods_are_spread_over_machines_and_zones(service: str, manifests: Manifests) -> None:
    template = manifests.named("Deployment", f"headrace-{service}")["spec"]["template"]
    constraints = template["spec"]["topologySpreadConstraints"]
    assert {one["topologyKey"] for one in constraints} == {"kubernetes.io/hostname", "topology.kubernetes.io/zone"}
    for constraint in constraints:
        assert constraint["labelSelector"]["matchLabels"].items() <= template["metadata"]["labels"].items()


@pytest.mark.parametrize("service", SERVICES)
def test_production_leaves_the_number_of_replicas_to_the_autoscaler(
    service: str, overlays: Mapping[str, Manifests]
) -> None:
    production = overlays["production"]
    deployment = production.named("Deployment", f"headrace-{service}")
    autoscaler = production.named("HorizontalPodAutoscaler", f"headrace-{service}")["spec"]
    assert autoscaler["scaleTargetRef"] == {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "name": f"headrace-{service}",
    }
    assert autoscaler["minReplicas"] >= 2
    assert "replicas" not in deployment["spec"]
    assert "cpu" in server(deployment)["resources"]["requests"], "utilisation is a share of what is requested"


@pytest.mark.parametrize("service", SERVICES)
def test_a_local_cluster_runs_one_of_each(service: str, overlays: Mapping[str, Manifests]) -> None:
    local = overlays["local"]
    assert local.named("Deployment", f"headrace-{service}")["spec"]["replicas"] == 1
    assert not local.of_kind("HorizontalPodAutoscaler")
