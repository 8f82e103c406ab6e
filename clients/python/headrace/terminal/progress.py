"""Which steps of an answer run, and how long each took."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from headrace.events import Stage, State, StatusEvent
from headrace.terminal.durations import short_span
from headrace.terminal.printable import printable_line

_STAGES = {Stage.UNDERSTANDING: "understanding", Stage.CACHE_LOOKUP: "cache look-up"}
_PHRASES = {State.STARTED: "started", State.FINISHED: "finished", State.FAILED: "failed", State.SKIPPED: "skipped"}


@dataclass(frozen=True, slots=True)
class Step:
    """A stage or an agent. `took` is None while it runs, and where its start was not reported."""

    name: str
    state: State
    seen_at: float
    began: timedelta | None = None
    took: timedelta | None = None

    def __str__(self) -> str:
        phrase = f"{self.name}: {_PHRASES.get(self.state, 'reported')}"
        return f"{phrase} ({short_span(self.took)})" if self.took is not None else phrase


class Progress:
    """The steps in the order of their starts."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._steps: dict[str, Step] = {}

    def update(self, event: StatusEvent) -> Step:
        """The step that the event is about, as it stands now."""
        name = printable_line(event.agent) or _STAGES.get(event.stage, "a step")
        if event.state is State.STARTED:
            step = Step(name, event.state, self._monotonic(), began=event.elapsed)
        else:
            before = self._steps.get(name)
            began = before.began if before else None
            took = event.elapsed - began if began is not None else None
            step = Step(name, event.state, self._monotonic(), began, took)
        self._steps[name] = step
        return step

    def steps(self) -> list[Step]:
        """Every step seen so far."""
        return list(self._steps.values())

    def running_for(self, step: Step) -> timedelta:
        """How long this side has seen a step run."""
        return timedelta(seconds=self._monotonic() - step.seen_at)
