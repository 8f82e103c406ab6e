"""The rules of the fields that only the orchestrator has. Each check raises InvalidField."""

from __future__ import annotations

import re
from datetime import date

from services.serving.errors import InvalidField

MAX_QUESTION_CHARACTERS = 2000


def check_question(value: str) -> None:
    """Not empty, and short enough to be read in bounded time."""
    if not value.strip():
        raise InvalidField("question", "must not be empty")
    if len(value) > MAX_QUESTION_CHARACTERS:
        raise InvalidField("question", f"must have at most {MAX_QUESTION_CHARACTERS:,} characters")


def day_or_none(field: str, value: str) -> date | None:
    """The date of a YYYY-MM-DD text, None for an empty one. Raises InvalidField."""
    if not value:
        return None
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidField(field, "must be a date of the form YYYY-MM-DD, or empty for today")
