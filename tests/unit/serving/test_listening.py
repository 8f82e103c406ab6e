from pathlib import Path

import pytest

from services.serving.errors import MisconfiguredError
from services.serving.listening import check_exposure, is_loopback
from services.serving.settings import ServerSettings

SOME_FILE = Path("some.pem")


@pytest.mark.parametrize("bind", ["127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "localhost:1", "unix:/run/x.sock"])
def test_loopback_addresses_are_told(bind: str) -> None:
    assert is_loopback(bind)


@pytest.mark.parametrize("bind", ["0.0.0.0:1", "[::]:1", "10.0.0.1:1", "example:1", ":1"])
def test_addresses_open_to_others_are_told(bind: str) -> None:
    assert not is_loopback(bind)


def test_an_open_bind_without_protection_must_be_asked_for_by_name() -> None:
    with pytest.raises(MisconfiguredError, match="ALLOW_INSECURE_BIND"):
        check_exposure(ServerSettings(bind="0.0.0.0:1", metrics_bind=""))
    check_exposure(ServerSettings(bind="0.0.0.0:1", metrics_bind="", allow_insecure_bind=True))


def test_tls_alone_does_not_protect_an_open_bind_nor_do_client_certificates() -> None:
    settings = ServerSettings(bind="0.0.0.0:1", metrics_bind="", tls_certificate_file=SOME_FILE)
    with pytest.raises(MisconfiguredError):
        check_exposure(settings)
    check_exposure(settings.model_copy(update={"auth_tokens_file": SOME_FILE}))
    with pytest.raises(MisconfiguredError):
        check_exposure(settings.model_copy(update={"tls_client_ca_file": SOME_FILE}))
