"""What stands below an answer: what it rests on, where it came from, how long it took."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from headrace.events import CacheHitEvent, ResultEvent, Tier
from headrace.orchestrator.v1 import answer_pb2
from headrace.terminal.durations import short_span
from headrace.terminal.printable import printable_line
from headrace.terminal.stopwatch import Stopwatch

_TIERS = {Tier.NEAR: "the service's own memory", Tier.L1: "L1 (Redis)", Tier.L2: "L2 (PostgreSQL)"}


def remarks(answer: answer_pb2.Answer) -> Iterator[str]:
    """What the figures rest on and what limits them, a line each."""
    for assumption in answer.assumptions:
        yield f"Assumed: {printable_line(assumption)}"
    for caveat in answer.caveats:
        yield f"Mind: {printable_line(caveat)}"
    for degradation in answer.provenance.degradations:
        yield f"Missing: {printable_line(degradation.effect)} ({printable_line(degradation.agent)} failed)"


def provenance(result: ResultEvent, hit: CacheHitEvent | None, times: Stopwatch) -> Iterator[str]:
    """Where the answer came from, how old its data is and how long it took, a line each."""
    yield f"{_origin(result, hit)}; {_waited(times)}."
    if result.tier is Tier.NONE and (runs := result.answer.provenance.agents):
        took = ", ".join(f"{printable_line(run.agent)} {short_span(run.duration.ToTimedelta())}" for run in runs)
        yield f"Agents: {took}."
    if data := _data_age(result.answer.freshness):
        yield data


def _origin(result: ResultEvent, hit: CacheHitEvent | None) -> str:
    if result.tier is Tier.NONE:
        return "Made anew"
    origin = f"From {_TIERS.get(result.tier, 'a cache')}, {short_span(result.age)} old"
    if hit is None:
        return origin
    return f"{origin}, stale" if hit.stale else f"{origin}, fresh for {short_span(hit.fresh_for)} more"


def _waited(times: Stopwatch) -> str:
    named = (
        ("first event", times.first_event),
        ("first content", times.first_content),
        ("result", times.result),
    )
    return ", ".join(f"{name} after {short_span(time)}" for name, time in named if time is not None)


def _data_age(freshness: answer_pb2.Freshness) -> str:
    if not freshness.HasField("as_of"):
        return ""
    zone, zone_name = _zone(freshness.time_zone)
    as_of = freshness.as_of.ToDatetime(UTC).astimezone(zone)
    settled = f", settled through {printable_line(freshness.settled_through)}" if freshness.settled_through else ""
    return f"Data as of {as_of:%Y-%m-%d %H:%M} ({zone_name}){settled}."


def _zone(name: str) -> tuple[tzinfo, str]:
    try:
        return ZoneInfo(name), name
    except (ZoneInfoNotFoundError, ValueError):
        return UTC, "UTC"
