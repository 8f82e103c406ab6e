from __future__ import annotations

from datetime import timedelta

import grpc
import pytest
from google.rpc import error_details_pb2

from services.orchestrator.errors import SourceError, SourceUnavailable
from services.orchestrator.ga4.exhausted import BucketEmpty, QueueFull, TooManyAtOnce
from services.orchestrator.ga4.quota_limits import Bucket
from services.orchestrator.ga4.unavailable import LeftAlone
from services.orchestrator.statuses import orchestrator_statuses


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (LeftAlone("resting", timedelta(minutes=7)), grpc.StatusCode.UNAVAILABLE, timedelta(minutes=7)),
        (SourceUnavailable("down"), grpc.StatusCode.UNAVAILABLE, timedelta(seconds=5)),
        (QueueFull("full", timedelta(seconds=3)), grpc.StatusCode.RESOURCE_EXHAUSTED, timedelta(seconds=3)),
        (
            BucketEmpty("1", Bucket.TOKENS_PER_DAY, timedelta(hours=15)),
            grpc.StatusCode.RESOURCE_EXHAUSTED,
            timedelta(hours=15),
        ),
    ],
)
def test_callers_are_told_to_come_back_when_there_is_a_point_in_it(
    error: SourceError, code: grpc.StatusCode, told: timedelta
) -> None:
    status = orchestrator_statuses().status_of(error)
    assert status is not None
    assert status.code == code.value[0]
    retry = error_details_pb2.RetryInfo()
    assert any(detail.Unpack(retry) for detail in status.details)
    assert retry.retry_delay.ToTimedelta() == told


def test_a_program_is_told_which_property_has_no_quota_left() -> None:
    for error in (
        BucketEmpty("310000002", Bucket.TOKENS_PER_HOUR, timedelta(minutes=9)),
        TooManyAtOnce("busy", timedelta(seconds=2), "310000002"),
    ):
        status = orchestrator_statuses().status_of(error)
        assert status is not None
        failure = error_details_pb2.QuotaFailure()
        assert any(detail.Unpack(failure) for detail in status.details)
        assert [(one.subject, one.description) for one in failure.violations] == [("properties/310000002", str(error))]
