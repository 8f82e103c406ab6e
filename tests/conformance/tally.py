"""The count of what the conformance suite asked of the emulator, taken from the wire."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import services.orchestrator.understanding
from tests.conformance.wire import Exchange

RPCS = (
    "RunReport",
    "RunPivotReport",
    "BatchRunReports",
    "BatchRunPivotReports",
    "GetMetadata",
    "RunRealtimeReport",
    "CheckCompatibility",
    "CreateAudienceExport",
    "QueryAudienceExport",
    "GetAudienceExport",
    "ListAudienceExports",
)
"""The RPCs of `google.analytics.data.v1beta.BetaAnalyticsData`."""

CATALOGUE: Mapping[str, list[dict[str, Any]]] = json.loads(
    (Path(services.orchestrator.understanding.__file__).parent / "data" / "ga4_catalogue.json").read_text("utf-8")
)
"""Every name of the API as the service that asks knows them: "dimensions" and "metrics"."""

_KINDS = ("dimensions", "metrics")
_NOTHING = frozenset({"", "(not set)"})


class Answer(StrEnum):
    """How a name was answered; of several answers the first of these counts."""

    VALUES = "values"
    EMPTY = "empty"
    REFUSED = "refused"


@dataclass(slots=True)
class Tally:
    """Checks that passed and requests that they sent, by RPC; and for each name how it was answered."""

    checks: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    answers: dict[str, Answer] = field(default_factory=dict)

    def add(self, exchanges: Iterable[Exchange]) -> None:
        """Counts the exchanges of one check that passed."""
        kept = list(exchanges)
        self.checks.update({exchange.rpc for exchange in kept})
        self.requests.update(exchange.rpc for exchange in kept)
        for exchange in kept:
            for name, answer in answers_in(exchange):
                before = self.answers.get(name, Answer.REFUSED)
                self.answers[name] = min(before, answer, key=list(Answer).index)

    def lines(self) -> list[str]:
        """The count as a table."""
        lines = [f"{'RPC':<24}{'checks':>8}{'requests':>10}"]
        lines += [f"{rpc:<24}{self.checks[rpc]:>8}{self.requests[rpc]:>10}" for rpc in self._reached()]
        lines += ["", f"{'catalogue names':<24}{'known':>8}{'asked':>8}" + "".join(f"{one:>9}" for one in Answer)]
        for kind in _KINDS:
            entries = CATALOGUE[kind]
            for category in sorted({entry["category"] for entry in entries}):
                names = [entry["api_name"] for entry in entries if entry["category"] == category]
                lines.append(self._line(category, names))
            lines.append(self._line(f"all {kind}", [entry["api_name"] for entry in entries]))
        lines.append(self._line("all", names_of_catalogue()))
        lines.append(self._line("in a live property", names_of_catalogue(live=True)))
        return lines

    def _reached(self) -> list[str]:
        return [*RPCS, *sorted(self.checks.keys() - set(RPCS))]

    def _line(self, label: str, names: list[str]) -> str:
        answers = Counter(self.answers[name] for name in names if name in self.answers)
        counts = "".join(f"{answers[one]:>9}" for one in Answer)
        return f"{label:<24}{len(names):>8}{answers.total():>8}{counts}"


def names_of_catalogue(*, live: bool = False) -> list[str]:
    """Every name, dimensions first; or those that a real property's metadata were seen to list."""
    entries = [entry for kind in _KINDS for entry in CATALOGUE[kind]]
    return [entry["api_name"] for entry in entries if entry["in_live_metadata_dump"] or not live]


def answers_in(exchange: Exchange) -> Iterator[tuple[str, Answer]]:
    """How each name that a report's request shows was answered."""
    if exchange.rpc not in {"RunReport", "RunRealtimeReport"}:
        return
    request, report = exchange.request, exchange.response
    names = [one.name for one in (*request.dimensions, *request.metrics)]
    if report is None:
        yield from ((name, Answer.REFUSED) for name in names)
        return
    for place, header in enumerate(report.dimension_headers):
        values = {row.dimension_values[place].value for row in report.rows}
        yield header.name, Answer.VALUES if values - _NOTHING else Answer.EMPTY
    for place, header in enumerate(report.metric_headers):
        numbers = [row.metric_values[place].value for row in report.rows]
        yield header.name, Answer.VALUES if any(float(number) for number in numbers) else Answer.EMPTY
