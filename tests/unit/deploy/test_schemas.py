import kubernetes_validate  # type: ignore[import-untyped]  # it ships no types
import pytest

from tests.unit.deploy.manifests import Manifests, Object, read

KUBERNETES = "1.37"
CUSTOM_RESOURCES = {("monitoring.coreos.com/v1", "ServiceMonitor")}


def validate(manifests: Manifests) -> None:
    assert manifests.objects
    for one in manifests.objects:
        if (one["apiVersion"], one["kind"]) not in CUSTOM_RESOURCES:
            kubernetes_validate.validate(dict(one), KUBERNETES, strict=True)


def test_every_overlay_is_what_kubernetes_takes(manifests: Manifests) -> None:
    validate(manifests)


def test_the_example_secrets_are_what_kubernetes_takes(example_secrets: Manifests) -> None:
    validate(example_secrets)


def test_what_the_components_add_is_what_kubernetes_takes(gke: Manifests) -> None:
    validate(gke)


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
