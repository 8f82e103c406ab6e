"""Some days of the shop, as columns ready for the tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sandbox.ga4_emulator.shop.chance import Floats
from sandbox.ga4_emulator.shop.events import Columns, Played, Playing
from sandbox.ga4_emulator.shop.people import People, people_first_seen
from sandbox.ga4_emulator.shop.visits import Visits, visits_of
from sandbox.ga4_emulator.shop.world import World

KEY_EVENTS = ("purchase", "sign_up", "generate_lead")
_LAST_SECOND = 24 * 3600 - 1
_ENGAGED_FROM_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Days:
    """The visits of some days and what happened in them; the columns are those of the tables `visits`, `events` and
    `goods` in `warehouse.py`, before they are joined."""

    visits: Columns
    events: Columns
    goods: Columns


def days_of_shop(world: World, first_day: int, last_day: int) -> Days:
    """Generates these days, both included. A day is the same whichever others are generated with it."""
    longest = world.people["returns"]["longest_days"]
    people = people_first_seen(world, first_day - longest, last_day)
    everybody = visits_of(world, people, first_day, last_day)
    first_purchase = _first_purchases(world, everybody)
    inside = everybody.day >= first_day
    visits = everybody.where(inside)
    played = Playing(world, visits).play()
    order = np.argsort(played.events["visit"], kind="stable")
    return Days(
        visits=_visit_columns(world, people, visits, played, first_purchase[inside]),
        events={name: column[order] for name, column in played.events.items()},
        goods=played.goods,
    )


def _first_purchases(world: World, visits: Visits) -> NDArray[np.bool_]:
    """Which visits are the first in which their person buys."""
    buys = np.isin(visits.journey, [number for number, journey in enumerate(world.journeys) if journey.buys])
    buying = np.flatnonzero(buys)
    _, first = np.unique(visits.person[buying], return_index=True)
    mask = np.zeros(len(visits.person), np.bool_)
    mask[buying[first]] = True
    return mask


def _visit_columns(
    world: World, people: People, visits: Visits, played: Played, first_purchase: NDArray[np.bool_]
) -> Columns:
    seconds = _per_visit(visits, played, played.events["seconds"]).astype(np.int64)
    engaged_ms = _per_visit(visits, played, played.events["engaged_ms"])
    names = world.event_names()
    views = _per_visit(visits, played, played.events["name"] == names.index("page_view"))
    keys = _per_visit(visits, played, np.isin(played.events["name"], [names.index(name) for name in KEY_EVENTS]))
    started = np.minimum(visits.second, _LAST_SECOND - seconds)
    is_new = visits.number == 0
    plan_tier = people.plan_tier[visits.person]
    signed_in = ~is_new & (plan_tier < len(world.people["accounts"]["plan_tiers"]))
    return {
        "visit": np.arange(len(visits.person)),
        "session_id": visits.visit_id.astype(np.int64),
        "user_id": people.person_id[visits.person].astype(np.int64),
        "day": visits.day.astype(np.int32),
        "started": started.astype(np.int32),
        "ended": (started + seconds).astype(np.int32),
        "first_day": people.first_day[visits.person].astype(np.int32),
        "place_id": people.place[visits.person].astype(np.int16),
        "device_id": people.device[visits.person].astype(np.int16),
        "age_id": people.age[visits.person].astype(np.int16),
        "gender_id": people.gender[visits.person].astype(np.int16),
        "plan_tier_id": np.where(signed_in, plan_tier, -1).astype(np.int16),
        "session_traffic_id": visits.traffic.astype(np.int16),
        "first_traffic_id": people.traffic[visits.person].astype(np.int16),
        "attributed_traffic_id": visits.attributed.astype(np.int16),
        "landing_page_id": visits.landing_page.astype(np.int16),
        "is_new": is_new,
        "signed_in": signed_in,
        "engaged": (seconds >= _ENGAGED_FROM_SECONDS) | (views >= 2) | (keys > 0),
        "active": is_new | (engaged_ms > 0),
        "first_purchase": first_purchase,
    }


def _per_visit(visits: Visits, played: Played, amounts: NDArray[np.generic]) -> Floats:
    visit = played.events["visit"]
    return np.bincount(visit, weights=amounts, minlength=len(visits.person)).astype(np.float64)
