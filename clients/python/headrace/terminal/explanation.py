"""What a question means, for a terminal."""

from __future__ import annotations

from google.protobuf.json_format import MessageToJson
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from headrace.orchestrator.v1 import answer_pb2
from headrace.orchestrator.v1.orchestrator_pb2 import ExplainQuestionResponse
from headrace.terminal.not_answerable import not_answerable
from headrace.terminal.printable import printable, printable_line


def explanation_view(explained: ExplainQuestionResponse) -> RenderableType:
    """The meaning, which words gave it, what is taken for granted, and what would be asked of GA4."""
    readings = [_readings(explained)] if explained.readings else []
    if explained.outcome != answer_pb2.OUTCOME_ANSWERABLE:
        return Group(*readings, Text(not_answerable(explained.message, explained.suggestions)))
    lines = [f"Assumed: {printable_line(each)}" for each in explained.assumptions]
    for planned in explained.requests:
        lines += ["", f"{printable_line(planned.method)} {printable(MessageToJson(planned.request))}"]
    lines += ["", f"Query hash: {printable_line(explained.query_hash)}"]
    return Group(
        Text(printable_line(explained.canonical_question), style="bold"), *readings, Text("\n".join(lines).lstrip())
    )


def _readings(explained: ExplainQuestionResponse) -> Table:
    view = Table("Words", "Read as", "Meaning", box=box.SIMPLE_HEAD)
    for reading in explained.readings:
        view.add_row(*(Text(printable_line(each)) for each in (reading.words, reading.slot, reading.meaning)))
    return view
