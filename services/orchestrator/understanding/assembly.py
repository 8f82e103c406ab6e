"""Builds the planner from the word lists and tables in `data/`."""

from __future__ import annotations

from functools import cache, partial

from services.orchestrator.understanding.about_fields import FieldQuestions
from services.orchestrator.understanding.composing.wholes import Wholes
from services.orchestrator.understanding.composing.words import composing_words
from services.orchestrator.understanding.deciding.causes import Causes
from services.orchestrator.understanding.deciding.checks import Checks
from services.orchestrator.understanding.deciding.compatibility import Compatibility
from services.orchestrator.understanding.deciding.places_apart import PlacesApart
from services.orchestrator.understanding.deciding.scope_rules import scope_rules
from services.orchestrator.understanding.deciding.shares import has_shares
from services.orchestrator.understanding.lexicon.catalogue import load_catalogue
from services.orchestrator.understanding.lexicon.fields import Dimension, Metric
from services.orchestrator.understanding.lexicon.other_languages import OtherLanguages
from services.orchestrator.understanding.lexicon.own_words import OwnWordsMemory
from services.orchestrator.understanding.lexicon.word_lists import (
    load_english,
    load_lexicon,
    load_named_fields,
    load_places,
    load_spelling,
    read_data,
)
from services.orchestrator.understanding.periods.holiday_calendar import HolidayCalendar
from services.orchestrator.understanding.periods.period_grammar import PeriodGrammar
from services.orchestrator.understanding.periods.period_words import period_words
from services.orchestrator.understanding.planner import Planner
from services.orchestrator.understanding.reader import QuestionReader
from services.orchestrator.understanding.reading.recognise import Recogniser
from services.orchestrator.understanding.reading.steps import steps_of_reading
from services.orchestrator.understanding.references import References
from services.orchestrator.understanding.refusals import Refusals
from services.orchestrator.understanding.saying.describe import Describer
from services.orchestrator.understanding.saying.labels import choose_labels, known_spellings
from services.orchestrator.understanding.saying.replies import Replies

_PROPERTIES_WITH_WORDS = 64
"""A property with the most definitions that GA4 allows takes about a quarter of a megabyte."""


def build_planner() -> Planner:
    """A planner over the word lists that come with the service. Reads files; meant for start-up, once."""
    read = cache(read_data)
    catalogue = load_catalogue()
    lexicon = load_lexicon(catalogue, read)
    phrases = list(lexicon.phrases())
    named = load_named_fields(catalogue, read)
    words = period_words(read("periods"), read("structure")["numbers"])
    holidays = HolidayCalendar(read("holidays"))
    english = load_english(read)
    labels = choose_labels(lexicon, phrases, catalogue, read("dimensions")["words"])
    scope = scope_rules(read("scope"), catalogue, {**known_spellings(phrases), **named.spellings()})
    examples = read("examples")["questions"]
    known = sorted(phrase for phrase, meaning in phrases if isinstance(meaning, Metric | Dimension))
    checks = Checks(catalogue, Compatibility(read("compatibility"), catalogue))
    tables = read("causes")
    causes = Causes(tables["breakdowns"], tables["usual_metric"], scope, checks)
    places = load_places(read)
    return QuestionReader(
        recogniser=Recogniser(
            lexicon,
            PeriodGrammar(words, holidays),
            spelling=load_spelling(phrases, words, holidays, english.words, read),
            named=named,
            steps=steps_of_reading(read, phrases, named, english, catalogue),
        ),
        own_words=OwnWordsMemory(_PROPERTIES_WITH_WORDS),
        catalogue=catalogue,
        field_questions=FieldQuestions(read("about_fields")),
        composing=composing_words(read("composing")),
        wholes=Wholes(read("wholes")),
        scope=scope,
        checks=checks,
        places=PlacesApart(places.continents(), places.belonging()),
        causes=causes,
        describer=Describer(labels, scope.time_dimensions, partial(has_shares, catalogue=catalogue), causes.spread),
        references=References(read("references")),
        refusals=Refusals(
            read("refusals"),
            examples[:3],
            {word for phrase in known for word in phrase.split()},
            OtherLanguages(read("function_words")),
        ),
        replies=Replies(known, examples),
    )
