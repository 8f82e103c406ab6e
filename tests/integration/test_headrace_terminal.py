"""The `headrace` command on a terminal."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

from tests.unit.client import answers
from tests.unit.client.scripted_service import (
    FRESH,
    ScriptedService,
)

pytest_plugins = ["tests.unit.client.scripted_fixtures"]

COLOUR = re.compile(r"\x1b\[[\d;]*3\dm")
HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"


def sent_to_terminal(target: str, **environment: str) -> str:
    """What a terminal is sent, with the control sequences in it."""
    ours, its = pty.openpty()
    words = [sys.executable, "-m", "headrace", "ask", "sessions", "--target", target]
    clean = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    with subprocess.Popen(  # noqa: S603 (this very command)
        words, stdin=its, stdout=its, stderr=its, env=clean | {"TERM": "xterm", "COLUMNS": "140"} | environment
    ) as command:
        os.close(its)
        received = b""
        while piece := read_or_end(ours):
            received += piece
    os.close(ours)
    assert command.returncode == 0
    return received.decode().replace("\r\n", "\n")


def test_agents_are_shown_while_they_run(scripted: ScriptedService, scripted_target: str) -> None:
    scripted.plays(*FRESH)

    sent = sent_to_terminal(scripted_target)

    assert sent.index("data_fetcher") < sent.index("Sessions by device")
    assert "✓" in sent
    assert sent.rindex(SHOW_CURSOR) > sent.rindex(HIDE_CURSOR)


def test_what_stays_is_the_answer(scripted: ScriptedService, scripted_target: str) -> None:
    scripted.plays(*FRESH)

    screen = "\n".join(screen_after(sent_to_terminal(scripted_target)))

    assert "data_fetcher" not in screen
    assert screen.count(answers.NARRATIVE) == 1
    assert screen.count("Engagement rate") == 1
    assert "Made anew; first event after " in screen


def test_no_color_is_respected(scripted: ScriptedService, scripted_target: str) -> None:
    scripted.plays(*FRESH)

    assert COLOUR.search(sent_to_terminal(scripted_target))
    assert not COLOUR.search(sent_to_terminal(scripted_target, NO_COLOR="1"))


def test_a_narrow_terminal_gets_narrow_lines_and_every_figure(scripted: ScriptedService, scripted_target: str) -> None:
    scripted.plays(*FRESH)

    lines = screen_after(sent_to_terminal(scripted_target, COLUMNS="60"))

    assert max(len(line) for line in lines) <= 60
    assert any("1,534.50" in line for line in lines)


def test_a_dumb_terminal_gets_plain_lines(scripted: ScriptedService, scripted_target: str) -> None:
    scripted.plays(*FRESH)

    sent = sent_to_terminal(scripted_target, TERM="dumb")

    assert "\x1b" not in sent
    assert "data_fetcher: finished (100 ms)\n" in sent


def read_or_end(terminal: int) -> bytes:
    """The next bytes; none when the last process has left the terminal."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def screen_after(sent: str) -> list[str]:
    """The lines that a terminal holds after it was sent this; knows what rich's live display uses."""
    lines, row, column = [""], 0, 0
    for piece in re.findall(r"\x1b\[[0-?]*[ -/]*[@-~]|[^\x1b]", sent):
        if piece == "\n":
            row, column = row + 1, 0
            lines += [""] * (row + 1 - len(lines))
        elif piece == "\r":
            column = 0
        elif piece == "\x1b[1A":
            row -= 1
        elif piece == "\x1b[2K":
            lines[row] = ""
        elif not piece.startswith("\x1b"):
            lines[row] = lines[row].ljust(column)[:column] + piece + lines[row][column + 1 :]
            column += 1
    return [line.rstrip() for line in lines]
