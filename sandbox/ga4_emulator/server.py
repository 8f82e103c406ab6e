"""The gRPC server: the service's RPCs, health and reflection."""

from __future__ import annotations

from collections.abc import Mapping

import grpc
from grpc import aio
from grpc_health.v1 import health, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from sandbox.ga4_emulator.handlers import Handler, counted, not_implemented, refusing
from sandbox.ga4_emulator.requests_seen import RequestsSeen
from sandbox.ga4_emulator.service import SERVICE, descriptors, rpcs


def build_server(handlers: Mapping[str, Handler], seen: RequestsSeen) -> aio.Server:
    """A server that answers the RPCs with these handlers and refuses the others."""
    server = aio.server(options=[("grpc.so_reuseport", 0)])
    methods = {
        rpc.name: grpc.unary_unary_rpc_method_handler(
            refusing(counted(handlers.get(rpc.name, not_implemented(rpc.name)), rpc.name, seen)),
            request_deserializer=rpc.read,
            response_serializer=rpc.write,
        )
        for rpc in rpcs()
    }
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, methods),))
    health_pb2_grpc.add_HealthServicer_to_server(health.aio.HealthServicer(), server)
    reflection.enable_server_reflection((SERVICE, health.SERVICE_NAME), server, descriptors())
    return server
