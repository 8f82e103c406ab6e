"""Where a server may listen."""

from __future__ import annotations

import ipaddress

from services.serving.errors import MisconfiguredError
from services.serving.settings import ServerSettings


def check_exposure(settings: ServerSettings) -> None:
    """Raises MisconfiguredError for a non-loopback bind without TLS and callers' tokens that was not asked for.

    Client certificates are no substitute for tokens: they say who may connect, not for which tenants.
    """
    protected = settings.tls_certificate_file is not None and settings.auth_tokens_file is not None
    if protected or settings.allow_insecure_bind or is_loopback(settings.bind):
        return
    raise MisconfiguredError(
        f"BIND={settings.bind} is open to other machines without TLS and tokens. Set TLS_CERTIFICATE_FILE, "
        "TLS_PRIVATE_KEY_FILE and AUTH_TOKENS_FILE, or ALLOW_INSECURE_BIND=true where something else protects it."
    )


def is_loopback(bind: str) -> bool:
    """Whether an address (host:port, [host]:port or unix:path) is reached from this machine alone."""
    if bind.startswith("unix:"):
        return True
    host = bind.rpartition(":")[0].strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
