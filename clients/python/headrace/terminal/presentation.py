"""How the command presents what it gets: to people or to programs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from headrace.orchestrator.v1.orchestrator_pb2 import ExplainQuestionResponse, StreamAnswerResponse

Show = Callable[[StreamAnswerResponse], None]


class Presentation(Protocol):
    """Shows answers and explanations on the standard streams."""

    def answer(self) -> AbstractContextManager[Show]:
        """Gives what shows each event of one answer; leaving the context leaves nothing half-drawn."""
        ...

    def explanation(self, explained: ExplainQuestionResponse) -> None:
        """Shows what a question means."""
        ...
