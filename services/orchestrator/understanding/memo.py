"""Remembers what was understood: equal questions on the same day need no second reading."""

from __future__ import annotations

from collections import OrderedDict

from services.orchestrator.understanding.planner import Planner, QuestionContext, Understanding, Understood

LONGEST_KEPT = 300
"""Characters. Longer questions and those without an answer are seldom repeated, and may be large."""


class MemoPlanner:
    """A planner around a planner, with the latest results kept.

    Safe because a planner is pure; not safe for several threads. Holds at most `capacity` results, and drops the
    one that was longest not asked for. Nothing in it depends on who asks.
    """

    def __init__(self, planner: Planner, *, capacity: int) -> None:
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self._planner = planner
        self._capacity = capacity
        self._results: OrderedDict[tuple[str, QuestionContext], Understanding] = OrderedDict()

    def understand(self, question: str, context: QuestionContext) -> Understanding:
        key = (question, context)
        known = self._results.get(key)
        if known is not None:
            self._results.move_to_end(key)
            return known
        result = self._planner.understand(question, context)
        if len(question) > LONGEST_KEPT or not isinstance(result, Understood):
            return result
        self._results[key] = result
        if len(self._results) > self._capacity:
            self._results.popitem(last=False)
        return result
