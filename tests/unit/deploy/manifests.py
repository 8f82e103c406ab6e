"""The Kubernetes objects that a kustomization renders to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.unit.deploy.checkout import CHECKOUT, run, tool

K8S = CHECKOUT / "deploy" / "k8s"

Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Manifests:
    """Kubernetes objects, by kind and name."""

    objects: Sequence[Object]

    def of_kind(self, kind: str) -> list[Object]:
        return [one for one in self.objects if one["kind"] == kind]

    def named(self, kind: str, name: str) -> Object:
        """The one object of that kind and name. Raises ValueError where there is not exactly one."""
        (found,) = (one for one in self.of_kind(kind) if one["metadata"]["name"] == name)
        return found

    def pod_templates(self) -> Iterator[Object]:
        """The pod template of every Deployment and Job."""
        for workload in (*self.of_kind("Deployment"), *self.of_kind("Job")):
            yield workload["spec"]["template"]

    def pods(self) -> Iterator[Object]:
        """The pod specification of every Deployment and Job."""
        for template in self.pod_templates():
            yield template["spec"]


def server(deployment: Object) -> Object:
    """The one container of a server's Deployment."""
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    return dict(container)


def container_ports(deployment: Object) -> dict[str, int]:
    return {port["name"]: port["containerPort"] for port in server(deployment)["ports"]}


def environment(container: Object, manifests: Manifests, secrets: Manifests) -> dict[str, str]:
    """The variables that a container starts with. Raises ValueError where a source of them is missing."""
    variables: dict[str, str] = {}
    for source in container.get("envFrom", ()):
        if "configMapRef" in source:
            variables.update(manifests.named("ConfigMap", source["configMapRef"]["name"])["data"])
        else:
            variables.update(secrets.named("Secret", source["secretRef"]["name"])["stringData"])
    variables.update({variable["name"]: variable["value"] for variable in container.get("env", ())})
    return variables


def mounted_files(pod: Object, secrets: Manifests) -> set[Path]:
    """The files that a pod's Secrets put before its one container."""
    (container,) = pod["containers"]
    folders = {mount["name"]: Path(mount["mountPath"]) for mount in container.get("volumeMounts", ())}
    return {
        folders[volume["name"]] / key
        for volume in pod.get("volumes", ())
        if "secret" in volume
        for key in secrets.named("Secret", volume["secret"]["secretName"])["stringData"]
    }


def read(text: str) -> Manifests:
    return Manifests(tuple(yaml.safe_load_all(text)))


def render(kustomization: Path, home: Path) -> Manifests:
    """What kubectl renders a kustomization to. `home` is an empty folder: no settings of the machine's are read."""
    return read(run(tool("kubectl"), "kustomize", kustomization, environment={"HOME": str(home)}))
