import json

import pytest

from tests.unit.deploy.checkout import SERVICES, dockerfile, dockerfile_path, project, run, tool
from tests.unit.deploy.manifests import Manifests, container_ports

pytestmark = pytest.mark.parametrize("service", SERVICES)


def test_hadolint_finds_nothing(service: str) -> None:
    assert not run(tool("hadolint"), "--no-color", dockerfile_path(service))


def test_an_image_takes_its_own_code_and_what_is_shared(service: str) -> None:
    assert set(dockerfile(service).copied_from_checkout()) == {
        "requirements/bootstrap.lock",
        f"requirements/{service}.lock",
        "services/__init__.py",
        "services/serving",
        f"services/{service}",
        "clients/python/headrace",
    }


def test_the_builder_is_sent_what_the_image_takes(service: str) -> None:
    path = dockerfile_path(service)
    everything, *exceptions, caches = path.with_name(f"{path.name}.dockerignore").read_text().split()
    assert everything == "*"
    assert {line.removeprefix("!") for line in exceptions} == set(dockerfile(service).copied_from_checkout())
    assert caches == "**/__pycache__"


def test_both_stages_stand_on_a_base_that_can_be_replaced(service: str) -> None:
    file = dockerfile(service)
    assert file.arguments("FROM") == ["${BASE} AS build", "${BASE}"]
    name, _, tag = dict(file.stages[0])["ARG"].removeprefix("BASE=").partition(":")
    assert name == "python"
    assert tag == "3.11-slim"


def test_packages_come_from_the_locks_by_hash_and_built(service: str) -> None:
    commands = [command for rest in dockerfile(service).arguments("RUN") for command in rest.split("&&")]
    (bootstrap,) = (command for command in commands if "pip install" in command and "uv pip" not in command)
    (packages,) = (command for command in commands if "uv pip install" in command)
    assert {"--require-hashes", "bootstrap.lock"} <= set(bootstrap.split())
    assert {"--require-hashes", "--no-deps", "--compile-bytecode", f"{service}.lock"} <= set(packages.split())
    assert "--only-binary :all:" in packages


def test_an_image_runs_its_service_as_nobody_and_without_a_shell(service: str, manifests: Manifests) -> None:
    final = dockerfile(service).final
    pod = manifests.named("Deployment", f"headrace-{service}")["spec"]["template"]["spec"]
    identity = pod["securityContext"]
    assert dict(final)["USER"] == f"{identity['runAsUser']}:{identity['runAsGroup']}"
    assert json.loads(dict(final)["ENTRYPOINT"])[1:] == ["-m", f"services.{service}"]
    assert "RUN" not in dict(final)


def test_an_image_says_which_version_and_ports_it_has(service: str, manifests: Manifests) -> None:
    final = dockerfile(service).final
    assert ("ARG", f"VERSION={project()['version']}") in final
    ports = container_ports(manifests.named("Deployment", f"headrace-{service}"))
    assert dict(final)["EXPOSE"] == f"{ports['grpc']} {ports['metrics']}"
