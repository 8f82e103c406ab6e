"""What the package's README says is so."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

from headrace import errors
from headrace.terminal.exit_codes import ExitCode
from tests.unit.client import answers
from tests.unit.client.scripted_service import ScriptedService, delta, numbered, result, table_part

pytest_plugins = ["tests.unit.client.scripted_fixtures"]

README = (Path(__file__).parents[3] / "clients/python/README.md").read_text()


def test_its_example_runs(scripted: ScriptedService, scripted_target: str, tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    example = tmp_path / "example.py"
    example.write_text(blocks[0].replace("127.0.0.1:50051", scripted_target))
    scripted.plays(
        *numbered(table_part(answers.sessions_by_device()), delta(answers.NARRATIVE), result(answers.answered()))
    )

    ran = subprocess.run([sys.executable, example], capture_output=True, text=True, timeout=30, check=True)  # noqa: S603

    title = answers.sessions_by_device().title
    assert ran.stdout == f"{title} 2 rows\n{answers.NARRATIVE}\nNONE: {answers.answered().canonical_question}\n"


def test_its_table_names_every_error() -> None:
    kinds = {name for name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)}

    assert set(re.findall(r"^\| `(\w+)` \| [A-Zat]", README, re.MULTILINE)) == kinds


def test_its_table_names_every_exit_code() -> None:
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)} == {
        code.value for code in ExitCode
    }
