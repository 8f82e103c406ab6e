from pathlib import Path

import kubernetes_validate  # type: ignore[import-untyped]  # it ships no types
import pytest

from tests.unit.deploy.manifests import K8S, Manifests, Object, read, render

KUBERNETES = "1.37"
CUSTOM_RESOURCES = {("monitoring.coreos.com/v1", "ServiceMonitor")}


def validate(manifests: Manifests) -> None:
    for one in manifests.objects:
        if (one["apiVersion"], one["kind"]) not in CUSTOM_RESOURCES:
            kubernetes_validate.validate(dict(one), KUBERNETES, strict=True)


def test_every_overlay_is_what_kubernetes_takes(manifests: Manifests) -> None:
    assert manifests.objects
    validate(manifests)


def test_the_example_secrets_are_what_kubernetes_takes(example_secrets: Manifests) -> None:
    assert example_secrets.objects
    validate(example_secrets)


def test_a_cluster_with_workload_identity_is_what_kubernetes_takes(tmp_path: Path) -> None:
    component = "../" * len(tmp_path.parts[1:]) + str(K8S / "components" / "gke-workload-identity")[1:]
    base = "../" * len(tmp_path.parts[1:]) + str(K8S / "base")[1:]
    (tmp_path / "kustomization.yaml").write_text(
        f"namespace: headrace\nresources: [{base}]\ncomponents: [{component}]\n"
    )
    manifests = render(tmp_path, tmp_path)
    validate(manifests)
    account = manifests.named("ServiceAccount", "headrace-orchestrator")
    assert "iam.gke.io/gcp-service-account" in account["metadata"]["annotations"]


@pytest.mark.parametrize(
    "mistake",
    [
        "{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {clusterIp: None}}",
        "{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, metadata: {name: x}}",
    ],
)
def test_a_misspelt_field_and_a_removed_version_are_found(mistake: str) -> None:
    broken: Object = read(mistake).objects[0]
    with pytest.raises((kubernetes_validate.ValidationError, kubernetes_validate.SchemaNotFoundError)):
        kubernetes_validate.validate(dict(broken), KUBERNETES, strict=True)
