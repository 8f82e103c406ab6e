"""What can go wrong before a call reaches its service."""

from __future__ import annotations


class ServingError(Exception):
    """Any failure of serving itself."""


class MisconfiguredError(ServingError):
    """The settings contradict themselves or each other; the message says which and what to do."""


class NotAuthenticated(ServingError):
    """The call carries no token, or one that nobody has."""


class NotPermitted(ServingError):
    """The caller may not act for the tenant."""


class InvalidField(ServingError):
    """A field of the request breaks its rule."""

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(f"{field}: {rule}")
        self.field = field
        self.rule = rule
