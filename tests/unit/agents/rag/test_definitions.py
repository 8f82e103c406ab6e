"""The notes that come with the service are whole and speak of fields that exist."""

from __future__ import annotations

from services.orchestrator.agents.rag.definitions import parse_definitions, read_definitions
from services.orchestrator.understanding.lexicon.catalogue import load_catalogue


def test_a_heading_is_a_passage_and_its_first_line_names_the_fields() -> None:
    views, concept = parse_definitions(
        "f.md",
        "# Title\n\nIntro.\n\n## Views\n`screenPageViews` `views`\n\nPages\nseen.\n\n## A concept\nIt uses `code` too.",
    )
    assert (views.title, views.text, views.source) == ("Views", "Pages seen.", "f.md#Views")
    assert views.fields == ("screenPageViews", "views")
    assert (concept.text, concept.fields) == ("It uses `code` too.", ())


def test_every_shipped_note_says_something_short_under_a_heading_of_its_own() -> None:
    passages = read_definitions()
    assert len({passage.source for passage in passages}) == len(passages)
    assert all(40 <= len(passage.text) <= 400 for passage in passages)


def test_shipped_notes_name_only_fields_that_google_analytics_has() -> None:
    catalogue = load_catalogue()
    known = catalogue.metrics.keys() | catalogue.dimensions.keys()
    assert [name for passage in read_definitions() for name in passage.fields if name not in known] == []


def test_each_field_has_one_definition() -> None:
    fields = [name for passage in read_definitions() if "ga4-fields" in passage.source for name in passage.fields]
    assert len(fields) == len(set(fields))
