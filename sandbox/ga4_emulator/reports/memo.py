"""Remembers answers, so that what is asked again at the same state of the data costs next to nothing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Message = TypeVar("Message")


class Memo:
    """The answers asked for last, as bytes, up to a number of bytes in all. Any number of threads may ask."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, key: Hashable, kind: Any, make: Callable[[], Message]) -> Message:
        """The answer under a key, made if it is not remembered; a message of its own each time, of class `kind`.

        The key says everything that the answer depends on. A refusal is not remembered.
        """
        with self._lock:
            known = self._answers.get(key)
            if known is not None:
                self._answers.move_to_end(key)
        if known is not None:
            remembered: Message = kind.deserialize(known)
            return remembered
        made = make()
        self._keep(key, kind.serialize(made))
        return made

    def _keep(self, key: Hashable, answer: bytes) -> None:
        with self._lock:
            self._bytes += len(answer) - len(self._answers.pop(key, b""))
            self._answers[key] = answer
            while self._bytes > self._most_bytes:
                _, oldest = self._answers.popitem(last=False)
                self._bytes -= len(oldest)
