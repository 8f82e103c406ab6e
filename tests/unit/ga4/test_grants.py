"""Tenants, their properties and the accounts that these are read by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from prometheus_client import CollectorRegistry

from services.orchestrator.ga4.access import OWN_ACCOUNT, AccountName, access_of
from services.orchestrator.ga4.connect import DataApiEndpoint, data_api_client
from services.orchestrator.ga4.credentials import environment_credentials
from services.orchestrator.ga4.google_client import Credentials, impersonated_credentials
from services.orchestrator.ga4.grants import CurrentGrants, GrantReader
from services.serving.errors import MisconfiguredError, NotPermitted
from services.serving.reloading import Reloaded, ReloadMetrics

AGENCY = """
[[tenant]]
id = "agency"
properties = ["3"]
credentials_file = "agency.json"
"""
TENANTS = f"""
[[tenant]]
id = "shop"
properties = ["1", "2"]
{AGENCY}
[[tenant]]
id = "everything"
properties = ["*"]
"""


@pytest.fixture(scope="module")
def private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


@pytest.fixture
def folder(tmp_path: Path, private_key: str) -> Path:
    """A mounted folder: the tenants file and the agency's key."""
    (tmp_path / "tenants.toml").write_text(TENANTS)
    (tmp_path / "agency.json").write_text(key_file("agency", private_key))
    (tmp_path / "own.json").write_text(key_file("own", private_key))
    return tmp_path


def key_file(name: str, private_key: str) -> str:
    return json.dumps(
        {
            "type": "service_account",
            "client_email": f"{name}@example.iam.gserviceaccount.com",
            "token_uri": "https://oauth2.example/token",
            "private_key": private_key,
        }
    )


def no_environment() -> Credentials:
    raise MisconfiguredError("The environment has none.")


def reader(folder: Path, own: str | None = "own.json") -> GrantReader:
    credentials_file = folder / own if own else None
    return GrantReader(folder / "tenants.toml", credentials_file, with_credentials=True, environment=no_environment)


def reloaded(files: GrantReader) -> tuple[Reloaded[object, object], CurrentGrants]:
    grants = Reloaded("GA4_TENANTS_FILE", files.read, files.grants, ReloadMetrics(CollectorRegistry()))
    return grants, CurrentGrants(grants)  # type: ignore[return-value]  # what is read does not matter here


def email(grants: CurrentGrants, property_id: str) -> str:
    _, credentials = grants.credentials_for(property_id)
    return str(credentials.service_account_email).split("@")[0]


@pytest.mark.parametrize(
    ("tenant", "property_id", "allowed"),
    [
        ("shop", "1", True),
        ("shop", "3", False),
        ("shop", "4", False),
        ("agency", "3", True),
        ("agency", "1", False),
        ("everything", "1", True),
        ("everything", "99", True),
        ("everything", "3", False),
        ("stranger", "1", False),
    ],
)
def test_a_tenant_may_ask_about_its_properties_alone(
    tenant: str, property_id: str, allowed: bool, tmp_path: Path
) -> None:
    access = access_of(TENANTS.encode(), tmp_path)
    if allowed:
        access.require(tenant, property_id)
    else:
        with pytest.raises(NotPermitted, match=tenant):
            access.require(tenant, property_id)


