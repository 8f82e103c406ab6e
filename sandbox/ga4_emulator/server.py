"""The gRPC server: the service's RPCs, health and reflection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import grpc
from grpc import aio
from grpc_health.v1 import health, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from sandbox.ga4_emulator.handlers import Handler, counted, refusing
from sandbox.ga4_emulator.requests_seen import RequestsSeen
from sandbox.ga4_emulator.service import OPERATIONS, SERVICE, Rpc, descriptors, operation_rpcs, rpcs


def build_server(
    handlers: Mapping[str, Handler], seen: RequestsSeen, health_checks: health.aio.HealthServicer
) -> aio.Server:
    """A server that answers the RPCs with these handlers."""
    server = aio.server(options=[("grpc.so_reuseport", 0)])

    def handled(rpc: Rpc) -> grpc.RpcMethodHandler[Any, Any]:
        return grpc.unary_unary_rpc_method_handler(
            refusing(counted(handlers[rpc.name], rpc.name, seen)),
            request_deserializer=rpc.read,
            response_serializer=rpc.write,
        )

    for service, methods in ((SERVICE, rpcs()), (OPERATIONS, operation_rpcs())):
        handler = grpc.method_handlers_generic_handler(service, {rpc.name: handled(rpc) for rpc in methods})
        server.add_generic_rpc_handlers((handler,))
    health_pb2_grpc.add_HealthServicer_to_server(health_checks, server)
    reflection.enable_server_reflection((SERVICE, health.SERVICE_NAME), server, descriptors())
    return server
