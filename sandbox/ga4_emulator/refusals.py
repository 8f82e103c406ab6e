"""How a request is refused: with a status code and GA4's words."""

from __future__ import annotations

from grpc import StatusCode


class Refused(Exception):
    """The request is not answered. Its text is what the caller reads."""

    def __init__(self, code: StatusCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def invalid(message: str) -> Refused:
    """A refusal of what the request says, whoever sends it."""
    return Refused(StatusCode.INVALID_ARGUMENT, message)
