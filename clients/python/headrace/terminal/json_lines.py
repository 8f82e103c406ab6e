"""For programs: one protobuf message a line, as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from google.protobuf.json_format import MessageToJson
from google.protobuf.message import Message

from headrace.orchestrator.v1.orchestrator_pb2 import ExplainQuestionResponse
from headrace.terminal.presentation import Show


class JsonLines:
    """Writes the messages as they come, and nothing else."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    @contextmanager
    def answer(self) -> Iterator[Show]:
        yield self._write

    def explanation(self, explained: ExplainQuestionResponse) -> None:
        self._write(explained)

    def _write(self, message: Message) -> None:
        self._out.write(MessageToJson(message, indent=None) + "\n")
        self._out.flush()
