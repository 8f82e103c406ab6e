"""What reports cost: `python -m sandbox.ga4_emulator.benchmark [days]` prints the CPU time of typical ones.

Each report is over the whole of the demo property's history, up to yesterday. A time is the median of several runs of
one request, from the message to its answer, without a server: when it is asked, and when it is asked again.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
import warnings
from collections.abc import Sequence

with warnings.catch_warnings():
    # Google's libraries announce at import that they will want a newer grpcio; docs/adr/0001-grpcio-version.md.
    warnings.simplefilter("ignore", FutureWarning)
    from google.analytics.data_v1beta.types import DateRange, Dimension, Metric, RunReportRequest

    from sandbox.ga4_emulator.reports.reporting import Reporting
    from sandbox.ga4_emulator.running import build_shops, make_shop, reporting_over

from sandbox.ga4_emulator.properties import load_properties
from sandbox.ga4_emulator.settings import Settings
from services.serving.clock import SystemClock

_RUNS = 9
_REPORTS: Sequence[tuple[str, str]] = (
    ("", "activeUsers sessions totalRevenue"),
    ("date", "sessions activeUsers"),
    ("country", "activeUsers sessions engagementRate"),
    ("sessionDefaultChannelGroup", "sessions totalRevenue keyEvents"),
    ("pagePath", "activeUsers"),
    ("pagePath deviceCategory", "screenPageViews activeUsers"),
    ("eventName", "eventCount totalUsers"),
    ("itemName", "itemRevenue itemsPurchased"),
    ("source medium", "keyEvents totalRevenue"),
    ("hour", "activeUsers"),
    ("city pagePath", "activeUsers"),
    ("date", "active28DayUsers"),
)


def run(days: int) -> None:
    """Prints a table of the reports and the milliseconds of CPU that each takes."""
    settings = Settings(history_days=days, memo_megabytes=0)
    clock = SystemClock()
    demo = load_properties().first()
    with build_shops(settings) as shops:
        began = time.process_time()
        make_shop(shops, demo, clock)
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{days} days made in {time.process_time() - began:.1f} s of CPU; the process has {megabytes:.0f} MB")
        fresh = reporting_over(shops, clock, settings)
        remembering = reporting_over(shops, clock, Settings(history_days=days))
        print("  asked    again   rows")
        for dimensions, metrics in _REPORTS:
            request = RunReportRequest(
                property=f"properties/{demo.property_id}",
                dimensions=[Dimension(name=name) for name in dimensions.split()],
                metrics=[Metric(name=name) for name in metrics.split()],
                date_ranges=[DateRange(start_date=f"{days}daysAgo", end_date="yesterday")],
            )
            rows = len(remembering.run_report(request).rows)
            asked, again = _milliseconds(fresh, request), _milliseconds(remembering, request)
            print(f"{asked:7.1f}  {again:7.1f}  {rows:5}   {dimensions or '-'} x {metrics}")


def _milliseconds(reporting: Reporting, request: RunReportRequest) -> float:
    taken = []
    for _ in range(_RUNS):
        began = time.process_time()
        reporting.run_report(request)
        taken.append(time.process_time() - began)
    return statistics.median(taken) * 1000


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 800)
