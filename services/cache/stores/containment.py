"""PostgreSQL's `@>` on JSON, for a store that cannot ask PostgreSQL."""

from __future__ import annotations

JSON = dict[str, "JSON"] | list["JSON"] | str | float | bool | None
"""What `json.loads` gives; `float` stands for whole numbers too."""


def contains(whole: JSON, part: JSON) -> bool:
    """Whether `whole` holds `part`, level by level: objects by name, arrays regardless of order and repeats."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            name in whole and contains(whole[name], value) for name, value in part.items()
        )
    if isinstance(part, list):
        return isinstance(whole, list) and all(any(contains(ours, theirs) for ours in whole) for theirs in part)
    if isinstance(whole, bool) or isinstance(part, bool):
        return whole is part
    return whole == part
