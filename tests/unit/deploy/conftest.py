from collections.abc import Mapping
from os.path import relpath
from pathlib import Path

import pytest

from tests.unit.deploy.manifests import K8S, Manifests, read, render

OVERLAYS = ("local", "production")

ON_GKE = """
namespace: headrace
resources: [{k8s}/base]
components: [{k8s}/components/gke-workload-identity, {k8s}/components/annotations]
"""


@pytest.fixture(scope="session")
def overlays(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Manifests]:
    """Every overlay, rendered."""
    home = tmp_path_factory.mktemp("home")
    return {name: render(K8S / "overlays" / name, home) for name in OVERLAYS}


@pytest.fixture(params=OVERLAYS)
def manifests(request: pytest.FixtureRequest, overlays: Mapping[str, Manifests]) -> Manifests:
    """One overlay after the other."""
    return overlays[request.param]


@pytest.fixture
def gke(tmp_path: Path) -> Manifests:
    """The base with the components that neither overlay has."""
    (tmp_path / "kustomization.yaml").write_text(ON_GKE.format(k8s=relpath(K8S, tmp_path)))
    return render(tmp_path, tmp_path)


@pytest.fixture(scope="session")
def example_secrets() -> Manifests:
    """The Secrets that are made outside, with placeholders."""
    return read((K8S / "examples" / "secrets.yaml").read_text())
