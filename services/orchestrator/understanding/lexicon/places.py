"""Words for where people are and what they speak: countries, regions, cities, continents and languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from babel import Locale
from babel.core import get_global

from services.orchestrator.understanding.lexicon.fields import Value
from services.orchestrator.understanding.lexicon.lexicon import Lexicon
from services.orchestrator.understanding.lexicon.vocabulary import Meaning

_NOT_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
_ALSO_WORDS = frozenset({"am", "be", "el", "et", "ga", "he", "hi", "id", "is", "it", "ms", "my", "no", "si", "uk"})
"""Codes of languages that are read as something else: "language is French"."""

_WORDS_TOO = frozenset({"AT", "BE", "IN", "IS", "IT", "MY", "NO"})
_CONTINENTS = {
    "Africa": "Africa",
    "America": "Americas",
    "Asia": "Asia",
    "Australia": "Oceania",
    "Europe": "Europe",
    "Pacific": "Oceania",
}
"""Continents by the first word of the time zones there."""

_SPEAKING = (
    "{} speaking",
    "speaking {}",
    "who speak {}",
    "that speak {}",
    "browsing in {}",
    "{} speaker",
    "{} speakers",
)
Tables = dict[str, Any]


_OF_PEOPLE = ("an", "ani", "aqi", "eli")
"""Adjectives that end so name people in the plural: "Germans", "Israelis"."""


class Places:
    """The tables `countries`, `regions`, `cities` and `languages` of `data/`; names themselves are the CLDR's."""

    def __init__(self, countries: Tables, regions: Tables, cities: Tables, languages: Tables) -> None:
        self._countries = countries
        self._cities = cities
        self._regions = regions
        english = Locale("en")
        self._country_names = {
            code: countries["spelling"].get(code, name)
            for code, name in english.territories.items()
            if len(code) == 2 and code not in _NOT_COUNTRIES
        }
        self._language_codes = {code: english.languages[code] for code in languages["codes"] if code not in _ALSO_WORDS}
        self._languages = [english.languages[code] for code in languages["codes"]]

    def add_to(self, lexicon: Lexicon[Meaning]) -> None:
        """Adds them. Whatever a word means already it keeps, and a country's name is no city's."""
        self._add_countries(lexicon)
        for phrase, meaning in (*self._groups(), *self._named("region", self._regions)):
            lexicon.add(phrase, meaning, yields=True)
        for language in self._languages:
            for form in _SPEAKING:
                lexicon.add(form.format(language), Value("language", (language,)), yields=True)
        for phrase, meaning in self._named("city", self._cities):
            lexicon.add(phrase, meaning, yields=True)

    def beside_their_field(self) -> dict[str, dict[str, str]]:
        """All names by dimension and lower-case word: "city Reading", "language French", "region Georgia"."""
        return {
            "country": {
                **{code.lower(): name for code, name in self.codes().items() if code not in _WORDS_TOO},
                **{name.lower(): name for name in self._country_names.values()},
            },
            "region": _beside(self._regions),
            "city": _beside(self._cities),
            "language": {**self._language_codes, **{language.lower(): language for language in self._languages}},
        }

    def codes(self) -> dict[str, str]:
        """Countries by those of their codes that people write for them."""
        return {code: self._country_names[code] for code in self._countries["codes"]}

    def continents(self) -> dict[str, frozenset[str]]:
        """The continents of each country whose time zones tell; not of one with a zone of some ocean."""
        zones = get_global("territory_zones")
        told = self._country_names.keys() - set(self._countries["across"]["codes"])
        heads = {code: {zone.partition("/")[0] for zone in zones.get(code, ())} for code in told}
        return {
            self._country_names[code]: frozenset(_CONTINENTS[head] for head in found)
            for code, found in heads.items()
            if found and found <= _CONTINENTS.keys()
        }

    def belonging(self) -> dict[str, str]:
        """Places that are countries of their own here, and the country that they are often named with."""
        names = self._country_names
        return {names[code]: names[of] for of, codes in self._countries["belonging"].items() for code in codes}

    def known_besides(self) -> list[str]:
        """Names of more places and languages than are read as values: all that the CLDR has."""
        english = Locale("en")
        zones = (zone["city"] for zone in english.time_zones.values() if "city" in zone)
        return [*english.territories.values(), *english.languages.values(), *zones]

    def _add_countries(self, lexicon: Lexicon[Meaning]) -> None:
        names, tables = self._country_names, self._countries
        for code, name in names.items():
            lexicon.add(name, Value("country", (name,)), yields=True)
            lexicon.add(_flag(code), Value("country", (name,)))
        for code, phrases in tables["as_written"].items():
            for phrase in phrases:
                lexicon.add(phrase, Value("country", (names[code],)), as_written=True)
        for code, phrases in tables["names"].items():
            for phrase in phrases:
                lexicon.add(phrase, Value("country", (names[code],)))
        for code, phrases in tables["adjectives"].items():
            for phrase in phrases:
                lexicon.add(phrase, Value("country", (names[code],), adjective=True), yields=True)
                if phrase.endswith(_OF_PEOPLE):
                    lexicon.add(f"{phrase}s", Value("country", (names[code],)), yields=True)

    def _groups(self) -> Iterator[tuple[str, Value]]:
        for entry in self._countries["group"]:
            countries = tuple(self._country_names[code] for code in entry["codes"])
            assumption = f'"{entry["words"][0]}" is read as {", ".join(countries[:-1])} and {countries[-1]}.'
            for phrase in entry["words"]:
                yield phrase, Value("country", countries, assumption=assumption)
        for dimension, names in self._countries["adjectives_of"].items():
            for name, phrases in names.items():
                for phrase in phrases:
                    yield phrase, Value(dimension, (name,), adjective=True)

    def _named(self, dimension: str, table: Tables) -> Iterator[tuple[str, Value]]:
        for name in table["names"]:
            yield name, Value(dimension, (name,))
        for name, phrases in table["aliases"].items():
            for phrase in phrases:
                yield phrase, Value(dimension, (name,))


def _beside(table: Tables) -> dict[str, str]:
    aliases = {phrase: name for name, phrases in table["aliases"].items() for phrase in phrases}
    return {**aliases, **{name.lower(): name for name in (*table["names"], *table["beside_their_field"])}}


def _flag(code: str) -> str:
    """The two characters of a country's flag."""
    return "".join(chr(ord(letter) - ord("A") + ord("🇦")) for letter in code)
