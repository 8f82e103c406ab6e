"""An answer's events, shown to people."""

from __future__ import annotations

from headrace.events import CacheHitEvent, Event, NarrativeEvent, ResultEvent, StatusEvent, TableEvent
from headrace.orchestrator.v1 import answer_pb2
from headrace.terminal.not_answerable import not_answerable
from headrace.terminal.printable import printable
from headrace.terminal.progress import Progress
from headrace.terminal.screen import Screen
from headrace.terminal.stopwatch import Stopwatch
from headrace.terminal.summary import provenance, remarks
from headrace.terminal.tables import TableView


class AnswerDisplay:
    """Shows each part of the answer as soon as it comes, and none of them twice."""

    def __init__(self, screen: Screen, progress: Progress, times: Stopwatch, *, rows: int) -> None:
        self._screen = screen
        self._progress = progress
        self._times = times
        self._rows = rows
        self._tables: list[answer_pb2.Table] = []
        self._hit: CacheHitEvent | None = None

    def show(self, event: Event) -> None:
        """Shows one event."""
        self._times.note(event)
        match event:
            case StatusEvent():
                self._screen.step(self._progress.update(event))
            case CacheHitEvent():
                self._hit = event
            case TableEvent():
                self._tables.append(event.table)
                self._screen.add(TableView(event.table, self._rows))
            case NarrativeEvent():
                self._screen.add_narrative(printable(event.delta))
            case ResultEvent():
                self._show_result(event)

    def _show_result(self, result: ResultEvent) -> None:
        answer = result.answer
        if answer.outcome != answer_pb2.OUTCOME_ANSWERABLE:
            self._screen.add(not_answerable(answer.message, answer.suggestions))
            return
        for table in answer.tables:
            if table not in self._tables:
                self._screen.add(TableView(table, self._rows))
        self._screen.end_narrative(printable(answer.narrative))
        self._screen.add("\n" + "\n".join((*remarks(answer), *provenance(result, self._hit, self._times))))
