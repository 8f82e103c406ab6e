"""Makes single calls of a plan's requests."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.ga4.report_source import PropertyProfile, Report, Reports, ReportSource
from services.orchestrator.side_by_side import side_by_side
from services.orchestrator.understanding.plan import Method, ReportRequest


class CallByCall:
    """A report source that asks the one behind it once for each call, so that each is admitted and tried for itself.

    Reports on days share a call: GA4 runs up to five as a batch. It refuses a batch for any one of them, as the plan
    would be without it, and so it is not asked for the others again. Every other request is a call of its own.
    """

    def __init__(self, source: ReportSource) -> None:
        self._source = source

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        """See `ReportSource.run`."""
        calls = _calls(requests)
        answered = await side_by_side(
            {name: self._source.run(property_id, [requests[each] for each in places]) for name, places in calls.items()}
        )
        by_place: dict[int, Report] = {}
        for name, places in calls.items():
            by_place.update(zip(places, answered[name].reports, strict=True))
        return Reports(
            tuple(by_place[place] for place in range(len(requests))),
            min(reports.asked_at for reports in answered.values()),
        )

    async def profile(self, property_id: str) -> PropertyProfile:
        """See `ReportSource.profile`."""
        return await self._source.profile(property_id)


def _calls(requests: Sequence[ReportRequest]) -> dict[str, list[int]]:
    """The places in the plan of each call's requests."""
    calls: dict[str, list[int]] = {}
    for place, request in enumerate(requests):
        batched = request.method is Method.RUN_REPORT
        calls.setdefault(request.method if batched else f"{request.method} {place}", []).append(place)
    return calls
