"""The `headrace` command against a scripted service, over real gRPC."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta

import grpc
import pytest
from google.protobuf.json_format import ParseDict

from headrace.orchestrator.v1 import answer_pb2, orchestrator_pb2
from tests.unit.client import answers
from tests.unit.client.scripted_fixtures import Headrace
from tests.unit.client.scripted_service import (
    FRESH,
    Response,
    ScriptedService,
    cache_hit,
    delta,
    finished,
    numbered,
    result,
    started,
    table_part,
)

pytest_plugins = ["tests.unit.client.scripted_fixtures"]

L1, L2, NEAR = orchestrator_pb2.TIER_L1, orchestrator_pb2.TIER_L2, orchestrator_pb2.TIER_NEAR


class TestAnswered:
    def test_the_answer_goes_to_standard_output_and_progress_to_standard_error(self, headrace: Headrace) -> None:
        code, out, progress = headrace("ask", "sessions by device")

        assert code == 0
        assert progress == "data_fetcher: started\ndata_fetcher: finished (100 ms)\n"
        assert "data_fetcher" not in out
        assert out.index("Sessions by device category") < out.index(answers.NARRATIVE) < out.index("Made anew")

    def test_nothing_that_came_ahead_is_shown_again(self, headrace: Headrace) -> None:
        _, out, _ = headrace("ask", "sessions by device")

        assert out.count("Engagement rate") == 1
        assert out.count("Mobile brought") == 1

    def test_what_did_not_come_ahead_is_shown_from_the_result(
        self, headrace: Headrace, scripted: ScriptedService
    ) -> None:
        scripted.plays(
            *numbered(
                table_part(answers.sessions_by_device()),
                result(answers.answered(answers.sessions_by_device(), answers.pages(1, held=1))),
            )
        )

        _, out, _ = headrace("ask", "sessions by device; views by page")

        assert (out.count("Engagement rate"), out.count("/page-0"), out.count(answers.NARRATIVE)) == (1, 1, 1)

    def test_a_narrative_that_turned_out_differently_is_shown_whole(
        self, headrace: Headrace, scripted: ScriptedService
    ) -> None:
        scripted.plays(*numbered(delta("Desktop brought"), result(answers.answered())))

        _, out, _ = headrace("ask", "sessions by device")

        assert out.startswith("Desktop brought\n")
        assert f"\n{answers.NARRATIVE}\n" in out

    def test_progress_never_lands_inside_a_sentence(self, scripted_target: str, scripted: ScriptedService) -> None:
        scripted.plays(
            *numbered(
                table_part(answers.sessions_by_device()),
                started("reporting"),
                delta("Mobile brought 1,204 "),
                finished("reporting"),
                delta("sessions, more than desktop."),
                result(answers.answered()),
            )
        )

        ran = subprocess.run(  # noqa: S603 (this very command)
            [sys.executable, "-m", "headrace", "ask", "sessions", "--target", scripted_target],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
            timeout=20,
        )

        assert f"reporting: started\n{answers.NARRATIVE}\nreporting: finished (200 ms)\n" in ran.stdout

    def test_figures_are_written_by_their_units(self, headrace: Headrace, scripted: ScriptedService) -> None:
        scripted.plays(*numbered(cache_hit(L1, timedelta(minutes=4)), result(answers.answered(), L1)))

        _, out, _ = headrace("ask", "sessions by device")

        rows = {cells[0]: cells[1:] for line in out.splitlines() if len(cells := re.split(r" {2,}", line.strip())) == 6}
        assert rows["mobile"] == ["1,204", "61.82%", "1,534.50 USD", "1m 35s", "1.26"]
        assert rows["desktop"] == ["873", "50.00%", "20,871.00 USD", "1h 02m 05s", "2.00"]
        assert rows["Total"] == ["2,077", "57.00%", "22,405.50 USD", "27m 01s", "1.50"]

    def test_long_tables_are_cut_and_say_so(self, headrace: Headrace, scripted: ScriptedService) -> None:
        scripted.plays(*numbered(result(answers.answered(answers.pages(30, held=5000)))))

        _, out, _ = headrace("ask", "views by page", "--rows", "3")

        assert ("/page-2" in out, "/page-3" in out) == (True, False)
        assert "… and 4,997 more rows" in out

    @pytest.mark.parametrize(
        ("tier", "stale", "origin"),
        [
            (L1, False, "From L1 (Redis), 4 min old, fresh for 56 min more; first event after "),
            (L2, True, "From L2 (PostgreSQL), 4 min old, stale; first event after "),
            (NEAR, False, "From the service's own memory, 4 min old, fresh for 56 min more; first event after "),
        ],
    )
    def test_a_cached_answer_says_where_it_came_from(
        self,
        headrace: Headrace,
        scripted: ScriptedService,
        tier: orchestrator_pb2.Tier.ValueType,
        stale: bool,
        origin: str,
    ) -> None:
        age = timedelta(minutes=4)
        scripted.plays(*numbered(cache_hit(tier, age, stale=stale), result(answers.answered(), tier, age)))

        _, out, _ = headrace("ask", "sessions by device")

        assert origin in out

    def test_what_limits_the_figures_is_told(self, headrace: Headrace) -> None:
        _, out, _ = headrace("ask", "sessions by device")

        assert "Assumed: Weeks start on Sunday." in out
        assert "Mind: The last two days may still change." in out
        assert "Data as of 2026-11-16 07:00 (America/New_York), settled through 2026-11-14." in out

    def test_a_terminal_is_not_made_to_obey_the_data(self, headrace: Headrace, scripted: ScriptedService) -> None:
        evil = "/\x1b[2J\x9b31m[bold]\r\u202e"
        table = answers.pages(1, held=1)
        table.rows[0].dimension_values[0] = evil
        answer = answers.answered(table)
        answer.narrative = f"Most views: {evil}."
        scripted.plays(*numbered(started(evil), table_part(table), delta(f"Most views: {evil}."), result(answer)))

        _, out, progress = headrace("ask", "views by page")

        assert not set(out + progress) & set("\x1b\x9b\r\u202e")
        assert out.count("[bold]") == 2


class TestJson:
    def test_each_line_is_one_message_of_the_stream(self, headrace: Headrace) -> None:
        code, out, err = headrace("ask", "sessions by device", "--json")

        assert (code, err) == (0, "")
        assert [ParseDict(json.loads(line), Response()) for line in out.splitlines()] == FRESH

    def test_an_explanation_is_one_line(self, headrace: Headrace, scripted: ScriptedService) -> None:
        scripted.explains(explanation())

        code, out, err = headrace("explain", "sessions by device", "--json")

        assert (code, err) == (0, "")
        assert ParseDict(json.loads(out), orchestrator_pb2.ExplainQuestionResponse()) == explanation()

    def test_a_failure_leaves_standard_output_clean(self, headrace: Headrace, scripted: ScriptedService) -> None:
        scripted.fails(grpc.StatusCode.INTERNAL, "The service failed.")

        assert headrace("ask", "sessions by device", "--json") == (1, "", "The service failed.\n")


class TestNotAnswerable:
    @pytest.mark.parametrize("answer", [answers.unclear(), answers.refused()])
    @pytest.mark.parametrize("form", [(), ("--json",)])
    def test_has_an_exit_code_of_its_own(
        self, headrace: Headrace, scripted: ScriptedService, answer: answer_pb2.Answer, form: tuple[str, ...]
    ) -> None:
        scripted.plays(*numbered(result(answer)))

        code, _, err = headrace("ask", "how will sales develop", *form)

        assert (code, err) == (3, "")

    def test_says_why_and_what_to_ask_instead(self, headrace: Headrace, scripted: ScriptedService) -> None:
        scripted.plays(*numbered(result(answers.refused())))

        _, out, _ = headrace("ask", "how will sales develop")

        assert out == (
            "Forecasts are not to be had here.\n\nTry:\n  How did sessions develop over the last 12 weeks?\n"
        )

    def test_holds_for_explaining_too(self, headrace: Headrace, scripted: ScriptedService) -> None:
        scripted.explains(
            orchestrator_pb2.ExplainQuestionResponse(
                outcome=answer_pb2.OUTCOME_NEEDS_CLARIFICATION, message='What is meant by "stickiness"?'
            )
        )

        code, out, _ = headrace("explain", "stickiness")

        assert (code, out) == (3, 'What is meant by "stickiness"?\n')


def explanation() -> orchestrator_pb2.ExplainQuestionResponse:
    explained = orchestrator_pb2.ExplainQuestionResponse(
        outcome=answer_pb2.OUTCOME_ANSWERABLE,
        query_hash="ab" * 32,
        canonical_question="Sessions by device category, 8–14 November 2026",
        assumptions=["Weeks start on Sunday."],
        readings=[orchestrator_pb2.Reading(words="by device", slot="dimension", meaning="deviceCategory")],
    )
    planned = explained.requests.add(method="RunReport")
    planned.request.update({"metrics": [{"name": "sessions"}]})
    return explained


def test_explain_shows_the_meaning(headrace: Headrace, scripted: ScriptedService) -> None:
    scripted.explains(explanation())

    code, out, err = headrace("explain", "sessions by device", "--as-of", "2026-11-16")

    assert (code, err) == (0, "")
    assert re.search(r"by device +dimension +deviceCategory", out)
    for part in (
        "Sessions by device category, 8–14 November 2026",
        "Assumed: Weeks start on Sunday.",
        "RunReport {",
        '"name": "sessions"',
        "ab" * 32,
    ):
        assert part in out
    assert scripted.explained[0].as_of == "2026-11-16"
