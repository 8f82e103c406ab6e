"""Loads the word lists in `data/` into a lexicon."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import resources
from typing import Any

from services.orchestrator.understanding.about_fields import add_words_about_fields
from services.orchestrator.understanding.lexicon.catalogue import Catalogue
from services.orchestrator.understanding.lexicon.catalogue_words import add_catalogue, says_scope
from services.orchestrator.understanding.lexicon.deed_words import add_deeds
from services.orchestrator.understanding.lexicon.english import English, english_of
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, LiteralKind, Metric, Value
from services.orchestrator.understanding.lexicon.filler_words import add_filler
from services.orchestrator.understanding.lexicon.lexicon import Lexicon, plurals, with_lists
from services.orchestrator.understanding.lexicon.named_fields import NamedFields
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Number, Unit
from services.orchestrator.understanding.lexicon.overview_words import add_overviews
from services.orchestrator.understanding.lexicon.places import Places
from services.orchestrator.understanding.lexicon.ranking_words import add_ranking_words
from services.orchestrator.understanding.lexicon.vocabulary import (
    Ambiguous,
    Announced,
    Doubtful,
    Link,
    Meaning,
    Overview,
    Sign,
    Topic,
)
from services.orchestrator.understanding.periods.holiday_calendar import HolidayCalendar
from services.orchestrator.understanding.periods.period_words import PeriodWords
from services.orchestrator.understanding.periods.relative_periods import REALTIME_MINUTES
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    Earlier,
    Minutes,
    Shift,
    Shifted,
)
from services.orchestrator.understanding.plan import Comparison, Match, MinuteRange
from services.orchestrator.understanding.reading.bounding.bounds import BoundReader
from services.orchestrator.understanding.reading.figures.cause_words import add_cause_words
from services.orchestrator.understanding.spelling.spelling import Spelling
from services.orchestrator.understanding.spelling.spelling_words import spelling_words

Read = Callable[[str], dict[str, Any]]


def read_data(name: str) -> dict[str, Any]:
    """The content of one TOML file in `data/`."""
    path = resources.files("services.orchestrator.understanding") / "data" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def load_english(read: Read = read_data) -> English:
    """The words of `data/english.toml` and `data/people.txt`."""
    return english_of(read("english"), _read_words("people"))


def _read_words(name: str) -> Iterator[str]:
    """The words of one text file in `data/`."""
    path = resources.files("services.orchestrator.understanding") / "data" / f"{name}.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield from line.split()


def load_lexicon(catalogue: Catalogue, read: Read = read_data) -> Lexicon[Meaning]:
    """All words, curated ones first: where GA4's own names collide with them, the curated ones stand."""
    lexicon = Lexicon[Meaning]()
    _add_structure(lexicon, read)
    _add_periods(lexicon, read)
    _add_topics(lexicon, read)
    _add_metrics(lexicon, catalogue, read)
    _add_events(lexicon, read)
    _add_values(lexicon, read)
    _add_dimensions(lexicon, read)
    load_places(read).add_to(lexicon)
    add_catalogue(lexicon, catalogue)
    for event, entry in read("events").items():
        if "_" in event:
            # "File_downloads"; "add_to_carts" is what GA4 calls a figure.
            lexicon.add(f"{event}s", Metric("eventCount", event, entry.get("listed_by", "")), yields=True)
    add_words_about_fields(lexicon, read("about_fields"))
    add_cause_words(lexicon, read("causes"))
    add_deeds(lexicon, read("deeds"), read("forms_of_deeds"))
    return lexicon


def load_spelling(
    phrases: Iterable[tuple[str, Meaning]],
    time: PeriodWords,
    holidays: HolidayCalendar,
    english: Collection[str],
    read: Read = read_data,
) -> Spelling:
    """Spelling by all word lists and `data/spelling.toml`. `english` and the names of more places are never mended."""
    before_values = [phrase for entries in read("dimensions")["before_values"].values() for phrase in entries]
    places, beside = load_places(read).known_besides(), _beside_their_field(read)
    kept = [*english, *_read_words("english_near"), *_read_words("places_near")]
    tables = read("spelling")
    return Spelling(spelling_words(phrases, time, holidays.names(), tables, before_values, beside, places, kept))


def load_named_fields(catalogue: Catalogue, read: Read = read_data) -> NamedFields:
    """The values of `data/named_values.toml`, and the names of events."""
    pointing = frozenset(read("structure")["one_of_several"]["words"])
    return NamedFields(_beside_their_field(read), frozenset(read("events")), pointing, catalogue)


