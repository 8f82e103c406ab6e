"""Steps of reading are passed over where a question holds nothing that they could read; no answer depends on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from services.orchestrator.understanding.lexicon.fields import Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, Unknown
from services.orchestrator.understanding.planner import Planner, QuestionContext
from services.orchestrator.understanding.reading import recognise, words_around
from services.orchestrator.understanding.reading.step import Step, Written, of_spans, read_in_turn
from tests.unit.understanding.question_files import TODAY, asked, read_all

CONTEXT = QuestionContext(TODAY)
ASKED_BACK = (entry for file in read_all("unanswerable*") for entry in file.get("asked_back", ()))
QUESTIONS = [case.question for case in asked()] + [each for entry in ASKED_BACK for each in entry["questions"]][::5]
WRITTEN = Written("sessions wow", frozenset({"sessions", "wow"}))
SPANS = (Span("sessions", Metric("sessions")), Span("wow", Unknown()))


def fill(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(span._replace(meaning=Sign.FILLER) for span in spans)


def test_no_step_that_is_passed_over_would_have_read_anything(
    planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed_over = []

    def read_each(written: Written, spans: Sequence[Span], steps: Iterable[Step]) -> Sequence[Span]:
        for step in steps:
            found = read_in_turn(written, spans, [step])
            if found is spans and tuple(step.read(written, spans)) != tuple(spans):
                passed_over.append((written.text, spans))
            spans = found
        return spans

    for module in (recognise, words_around):
        monkeypatch.setattr(module, "read_in_turn", read_each)
    for question in QUESTIONS:
        planner.understand(question, CONTEXT)
    assert passed_over == []


@pytest.mark.parametrize("needs", [(), ({Metric},), ({Value, Metric},), ({"wow"},), ({"wow factor"}, {Unknown})])
def test_a_step_reads_where_each_of_its_needs_is_met(needs: Sequence[set[type | str]]) -> None:
    assert read_in_turn(WRITTEN, SPANS, [of_spans(*needs)(fill)]) == fill(SPANS)


@pytest.mark.parametrize("needs", [({Value},), ({"factor"},), ({Metric}, {Value}), ({Sign.FILLER},)])
def test_a_step_is_passed_over_where_one_is_not(needs: Sequence[set[type | str]]) -> None:
    assert read_in_turn(WRITTEN, SPANS, [of_spans(*needs)(fill)]) == SPANS


def test_what_one_step_reads_is_there_for_the_next() -> None:
    said: list[Sequence[Span]] = []

    def see(spans: Sequence[Span]) -> Sequence[Span]:
        said.append(spans)
        return spans

    read_in_turn(WRITTEN, SPANS, [of_spans({Sign.FILLER})(see), of_spans()(fill), of_spans({Sign.FILLER})(see)])
    assert said == [fill(SPANS)]
