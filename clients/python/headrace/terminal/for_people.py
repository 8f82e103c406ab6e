"""For people: live on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console

from headrace.events import event_from
from headrace.orchestrator.v1.orchestrator_pb2 import ExplainQuestionResponse, StreamAnswerResponse
from headrace.terminal.answer_display import AnswerDisplay
from headrace.terminal.explanation import explanation_view
from headrace.terminal.live_screen import LiveScreen
from headrace.terminal.plain_screen import PlainScreen
from headrace.terminal.presentation import Show
from headrace.terminal.progress import Progress
from headrace.terminal.stopwatch import Stopwatch

_PIPE_WIDTH = 10_000
"""Columns of a pipe or a file, where nothing needs to be folded."""


class ForPeople:
    """Shows `rows` rows of each table."""

    def __init__(self, out: TextIO, progress: TextIO, rows: int) -> None:
        self._out = _console(out)
        self._progress = _console(progress)
        self._rows = rows

    @contextmanager
    def answer(self) -> Iterator[Show]:
        progress = Progress(time.monotonic)
        with self._screen(progress) as screen:
            display = AnswerDisplay(screen, progress, Stopwatch(time.monotonic), rows=self._rows)

            def show(response: StreamAnswerResponse) -> None:
                if event := event_from(response):
                    display.show(event)

            yield show

    def explanation(self, explained: ExplainQuestionResponse) -> None:
        self._out.print(explanation_view(explained))

    def _screen(self, progress: Progress) -> LiveScreen | PlainScreen:
        if self._out.is_interactive:
            return LiveScreen(self._out, progress)
        return PlainScreen(self._out, self._progress)


def _console(stream: TextIO) -> Console:
    width = None if stream.isatty() else _PIPE_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
