"""Which RPC a path and a verb mean, and where the request's parts stand in them: the API's own HTTP rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Route:
    """A path of the API. `field` is the part of the request that it names, `body` the part that the body is: a field,
    "*" for the request itself, or nothing."""

    rpc: str
    verb: str
    path: re.Pattern[str]
    field: str
    body: str


def routes() -> list[Route]:
    """Every path of v1beta."""
    of_property, of_export = r"properties/[^/:]+", r"properties/[^/:]+/audienceExports/[^/:]+"
    reports = [_route(rpc, "POST", rf"({of_property}):{rpc[0].lower()}{rpc[1:]}", "property", "*") for rpc in _REPORTS]
    return [
        *reports,
        _route("GetMetadata", "GET", rf"({of_property}/metadata)", "name"),
        _route("CreateAudienceExport", "POST", rf"({of_property})/audienceExports", "parent", "audience_export"),
        _route("ListAudienceExports", "GET", rf"({of_property})/audienceExports", "parent"),
        _route("GetAudienceExport", "GET", rf"({of_export})", "name"),
        _route("QueryAudienceExport", "POST", rf"({of_export}):query", "name", "*"),
    ]


def route_of(known: Iterable[Route], verb: str, path: str) -> tuple[Route, str] | None:
    """The route that a request takes, and what its path names; None if there is no such one."""
    for route in known:
        if route.verb == verb and (found := route.path.fullmatch(path)):
            return route, found[1]
    return None


_REPORTS = (
    "RunReport",
    "RunPivotReport",
    "BatchRunReports",
    "BatchRunPivotReports",
    "RunRealtimeReport",
    "CheckCompatibility",
)


def _route(rpc: str, verb: str, path: str, field: str, body: str = "") -> Route:
    return Route(rpc, verb, re.compile(f"/v1beta/{path}"), field, body)
