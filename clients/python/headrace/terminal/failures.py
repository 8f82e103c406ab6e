"""What is said where a call fails."""

from __future__ import annotations

from collections.abc import Iterator

from headrace.errors import DeadlineExceeded, HeadraceError, Unauthenticated, Unavailable
from headrace.terminal.arguments import TOKEN_VARIABLE, Service
from headrace.terminal.durations import short_span
from headrace.terminal.printable import printable

RICH_MISSING = (
    "The display needs the package rich, which is not installed.\n"
    "Install it with `pip install 'headrace[cli]'`, or use --json."
)


def failure_text(error: HeadraceError, service: Service) -> str:
    """Why there is no answer and what to do about it."""
    return printable("\n".join(_lines(error, service)))


def _lines(error: HeadraceError, service: Service) -> Iterator[str]:
    match error:
        case Unavailable(reason=""):
            yield f"Nothing answers at {service.target}. Is the service running?"
            yield "Start it with `python -m sandbox` in a checkout of Headrace, or name another with --target."
            yield f"gRPC says: {error}"
        case DeadlineExceeded(reason=""):
            yield f"No answer within {short_span(service.timeout)}. Ask again, or allow more with --timeout."
        case Unauthenticated():
            yield str(error)
            yield f"Put a token into {TOKEN_VARIABLE} or name its file with --token-file."
        case _:
            yield str(error)
    for violation in error.field_violations:
        line = f"{violation.field}: {violation.description}"
        if line not in str(error):
            yield line
    if error.retry_after is not None:
        yield f"Try again in {short_span(error.retry_after)}."
