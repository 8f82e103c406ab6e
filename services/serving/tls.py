"""The certificate that a server shows, and whose certificates it asks for, as the files change."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

import grpc

from services.serving.errors import MisconfiguredError
from services.serving.reloading import Reloaded, ReloadMetrics
from services.serving.settings import ServerSettings

SETTING = "TLS_CERTIFICATE_FILE"


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """The contents of the files, in PEM; without an authority clients need show nothing."""

    certificate: bytes
    key: bytes
    client_ca: bytes | None


class ServerTls:
    """A server's TLS. New connections get what the files say now; those that are open go on."""

    def __init__(self, certificate: Path, key: Path, client_ca: Path | None, metrics: ReloadMetrics) -> None:
        """Raises MisconfiguredError where the files cannot be used to begin with."""

        def read() -> TlsFiles:
            return TlsFiles(certificate.read_bytes(), key.read_bytes(), client_ca.read_bytes() if client_ca else None)

        def shown(files: TlsFiles) -> grpc.ServerCertificateConfiguration:
            _check(certificate, key, files)
            return grpc.ssl_server_certificate_configuration([(files.key, files.certificate)], files.client_ca)

        self.files = Reloaded(SETTING, read, shown, metrics)
        self._shown = self.files.current
        self.credentials = grpc.dynamic_ssl_server_credentials(
            self._shown,
            self._changed,  # type: ignore[arg-type]  # None is gRPC's own word for no change
            require_client_authentication=client_ca is not None,
        )
        """For a server's port, which must not outlive this object."""

    def _changed(self) -> grpc.ServerCertificateConfiguration | None:
        """What gRPC asks at each handshake: None for what it knows."""
        current = self.files.current
        if current is self._shown:
            return None
        self._shown = current
        return current


def server_tls(settings: ServerSettings, metrics: ReloadMetrics) -> ServerTls | None:
    """The server's TLS, None for plaintext. Raises MisconfiguredError where only half is set or a file is unusable."""
    certificate, key = settings.tls_certificate_file, settings.tls_private_key_file
    if certificate is None and key is None and settings.tls_client_ca_file is None:
        return None
    if certificate is None or key is None:
        raise MisconfiguredError("TLS needs both TLS_CERTIFICATE_FILE and TLS_PRIVATE_KEY_FILE.")
    return ServerTls(certificate, key, settings.tls_client_ca_file, metrics)


def _check(certificate: Path, key: Path, files: TlsFiles) -> None:
    """gRPC would take anything, and then refuse every connection: above all a key beside another's certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        # From the files, since there is no other way in; one that changes meanwhile is looked at again.
        context.load_cert_chain(certificate, key, password="")
        if files.client_ca is not None:
            context.load_verify_locations(cadata=files.client_ca.decode("ascii"))
    except (ssl.SSLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or type(error).__name__
        raise MisconfiguredError(
            f"TLS_CERTIFICATE_FILE, TLS_PRIVATE_KEY_FILE or TLS_CLIENT_CA_FILE cannot be used together: {reason}."
        ) from error
