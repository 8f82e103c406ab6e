"""Finds deeds that no plan says: "visited every day", "returned to /pricing", "which pages do people come from"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import FILTERS, Deed, Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span
from services.orchestrator.understanding.reading.doubting.all_at_once import field_of

_PEOPLE = frozenset(map(Metric, ("activeUsers", "newUsers", "totalUsers", "totalPurchasers")))
_UNITS = frozenset({"date", "yearWeek", "yearMonth", "year", "dateHour"})
_OF_PAGES = frozenset({"pagePath", "pageTitle", "landingPage", "pagePathPlusQueryString", "hostName", ""})
_PAGES = frozenset({"pagePath", "pageTitle"})
_WHO = ("who ", "that ")


class WaysTaken:
    """The lists of `[ways_taken]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._verbs = frozenset(tables["verbs"])
        self.coming = frozenset(tables["coming"])
        self._coming_to = frozenset(tables["coming_to"])

    def meaning(self, spans: Sequence[Span], at: int) -> Doubtful | None:
        """Such a word is what is asked back."""
        span, why = spans[at], ""
        if self._is_every_time(spans, at):
            unit = span.words.split()[-1]
            why = f"Those who did it on each {unit} are not to be had; for each {unit} by itself, say: by {unit}."
        elif self._is_return_to(spans, at):
            why = f"{span.quoted}: To the site, or to what follows? Who came back to one page is not to be had."
        elif span.meaning is Sign.FILLER and span.words in self._coming_to and _leads_to_other(spans, at):
            why = f"{span.quoted}: People come to pages; for where they are from, say: from."
        elif self._is_page_before(spans, at):
            why = f"{span.quoted}: For the pages they were on before, say: page referrer."
        return Doubtful(why) if why else None

    def _is_every_time(self, spans: Sequence[Span], at: int) -> bool:
        """ "People who visited every day", "customers who buy every month"; not "users we had every day"."""
        unit = spans[at].meaning
        led = at > 0 and spans[at - 1].meaning is Sign.EACH and spans[at - 1].words.endswith("every")
        if not isinstance(unit, Dimension) or unit.name not in _UNITS:
            return False
        if not (led or spans[at].words.startswith("every ")):
            return False
        done = False
        for place in range(at - 1 - led, -1, -1):
            span = spans[place]
            if span.meaning is Sign.FILLER:
                done = done or span.words in self._verbs
            elif isinstance(span.meaning, Link) and span.words.split()[0] in self.coming:
                done = True
            elif isinstance(span.meaning, Deed) or (isinstance(span.meaning, Link) and span.words.startswith(_WHO)):
                return True
            elif not isinstance(span.meaning, FILTERS) and not isinstance(span.meaning, Link):
                return done and span.meaning in _PEOPLE
        return False

    def _is_return_to(self, spans: Sequence[Span], at: int) -> bool:
        """ "Users who came back to /pricing"."""
        said, led = spans[at].meaning, past_filler(spans, at + 1)
        returns = isinstance(said, Value) and said.dimension == "newVsReturning"
        verb = returns and spans[at].words.split()[-1] in self.coming
        page = past_filler(spans, led + 1)
        return verb and meaning_at(spans, led) == Link("to") and isinstance(meaning_at(spans, page), FILTERS)

    def _is_page_before(self, spans: Sequence[Span], at: int) -> bool:
        """ "Which pages do people come from"."""
        comes = spans[at].meaning == Link("from") and spans[at].words.split()[0] in self.coming
        if not comes or isinstance(meaning_at(spans, past_filler(spans, at + 1)), FILTERS):
            return False
        people = before_filler(spans, at - 1)
        asked = meaning_at(spans, before_filler(spans, people - 1))
        return meaning_at(spans, people) in _PEOPLE and isinstance(asked, Dimension) and asked.name in _PAGES


def _leads_to_other(spans: Sequence[Span], at: int) -> bool:
    """Whether what people came to is no page: "users who came to Germany"."""
    led = spans[at + 1] if at + 1 < len(spans) else spans[at]
    return isinstance(led.meaning, Value) and field_of(led) not in _OF_PAGES
