"""What the shop's world is made of, read from the TOML files in `data/`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sandbox.ga4_emulator.shop.chance import Floats
from sandbox.ga4_emulator.shop.character import Character

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Kinds:
    """A closed list of kinds, such as devices: what each is, and how often it occurs."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> list[Any]:
        at = self.columns.index(name)
        return [row[at] for row in self.rows]

    def weights(self, name: str = "weight") -> Floats:
        return np.array(self.column(name), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class PageEvent:
    """An event sent from a page; `goods` are the items it carries, empty for none."""

    name: str
    chance: float = 1.0
    goods: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One page view of a journey; `data/journeys.toml` says what the fields mean."""

    page: str
    dwell: float
    chance: float = 1.0
    unseen: float = 0.0
    only: str = ""
    events: tuple[PageEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Journey:
    """What a visit is about."""

    name: str
    weight: float
    lift: Mapping[str, float]
    steps: tuple[Step, ...]
    needs_account: bool

    @property
    def buys(self) -> bool:
        """Whether each of these visits ends in a purchase."""
        return any(event.name == "purchase" for step in self.steps for event in step.events)


@dataclass(frozen=True, slots=True)
class World:
    """Everything a shop is generated from. `pages` holds the items' own pages last, in the items' order;
    `unattributed` is a row of `traffic` that nobody comes by."""

    character: Character
    people: Mapping[str, Any]
    places: Kinds
    devices: Kinds
    traffic: Kinds
    unattributed: tuple[Any, ...]
    landing: Mapping[str, Mapping[str, float]]
    pages: Kinds
    items: Kinds
    files: Kinds
    links: Kinds
    search_terms: Kinds
    promotions: Mapping[str, Sequence[str]]
    journeys: tuple[Journey, ...]
    second_item_in_cart: float

    def event_names(self) -> list[str]:
        """Every event that can occur, sorted."""
        automatic = {"session_start", "first_visit", "page_view", "user_engagement"}
        sent = {event.name for journey in self.journeys for step in journey.steps for event in step.events}
        return sorted(automatic | sent)


def load_world(character: Character) -> World:
    """Reads the world that all shops share, and gives it one shop's character."""
    people, places, devices, traffic, site, journeys = (
        tomllib.loads((_DATA / f"{name}.toml").read_text("utf-8"))
        for name in ("people", "places", "devices", "traffic", "site", "journeys")
    )
    items = _scaled(_kinds(site["item_columns"], site["items"]), "price_cents", lambda _: character.price_factor)
    return World(
        character=character,
        people=people,
        places=_scaled(
            _kinds(places["columns"], places["places"]),
            "weight",
            lambda place: character.countries.get(place["country"], 1.0),
        ),
        devices=_kinds(devices["columns"], devices["devices"]),
        traffic=_kinds(traffic["columns"], traffic["traffic"]),
        unattributed=tuple(traffic["unattributed"]),
        landing=traffic["landing"],
        pages=_pages(site, items),
        items=items,
        files=_kinds(("name", "weight"), site["files"]),
        links=_kinds(("url", "weight"), site["links"]),
        search_terms=_kinds(("term", "weight"), site["search_terms"]),
        promotions=site["promotions"],
        journeys=tuple(_journey(entry) for entry in journeys["journeys"]),
        second_item_in_cart=journeys["second_item_in_cart"],
    )


def _kinds(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Kinds:
    return Kinds(tuple(columns), tuple(tuple(row) for row in rows))


def _scaled(kinds: Kinds, column: str, factor: Callable[[Mapping[str, Any]], float]) -> Kinds:
    """The kinds with a column of whole numbers multiplied, by a factor that a row's columns decide."""
    at = kinds.columns.index(column)
    return Kinds(
        kinds.columns,
        tuple(
            (*row[:at], round(row[at] * factor(dict(zip(kinds.columns, row, strict=True)))), *row[at + 1 :])
            for row in kinds.rows
        ),
    )


def _pages(site: Mapping[str, Any], items: Kinds) -> Kinds:
    own = [
        ("product", f"/products/{slug}", name, weight)
        for slug, name, weight in zip(items.column("slug"), items.column("name"), items.column("weight"), strict=True)
    ]
    rows = [(group, path, f"{title} | {site['name']}", weight) for group, path, title, weight in [*site["pages"], *own]]
    return _kinds(site["page_columns"], rows)


def _journey(entry: Mapping[str, Any]) -> Journey:
    return Journey(
        name=entry["name"],
        weight=entry["weight"],
        lift=entry["lift"],
        needs_account=entry.get("needs_account", False),
        steps=tuple(
            Step(**{**step, "events": tuple(PageEvent(**event) for event in step.get("events", ()))})
            for step in entry["steps"]
        ),
    )
