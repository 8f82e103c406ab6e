"""Every field of GA4 can be named, and the word lists name nothing else."""

from __future__ import annotations

from fnmatch import filter as matching

import pytest

from services.orchestrator.understanding.lexicon.catalogue import Catalogue, load_catalogue
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.lexicon.word_lists import load_lexicon, read_data
from services.orchestrator.understanding.reading.words import clean, split

CATALOGUE = load_catalogue()
LEXICON = load_lexicon(CATALOGUE)

# People's words for something else; these fields are known by their other name.
TAKEN_API_NAMES = {"comparison", "day", "week", "month", "year", "hour", "minute", "source", "medium"}
TAKEN_UI_NAMES = TAKEN_API_NAMES | {
    "campaign", "day of week", "default channel group", "device", "primary channel group", "source / medium",
    "source platform",
}  # fmt: skip
_PARAMETERISED = (
    "keyEvents:x", "customEvent:x", "averageCustomEvent:x", "countCustomEvent:x", "sessionKeyEventRate:x",
    "userKeyEventRate:x",
)  # fmt: skip


def meaning(phrase: str) -> Meaning | None:
    words = split(clean(phrase))
    found = LEXICON.longest(words, 0)
    return found[1] if found and found[0] == len(words) else None


@pytest.mark.parametrize("name", CATALOGUE.metrics)
def test_every_metric_is_known_by_both_its_names(name: str) -> None:
    assert meaning(name) == meaning(CATALOGUE.metrics[name].ui_name) == Metric(name)


@pytest.mark.parametrize("name", CATALOGUE.dimensions)
def test_every_dimension_is_known_by_a_name_of_its_own(name: str) -> None:
    ui_name = CATALOGUE.dimensions[name].ui_name
    known = [
        isinstance(read, Dimension) and read.name == name
        for read, taken in (
            (meaning(name), name in TAKEN_API_NAMES),
            (meaning(ui_name), ui_name.lower() in TAKEN_UI_NAMES),
        )
        if not taken
    ]
    assert all(known)
    assert known or name in TAKEN_API_NAMES


def fields_named(meaning: Meaning) -> set[str]:
    match meaning:
        case Metric(name) | Dimension(name):
            return {name}
        case Value(dimension):
            return {dimension}
        case Either(metric, dimension):
            return {metric.name, dimension.name}
    return set()


def test_the_word_lists_name_only_fields_that_exist() -> None:
    named = {name for _, entry in LEXICON.phrases() for name in fields_named(entry)}
    assert named <= CATALOGUE.metrics.keys() | CATALOGUE.dimensions.keys()


def test_scope_and_compatibility_name_only_fields_that_exist() -> None:
    scope = read_data("scope")
    names = {name for table in ("item", "realtime", "default_metric") for name in scope[table]}
    names |= {name for table in ("item", "realtime", "default_metric") for name in scope[table].values()}
    compatibility = read_data("compatibility")
    names |= {name for rule in compatibility["figures_only_beside"] for name in rule["dimensions"]}
    assert names <= CATALOGUE.metrics.keys() | CATALOGUE.dimensions.keys()


def test_every_pattern_of_the_compatibility_rules_is_of_some_field() -> None:
    tables = read_data("compatibility")
    patterns = [*tables["attribution"]["figures"], *tables["items"]["not_figures"]]
    patterns += [pattern for family in tables["families"].values() for pattern in family]
    fields = [*CATALOGUE.metrics, *CATALOGUE.dimensions, *_PARAMETERISED]
    assert [pattern for pattern in patterns if not matching(fields, pattern)] == []


def test_the_catalogue_is_whole() -> None:
    assert isinstance(CATALOGUE, Catalogue)
    assert (len(CATALOGUE.dimensions), len(CATALOGUE.metrics)) == (376, 86)


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("US", "United States"), ("the UK", "United Kingdom"), ("Türkiye", "Türkiye"), ("turkey", "Türkiye"),
        ("Ivory Coast", "Côte d’Ivoire"), ("Bosnia & Herzegovina", "Bosnia & Herzegovina"), ("u.s.", "United States"),
    ],
)  # fmt: skip
def test_countries_are_known_by_their_names_and_other_words(phrase: str, country: str) -> None:
    words = split(clean(phrase.removeprefix("the ")))
    found = LEXICON.longest(words, 0)
    assert found is not None
    assert found[1] == Value("country", (country,))


def test_us_in_lower_case_is_no_country() -> None:
    assert meaning("us") is None
