"""Output that is not a terminal: lines, each written once."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console, RenderableType

from headrace.terminal.progress import Step


class PlainScreen:
    """Writes the answer to `out` and the progress to `progress`, so that a pipe carries the answer alone."""

    def __init__(self, out: Console, progress: Console) -> None:
        self._out = out
        self._progress = progress
        self._written = ""
        self._held_steps: list[Step] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_line()

    def step(self, step: Step) -> None:
        self._held_steps.append(step)
        if not self._written:  # Both may go to one place, where a step must not land inside a sentence.
            self._show_steps()

    def add(self, content: RenderableType) -> None:
        self._end_line()
        self._out.print(content, soft_wrap=isinstance(content, str))

    def add_narrative(self, delta: str) -> None:
        self._written += delta
        self._out.print(delta, end="", soft_wrap=True)

    def end_narrative(self, narrative: str) -> None:
        if narrative.startswith(self._written):
            self.add_narrative(narrative[len(self._written) :])
        else:
            self._end_line()
            self.add_narrative(narrative)
        self._end_line()

    def _end_line(self) -> None:
        if self._written:
            self._out.print()
        self._written = ""
        self._show_steps()

    def _show_steps(self) -> None:
        for step in self._held_steps:
            self._progress.print(str(step), soft_wrap=True)
        self._held_steps.clear()
