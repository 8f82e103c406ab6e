"""Dated parts of markdown become annotations; broken parts are named and hurt no others."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.orchestrator.agents.rag.annotations import LONGEST_TEXT, parse_annotations
from services.orchestrator.agents.rag.passage import Annotation
from services.orchestrator.understanding.plan import DateRange


def only(markdown: str) -> Annotation:
    annotations, faults = parse_annotations("2026.md", markdown)
    assert faults == []
    (annotation,) = annotations
    return annotation


def test_a_dated_heading_takes_the_text_below_it() -> None:
    annotation = only("# Annotations\n\nBy the web team.\n\n## 2026-10-12 New checkout\n\nOne page\ninstead of four.\n")
    assert (annotation.start, annotation.end) == (date(2026, 10, 12), date(2026, 10, 12))
    assert annotation.passage.title == "2026-10-12 New checkout"
    assert annotation.passage.text == "One page instead of four."
    assert annotation.passage.source == "annotations/2026.md#2026-10-12 New checkout"


def test_a_range_of_days_is_kept() -> None:
    annotation = only("## 2026-11-20..2026-11-27: Black week\nThirty percent off.")
    assert (annotation.start, annotation.end) == (date(2026, 11, 20), date(2026, 11, 27))
    assert annotation.passage.title == "2026-11-20..2026-11-27 Black week"


@pytest.mark.parametrize(
    "line", ["2026-10-12 Down for an hour", "- 2026-10-12: Down for an hour", "* 2026-10-12 – Down for an hour"]
)
def test_a_dated_line_is_an_annotation_of_its_own(line: str) -> None:
    annotation = only(line)
    assert annotation.passage.title == "2026-10-12 Down for an hour"
    assert annotation.passage.text == "Down for an hour"


def test_each_date_ends_the_annotation_before_it() -> None:
    annotations, faults = parse_annotations(
        "a.md", "- 2026-10-12 One\n  more\n- 2026-10-13 Two\n\n## 2026-10-14 Three\nx"
    )
    assert [annotation.passage.text for annotation in annotations] == ["more", "Two", "x"]
    assert faults == []


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("## 2026-13-01 Wrong month", "no such day"),
        ("## 2026-02-30 Wrong day", "no such day"),
        ("## 2026-11-27..2026-11-20 Backwards", "before the first"),
        ("## 2026-1-5 Short", "not written"),
        ("- 2026/10/12 Slashes", "not written"),
        ("## Soon", "does not begin with a date"),
        ("## 2026-10-12", "nothing is said"),
    ],
)
def test_a_broken_part_is_named_and_the_others_are_kept(part: str, reason: str) -> None:
    annotations, faults = parse_annotations("a.md", f"## 2026-10-01 Before\nb\n{part}\n## 2026-10-31 After\na")
    assert [annotation.passage.text for annotation in annotations] == ["b", "a"]
    (fault,) = faults
    assert (fault.file, fault.line) == ("a.md", 3)
    assert reason in fault.reason


def test_the_text_of_a_broken_part_is_not_given_to_the_part_before() -> None:
    annotations, _ = parse_annotations("a.md", "## 2026-10-01 Before\nb\n## 2026-13-01 Wrong\nlost")
    assert annotations[0].passage.text == "b"


def test_a_long_text_is_cut() -> None:
    assert len(only("## 2026-10-12 Long\n" + "word " * 10_000).passage.text) <= LONGEST_TEXT


@given(st.text(alphabet=st.sampled_from("#- 0123456789.:/\nab*–"), max_size=200))
def test_any_text_is_read_without_an_error(markdown: str) -> None:
    annotations, _ = parse_annotations("a.md", markdown)
    assert all(annotation.start <= annotation.end and annotation.passage.text for annotation in annotations)


@pytest.mark.parametrize(
    ("start", "end", "touches"),
    [(1, 7, False), (1, 8, True), (10, 10, True), (12, 20, True), (13, 20, False), (1, 30, True)],
)
def test_an_annotation_touches_a_period_that_shares_a_day_with_it(start: int, end: int, touches: bool) -> None:
    annotation = only("2026-11-08..2026-11-12 Sale")
    assert annotation.touches(DateRange(date(2026, 11, start), date(2026, 11, end))) is touches
