"""Moves the rarer values of a dimension into "(other)"."""

from __future__ import annotations

from dataclasses import replace

from google.analytics.data_v1beta.types import FilterExpression

from sandbox.ga4_emulator.reports.asked import Asked
from sandbox.ga4_emulator.reports.memberships import asks_for_audiences
from sandbox.ga4_emulator.reports.query import USERS, ReportQuery
from sandbox.ga4_emulator.reports.slices import LABELS, merged
from sandbox.ga4_emulator.reports.treatment import EXACT
from sandbox.ga4_emulator.shop.warehouse import Reader


def condensed(asked: Asked, reader: Reader) -> Asked:
    """The same report, knowing which values its dimensions show by name; days and audiences are always shown.

    Of dimensions with more values than the report's treatment allows these are the ones with the most users.
    """
    if not asked.treatment.most_values:
        return asked
    model = asked.fields.model
    names = [
        name
        for name in asked.dimensions
        if not (name in LABELS or model.dimensions[name].by_day or asks_for_audiences(model, name))
    ]
    ranked = {name: _most_used(name, asked, reader) for name in names}
    most = asked.treatment.most_values
    return replace(asked, named={name: values[:most] for name, values in ranked.items() if len(values) > most})


def _most_used(dimension: str, asked: Asked, reader: Reader) -> list[str]:
    """The values with the most users, one more than may be shown if there are so many."""
    alone = replace(
        asked,
        dimensions=[dimension],
        metrics=[USERS],
        hidden=[],
        slices=merged(asked.slices, ())[0],
        metric_filter=FilterExpression(),
        order_bys=[],
        treatment=EXACT,
        carried=None,
    )
    rows = reader.read(ReportQuery(alone, reader.numbers).rows(asked.treatment.most_values + 1, 0))
    return [row[0] for row in rows]
