import json
import shutil
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from tests.unit.deploy.checkout import CHECKOUT, SERVICES, dockerfile, locked, run

IMPORT_EVERYTHING = """
import importlib, json, pkgutil, sys
service, not_shipped = sys.argv[1], json.loads(sys.argv[2])
sys.modules.update(dict.fromkeys(not_shipped))  # so that importing one fails
for module in pkgutil.walk_packages(importlib.import_module(service).__path__, f"{service}."):
    if ".migrations." not in module.name:  # Alembic runs these, inside a migration
        importlib.import_module(module.name)
"""


def assemble(service: str, image: Path) -> None:
    """Lays out the code as the service's Dockerfile does."""
    for source, target in dockerfile(service).copied_from_checkout().items():
        origin, copy = CHECKOUT / source, image / target
        if origin.is_dir():
            shutil.copytree(origin, copy, ignore=shutil.ignore_patterns("__pycache__"))
        elif origin.suffix == ".py":
            copy.parent.mkdir(exist_ok=True)
            shutil.copy(origin, copy)


def not_shipped(service: str) -> list[str]:
    """Top-level modules that are installed here and are in none of the packages of the service's lock."""
    shipped = {name for name, _ in locked(service)}
    return [
        module
        for module, distributions in metadata.packages_distributions().items()
        if not shipped & {canonicalize_name(name) for name in distributions}
    ]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_runs_on_its_images_code_and_its_locks_packages_alone(service: str, tmp_path: Path) -> None:
    assemble(service, tmp_path)
    without_this_checkout = "-S"
    interpreter = (sys.executable, without_this_checkout, "-c", IMPORT_EVERYTHING)
    run(
        *(*interpreter, f"services.{service}", json.dumps(not_shipped(service))),
        environment={"PYTHONPATH": sysconfig.get_path("purelib")},
        folder=tmp_path,
    )
