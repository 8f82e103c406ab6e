"""`python -m services.orchestrator check`: says whether Google Analytics can be read, and what is missing if not."""

from __future__ import annotations

import sys

from prometheus_client import CollectorRegistry

from services.orchestrator.ga4.access_check import check_access
from services.orchestrator.ga4.connect import DataApiEndpoint, data_api_client
from services.orchestrator.ga4.grants import current_grants, grant_reader
from services.orchestrator.settings import OrchestratorSettings
from services.serving.reloading import ReloadMetrics


async def check(settings: OrchestratorSettings) -> int:
    """Writes a line for each property that is named in the settings. Answers the exit code.

    Raises MisconfiguredError where there is nothing to ask Google with.
    """
    reader = grant_reader(settings.ga4_tenants_file, settings.ga4_credentials_file, settings.ga4_target)
    async with current_grants(reader, ReloadMetrics(CollectorRegistry())) as grants:
        endpoint = DataApiEndpoint(settings.ga4_target, grants.credentials_for)
        async with data_api_client(endpoint) as client:
            named = sorted({*grants.properties(), *settings.warm_properties})
            findings = await check_access(client, named)
    for finding in findings:
        place = f"property {finding.property_id}" if named else "Google Analytics Data API"
        sys.stdout.write(f"{place}: {finding.problem or 'can be read'}\n")
    return 1 if any(finding.problem for finding in findings) else 0
