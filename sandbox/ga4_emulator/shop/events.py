"""Plays the visits out: every page seen, every event sent, every item shown, put in the cart and bought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sandbox.ga4_emulator.shop.chance import Ints, Keys, choose, exponential, uniform
from sandbox.ga4_emulator.shop.visits import Visits, item_page
from sandbox.ga4_emulator.shop.world import Kinds, PageEvent, Step, World

NOTHING = -1
"""Stands for no page, file, link or search term."""

Columns = Mapping[str, NDArray[np.generic]]


@dataclass(slots=True)
class _Log:
    """Rows in the making: a list of arrays for each column."""

    columns: dict[str, list[NDArray[np.generic]]] = field(default_factory=dict)
    length: int = 0

    def append(self, rows: int, **columns: NDArray[np.generic] | int) -> int:
        """Adds rows and returns the number of the first of them."""
        for name, values in columns.items():
            column = values if isinstance(values, np.ndarray) else np.full(rows, values)
            self.columns.setdefault(name, []).append(column.astype(np.int32))
        first, self.length = self.length, self.length + rows
        return first

    def read(self) -> dict[str, NDArray[np.generic]]:
        return {name: np.concatenate(parts) for name, parts in self.columns.items()}


@dataclass(frozen=True, slots=True)
class Played:
    """What happened.

    `events` has the columns `event`, `visit` (index into the visits), `at` (seconds since the visit began), `name`,
    `page`, `previous_page`, `seconds` (spent on the page, on its page view), `engaged_ms`, `file`, `link`, `term`.
    `goods` has the columns `event`, `item`, `units`, `position` (from 1), one row for each item that an event carries.
    """

    events: Columns
    goods: Columns


class Playing:
    """One run over some visits."""

    def __init__(self, world: World, visits: Visits) -> None:
        self._world = world
        self._visits = visits
        self._names = {name: number for number, name in enumerate(world.event_names())}
        self._events = _Log()
        self._goods = _Log()
        keys = visits.visit_id
        self._two_in_cart = uniform(keys, "two in cart") < world.second_item_in_cart
        self._units = 1 + (uniform(keys, "units") < 0.17).astype(np.int64) + (uniform(keys, "units") < 0.03)

    def play(self) -> Played:
        """Plays every visit to its end."""
        for number, journey in enumerate(self._world.journeys):
            visits = np.flatnonzero(self._visits.journey == number)
            clock = np.zeros(len(visits), np.int64)
            previous = np.full(len(visits), NOTHING)
            self._begin(visits)
            for place, step in enumerate(journey.steps):
                topic = f"{journey.name} {place}"
                seen = np.flatnonzero(self._takes(step, topic, visits))
                page, dwell = self._see(step, topic, visits[seen], clock[seen], previous[seen])
                clock[seen] += dwell
                previous[seen] = page
        return Played(self._events.read(), self._goods.read())

    def _begin(self, visits: Ints) -> None:
        first = visits[self._visits.number[visits] == 0]
        self._send("first_visit", first, at=0, page=self._visits.landing_page[first])
        self._send("session_start", visits, at=0, page=self._visits.landing_page[visits])

    def _takes(self, step: Step, topic: str, visits: Ints) -> NDArray[np.bool_]:
        if step.only == "second item in cart":
            return self._two_in_cart[visits]
        return uniform(self._visits.visit_id[visits], f"{topic} step") < step.chance

    def _see(self, step: Step, topic: str, visits: Ints, clock: Ints, previous: Ints) -> tuple[Ints, Ints]:
        """One page view with all that is sent from it. Returns the page and the seconds spent there."""
        keys = self._visits.visit_id[visits]
        page = self._page(step.page, topic, visits)
        in_view = uniform(keys, f"{topic} in view") >= step.unseen
        dwell = np.clip(exponential(keys, f"{topic} dwell", step.dwell), 1, 6 * step.dwell).astype(np.int64)
        dwell = np.where(in_view, dwell, 0)
        self._send("page_view", visits, at=clock, page=page, previous_page=previous, seconds=dwell)
        for place, event in enumerate(step.events, start=1):
            sent = np.flatnonzero(uniform(keys, f"{topic} {event.name}") < event.chance)
            at = clock[sent] + dwell[sent] * place // (len(step.events) + 1)
            self._send_from_page(event, visits[sent], at, page[sent], previous[sent])
        engaged = np.flatnonzero(in_view)
        attention = 600 + 400 * uniform(keys[engaged], f"{topic} attention")
        self._send(
            "user_engagement",
            visits[engaged],
            at=clock[engaged] + dwell[engaged],
            page=page[engaged],
            previous_page=previous[engaged],
            engaged_ms=(dwell[engaged] * attention).astype(np.int64),
        )
        return page, dwell

    def _page(self, page: str, topic: str, visits: Ints) -> Ints:
        if page == "landing":
            return self._visits.landing_page[visits]
        if page == "item":
            return item_page(self._world, self._visits.item[visits])
        if page == "second_item":
            return item_page(self._world, self._visits.second_item[visits])
        in_group = np.array(self._world.pages.column("group")) == page
        return choose(self._visits.visit_id[visits], f"{topic} page", self._world.pages.weights() * in_group)

    def _send_from_page(self, event: PageEvent, visits: Ints, at: Ints, page: Ints, previous: Ints) -> None:
        keys = self._visits.visit_id[visits]
        details: dict[str, Ints] = {}
        if event.name == "file_download":
            details["file"] = _pick(self._world.files, keys, "file")
        elif event.name == "click":
            details["link"] = _pick(self._world.links, keys, "link")
        elif event.name == "view_search_results":
            details["term"] = _pick(self._world.search_terms, keys, "term")
        first = self._send(event.name, visits, at=at, page=page, previous_page=previous, **details)
        numbers = np.arange(first, first + len(visits))
        second = np.full(len(visits), event.goods in {"second_item", "both"})
        if event.goods == "cart":
            second = self._two_in_cart[visits]
        if event.goods in {"item", "both", "cart"}:
            self._carry(numbers, self._visits.item[visits], self._units[visits], position=1)
        if event.goods:
            self._carry(numbers[second], self._visits.second_item[visits][second], 1, position=2)

    def _carry(self, events: Ints, item: Ints, units: Ints | int, *, position: int) -> None:
        self._goods.append(len(events), event=events, item=item, units=units, position=position)

    def _send(
        self,
        name: str,
        visits: Ints,
        *,
        at: Ints | int,
        page: Ints,
        previous_page: Ints | int = NOTHING,
        seconds: Ints | int = 0,
        engaged_ms: Ints | int = 0,
        file: Ints | int = NOTHING,
        link: Ints | int = NOTHING,
        term: Ints | int = NOTHING,
    ) -> int:
        return self._events.append(
            len(visits),
            event=np.arange(self._events.length, self._events.length + len(visits)),
            visit=visits,
            at=at,
            name=self._names[name],
            page=page,
            previous_page=previous_page,
            seconds=seconds,
            engaged_ms=engaged_ms,
            file=file,
            link=link,
            term=term,
        )


def _pick(kinds: Kinds, keys: Keys, topic: str) -> Ints:
    return choose(keys, topic, kinds.weights())
