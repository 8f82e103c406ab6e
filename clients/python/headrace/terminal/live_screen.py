"""A terminal: finished things stay, and what is under way is drawn below them until it is finished too."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from headrace.events import State
from headrace.terminal.durations import short_span
from headrace.terminal.progress import Progress, Step

_MARKS = {State.FINISHED: "✓", State.FAILED: "✗", State.SKIPPED: "–"}
_STYLES = {State.FINISHED: "green", State.FAILED: "red", State.SKIPPED: "dim"}


class LiveScreen:
    """Draws a spinner and a running time for each step, and the narrative as far as it is written."""

    def __init__(self, console: Console, progress: Progress) -> None:
        self._console = console
        self._progress = progress
        self._spinners: dict[str, Spinner] = {}
        self._narrative = ""
        self._live = Live(console=console, get_renderable=self._under_way, transient=True, refresh_per_second=10)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()
        if self._narrative:
            self.end_narrative(self._narrative)

    def step(self, step: Step) -> None:
        self._live.refresh()

    def add(self, content: RenderableType) -> None:
        self._console.print(content)

    def add_narrative(self, delta: str) -> None:
        self._narrative += delta
        self._live.refresh()

    def end_narrative(self, narrative: str) -> None:
        self._narrative = ""
        self._console.print(narrative)

    def _under_way(self) -> RenderableType:
        steps = Table.grid(padding=(0, 1))
        for step in self._progress.steps():
            steps.add_row(self._mark(step), Text(step.name), Text(self._time(step), style="dim"))
        return Group(steps, Text(self._narrative)) if self._narrative else steps

    def _mark(self, step: Step) -> RenderableType:
        if step.state is State.STARTED:
            return self._spinners.setdefault(step.name, Spinner("dots"))
        return Text(_MARKS.get(step.state, "·"), style=_STYLES.get(step.state, ""))

    def _time(self, step: Step) -> str:
        if step.state is State.STARTED:
            return short_span(self._progress.running_for(step))
        return "" if step.took is None else short_span(step.took)
