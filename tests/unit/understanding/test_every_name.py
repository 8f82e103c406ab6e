"""Every name of GA4's catalogue is understood, however people write it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from services.orchestrator.understanding.lexicon.catalogue import Catalogue, Field, load_catalogue
from services.orchestrator.understanding.plan import ReportRequest
from services.orchestrator.understanding.planner import NeedsClarification, Planner, QuestionContext, Understood

TODAY = QuestionContext(date(2026, 11, 24))
MEANT_OTHERWISE = tomllib.loads((Path(__file__).parents[2] / "questions" / "names.toml").read_text(encoding="utf-8"))
FIGURES = ("event count", "key events", "items viewed", "sessions", "active users", "organicGoogleSearchClicks")
"""One of these goes with any dimension that goes with anything."""


def spellings(field: Field) -> Iterator[str]:
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[a-z])(?=[0-9])", " ", field.api_name)
    yield from (field.api_name, field.api_name.lower(), field.api_name.upper())
    yield from (field.ui_name, field.ui_name.lower(), apart.lower(), apart.lower().replace(" ", "_"))


def request_for(planner: Planner, question: str) -> ReportRequest | None:
    understanding = planner.understand(question, TODAY)
    if not isinstance(understanding, Understood):
        return None
    (request,) = understanding.plan.requests
    return request


def broken_down(planner: Planner, catalogue: Catalogue, name: str, words: str) -> tuple[str, ...]:
    """The dimensions that a report broken down by the words has."""
    when = "since October 2025" if catalogue.dimensions[name].core else "in the last 30 minutes"
    asked = (request_for(planner, f"{figure} by {words} {when}") for figure in FIGURES)
    request = next(filter(None, asked), None)
    return request.dimensions if request and request.dimension_filter is None else ()


def is_of_cohorts(name: str) -> bool:
    return name.startswith("cohort")


def test_a_metric_is_understood_by_each_of_its_names(planner: Planner) -> None:
    catalogue = load_catalogue()
    for name, field in catalogue.metrics.items():
        for spelling in spellings(field):
            when = "yesterday" if field.core else "in the last 30 minutes"
            understanding = planner.understand(f"{spelling} {when}", TODAY)
            if is_of_cohorts(name):
                assert isinstance(understanding, NeedsClarification)
                assert "cohort" in understanding.message
                continue
            assert isinstance(understanding, Understood), (name, spelling, understanding)
            (request,) = understanding.plan.requests
            assert (request.metrics, request.dimensions, request.dimension_filter) == ((name,), (), None), spelling


def test_a_dimension_is_understood_by_each_of_its_names(planner: Planner) -> None:
    catalogue = load_catalogue()
    for name, field in catalogue.dimensions.items():
        for spelling in spellings(field):
            if is_of_cohorts(name):
                understanding = planner.understand(f"sessions by {spelling} last week", TODAY)
                assert isinstance(understanding, NeedsClarification)
                assert "cohort" in understanding.message
                continue
            meant = {name, MEANT_OTHERWISE.get(name, {}).get("means", name)}
            dimensions = broken_down(planner, catalogue, name, spelling)
            assert dimensions in {(each,) for each in meant}, (name, spelling)


@pytest.mark.parametrize("name", sorted(MEANT_OTHERWISE))
def test_a_field_whose_name_means_another_can_still_be_named(planner: Planner, name: str) -> None:
    catalogue = load_catalogue()
    entry = MEANT_OTHERWISE[name]
    assert broken_down(planner, catalogue, name, catalogue.dimensions[name].ui_name) == (entry["means"],)
    assert broken_down(planner, catalogue, name, entry["say"]) == (name,)
