"""The `headrace` command: asks the service from a shell."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from collections.abc import Sequence
from contextlib import aclosing
from importlib.util import find_spec

from headrace.client import HeadraceClient
from headrace.errors import HeadraceError
from headrace.orchestrator.v1 import answer_pb2
from headrace.terminal.arguments import Ask, Explain, read_arguments
from headrace.terminal.exit_codes import ExitCode
from headrace.terminal.failures import RICH_MISSING, failure_text
from headrace.terminal.json_lines import JsonLines
from headrace.terminal.presentation import Presentation


def main(words: Sequence[str] | None = None) -> int:
    """Runs the command on `words`, by default the process's own, and answers its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    command = read_arguments(sys.argv[1:] if words is None else words, os.environ)
    if not command.json and find_spec("rich") is None:
        return _fail(RICH_MISSING)
    try:
        return asyncio.run(_run(command))
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except HeadraceError as error:
        return _fail(failure_text(error, command.service))
    except BrokenPipeError:
        # The reader has what it wants. Python would complain once more when it flushes the stream at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.FAILED


async def _run(command: Ask | Explain) -> ExitCode:
    service = command.service
    client = HeadraceClient.connect(service.target, tls=service.tls, token=service.token, timeout=service.timeout)
    async with client:
        match command:
            case Ask():
                return await _ask(client, command)
            case Explain():
                return await _explain(client, command)


async def _ask(client: HeadraceClient, command: Ask) -> ExitCode:
    outcome: answer_pb2.Outcome.ValueType = answer_pb2.OUTCOME_UNSPECIFIED
    async with aclosing(client.stream_answer(command.request)) as responses:
        with _presentation(command).answer() as show:
            async for response in responses:
                show(response)
                if response.HasField("result"):
                    outcome = response.result.answer.outcome
    return ExitCode.of(outcome)


async def _explain(client: HeadraceClient, command: Explain) -> ExitCode:
    explained = await client.explain(
        command.question, tenant_id=command.tenant_id, property_id=command.property_id, as_of=command.as_of
    )
    _presentation(command).explanation(explained)
    return ExitCode.of(explained.outcome)


def _presentation(command: Ask | Explain) -> Presentation:
    if command.json:
        return JsonLines(sys.stdout)
    from headrace.terminal.for_people import ForPeople  # noqa: PLC0415 (it needs rich, which is an extra)

    return ForPeople(sys.stdout, sys.stderr, command.rows if isinstance(command, Ask) else 0)


def _fail(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return ExitCode.FAILED