def load_bound_reader(read: Read = read_data) -> BoundReader:
    """Reads bounds with the units of `data/structure.toml`."""
    units = read("structure")["units"]
    return BoundReader(
        {word: (Unit[name], size) for name, entry in units.items() for word, size in entry.items()},
    )


def load_places(read: Read = read_data) -> Places:
    """Countries, regions, cities and languages."""
    return Places(*map(read, ("countries", "regions", "cities", "languages")))


def _beside_their_field(read: Read) -> Mapping[str, Mapping[str, str]]:
    """GA4's spelling by dimension and lower-case words, of the values that are known beside their field's name only."""
    named = read("named_values").items()
    values = {of: {word: value for value, words in entries.items() for word in words} for of, entries in named}
    return {**load_places(read).beside_their_field(), **values}


def _add_structure(lexicon: Lexicon[Meaning], read: Read) -> None:
    structure = read("structure")
    for name, phrases in structure["signs"].items():
        for phrase in phrases:
            lexicon.add(phrase, Sign[name])
        for parts in structure["put_together"].get(name, ()):
            lexicon.add_each(parts, Sign[name])
    for word, phrases in structure["links"].items():
        for phrase in phrases:
            lexicon.add(phrase, Link(word))
    for name, phrases in structure["bounds"].items():
        behind = structure["bounds_behind"].get(name, ())
        for phrase in phrases:
            lexicon.add(phrase, Bound(Comparison[name], also_links=phrase == "over", behind=phrase in behind))
    for name, phrases in structure["bounds_behind"].items():
        for phrase in phrases:
            lexicon.add(phrase, Bound(Comparison[name], behind=True, before=phrase in structure["bounds"][name]))
    for phrase, number in (structure["numbers"] | dict.fromkeys(structure["one_row"]["words"], 1)).items():
        lexicon.add(phrase, Number(float(number)))
    _add_announced(lexicon, structure["announced"])
    for phrase in structure["open_ended"]["words"]:
        lexicon.add(phrase, Doubtful("Which others are meant? Name them."))
    add_ranking_words(lexicon, structure)
    add_filler(lexicon, read("filler"))


def _add_announced(lexicon: Lexicon[Meaning], announced: dict[str, Any]) -> None:
    for said, count in announced["counts"].items():
        lexicon.add_each([announced["before"], [said], announced["nouns"]], Announced(count))
    lexicon.add_each([announced["before"], announced["alone"]], Announced(0))


def _add_topics(lexicon: Lexicon[Meaning], read: Read) -> None:
    for topic in read("refusals")["topic"]:
        for phrase in topic["words"]:
            lexicon.add(phrase, Topic(topic["name"]))
    add_overviews(lexicon, read("overview"), load_overview(read))
    for phrase, choices in read("ambiguous").items():
        lexicon.add(phrase, Ambiguous(tuple(choices)))


def load_overview(read: Read = read_data) -> Overview:
    """What is shown where a question names no figure."""
    return Overview(tuple(map(Metric, read("overview")["metrics"])))


def _add_metrics(lexicon: Lexicon[Meaning], catalogue: Catalogue, read: Read) -> None:
    metrics = read("metrics")
    for name, phrases in metrics.items():
        for phrase in phrases:
            # "ER" is a rate, "er" a pause.
            lexicon.add(phrase, Metric(name), as_written=phrase.isupper())
    for name, phrases in metrics.items():
        for phrase in phrases:
            for variant in _said_otherwise(phrase):
                lexicon.add(variant, Metric(name), yields=True)
        if catalogue.metrics[name].additive:
            for phrase in (phrase for phrase in phrases if not phrase.startswith("total ")):
                lexicon.add(f"total {phrase}", Metric(name), yields=True)


_SEVERAL = re.compile(r"(?:hours|times|days|weeks|months) of ")
_AUXILIARIES = ("were", "was", "are", "got", "been", "have been")
_PARTICIPLES = re.compile(
    r"(items|products|units|files|forms|videos|accounts|leads|checkouts) (\w+ed|sold|bought|begun)\b(.*)"
)


def _said_otherwise(phrase: str) -> Iterator[str]:
    """ "Views / session" of "views per session", "items were sold" of "items sold"."""
    if phrase.endswith(" rate"):
        yield f"average {phrase}"
    if " per " in phrase:
        yield phrase.replace(" per ", " / ")
        if "average" not in phrase:
            yield from (f"{average} {phrase}" for average in ("average", "average number of", "mean number of"))
    if phrase.endswith("rate"):
        yield f"{phrase}s"
    if said := _PARTICIPLES.fullmatch(phrase):
        for auxiliary in _AUXILIARIES:
            yield f"{said[1]} {auxiliary} {said[2]}{said[3]}"


