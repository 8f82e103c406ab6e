"""Spans of time, as people write and read them."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
_WRITTEN = re.compile(r"(?P<number>\d+(\.\d+)?)(?P<unit>ms|s|m|h|d)?")


def parse_duration(text: str) -> timedelta:
    """Reads "90s", "10m", "1.5h", "2d", "250ms" or plain seconds. Raises ValueError for anything else."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a duration such as 30, 90s, 10m or 2h")
    try:
        return float(match["number"]) * _UNITS[match["unit"] or "s"]
    except OverflowError as error:
        raise ValueError(f"{text!r} is too long") from error


def short_span(span: timedelta) -> str:
    """A span in the unit that suits it: "12 ms", "1.84 s", "4 min", "3 h 20 min", "2 d 5 h"."""
    seconds = span.total_seconds()
    if round(seconds, 3) < 1:
        return f"{seconds * 1000:.0f} ms"
    if round(seconds, 2) < 60:
        return f"{seconds:.2f} s"
    minutes = round(seconds) // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if hours else f"{days} d"
