"""Reads an operating system and the number behind it as one value: "iOS 18", "Windows 10 and 11"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, Value
from services.orchestrator.understanding.lexicon.filler import meaning_at, meaning_before, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Link, Meaning, Sign, Span, Unknown
from services.orchestrator.understanding.plan import Match
from services.orchestrator.understanding.reading.step import of_spans

_FIELD = "operatingSystemWithVersion"
_NUMBERED = {"iOS": Match.BEGINS_WITH, "Android": Match.BEGINS_WITH, "Windows": Match.EXACT}
"""Systems whose versions GA4 writes behind their name; of a telephone's with what was mended since: "iOS 18.1.1"."""

_VERSION = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}")
_BEGINS_OTHERS = "1"
"""The version with which the names of later ones begin."""

_RUN_BY_SYSTEMS = frozenset({"deviceCategory", "mobileDeviceModel", "mobileDeviceBranding"})

_CALLED = frozenset({"version", "v"})
_ROWS = {"version": False, "versions": True}
_VERSION_OF = {"operatingSystem": "operatingSystemVersion", "browser": "browserVersion"}


@of_spans({Value}, {Number, Literal, *_ROWS})
def read_system_versions(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, each system read with its version. Linear in their number."""
    read: list[Span] = []
    at = 0
    while at < len(spans):
        span = spans[at]
        system = _system(span)
        number = at + 1 + _is_called_version(spans[at + 1 : at + 2])
        if system and _is_version(spans, number, system):
            versioned = spans[number]
            value = _value(system, versioned.text)
            read.append(Span(_text(spans[at : number + 1]), value, span.start, versioned.end))
            at = number + 1
        elif system and _can_be_rows(read, spans, number, system):
            choices = (f"{system} {spans[number].text}", f"top {spans[number].text}")
            read.append(span)
            read.append(spans[number]._replace(meaning=Ambiguous(choices)))
            at = number + 1
        elif _goes_on(read, spans, at):
            read.append(span._replace(meaning=_value(_system(read[-2]), span.text)))
            at += 1
        else:
            read.append(span._replace(meaning=_rows(spans, at)) if span.words in _ROWS else span)
            at += 1
    return tuple(read)


def _rows(spans: Sequence[Span], at: int) -> Meaning:
    """ "By iOS version", "versions of Chrome": the rows are versions, of that alone."""
    named = past_filler(spans, at + 2) if spans[at + 1 : at + 2] and spans[at + 1].meaning == Link("of") else at - 1
    software = meaning_at(spans, named)
    field = _VERSION_OF.get(software.dimension, "") if isinstance(software, Value) else ""
    if not isinstance(spans[at].meaning, Unknown) or not field:
        return spans[at].meaning
    return Dimension(field, plural=_ROWS[spans[at].words])


def _system(span: Span) -> str:
    """The system that a span names, with its version or without."""
    meaning = span.meaning
    if isinstance(meaning, Value) and meaning.dimension in {"operatingSystem", _FIELD} and len(meaning.values) == 1:
        name = meaning.values[0].split()[0]
        return name if name in _NUMBERED else ""
    return ""


def _is_called_version(spans: Sequence[Span]) -> bool:
    return bool(spans) and isinstance(spans[0].meaning, Unknown) and spans[0].text.lower() in _CALLED


def _is_version(spans: Sequence[Span], at: int, system: str) -> bool:
    """Whether a number is a version, "Android 14 devices", and no number of rows: "Android 10 countries"."""
    if at >= len(spans) or not isinstance(spans[at].meaning, Number | Literal):
        return False
    text = spans[at].text
    if not _VERSION.fullmatch(text) or (text == _BEGINS_OTHERS and _NUMBERED[system] is not Match.EXACT):
        return False
    behind = meaning_at(spans, at + 1)
    return not isinstance(behind, Dimension) or behind.name in _RUN_BY_SYSTEMS


def _can_be_rows(read: Sequence[Span], spans: Sequence[Span], number: int, system: str) -> bool:
    """ "Top Android 10 countries": of that version, or ten of them?"""
    ranked = isinstance(meaning_before(read, len(read)), Ranking)
    listed = number + 1 < len(spans) and isinstance(spans[number + 1].meaning, Dimension)
    return ranked and listed and _is_version(spans[: number + 1], number, system)


def _goes_on(read: Sequence[Span], spans: Sequence[Span], at: int) -> bool:
    """ "Windows 10 and 11"."""
    if len(read) < 2 or read[-1].meaning not in {Sign.AND, Sign.OR}:
        return False
    before = read[-2].meaning
    system = _system(read[-2]) if isinstance(before, Value) and before.dimension == _FIELD else ""
    return bool(system) and _is_version(spans, at, system)


def _value(system: str, version: str) -> Value:
    name, match = f"{system} {version}", _NUMBERED[system]
    since = f'"{name}" is read as that version and its point releases.' if match is Match.BEGINS_WITH else ""
    return Value(_FIELD, (name,), match, assumption=since)


def _text(spans: Sequence[Span]) -> str:
    return " ".join(span.text for span in spans)
