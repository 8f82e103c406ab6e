from collections.abc import Mapping

import pytest

from tests.unit.deploy.manifests import K8S, Manifests, read, render

OVERLAYS = ("local", "production")


@pytest.fixture(scope="session")
def overlays(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Manifests]:
    """Every overlay, rendered."""
    home = tmp_path_factory.mktemp("home")
    return {name: render(K8S / "overlays" / name, home) for name in OVERLAYS}


@pytest.fixture(params=OVERLAYS)
def manifests(request: pytest.FixtureRequest, overlays: Mapping[str, Manifests]) -> Manifests:
    """One overlay after the other."""
    return overlays[request.param]


@pytest.fixture(scope="session")
def example_secrets() -> Manifests:
    """The Secrets that are made outside, with placeholders."""
    return read((K8S / "examples" / "secrets.yaml").read_text())
