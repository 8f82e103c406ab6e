"""What the fields of a request must look like."""

from __future__ import annotations

import re
from datetime import date

from services.serving.errors import InvalidField

TENANT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
PROPERTY_ID = re.compile(r"[0-9]{1,20}")
MAX_QUESTION_CHARACTERS = 2000


def check_tenant_id(value: str) -> None:
    """Raises InvalidField."""
    if not TENANT_ID.fullmatch(value):
        raise InvalidField("tenant_id", "must be 1 to 64 of A-Z a-z 0-9 _ -")


def check_property_id(value: str) -> None:
    """Raises InvalidField."""
    if not PROPERTY_ID.fullmatch(value):
        raise InvalidField("property_id", "must be a GA4 property's numeric id, such as 123456789")


def check_question(value: str) -> None:
    """Raises InvalidField."""
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
