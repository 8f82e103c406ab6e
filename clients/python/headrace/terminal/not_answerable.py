"""What is said where a question has no answer."""

from __future__ import annotations

from collections.abc import Sequence

from headrace.terminal.printable import printable, printable_line


def not_answerable(message: str, suggestions: Sequence[str]) -> str:
    """Why there is no answer, and what to ask instead."""
    if not suggestions:
        return printable(message)
    return "\n".join([printable(message), "", "Try:", *(f"  {printable_line(each)}" for each in suggestions)])
