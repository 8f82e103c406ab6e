"""What GA4 says of a report that limits its figures, as whole sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def caveats(metadata: Any) -> Iterator[str]:
    """The sentences for a `ResponseMetaData` protobuf message."""
    if metadata.sampling_metadatas:
        read = sum(sample.samples_read_count for sample in metadata.sampling_metadatas)
        space = sum(sample.sampling_space_size for sample in metadata.sampling_metadatas)
        yield f"The figures are estimates: Google Analytics read {read:,} of {space:,} events."
    if metadata.subject_to_thresholding:
        yield "Google Analytics may leave out rows with few users, to protect their privacy."
    if metadata.data_loss_from_other_row:
        yield "Google Analytics puts less frequent values together as “(other)”, so single values may be incomplete."
    if restricted := metadata.schema_restriction_response.active_metric_restrictions:
        names = ", ".join(restriction.metric_name for restriction in restricted)
        yield f"Google Analytics withholds figures that this service's account may not see: {names}."
    for reason in metadata.data_truncation_reasons:
        yield _truncation(reason)
    if metadata.empty_reason:
        yield f"The report is empty; Google Analytics gives as the reason: {_sentence(metadata.empty_reason)}"


def _truncation(reason: Any) -> str:
    if reason.data_truncation_date:
        return f"Google Analytics has no data for this before {reason.data_truncation_date}."
    if reason.data_truncation_message:
        return f"Google Analytics cut the data short: {_sentence(reason.data_truncation_message)}"
    return "Google Analytics cut the data short for some of the days asked about."


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
