"""Questions of every kind that are understood."""

from __future__ import annotations

from services.orchestrator.understanding.lexicon.word_lists import read_data


def example_questions() -> tuple[str, ...]:
    """The questions of `data/examples.toml`. Reads a file; meant for start-up."""
    return tuple(read_data("examples")["questions"])
