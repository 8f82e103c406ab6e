"""Who is in an audience, and what an export tells about them."""

# ruff: noqa: S608  put together from `audiences.toml` and numbers, never from what a caller says

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sandbox.ga4_emulator.reports.periods import Moment
from sandbox.ga4_emulator.shop.audiences import Audience, load_audiences
from sandbox.ga4_emulator.shop.chance import Keys, uniform
from sandbox.ga4_emulator.shop.facts import Table
from sandbox.ga4_emulator.shop.shown import columns_in, processed_sql
from sandbox.ga4_emulator.shop.warehouse import Statement, Warehouse

_SHARE_LIMITED = 0.11
_FIRST_SECOND = 1_600_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in an audience, and whether the shop knows who it is."""

    person_id: int
    signed_in: bool


@dataclass(frozen=True, slots=True)
class AudienceModel:
    """The audiences by id, how long an export takes to make, and what it costs."""

    audiences: Mapping[str, Audience]
    creating_seconds: float
    tokens: int


def load_audience_model() -> AudienceModel:
    """Reads the audiences and the ways of exports that ship with the emulator."""
    data = tomllib.loads((Path(__file__).parent / "exports.toml").read_text("utf-8"))
    return AudienceModel({one.id: one for one in load_audiences()}, data["creating_seconds"], data["tokens"])


def members_of(audience: Audience, warehouse: Warehouse, moment: Moment) -> list[Member]:
    """Those who are in an audience at a moment, as far as reports know of them."""
    picked = f"fact.day BETWEEN {moment.day - audience.days} AND {moment.day} AND {audience.condition}"
    visits = processed_sql(
        Table.SESSIONS,
        {"user_id", "signed_in"} | columns_in(picked),
        batch=warehouse.processing.batch_at(moment.seconds),
        unattributed=warehouse.unattributed,
    )
    found = (
        f"SELECT user_id, bool_or(signed_in) FROM ({visits}) AS fact WHERE {picked} GROUP BY user_id ORDER BY user_id"
    )
    with warehouse.reader(moment.day) as reader:
        return [Member(*row) for row in reader.read(Statement(found, {}))]


def _drawn(member: Member, topic: str) -> float:
    key: Keys = np.array([member.person_id], np.uint64)
    return float(uniform(key, topic)[0])


def _device_id(member: Member) -> str:
    return f"{int(_drawn(member, 'device id') * 2**31)}.{_FIRST_SECOND + int(_drawn(member, 'first second') * 10**8)}"


def _user_id(member: Member) -> str:
    return f"customer-{member.person_id:x}" if member.signed_in else ""


def _limited(member: Member) -> bool:
    return _drawn(member, "limits ad tracking") < _SHARE_LIMITED


DIMENSIONS: Mapping[str, Callable[[Member], str]] = {
    "deviceId": _device_id,
    "userId": _user_id,
    "isAdsPersonalizationAllowed": lambda member: str(not _limited(member)).lower(),
    "isLimitedAdTracking": lambda member: str(_limited(member)).lower(),
}
"""What an export can tell of each member, by the names of the API."""
