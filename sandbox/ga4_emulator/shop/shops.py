"""All shops, each made when it is first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Self

from sandbox.ga4_emulator.shop.character import Character
from sandbox.ga4_emulator.shop.warehouse import Warehouse


class Shops:
    """Keeps one warehouse for each shop, and so no more than there are shops. Any number of threads may ask."""

    def __init__(self, build: Callable[[Character], Warehouse]) -> None:
        self._build = build
        self._warehouses: dict[str, Warehouse] = {}
        self._opening = threading.Lock()
        self._stopping = False

    def of(self, character: Character) -> Warehouse:
        """The warehouse of a shop. Its tables are filled when somebody reads them."""
        with self._opening:
            if character.name not in self._warehouses:
                self._warehouses[character.name] = self._build(character)
                if self._stopping:
                    self._warehouses[character.name].stop_making()
            return self._warehouses[character.name]

    def stop_making(self) -> None:
        """Has whoever is making tables raise `MakingStopped`, soon."""
        with self._opening:
            self._stopping = True
            for warehouse in self._warehouses.values():
                warehouse.stop_making()

    def close(self) -> None:
        """Gives the memory back; readers stop working."""
        for warehouse in self._warehouses.values():
            warehouse.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
