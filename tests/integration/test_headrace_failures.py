"""The `headrace` command when something is wrong: usage, service, reader, terminal, patience."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc import error_details_pb2

from headrace.cli import main
from tests.unit.client.scripted_service import (
    FRESH,
    Response,
    ScriptedService,
    delta,
    numbered,
)

pytest_plugins = ["tests.unit.client.scripted_fixtures"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "COMMAND"),
        (["ask"], "question"),
        (["ask", "sessions", "--refresh", "--bypass"], "not allowed with"),
        (["ask", "sessions", "--max-staleness", "soon"], "'soon' is not a duration"),
        (["ask", "sessions", "--timeout", "0"], "must be longer than nothing"),
        (["ask", "sessions", "--timeout", "25h"], "at most a day"),
        (["ask", "sessions \udcff"], "is not UTF-8"),
        (["ask", "sessions", "--rows", "-1"], "'-1' is not a number of rows"),
        (["ask", "sessions", "--token-file", "no-such-file"], "no-such-file cannot be read"),
        (["ask", "sessions", "--tls-ca", "no-such-file"], "no-such-file cannot be read"),
        (["explain", "sessions", "--as-of", "yesterday"], "'yesterday' is not a date"),
    ],
)
def test_a_wrong_usage_is_explained(words: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)

    assert left.value.code == 2
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize("token", [b"two\nlines", "ümlaut".encode(), b"\xff\xfe"])
def test_a_token_that_no_header_can_hold_is_refused(
    token: bytes, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_bytes(token)

    with pytest.raises(SystemExit) as left:
        main(["ask", "sessions", "--token-file", str(file)])

    assert left.value.code == 2
    assert "the token cannot be used" in capsys.readouterr().err


class TestTheServiceFails:
    def failed(self, capsys: pytest.CaptureFixture[str], *words: str) -> str:
        """What a failing command says."""
        assert main(words) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert "Traceback" not in err
        return err

    @pytest.mark.parametrize("command", ["ask", "explain"])
    def test_nobody_listens(self, capsys: pytest.CaptureFixture[str], command: str) -> None:
        said = self.failed(capsys, command, "sessions", "--target", "127.0.0.1:1")

        assert said.startswith(
            "Nothing answers at 127.0.0.1:1. Is the service running?\nStart it with `python -m sandbox`"
        )

    @pytest.mark.parametrize(
        ("code", "details", "advice"),
        [
            (grpc.StatusCode.RESOURCE_EXHAUSTED, [], "Try again in 3 min."),
            (grpc.StatusCode.UNAVAILABLE, [], "Try again in 3 min."),
            (grpc.StatusCode.UNAUTHENTICATED, [], "Put a token into HEADRACE_TOKEN"),
            (
                grpc.StatusCode.INVALID_ARGUMENT,
                [
                    error_details_pb2.BadRequest(
                        field_violations=[
                            error_details_pb2.BadRequest.FieldViolation(field="question", description="is too long")
                        ]
                    )
                ],
                "question: is too long",
            ),
        ],
    )
    def test_its_message_and_what_to_do_are_shown(
        self,
        capsys: pytest.CaptureFixture[str],
        scripted: ScriptedService,
        scripted_target: str,
        code: grpc.StatusCode,
        details: list[Message],
        advice: str,
    ) -> None:
        later = error_details_pb2.RetryInfo()
        later.retry_delay.FromTimedelta(timedelta(minutes=3))
        reason = error_details_pb2.ErrorInfo(reason="WHY", domain="headrace")
        scripted.fails(code, "This is why.", reason, later, *details)

        said = self.failed(capsys, "ask", "sessions", "--target", scripted_target)

        assert said.startswith("This is why.\n")
        assert advice in said

    def test_it_is_too_slow(
        self, capsys: pytest.CaptureFixture[str], scripted: ScriptedService, scripted_target: str
    ) -> None:
        scripted.plays_then_waits()

        said = self.failed(capsys, "ask", "sessions", "--target", scripted_target, "--timeout", "200ms")

        assert said == "No answer within 200 ms. Ask again, or allow more with --timeout.\n"

    def test_what_was_written_of_a_narrative_is_kept(
        self, capsys: pytest.CaptureFixture[str], scripted: ScriptedService, scripted_target: str
    ) -> None:
        scripted.plays(*numbered(delta("Mobile brought")))

        assert main(["ask", "sessions", "--target", scripted_target]) == 1

        out, err = capsys.readouterr()
        assert out == "Mobile brought\n"
        assert err == "After event 1 the answer's stream ended without a result; ask again.\n"


class TestWithoutRich:
    @pytest.fixture(autouse=True)
    def no_rich(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in [name for name in sys.modules if name.partition(".")[0] == "rich" or "for_people" in name]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "rich", None)

    def test_the_display_says_what_to_install(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["ask", "sessions"]) == 1

        assert "pip install 'headrace[cli]'" in capsys.readouterr().err

    def test_json_still_works(
        self, capsys: pytest.CaptureFixture[str], scripted: ScriptedService, scripted_target: str
    ) -> None:
        scripted.plays(*FRESH)

        assert main(["ask", "sessions", "--json", "--target", scripted_target]) == 0

        assert len(capsys.readouterr().out.splitlines()) == len(FRESH)


def started_command(*words: str, **environment: str) -> subprocess.Popen[str]:
    """The command as a process of its own, with pipes. It hears Ctrl-C though the tests run as a job that does not."""
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(  # noqa: S603 (this very command)
            [sys.executable, "-m", "headrace", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | environment,
        )
    finally:
        signal.signal(signal.SIGINT, heard)


class TestAsAProcess:
    def test_ctrl_c_ends_it_quietly_and_cancels_the_call(self, scripted: ScriptedService, scripted_target: str) -> None:
        ended = scripted.plays_then_waits(*FRESH[:1])
        with started_command("ask", "sessions", "--target", scripted_target) as command:
            assert command.stderr is not None
            assert command.stderr.readline() == "data_fetcher: started\n"
            command.send_signal(signal.SIGINT)
            out, err = command.communicate(timeout=20)

        assert (command.returncode, out, err) == (130, "", "")
        assert ended.wait(timeout=20)

    @pytest.mark.parametrize("form", [(), ("--json",)])
    def test_a_reader_that_leaves_ends_it_quietly(
        self, scripted: ScriptedService, scripted_target: str, form: tuple[str, ...]
    ) -> None:
        reader_left = threading.Event()

        def stream(_request: object, _context: grpc.ServicerContext) -> Iterator[Response]:
            yield from FRESH[:3]
            reader_left.wait(timeout=20)
            yield from FRESH[3:]

        scripted.stream = stream
        with started_command("ask", "sessions", "--target", scripted_target, *form) as command:
            assert command.stdout is not None
            assert command.stderr is not None
            assert command.stdout.readline() != ""
            command.stdout.close()
            reader_left.set()
            err = command.stderr.read()

        assert command.returncode == 1
        assert err in {"", "data_fetcher: started\ndata_fetcher: finished (100 ms)\n"}

    def test_a_narrow_character_set_loses_no_figures(self, scripted: ScriptedService, scripted_target: str) -> None:
        scripted.plays(*FRESH)

        with started_command("ask", "sessions", "--target", scripted_target, PYTHONIOENCODING="ascii") as command:
            out, _ = command.communicate(timeout=20)

        assert command.returncode == 0
        assert "1,534.50" in out
