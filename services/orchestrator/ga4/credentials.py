"""As whom Google is asked: the environment's credentials, a service account's key, or an account acted for."""

from __future__ import annotations

import json

from services.orchestrator.ga4.google_client import (
    Credentials,
    GoogleAuthError,
    default_credentials,
    impersonated_credentials,
    service_account,
)
from services.serving.errors import MisconfiguredError

SCOPE = "https://www.googleapis.com/auth/analytics.readonly"


def environment_credentials() -> Credentials:
    """Application default credentials: GOOGLE_APPLICATION_CREDENTIALS, gcloud's, or those of the machine or pod.

    Reads files and may ask a metadata server, for seconds. Raises MisconfiguredError where there are none.
    """
    credentials: Credentials
    try:
        credentials, _ = default_credentials(scopes=[SCOPE])
    except _UNUSABLE as error:
        raise MisconfiguredError(
            "The environment has no usable Google credentials. Set GA4_CREDENTIALS_FILE to a Google service account's "
            "JSON key file, run where workload identity is set up, or set GA4_TARGET to an emulator."
        ) from error
    return credentials


def key_credentials(content: bytes | None, setting: str) -> Credentials:
    """The credentials of a service account's key file; None is a file that cannot be read.

    Raises MisconfiguredError, naming the setting and nothing of the file.
    """
    if content is None:
        raise MisconfiguredError(f"{setting} cannot be read: there is no such file, or this service may not read it.")
    credentials: Credentials
    try:
        info = json.loads(content)
        credentials = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]  # google-auth's own gap
            info, scopes=[SCOPE]
        )
    except _UNUSABLE as error:
        raise MisconfiguredError(
            f"{setting} names no usable credentials. Set it to a Google service account's JSON key file."
        ) from error
    return credentials


def acting_for(account: str, credentials: Credentials) -> Credentials:
    """Credentials of another service account, which `credentials` may make tokens for."""
    acting: Credentials = impersonated_credentials.Credentials(  # type: ignore[no-untyped-call]  # google-auth's own gap
        source_credentials=credentials, target_principal=account, target_scopes=[SCOPE]
    )
    return acting


_UNUSABLE = (GoogleAuthError, OSError, ValueError, AttributeError, TypeError)
"""What google-auth raises for what is missing, no JSON, or JSON of another shape."""
