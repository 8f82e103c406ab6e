"""The service as the API defines it: its RPCs and their messages.

Google's client library registers the messages but no service, so its descriptor is put together here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from google.analytics.data_v1beta import types
from google.longrunning.operations_pb2 import GetOperationRequest, Operation
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_health.v1 import health_pb2

PACKAGE = "google.analytics.data.v1beta"
SERVICE = f"{PACKAGE}.BetaAnalyticsData"
OPERATIONS = "google.longrunning.Operations"


@dataclass(frozen=True, slots=True)
class Rpc:
    """An RPC: its name, its messages' descriptors, and how they are read from and written to the wire."""

    name: str
    request: Any
    response: Any
    read: Callable[[bytes], Any]
    write: Callable[[Any], bytes]


def rpcs() -> list[Rpc]:
    """The RPCs of the service. All are unary."""
    return [
        _rpc("RunReport", types.RunReportRequest, types.RunReportResponse),
        _rpc("RunPivotReport", types.RunPivotReportRequest, types.RunPivotReportResponse),
        _rpc("BatchRunReports", types.BatchRunReportsRequest, types.BatchRunReportsResponse),
        _rpc("BatchRunPivotReports", types.BatchRunPivotReportsRequest, types.BatchRunPivotReportsResponse),
        _rpc("GetMetadata", types.GetMetadataRequest, types.Metadata),
        _rpc("RunRealtimeReport", types.RunRealtimeReportRequest, types.RunRealtimeReportResponse),
        _rpc("CheckCompatibility", types.CheckCompatibilityRequest, types.CheckCompatibilityResponse),
        _create_audience_export(),
        _rpc("QueryAudienceExport", types.QueryAudienceExportRequest, types.QueryAudienceExportResponse),
        _rpc("GetAudienceExport", types.GetAudienceExportRequest, types.AudienceExport),
        _rpc("ListAudienceExports", types.ListAudienceExportsRequest, types.ListAudienceExportsResponse),
    ]


def operation_rpcs() -> list[Rpc]:
    """The RPC by which the client library waits for what takes long."""
    request: Any = GetOperationRequest
    return [
        Rpc("GetOperation", request.DESCRIPTOR, Operation.DESCRIPTOR, request.FromString, Operation.SerializeToString)
    ]


def descriptors() -> DescriptorPool:
    """The service, health checks, and all that they are made of."""
    pool = DescriptorPool()
    _copy(health_pb2.DESCRIPTOR, pool, set())
    file = FileDescriptorProto(name="google/analytics/data/v1beta/service.proto", package=PACKAGE, syntax="proto3")
    service = file.service.add(name=SERVICE.removeprefix(f"{PACKAGE}."))
    for rpc in rpcs():
        service.method.add(
            name=rpc.name, input_type=f".{rpc.request.full_name}", output_type=f".{rpc.response.full_name}"
        )
        for needed in (rpc.request.file, rpc.response.file):
            _copy(needed, pool, set())
            if needed.name not in file.dependency:
                file.dependency.append(needed.name)
    pool.Add(file)
    return pool


def _rpc(name: str, request: Any, response: Any) -> Rpc:
    return Rpc(name, request.pb().DESCRIPTOR, response.pb().DESCRIPTOR, request.deserialize, response.serialize)


def _create_audience_export() -> Rpc:
    request: Any = types.CreateAudienceExportRequest
    return Rpc(
        "CreateAudienceExport",
        request.pb().DESCRIPTOR,
        Operation.DESCRIPTOR,
        request.deserialize,
        Operation.SerializeToString,
    )


def _copy(file: Any, pool: DescriptorPool, copied: set[str]) -> None:
    """Adds a file after everything that it depends on."""
    if file.name in copied:
        return
    copied.add(file.name)
    for needed in file.dependencies:
        _copy(needed, pool, copied)
    proto = FileDescriptorProto()
    file.CopyToProto(proto)
    pool.Add(proto)
