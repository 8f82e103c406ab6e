"""Who comes for the first time on each day, and what stays the same about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sandbox.ga4_emulator.shop.chance import Floats, Ints, Keys, choose, choose_by_row, uniform
from sandbox.ga4_emulator.shop.world import Kinds, World

EPOCH = date(1970, 1, 1)
MOST_PEOPLE_A_DAY = 1 << 13
"""A person's id is a multiple of this, for the day of the first visit, and the person's number within the day."""

_SEED_BITS = 40
"""Ids of people fit below these bits; a shop's seed goes above, so that chance treats no two shops alike."""


@dataclass(frozen=True, slots=True)
class People:
    """One place in each array for each person. Places, devices and traffic are indexes into the world's kinds."""

    person_id: Keys
    first_day: Ints
    place: Ints
    device: Ints
    traffic: Ints
    plan_tier: Ints
    age: Ints
    gender: Ints


def day_number(day: date) -> int:
    """Days since 1970-01-01, as the arrays and tables count them."""
    return (day - EPOCH).days


def people_first_seen(world: World, first_day: int, last_day: int) -> People:
    """Everybody whose first visit falls on these days, both included."""
    days = np.arange(first_day, last_day + 1)
    per_day = new_people(world, days)
    day = np.repeat(days, per_day)
    number = np.arange(len(day)) - np.repeat(np.cumsum(per_day) - per_day, per_day)
    person = (day * MOST_PEOPLE_A_DAY + number).astype(np.uint64) + _apart(world)
    accounts, demographics = world.people["accounts"], world.people["demographics"]
    return People(
        person_id=person,
        first_day=day,
        place=choose(person, "place", world.places.weights()),
        device=choose(person, "device", world.devices.weights()),
        traffic=choose_by_row(person, "traffic", traffic_weights(world.traffic, "first", day)),
        plan_tier=_sometimes(person, "plan tier", accounts["share"], accounts["plan_tiers"]),
        age=_sometimes(person, "age", demographics["known_share"], demographics["ages"]),
        gender=_sometimes(person, "gender", demographics["known_share"], demographics["genders"]),
    )


def new_people(world: World, days: Ints) -> Ints:
    """How many people come for the first time on each day."""
    demand = world.people["demand"]
    years = (days - day_number(demand["growth_origin"])) / 365.25
    growth = np.maximum(1.0 + demand["growth_a_year"] * years, demand["least_growth"])
    weekday = np.array(demand["weekdays"])[(days + 4) % 7]
    noise = 1.0 + demand["noise"] * (2.0 * uniform(days.astype(np.uint64) + _apart(world), "demand") - 1.0)
    expected = world.character.size * demand["new_people_a_day"] * growth * weekday * noise
    for season in demand["seasons"]:
        expected = np.where(_in_season(days, season["begins"], season["ends"]), expected * season["lift"], expected)
    count: Ints = np.minimum(expected.round(), MOST_PEOPLE_A_DAY - 1).astype(np.int64)
    return count


def traffic_weights(traffic: Kinds, visit: str, days: Ints) -> Floats:
    """A row of weights for each day; a campaign weighs nothing outside its season. `visit` is "first" or "again"."""
    distinct, where = np.unique(days, return_inverse=True)
    runs = np.stack(
        [
            _in_season(distinct, *season)
            for season in zip(traffic.column("begins"), traffic.column("ends"), strict=True)
        ],
        axis=1,
    )
    weights: Floats = np.where(runs, traffic.weights(visit), 0.0)[where]
    return weights


def _apart(world: World) -> np.uint64:
    return np.uint64(world.character.seed << _SEED_BITS)


def _in_season(days: Ints, first: str, last: str) -> NDArray[np.bool_]:
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    month_days = (months.astype(np.int64) % 12 + 1) * 100 + (dates - months).astype(np.int64) + 1
    within: NDArray[np.bool_] = (month_days >= _month_day(first)) & (month_days <= _month_day(last))
    return within


def _month_day(text: str) -> int:
    month, day = text.split("-")
    return int(month) * 100 + int(day)


def _sometimes(person: Keys, topic: str, share: float, weights: Mapping[str, float]) -> Ints:
    """An index into `weights` for the share of people of whom it is known, and the index after the last for others."""
    known = uniform(person, f"{topic} known") < share
    chosen = choose(person, topic, np.array(list(weights.values())))
    return np.where(known, chosen, len(weights))
