"""What a response says of how exact its rows are."""

from __future__ import annotations

from dataclasses import replace

from google.analytics.data_v1beta.types import ResponseMetaData, SamplingMetadata

from sandbox.ga4_emulator.reports.asked import Asked
from sandbox.ga4_emulator.reports.periods import Period
from sandbox.ga4_emulator.reports.view import View
from sandbox.ga4_emulator.shop.facts import Table
from sandbox.ga4_emulator.shop.shown import columns_in
from sandbox.ga4_emulator.shop.warehouse import Reader, Statement


def fill_caveats(metadata: ResponseMetaData, asked: Asked, reader: Reader) -> None:
    """Writes what has been done to the rows, and of sampling how much of each date range was read."""
    metadata.data_loss_from_other_row = asked.treatment.data_loss or bool(asked.named)
    if asked.treatment.least_users:
        metadata.subject_to_thresholding = True
    if asked.view.sampled_share < 1:
        periods = dict.fromkeys(period for one in asked.slices for period in one.periods)
        metadata.sampling_metadatas = [_sampling(period, asked.view, reader) for period in periods]


def _sampling(period: Period, view: View, reader: Reader) -> SamplingMetadata:
    whole = replace(view, sampled_share=1.0)
    return SamplingMetadata(
        samples_read_count=_events(period, view, reader), sampling_space_size=_events(period, whole, reader)
    )


def _events(period: Period, view: View, reader: Reader) -> int:
    picked = period.where(view.first_day)
    rows = view.table(Table.EVENTS, columns_in(picked), period.last_day)
    counted = f"SELECT count(*) FROM {rows} AS fact WHERE {picked}"  # noqa: S608  nothing of a request's is in it
    events: int = reader.read(Statement(counted, {}))[0][0]
    return events