def _add_events(lexicon: Lexicon[Meaning], read: Read) -> None:
    for event, entry in read("events").items():
        metric = Metric("eventCount", event, entry.get("listed_by", ""))
        for phrase in entry["words"]:
            lexicon.add(phrase, metric)
            lexicon.add(f"total {phrase}", metric)
            for variant in _said_otherwise(phrase):
                lexicon.add(variant, metric, yields=True)
            lexicon.add(f"{phrase.removesuffix('s')} count", metric, yields=True)
        # "Share" and "click" are also words of other things; beside "event" they are not.
        for phrase in (event,) if "_" in event else (f"{event} events", f"{event} event", f"event {event}"):
            lexicon.add(phrase, metric, yields=True)
        lexicon.add(f"{event} event count", metric, yields=True)


_BREAKING_DOWN = {
    "breaking_down": Dimension("", breaks_down=True),
    "trending": Dimension("", breaks_down=True, open_grain=True),
    "before_values": Dimension("", leads=True),
}


def _add_dimensions(lexicon: Lexicon[Meaning], read: Read) -> None:
    dimensions = read("dimensions")
    for name, phrases in dimensions["words"].items():
        for phrase in phrases:
            singular, plural = plurals(phrase)
            kept = tuple(dimensions["described_by"].get(phrase, ()))
            are_several = _SEVERAL.match(phrase) is not None
            dimension = Dimension(name, scoped=says_scope(phrase), described_by=kept, plural=are_several)
            lexicon.add(singular, dimension)
            lexicon.add(plural, replace(dimension, plural=True), yields=True)
    for table, asks in _BREAKING_DOWN.items():
        for name, phrases in dimensions[table].items():
            for phrase in phrases:
                lexicon.add(phrase, replace(asks, name=name))
    for entry in dimensions["breaking_down_of_parts"]:
        lexicon.add_each(entry["parts"], Dimension(entry["name"], breaks_down=True), yields=True)
    for name, adjectives in dimensions["adjectives"].items():
        for phrase, values in adjectives.items():
            lexicon.add(phrase, Value(name, tuple(values), adjective=True))
    for phrase, (metric, dimension) in dimensions["either"].items():
        lexicon.add(phrase, Either(Metric(metric), Dimension(dimension, plural=phrase.endswith("s"))))


def _add_values(lexicon: Lexicon[Meaning], read: Read) -> None:
    for dimension, values in read("values").items():
        for value, phrases in values.items():
            for phrase in phrases:
                lexicon.add(phrase, Value(dimension, tuple(value.split("|"))))
    for phrase in ("(not set)", "not set"):
        lexicon.add(phrase, Literal(LiteralKind.QUOTED, "(not set)"))
    for path, phrases in read("sections")["begins"].items():
        for phrase in phrases:
            _add_section(lexicon, phrase, path)


def _add_section(lexicon: Lexicon[Meaning], phrase: str, path: str) -> None:
    """ "Docs pages", "the docs"."""
    assumption = f'"{phrase.capitalize()}" is read as the pages whose path begins with {path}.'
    section = Value("pagePath", (path,), Match.BEGINS_WITH, assumption=assumption)
    lexicon.add(phrase, replace(section, adjective=True), yields=True)
    owned = [["the", "our", ""], [phrase], ["", "section", "posts", "articles"]]
    lexicon.add_each(owned, section, yields=True)


def _add_periods(lexicon: Lexicon[Meaning], read: Read) -> None:
    periods = read("periods")
    for phrase in periods["now"]["words"]:
        lexicon.add(phrase, Minutes(MinuteRange(REALTIME_MINUTES - 1, 0), by_default=True))
    for compares, shifts in ((True, periods["comparing_shifts"]), (False, periods["shifts"])):
        for shift, phrases in shifts.items():
            for phrase in phrases:
                lexicon.add(phrase, Shifted(Shift(shift), compares), yields=not compares)
    for shift, several in periods["shifts_of_parts"].items():
        for parts in several:
            lexicon.add_each(with_lists(parts, periods["lists"]), Shifted(Shift(shift)), yields=True)
    for unit, phrases in periods["before"].items():
        for phrase in phrases:
            lexicon.add(phrase, Shifted(Earlier(1, CalendarUnit(unit), or_before=True)), yields=True)
    for phrase in periods["changes"]["words"]:
        lexicon.add(phrase, Shifted(Shift.PERIOD_BEFORE, compares=True, by_default=True))