def test_a_property_is_read_by_the_account_of_its_tenant(tmp_path: Path) -> None:
    access = access_of(TENANTS.encode(), tmp_path)
    assert access.account_of("3") == AccountName(tmp_path / "agency.json")
    assert access.account_of("1") == access.account_of("99") == OWN_ACCOUNT


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("not toml [", "not TOML"),
        ("", "tenant"),
        ("[[tenant]]\nid = 'a'", "properties"),
        ("[[tenant]]\nid = 'a b'\nproperties = ['1']", "tenant.0.id"),
        ("[[tenant]]\nid = 'a'\nproperties = ['x']", "tenant.0.properties.0"),
        ("[[tenant]]\nid = 'a'\nproperties = ['1']\npassword = 'p'", "tenant.0.password"),
        ("[[tenant]]\nid = 'a'\nproperties = ['1']\n" * 2, "'a' twice"),
        ("[[tenant]]\nid = 'a'\nproperties = ['*']\nimpersonate = 'x@y'", "Name its properties"),
        (
            "[[tenant]]\nid = 'a'\nproperties = ['1']\n[[tenant]]\nid = 'b'\nproperties = ['1']\nimpersonate = 'x@y'",
            "'1' read by two accounts",
        ),
    ],
)
def test_a_tenants_file_that_cannot_be_used_is_told_by_what_is_wrong_with_it(
    content: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(MisconfiguredError, match="GA4_TENANTS_FILE") as caught:
        access_of(content.encode(), tmp_path)
    assert told in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_each_account_has_its_own_credentials(folder: Path) -> None:
    _, grants = reloaded(reader(folder))
    assert (email(grants, "1"), email(grants, "3"), email(grants, "99")) == ("own", "agency", "own")


def test_an_account_can_be_acted_for(folder: Path) -> None:
    (folder / "tenants.toml").write_text(TENANTS.replace("credentials_file = ", "impersonate = 'them@x'  # "))
    _, grants = reloaded(reader(folder))
    _, acting = grants.credentials_for("3")
    assert isinstance(acting, impersonated_credentials.Credentials)
    assert email(grants, "3") == "them"


def test_the_environment_is_not_asked_where_every_tenant_has_an_account(folder: Path) -> None:
    (folder / "tenants.toml").write_text(AGENCY)
    _, grants = reloaded(reader(folder, own=None))
    assert email(grants, "3") == "agency"


def test_without_an_account_of_its_own_the_service_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "nowhere.json")
    with pytest.raises(MisconfiguredError, match="GA4_CREDENTIALS_FILE"):
        environment_credentials()


@pytest.mark.parametrize(
    ("file", "named"), [("own.json", "GA4_CREDENTIALS_FILE"), ("agency.json", "GA4_TENANTS_FILE: agency.json")]
)
@pytest.mark.parametrize("content", [None, b"", b"\xff", b"[]", b"{}", b'{"type": "service_account"}'])
def test_unusable_credentials_end_in_a_sentence_that_says_which(
    file: str, named: str, content: bytes | None, folder: Path
) -> None:
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_bytes(content)
    with pytest.raises(MisconfiguredError, match=named) as caught:
        reloaded(reader(folder))
    assert str(folder) not in str(caught.value)


def test_a_key_that_cannot_be_read_is_unusable(folder: Path) -> None:
    (folder / "own.json").write_text(key_file("own", "scratched"))
    with pytest.raises(MisconfiguredError, match="GA4_CREDENTIALS_FILE") as caught:
        reloaded(reader(folder))
    assert "scratched" not in str(caught.value)


def test_with_an_emulator_no_credentials_are_looked_up(folder: Path) -> None:
    for file in ("own.json", "agency.json"):
        (folder / file).unlink()
    files = GrantReader(
        folder / "tenants.toml", folder / "own.json", with_credentials=False, environment=no_environment
    )
    _, grants = reloaded(files)
    grants.require("agency", "3")


async def test_tenants_and_keys_change_while_it_runs_and_what_is_broken_changes_nothing(
    folder: Path, private_key: str
) -> None:
    files, grants = reloaded(reader(folder))
    own = grants.credentials_for("1")
    change(folder / "tenants.toml", TENANTS.replace('["1", "2"]', '["1", "5"]'))
    change(folder / "agency.json", key_file("renewed", private_key))
    await files.look()
    grants.require("shop", "5")
    with pytest.raises(NotPermitted):
        grants.require("shop", "2")
    assert email(grants, "3") == "renewed"
    assert grants.credentials_for("1")[1] is own[1], "a client would be made anew for nothing"
    change(folder / "agency.json", "half a f")
    await files.look()
    assert email(grants, "3") == "renewed"


async def test_a_client_is_made_for_each_account_and_anew_when_its_key_changes(folder: Path, private_key: str) -> None:
    files, grants = reloaded(reader(folder))
    async with data_api_client(DataApiEndpoint(credentials_for=grants.credentials_for)) as client:
        own, agency = client.of("1"), client.of("3")
        assert own.transport.host == "analyticsdata.googleapis.com:443"
        assert client.of("2") is own is not agency
        change(folder / "agency.json", key_file("renewed", private_key))
        await files.look()
        assert client.of("3") is not agency
        assert client.of("1") is own


def change(file: Path, content: str) -> None:
    file.write_text(content)
