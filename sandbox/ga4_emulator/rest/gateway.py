"""Takes HTTP requests, asks the emulator by gRPC, and answers in JSON as Google's front does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import grpc
from google.protobuf import json_format
from google.protobuf.message_factory import GetMessageClass
from grpc import StatusCode

from sandbox.ga4_emulator.rest.partial import BadSelection, Selection, selected, selection_of
from sandbox.ga4_emulator.rest.routes import Route, route_of, routes
from sandbox.ga4_emulator.service import SERVICE, rpcs

_STATUSES: Mapping[StatusCode, int] = {
    StatusCode.INVALID_ARGUMENT: 400,
    StatusCode.FAILED_PRECONDITION: 400,
    StatusCode.OUT_OF_RANGE: 400,
    StatusCode.UNAUTHENTICATED: 401,
    StatusCode.PERMISSION_DENIED: 403,
    StatusCode.NOT_FOUND: 404,
    StatusCode.ALREADY_EXISTS: 409,
    StatusCode.ABORTED: 409,
    StatusCode.RESOURCE_EXHAUSTED: 429,
    StatusCode.CANCELLED: 499,
    StatusCode.UNIMPLEMENTED: 501,
    StatusCode.UNAVAILABLE: 503,
    StatusCode.DEADLINE_EXCEEDED: 504,
}
_SYSTEM_PARAMETERS = frozenset({"access_token", "alt", "callback", "fields", "key", "prettyPrint", "quotaUser"})

_UNKNOWN = re.compile(r'has no field named "([^"]+)" at "\w+(?:\.([^"]+))?"')


class _Refused(Exception):
    """The request is answered with a status and words."""

    def __init__(self, code: StatusCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class _Transcoder:
    """Turns HTTP requests into calls of an emulator, and their answers into JSON."""

    def __init__(self, channel: grpc.Channel) -> None:
        self._channel = channel
        self._routes = routes()
        self._messages = {rpc.name: (GetMessageClass(rpc.request), GetMessageClass(rpc.response)) for rpc in rpcs()}

    def answer(self, verb: str, target: str, body: bytes) -> tuple[int, str]:
        """The status and the body of the answer; no body for a path that there is not."""
        parts = urlsplit(target)
        found = route_of(self._routes, verb, unquote(parts.path))
        if found is None:
            return HTTPStatus.NOT_FOUND, ""
        said = dict(parse_qsl(parts.query, keep_blank_values=True))
        try:
            return HTTPStatus.OK, self._call(*found, said, body)
        except _Refused as refused:
            status = _STATUSES.get(refused.code, HTTPStatus.INTERNAL_SERVER_ERROR)
            error = {"code": status, "message": refused.message, "status": refused.code.name}
            return status, json.dumps({"error": error}, indent=2) + "\n"

    def _call(self, route: Route, named: str, said: Mapping[str, str], body: bytes) -> str:
        request_class, response_class = self._messages[route.rpc]
        request: Any = request_class()
        try:
            if route.body:
                json_format.Parse(body or b"{}", request if route.body == "*" else getattr(request, route.body))
            asked = {name: value for name, value in said.items() if not (name[:1] == "$" or name in _SYSTEM_PARAMETERS)}
            json_format.ParseDict(asked, request)
        except (json_format.ParseError, UnicodeDecodeError) as error:
            raise _Refused(StatusCode.INVALID_ARGUMENT, _unreadable(str(error))) from error
        setattr(request, route.field, named)
        call = self._channel.unary_unary(
            f"/{SERVICE}/{route.rpc}",
            request_serializer=request_class.SerializeToString,
            response_deserializer=response_class.FromString,
        )
        kept = _kept(said, response_class)
        try:
            response = call(request)
        except grpc.RpcError as error:
            raise _Refused(error.code(), error.details() or "") from error
        numbers = "enum-encoding=int" in said.get("$alt", "")
        told = selected(json_format.MessageToDict(response, use_integers_for_enums=numbers), kept) or {}
        return json.dumps(told, indent=None if said.get("prettyPrint") == "false" else 2, ensure_ascii=False) + "\n"


def _kept(said: Mapping[str, str], response_class: Any) -> Selection:
    """The part of an answer that is asked for; all of it, where nothing is said."""
    fields = said.get("fields") or said.get("$fields")
    if not fields:
        return {}
    try:
        return selection_of(fields, response_class.DESCRIPTOR)
    except BadSelection as bad:
        raise _Refused(StatusCode.INVALID_ARGUMENT, f"Invalid field selection {bad}") from bad


def _unreadable(why: str) -> str:
    """What is said of JSON that cannot be read; of a name that there is not, in Google's words."""
    if unknown := _UNKNOWN.search(why):
        name, inside = unknown.groups()
        place = f" at '{inside}'" if inside else ""
        return f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.'
    return f"Invalid JSON payload received. {why}"


@contextmanager
def running_gateway(bind: str, target: str) -> Iterator[str]:
    """Serves the API of the emulator at `target` over HTTP in threads until the block ends; gives host and port."""
    host, _, port = bind.rpartition(":")
    with grpc.insecure_channel(target) as channel:
        server = ThreadingHTTPServer((host, int(port)), _handler(_Transcoder(channel)))
        serving = Thread(target=server.serve_forever, name="rest-gateway", daemon=True)
        serving.start()
        try:
            yield f"{host}:{server.server_port}"
        finally:
            server.shutdown()
            serving.join()
            server.server_close()


def _handler(transcoder: _Transcoder) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name is http.server's
            """Says nothing."""

        def _answer(self) -> None:
            asked = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, said = transcoder.answer(self.command, self.path, asked)
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8" if said else "text/html; charset=UTF-8")
            self.send_header("Content-Length", str(len(said.encode())))
            self.end_headers()
            self.wfile.write(said.encode())

    return Handler
