"""Google's client library, imported in one place: it warns of the grpcio version that is held back on purpose.

Importing it takes about half a second, so `report_source.py` and those who only name the seam do not.
"""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message=".*grpcio < 1.83", category=FutureWarning)
    from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient
    from google.analytics.data_v1beta import types as messages
    from google.analytics.data_v1beta.services.beta_analytics_data.transports import (
        BetaAnalyticsDataGrpcAsyncIOTransport,
    )
    from google.api_core import exceptions
    from google.auth import default as default_credentials
    from google.auth import impersonated_credentials
    from google.auth.credentials import Credentials
    from google.auth.exceptions import GoogleAuthError
    from google.oauth2 import service_account

__all__ = [
    "BetaAnalyticsDataAsyncClient",
    "BetaAnalyticsDataGrpcAsyncIOTransport",
    "Credentials",
    "GoogleAuthError",
    "default_credentials",
    "exceptions",
    "impersonated_credentials",
    "messages",
    "service_account",
]
