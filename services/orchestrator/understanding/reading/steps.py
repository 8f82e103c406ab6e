"""The order in which the spans of a question are read by those beside them: one step, one file, one idea."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.askers_place import AskersPlace
from services.orchestrator.understanding.framing.framing import Framing
from services.orchestrator.understanding.framing.shortcodes import Shortcodes
from services.orchestrator.understanding.framing.tickets import Tickets
from services.orchestrator.understanding.lexicon.catalogue import Catalogue
from services.orchestrator.understanding.lexicon.english import English
from services.orchestrator.understanding.lexicon.fields import FILTERS, Deed, Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.named_fields import NamedFields
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Number, Ranking
from services.orchestrator.understanding.lexicon.source_medium import SourceMedium
from services.orchestrator.understanding.lexicon.vocabulary import (
    Ambiguous,
    Cause,
    Meaning,
    Sign,
    Topic,
    Unknown,
)
from services.orchestrator.understanding.lexicon.word_lists import Read, load_bound_reader, load_overview, load_places
from services.orchestrator.understanding.periods.vocabulary_of_time import Period, Shifted
from services.orchestrator.understanding.reading.comparing.compared_figures import read_compared_figures
from services.orchestrator.understanding.reading.comparing.exclamations import read_exclamations
from services.orchestrator.understanding.reading.comparing.last_of_its_kind import read_last_of_its_kind
from services.orchestrator.understanding.reading.comparing.said_on_both_sides import read_said_on_both_sides
from services.orchestrator.understanding.reading.comparing.two_sides import TwoSides
from services.orchestrator.understanding.reading.doubting.all_at_once import AllAtOnce
from services.orchestrator.understanding.reading.doubting.askers import Askers
from services.orchestrator.understanding.reading.doubting.best_in_what import BestInWhat
from services.orchestrator.understanding.reading.doubting.campaigns_of_days import read_campaigns_of_days
from services.orchestrator.understanding.reading.doubting.corrections import Corrections
from services.orchestrator.understanding.reading.doubting.days_of_asking import DaysOfAsking
from services.orchestrator.understanding.reading.doubting.doubtful_words import DoubtfulWords
from services.orchestrator.understanding.reading.doubting.fillers_as_names import FillersAsNames
from services.orchestrator.understanding.reading.doubting.nouns_with_values import read_nouns_with_values
from services.orchestrator.understanding.reading.doubting.one_of_two import OneOfTwo
from services.orchestrator.understanding.reading.doubting.only_beside_left_out import read_only_beside_left_out
from services.orchestrator.understanding.reading.doubting.periods_likened import read_periods_likened
from services.orchestrator.understanding.reading.doubting.rates_of_products import read_rates_of_products
from services.orchestrator.understanding.reading.doubting.said_of_askers import SaidOfAskers
from services.orchestrator.understanding.reading.doubting.schedules import Schedules
from services.orchestrator.understanding.reading.doubting.titles_of_reports import TitlesOfReports
from services.orchestrator.understanding.reading.doubting.unreal import Unreal
from services.orchestrator.understanding.reading.doubting.values_apart import read_values_apart
from services.orchestrator.understanding.reading.doubting.values_beside import ValuesBeside
from services.orchestrator.understanding.reading.doubting.ways_taken import WaysTaken
from services.orchestrator.understanding.reading.doubting.words_left_over import WordsLeftOver
from services.orchestrator.understanding.reading.figures.clicks_on_ads import read_clicks_on_ads
from services.orchestrator.understanding.reading.figures.events_triggered import read_events_triggered
from services.orchestrator.understanding.reading.figures.explained_fields import read_explained_fields
from services.orchestrator.understanding.reading.figures.figures_announced import read_figures_announced
from services.orchestrator.understanding.reading.figures.figures_in_phrases import read_phrases
from services.orchestrator.understanding.reading.figures.figures_of_events import FIGURES, read_figures_of_events
from services.orchestrator.understanding.reading.figures.shares_in_sentences import read_shares
from services.orchestrator.understanding.reading.figures.words_shared import WordsShared
from services.orchestrator.understanding.reading.linking.announced_text import read_announced_text
from services.orchestrator.understanding.reading.linking.asked_beside import read_asked_beside
from services.orchestrator.understanding.reading.linking.each_again import read_each_again
from services.orchestrator.understanding.reading.linking.relative_clauses import read_relative_clauses
from services.orchestrator.understanding.reading.linking.same_days import read_same_days
from services.orchestrator.understanding.reading.linking.words_by_place import WordsByPlace
from services.orchestrator.understanding.reading.linking.words_that_lead import read_words_that_lead
from services.orchestrator.understanding.reading.linking.words_that_point import read_words_that_point
from services.orchestrator.understanding.reading.linking.words_with_wise import read_wise
from services.orchestrator.understanding.reading.ordering.orders_in_phrases import OrdersInPhrases
from services.orchestrator.understanding.reading.ordering.used_most import read_used_most
from services.orchestrator.understanding.reading.people.acts import Acts
from services.orchestrator.understanding.reading.people.customers import read_customers
from services.orchestrator.understanding.reading.people.manner import Manner
from services.orchestrator.understanding.reading.people.nationals import read_nationals
from services.orchestrator.understanding.reading.people.people_active import read_people_active
from services.orchestrator.understanding.reading.people.people_of_lists import read_people_of_lists
from services.orchestrator.understanding.reading.people.seen_by import read_seen_by
from services.orchestrator.understanding.reading.people.whose_figures import read_whose
from services.orchestrator.understanding.reading.separators import read_separators
from services.orchestrator.understanding.reading.step import Step, of_spans, of_text, word_by_word
from services.orchestrator.understanding.reading.values.all_but_one import read_all_but_one
from services.orchestrator.understanding.reading.values.askers_site import AskersSite
from services.orchestrator.understanding.reading.values.brands_of_devices import read_brands_of_devices
from services.orchestrator.understanding.reading.values.cities_by_their_place import CitiesByTheirPlace
from services.orchestrator.understanding.reading.values.country_codes import CountryCodes
from services.orchestrator.understanding.reading.values.domains_of_clicks import read_domains_of_clicks
from services.orchestrator.understanding.reading.values.examples_in_brackets import read_examples_in_brackets
from services.orchestrator.understanding.reading.values.field_colons import read_field_colons
from services.orchestrator.understanding.reading.values.first_pages import FirstPages
from services.orchestrator.understanding.reading.values.first_sources import read_first_sources
from services.orchestrator.understanding.reading.values.hyphenated_texts import read_hyphenated_texts
from services.orchestrator.understanding.reading.values.markets_of_countries import read_markets_of_countries
from services.orchestrator.understanding.reading.values.matched_texts import read_matched_texts
from services.orchestrator.understanding.reading.values.names_of_rows import read_names_of_rows
from services.orchestrator.understanding.reading.values.pages_of_paths import read_pages_of_paths
from services.orchestrator.understanding.reading.values.root_path import read_root_path
from services.orchestrator.understanding.reading.values.show_or_channel import read_display
from services.orchestrator.understanding.reading.values.signed_in_or_not import read_signed_in_or_not
from services.orchestrator.understanding.reading.values.sites_asked_about import read_sites_asked_about
from services.orchestrator.understanding.reading.values.system_versions import read_system_versions
from services.orchestrator.understanding.reading.values.taken_exactly import read_taken_exactly
from services.orchestrator.understanding.reading.values.twitter_or_x import TWITTER, read_twitter_or_x
from services.orchestrator.understanding.reading.values.unknown_names import UnknownNames
from services.orchestrator.understanding.reading.values.values_described import ValuesDescribed
from services.orchestrator.understanding.reading.values.values_of_rows import KEEPS, read_values_of_rows
from services.orchestrator.understanding.reading.values.words_before_values import read_words_before_values
from services.orchestrator.understanding.reading.words_around import words_around


def steps_of_reading(
    read: Read, phrases: Sequence[tuple[str, Meaning]], named: NamedFields, english: English, catalogue: Catalogue
) -> tuple[Step, ...]:
    """The steps, first to last, over the lists in `data/`; `phrases` are all of the lexicon.

    Each sees what those before it read, and is linear in the number of spans.
    """
    structure, filler, doubting = read("structure"), read("filler"), read("doubting")
    framing, ordering, moves = read("framing"), read("ordering"), read("causes")["asked_if_it_moved"]
    twitter = _source("twitter", read)
    askers_site = AskersSite(filler["subjects"])
    additive = {name for name, field in catalogue.metrics.items() if field.additive}
    by_place, manner = WordsByPlace(filler["by_place"], additive), Manner(read("manner"))
    two_sides = TwoSides(structure["two_sides"])
    titles, corrections = TitlesOfReports(doubting["titles_of_reports"]), Corrections(doubting["corrections"])
    of_askers, unreal, ways = Askers(doubting["askers"]), Unreal(doubting["unreal"]), WaysTaken(doubting["ways_taken"])
    doubtful, left_over = DoubtfulWords(doubting["doubtful_words"]), WordsLeftOver(doubting["words_left_over"])
    return (
        of_text()(Tickets(framing["tickets"]["teams"].replace(",", " ").split()).set_apart),
        read_exclamations,
        of_text()(Shortcodes(framing["shortcodes"]["moods"].replace(",", " ").split()).set_apart),
        of_spans()(CountryCodes(load_places(read).codes()).read),
        of_spans({Value})(word_by_word(CitiesByTheirPlace(read("cities")["homonyms"]).meaning)),
        of_spans(TWITTER)(lambda spans: read_twitter_or_x(spans, twitter)),
        of_spans({Value, "/", "cpc"})(SourceMedium(named.values["sessionMedium"]).read),
        read_taken_exactly,
        read_brands_of_devices,
        read_root_path,
        read_pages_of_paths,
        read_hyphenated_texts,
        read_names_of_rows,
        read_matched_texts,
        of_spans({Literal, Value})(FirstPages(read("dimensions")["first_pages"]).read),
        of_spans({":"}, {Dimension})(lambda spans: read_field_colons(spans, named.values)),
        read_examples_in_brackets,
        read_announced_text,
        words_around(load_overview(read), ordering, read("bounding"), moves),
        UnknownNames(english.words).step,
        of_spans({Unknown, Ambiguous}, {Dimension})(ValuesDescribed(structure, english.words, catalogue).read),
        of_text({Dimension, Either, "eventCount"})(named.read),
        read_sites_asked_about,
        of_text({Literal, Either, *FIGURES, *named.events})(
            lambda question, spans: read_figures_of_events(question, spans, named.events)
        ),
        of_text({Literal, *named.events})(lambda question, spans: read_events_triggered(question, spans, named.events)),
        of_spans({Sign.AND, Sign.OR, Sign.COMMA, Sign.SLASH})(WordsShared(phrases).read),
        read_explained_fields,
        read_people_active,
        read_customers,
        read_seen_by,
        read_markets_of_countries,
        read_nationals,
        of_spans({Sign.WHICH, Sign.COUNT, Literal})(Acts(read("acts")).read),
        of_spans(askers_site.words)(askers_site.read),
        read_display,
        of_spans({Dimension}, KEEPS)(lambda spans: read_values_of_rows(spans, named.values)),
        read_clicks_on_ads,
        read_shares,
        read_each_again,
        read_asked_beside,
        read_wise,
        read_words_that_lead,
        read_signed_in_or_not,
        read_words_before_values,
        read_all_but_one,
        read_domains_of_clicks,
        of_spans({Unknown, Deed, Sign.TOTAL, Sign.EQUALS, "need", "state", "weekdays", "a", "an", *by_place.done})(
            by_place.read
        ),
        read_used_most,
        of_spans({"what", *manner.asking})(manner.read),
        read_figures_announced,
        of_spans({Sign.WHICH, Sign.FIRST, Sign.COUNT, Unknown, Cause, "("})(OrdersInPhrases(ordering).read),
        read_system_versions,
        read_first_sources,
        read_relative_clauses,
        read_phrases,
        read_people_of_lists,
        read_whose,
        read_last_of_its_kind,
        of_spans({Cause, Sign.OR, Sign.VERSUS, Sign.COMPARE, *two_sides.joining})(two_sides.read),
        read_said_on_both_sides,
        read_compared_figures,
        of_text({Number, Bound, Bounds, Literal})(load_bound_reader(read).read),
        read_separators,
        read_periods_likened,
        read_words_that_point,
        of_text({":", *titles.reports})(titles.read),
        of_text(corrections.openers)(corrections.read),
        of_spans({"as", *of_askers.i_am})(of_askers.read),
        of_text({Value})(AskersPlace(read("askers_place")).set_apart),
        of_text()(Framing(framing, english).set_apart),
        read_same_days,
        of_spans(FILTERS)(SaidOfAskers(doubting["said_of_askers"]).read),
        of_spans({*FILTERS, Dimension})(word_by_word(ValuesBeside(doubting["values_beside"]).meaning)),
        of_spans({"every", "each", "on"})(Schedules(doubting["schedules"]).read),
        read_campaigns_of_days,
        of_spans({Period})(word_by_word(DaysOfAsking(doubting["days_of_asking"]).meaning)),
        of_spans({Sign.AND})(word_by_word(AllAtOnce(doubting["all_at_once"]).meaning)),
        read_values_apart,
        read_nouns_with_values,
        read_rates_of_products,
        of_spans({Ranking, "conversion"}, {Metric})(BestInWhat(doubting["best_in_what"]).read),
        of_spans({Sign.OR, ":"}, FILTERS)(OneOfTwo(doubting["one_of_two"]).read),
        of_spans({"have", *unreal.helping})(word_by_word(unreal.meaning)),
        read_only_beside_left_out,
        of_spans({"every", *ways.coming})(word_by_word(ways.meaning)),
        of_spans({Sign.FILLER, "list"})(FillersAsNames(doubting["fillers_as_names"], filler).read),
        of_spans({Sign.NOT, Sign.ONLY, Sign.AND, Dimension, Cause, Shifted, *doubtful.words})(
            word_by_word(doubtful.meaning)
        ),
        of_spans({Unknown, Topic, *left_over.none})(left_over.read),
    )


def _source(word: str, read: Read) -> Value:
    """The sites that a word for a source of visits stands for."""
    sites = read("values")["sessionSource"]
    return Value("sessionSource", next(tuple(site.split("|")) for site, words in sites.items() if word in words))
