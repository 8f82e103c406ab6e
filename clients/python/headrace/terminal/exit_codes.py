"""What the command's exit code says."""

from __future__ import annotations

from enum import IntEnum

from headrace.orchestrator.v1 import answer_pb2


class ExitCode(IntEnum):
    """The codes of `headrace`; argparse's own code for a wrong usage is 2."""

    ANSWERED = 0
    FAILED = 1
    USAGE = 2
    NOT_ANSWERABLE = 3
    INTERRUPTED = 130

    @classmethod
    def of(cls, outcome: answer_pb2.Outcome.ValueType) -> ExitCode:
        """The code for what became of a question."""
        return cls.ANSWERED if outcome == answer_pb2.OUTCOME_ANSWERABLE else cls.NOT_ANSWERABLE
