"""Where an answer is shown while it is made."""

from __future__ import annotations

from typing import Protocol

from rich.console import RenderableType

from headrace.terminal.progress import Step


class Screen(Protocol):
    """A terminal, a pipe or a file. Used as a context manager; leaving it leaves nothing half-drawn."""

    def step(self, step: Step) -> None:
        """Shows that a step started or ended."""
        ...

    def add(self, content: RenderableType) -> None:
        """Shows something finished, below what is there."""
        ...

    def add_narrative(self, delta: str) -> None:
        """Shows the next piece of the narrative."""
        ...

    def end_narrative(self, narrative: str) -> None:
        """Makes sure that the narrative, whole and unbroken, is what was shown last."""
        ...
