"""When people come, how they got there, and what each visit is about."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from sandbox.ga4_emulator.shop.chance import Floats, Ints, Keys, choose, choose_by_row, exponential, uniform
from sandbox.ga4_emulator.shop.people import People, traffic_weights
from sandbox.ga4_emulator.shop.world import World

_MOST_VISITS = 8


@dataclass(frozen=True, slots=True)
class Visits:
    """One place in each array for each visit; indexes point into the world's kinds, `person` into the people."""

    visit_id: Keys
    person: Ints
    number: Ints
    day: Ints
    second: Ints
    traffic: Ints
    attributed: Ints
    journey: Ints
    item: Ints
    second_item: Ints
    landing_page: Ints

    def where(self, mask: NDArray[np.bool_]) -> Visits:
        """The visits that the mask picks."""
        return Visits(**{field.name: getattr(self, field.name)[mask] for field in fields(self)})


def visits_of(world: World, people: People, first_day: int, last_day: int) -> Visits:
    """All visits up to the last day of those people who come on one of these days, in order of time."""
    person, number, day = _occasions(world, people, last_day)
    comes = np.zeros(len(people.person_id), np.bool_)
    comes[person[day >= first_day]] = True
    person, number, day = (column[comes[person]] for column in (person, number, day))
    visit_id = people.person_id[person] * np.uint64(_MOST_VISITS) + number.astype(np.uint64)
    second = _second_of_day(world, visit_id)
    order = np.lexsort((visit_id, second, day))
    visit_id = visit_id[order]
    person, number, day, second = (column[order] for column in (person, number, day, second))

    again = choose_by_row(visit_id, "traffic", traffic_weights(world.traffic, "again", day))
    traffic = np.where(number == 0, people.traffic[person], again)
    channel = np.array(world.traffic.column("channel"))
    item = choose(visit_id, "item", world.items.weights())
    return Visits(
        visit_id=visit_id,
        person=person,
        number=number,
        day=day,
        second=second,
        traffic=traffic,
        attributed=np.where(channel[traffic] == "Direct", people.traffic[person], traffic),
        journey=choose_by_row(visit_id, "journey", _journey_weights(world, people, person, number, traffic)),
        item=item,
        second_item=_another(item, choose(visit_id, "second item", world.items.weights()), len(world.items)),
        landing_page=_landing_page(world, visit_id, traffic, item),
    )


def _occasions(world: World, people: People, last_day: int) -> tuple[Ints, Ints, Ints]:
    """Person, number of the visit (0 for the first) and day of every visit."""
    returns = world.people["returns"]
    chance = np.array([returns["chance"][category] for category in world.devices.column("category")])[people.device]
    person = np.arange(len(people.person_id))
    day = people.first_day
    occasions = [(person, np.zeros(len(person), np.int64), day)]
    for number in range(1, returns["at_most"] + 1):
        keys = people.person_id[person]
        gap = 1 + exponential(keys, f"gap {number}", returns["mean_days_between"]).astype(np.int64)
        day = day + gap
        in_time = (day <= last_day) & (day - people.first_day[person] <= returns["longest_days"])
        comes = (uniform(keys, f"return {number}") < chance[person]) & in_time
        person, day = person[comes], day[comes]
        occasions.append((person, np.full(len(person), number), day))
    persons, numbers, days = zip(*occasions, strict=True)
    return np.concatenate(persons), np.concatenate(numbers), np.concatenate(days)


def _second_of_day(world: World, visit_id: Keys) -> Ints:
    hour = choose(visit_id, "hour", np.array(world.people["hours"]["weights"]))
    return hour * 3600 + (uniform(visit_id, "second") * 3600).astype(np.int64)


def _journey_weights(world: World, people: People, person: Ints, number: Ints, traffic: Ints) -> Floats:
    has_account = (people.plan_tier[person] < len(world.people["accounts"]["plan_tiers"])) & (number > 0)
    columns = []
    for journey in world.journeys:
        by_channel = np.array([journey.lift.get(channel, 1.0) for channel in world.traffic.column("channel")])
        by_device = np.array([journey.lift.get(category, 1.0) for category in world.devices.column("category")])
        by_number = np.where(number > 0, journey.lift.get("returning", 1.0), 1.0)
        weight = journey.weight * by_channel[traffic] * by_device[people.device[person]] * by_number
        columns.append(np.where(has_account, weight, 0.0) if journey.needs_account else weight)
    return np.stack(columns, axis=1)


def _another(item: Ints, second: Ints, how_many: int) -> Ints:
    return np.where(second == item, (second + 1) % how_many, second)


def _landing_page(world: World, visit_id: Keys, traffic: Ints, item: Ints) -> Ints:
    groups = np.array(world.pages.column("group"))
    page_weights = world.pages.weights()
    weights = np.array(
        [
            [
                world.landing[channel].get(group, 0.0) * weight / page_weights[groups == group].sum()
                for group, weight in zip(groups, page_weights, strict=True)
            ]
            for channel in world.traffic.column("channel")
        ]
    )
    page = np.zeros(len(visit_id), np.int64)
    for source, row in enumerate(weights):
        came = traffic == source
        page[came] = choose(visit_id[came], "landing page", row)
    return np.where(groups[page] == "product", item_page(world, item), page)


def item_page(world: World, item: Ints) -> Ints:
    """The pages of these items."""
    return len(world.pages) - len(world.items) + item
