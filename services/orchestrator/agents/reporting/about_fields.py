"""What is said of fields themselves: their definitions, which there are, which go together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from headrace.orchestrator.v1.answer_pb2 import Row, Table
from services.orchestrator.agents.reporting.wording import at_start, listed, within_sentence
from services.orchestrator.understanding.plan import Method, ReportRequest

_MOST_NAMED = 10


def about(request: ReportRequest, label: Callable[[str], str]) -> str:
    """What a table of fields shows, for example "Dimensions compatible with item revenue"."""
    fields = listed([within_sentence(label(name)) for name in (*request.metrics, *request.dimensions)])
    if request.method is Method.GET_METADATA:
        return at_start(request.listing.value) if request.listing else f"Definition of {fields}"
    return (
        f"{at_start(request.listing.value)} compatible with {fields}"
        if request.listing
        else (f"Compatibility of {fields}")
    )


def told_of_fields(request: ReportRequest, table: Table) -> Iterator[str]:
    """A table of fields in sentences."""
    if request.method is Method.GET_METADATA and request.listing is None:
        yield from map(_definition, table.rows)
        if len(table.rows) < len(request.metrics) + len(request.dimensions):
            yield "Google Analytics tells nothing of the other fields for this property."
    elif request.listing is None:
        fields = table.title.removeprefix("Compatibility of ")
        can = "can" if table.rows else "cannot"
        yield f"{at_start(fields)} {can} stand in one report."
    elif not table.rows:
        yield f"{table.title}: there are none."
    else:
        names = listed([_name(row) for row in table.rows[:_MOST_NAMED]])
        among = ", among them" if len(table.rows) > _MOST_NAMED else ":"
        yield f"{table.title} are {len(table.rows)}{among} {names}."


def _definition(row: Row) -> str:
    _, name, description, _ = row.dimension_values
    return f"{name}: {description.rstrip('.')}."


def _name(row: Row) -> str:
    return str(row.dimension_values[1])
