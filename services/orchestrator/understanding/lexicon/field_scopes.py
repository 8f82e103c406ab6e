"""Dimensions of several scopes that are one thing: a session's source, a first user's, an event's."""

from __future__ import annotations

from typing import TypeGuard

from services.orchestrator.understanding.lexicon.fields import Dimension, Value

WITHIN = {
    "continent": frozenset({"country", "region", "city"}),
    "country": frozenset({"region", "city"}),
    "region": frozenset({"city"}),
}
"""Fields of places, and those of places within them."""


FIRST_USER, SESSION = "firstUser", "session"
"""What the names of fields of these scopes begin with."""

_OF_SOURCES = (
    "DefaultChannelGroup", "PrimaryChannelGroup", "Source", "Medium", "SourceMedium", "SourcePlatform",
    "CampaignName", "CampaignId",
)  # fmt: skip

FIRST_SOURCES = {f"{SESSION}{name}": f"{FIRST_USER}{name}" for name in _OF_SOURCES}
"""Traffic sources of a session, and each as that of a user's first one."""


def in_scope(session_field: str, scope: str) -> str:
    """The traffic source of a session as that of another scope; empty where the field is none."""
    name = session_field.removeprefix(SESSION)
    return f"{scope}{name}" if name in _OF_SOURCES else ""


def same_field(one: str, other: str) -> bool:
    """Whether two dimensions are the same traffic source or thing, seen from the event, session or first user."""
    return _without_scope(one) == _without_scope(other)


def _without_scope(name: str) -> str:
    for scope in (FIRST_USER, SESSION):
        if name.startswith(scope):
            return name[len(scope) :].lower()
    return name.lower()


def is_version_of(field: object, value: Value) -> bool:
    """ "iOS version" are versions of that system."""
    return isinstance(field, Dimension) and field.name == f"{value.dimension}Version"


def is_of(field: object, value: Value) -> bool:
    """ "Docs pages", "blog landing pages", "European countries"."""
    if not isinstance(field, Dimension):
        return False
    within = field.name == value.dimension or field.name in WITHIN.get(value.dimension, ())
    return within or is_entered(field, value)


def is_entered(field: object, value: Value) -> TypeGuard[Dimension]:
    """ "Blog landing pages": visits start in a part of the site."""
    landing = isinstance(field, Dimension) and field.name == "landingPage"
    return landing and value.adjective and value.dimension == "pagePath"
