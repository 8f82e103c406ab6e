"""The small tables that say what the ids in the fact tables stand for."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.ga4_emulator.shop.audiences import load_audiences
from sandbox.ga4_emulator.shop.world import Kinds, World

Listed = tuple[str, Sequence[str], Sequence[Sequence[Any]]]
"""Name, columns and rows of a table; a row's id is its place."""

_NOT_SET = "(not set)"
_TAGS = (
    *("id", "source", "medium", "campaign", "content", "term"),
    *("source_platform", "creative_format", "marketing_tactic"),
)
_CONTINENTS = {"Africa": "002", "Oceania": "009", "Americas": "019", "Asia": "142", "Europe": "150"}
_FIRST_CITY_ID = 1_000_000

CALENDAR = """
CREATE TABLE calendar AS
SELECT
    day::INTEGER AS day,
    strftime(date, '%Y%m%d')::INTEGER AS date,
    year(date)::INTEGER AS year,
    month(date)::INTEGER AS month,
    day(date)::INTEGER AS day_of_month,
    dayofweek(date)::INTEGER AS day_of_week,
    dayname(date) AS day_of_week_name,
    ((dayofyear(date) + dayofweek(date_trunc('year', date)) - 1) // 7 + 1)::INTEGER AS week,
    weekofyear(date)::INTEGER AS iso_week,
    isoyear(date)::INTEGER AS iso_year
FROM (SELECT day, DATE '1970-01-01' + day::INTEGER AS date FROM range(14000, 48000) AS days(day))
"""
"""Every day from 2008 to 2101."""


def explanations(world: World) -> Iterator[Listed]:
    """The small tables of a shop."""
    yield (
        "places",
        *_with(
            world.places,
            city_id=lambda place: str(_FIRST_CITY_ID + zlib.crc32(place["city"].encode()) % 100_000),
            continent_id=lambda place: _CONTINENTS[place["continent"]],
        ),
    )
    yield (
        "items",
        *_with(
            world.items,
            promotion_id=lambda item: world.promotions[item["category"]][0],
            promotion_name=lambda item: world.promotions[item["category"]][1],
            promotion_creative=lambda item: world.promotions[item["category"]][2],
            promotion_slot=lambda item: world.promotions[item["category"]][3],
        ),
    )
    yield "search_terms", world.search_terms.columns, world.search_terms.rows
    yield (
        "devices",
        *_with(
            world.devices,
            platform=lambda _: "web",
            platform_category=lambda device: f"web / {device['category']}",
            os_with_version=lambda device: f"{device['operating_system']} {device['os_version']}",
        ),
    )
    yield (
        "traffic",
        *_with(
            Kinds(world.traffic.columns, (*world.traffic.rows, world.unattributed)),
            source_medium=lambda traffic: f"{traffic['source']} / {traffic['medium']}",
            **{f"tagged_{tag}": partial(_tag, tag) for tag in _TAGS},
            tagged_source_medium=lambda traffic: (
                f"{_tag('source', traffic)} / {_tag('medium', traffic)}" if traffic["query"] else _NOT_SET
            ),
        ),
    )
    yield (
        "pages",
        *_with(
            world.pages,
            host=lambda _: world.character.host,
            location=lambda page: f"https://{world.character.host}{page['path']}",
        ),
    )
    yield "files", *_with(world.files, extension=lambda file: file["name"].rpartition(".")[2])
    yield "links", *_with(world.links, domain=lambda link: urlsplit(link["url"]).hostname)
    demographics = world.people["demographics"]
    yield "ages", ("name",), [(name,) for name in demographics["ages"]]
    yield "genders", ("name",), [(name,) for name in demographics["genders"]]
    yield "audiences", ("api_id", "name"), [(one.id, one.display_name) for one in load_audiences()]
    yield "plan_tiers", ("name",), [(name,) for name in world.people["accounts"]["plan_tiers"]]


def _tag(tag: str, traffic: Mapping[str, Any]) -> str:
    """What the address that a visit came by says in one of its tags."""
    tags = parse_qs(str(traffic["query"]).removeprefix("?"))
    return tags.get(f"utm_{tag}", [_NOT_SET])[0]


def _with(kinds: Kinds, **derived: Callable[[Mapping[str, Any]], Any]) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
    """The kinds with further columns, each derived from a row's others."""
    rows = []
    for row in kinds.rows:
        named = dict(zip(kinds.columns, row, strict=True))
        rows.append((*row, *(derive(named) for derive in derived.values())))
    return (*kinds.columns, *derived), rows
