"""Asks back where places rule each other out, or one only says where the other lies: "Asian users in the UK"."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from services.orchestrator.understanding.composing.draft import Condition, Unclear
from services.orchestrator.understanding.deciding.subject import Subject
from services.orchestrator.understanding.plan import Match


class PlacesApart:
    """`continents` are those that a country lies on, `belonging` the country that a place is often named with."""

    def __init__(self, continents: Mapping[str, Collection[str]], belonging: Mapping[str, str]) -> None:
        self._continents = continents
        self._belonging = belonging

    def check(self, subject: Subject) -> None:
        """Raises Unclear where no row can meet two of the conditions, or where two countries may be one place."""
        kept = [each for each in subject.conditions if not each.negated and each.match is Match.EXACT]
        continents = [name for each in kept if each.dimension == "continent" for name in each.values]
        for each in kept:
            if each.dimension != "country":
                continue
            if "country" not in subject.dimensions:
                self._check_belonging(each)
            if continents and not any(self._may_lie_on(country, continents) for country in each.values):
                countries, places = " or ".join(each.values), " or ".join(continents)
                raise Unclear(
                    f"{countries} is not in {places}, and descent is not to be had. Name one of them.",
                    (f"users in {countries}", f"users in {places}"),
                )

    def _may_lie_on(self, country: str, continents: Collection[str]) -> bool:
        known = self._continents.get(country)
        return not known or any(name in known for name in continents)

    def _check_belonging(self, countries: Condition) -> None:
        """ "Hong Kong, China": only a comma parts a place from what may say where it is."""
        place, *others = countries.values
        if countries.joined_by is None and not countries.compared and others == [self._belonging.get(place)]:
            raise Unclear(f"{place} alone, or {others[0]} too?", (f"in {place}", f"in {place} and {others[0]}"))
