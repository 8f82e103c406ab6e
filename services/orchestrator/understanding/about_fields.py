"""Questions about fields themselves: what they mean, which a property has, which go together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from services.orchestrator.understanding.composing.draft import Unclear
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric
from services.orchestrator.understanding.lexicon.lexicon import Lexicon
from services.orchestrator.understanding.lexicon.vocabulary import (
    AboutFields,
    Cause,
    Link,
    Meaning,
    Sign,
    Span,
    Unknown,
)
from services.orchestrator.understanding.plan import Listing, Method, ReportRequest

_BESIDE_FIELDS = frozenset({Sign.FILLER, Sign.FRAMING, Sign.COMMA, Sign.AND, Sign.WHICH})
_PLEASE = frozenset({"please", "pls", "plz"})
_LISTS_OF_A_PROPERTY = frozenset(
    {Listing.CUSTOM_DIMENSIONS, Listing.CUSTOM_METRICS, Listing.CUSTOM_DEFINITIONS, Listing.KEY_EVENTS}
)

_CALCULATED = frozenset({"calculated", "computed"})


def add_words_about_fields(lexicon: Lexicon[Meaning], words: dict[str, Any]) -> None:
    """Adds the words of `data/about_fields.toml`; where one already means something, it keeps its meaning."""
    for name, phrases in words["words"].items():
        for phrase in phrases:
            lexicon.add(phrase, AboutFields[name], yields=True)
    pointing = words["pointing_back"]
    back = [pointing["asking"], pointing["fields"], pointing["together"]]
    allowed = words["may_be_combined"]
    for asked in (back, [words["words"]["COMPATIBLE"]], [allowed["allowed"], allowed["combining"]]):
        lexicon.add_each([*asked, ["", "or not"]], AboutFields.COMPATIBLE, yields=True)
    own = words["set_up"]
    lexicon.add_each([own["fields"], own["having"], own["defined"]], Listing(own["listed"]), yields=True)
    for name, phrases in words["listings"].items():
        for phrase in phrases:
            lexicon.add(phrase, Listing(name), yields=True)


class FieldQuestions:
    """Reads questions about fields. `singular` holds what a definition may call a metric, by the words."""

    def __init__(self, words: dict[str, Any]) -> None:
        self._harmless = frozenset(words["harmless"]["words"])
        self._beside_compatible = frozenset(words["harmless"]["beside_compatible"])
        self._singular: Mapping[tuple[str, ...], str] = {
            tuple(phrase.split()): name for name, phrases in words["singular"].items() for phrase in phrases
        }

    def request(self, spans: Sequence[Span]) -> ReportRequest | None:
        """What is asked about fields, None where figures are asked for.

        Raises Unclear with the words that have no place in such a question.
        """
        asked = {span.meaning for span in spans if isinstance(span.meaning, AboutFields)}
        listings = [span.meaning for span in spans if isinstance(span.meaning, Listing)]
        if not asked and not listings:
            return self._compatibility(fields, []) if (fields := _asked_if_divided(spans)) else None
        is_compatibility = AboutFields.COMPATIBLE in asked and AboutFields.DEFINITION not in asked
        harmless = self._harmless if listings else frozenset()
        fields = self._fields(spans, harmless | self._beside_compatible if is_compatibility else harmless)
        if is_compatibility:
            return self._compatibility(fields, listings)
        if listings:
            calculated = next((span for span in spans if span.words in _CALCULATED), None)
            if calculated:
                raise Unclear(f"{calculated.quoted}: of such fields alone there is no list.")
            return self._listing(fields, listings)
        return self._definition(fields)

    def _fields(self, spans: Sequence[Span], harmless: Collection[str]) -> list[Metric | Dimension]:
        """The fields among the spans, each once. Raises Unclear where another word stands among them."""
        fields: list[Metric | Dimension] = []
        unknown: list[Span] = []
        for span in spans:
            if span.words in harmless:
                continue
            meaning = span.meaning.dimension if isinstance(span.meaning, Either) else span.meaning
            if isinstance(meaning, Unknown):
                unknown.append(span)
                continue
            fields += self._named_by(unknown)
            unknown.clear()
            if isinstance(meaning, Metric) and meaning.event:
                raise Unclear(f"{span.quoted} is an event, not a field.")
            if isinstance(meaning, Metric | Dimension):
                fields.append(meaning)
            elif meaning is Cause.WHY and span.words.startswith("explain"):
                # "Explain to me what engagement rate means".
                continue
            elif not (meaning in _BESIDE_FIELDS or isinstance(meaning, AboutFields | Listing | Link | Unknown)):
                raise Unclear(f"What {span.quoted} has to do with a question about fields is not clear.")
        fields += self._named_by(unknown)
        return _without_repeated_scope(fields)

    def _named_by(self, unknown: Sequence[Span]) -> list[Metric]:
        """The metric that unknown words name in the singular, if there are any."""
        said = tuple(word for span in unknown for word in span.text.lower().split())
        if not said:
            return []
        if said not in self._singular:
            words = " ".join(span.text for span in unknown)
            raise Unclear(f'No field is known as "{words}".')
        return [Metric(self._singular[said])]

    def _definition(self, fields: list[Metric | Dimension]) -> ReportRequest:
        if not fields:
            raise Unclear("Which field should be defined?", ("definition of bounce rate",))
        return _request(Method.GET_METADATA, fields)

    def _listing(self, fields: list[Metric | Dimension], listings: list[Listing]) -> ReportRequest:
        if fields or len(set(listings)) > 1:
            raise Unclear("Ask for one list of fields at a time.", ("which custom dimensions do we have",))
        return _request(Method.GET_METADATA, [], listings[0])

    def _compatibility(self, fields: list[Metric | Dimension], listings: list[Listing]) -> ReportRequest:
        if listings and (len(set(listings)) > 1 or not fields or listings[0] in _LISTS_OF_A_PROPERTY):
            raise Unclear(
                "Ask which fields, which dimensions or which metrics go with a field.",
                ("which dimensions go with item revenue",),
            )
        if not listings and len({field.name for field in fields}) != 2:
            raise Unclear("Name the two fields that should go together.", ("can I use item revenue with source",))
        return _request(Method.CHECK_COMPATIBILITY, fields, listings[0] if listings else None)


def _asked_if_divided(spans: Sequence[Span]) -> list[Metric | Dimension]:
    """The two fields of "can sessions be broken down by item name"; none where someone is asked to do it."""
    said = [span for span in spans if span.meaning not in {Sign.FRAMING, Sign.FILLER}]
    around = [span.words for span in spans if span.meaning is Sign.FILLER]
    fields = [span.meaning for span in said if isinstance(span.meaning, Metric | Dimension)]
    is_asked_for = any(_PLEASE.intersection(span.words.split()) for span in spans)
    is_passive = around == ["can", "be"] and spans[0].words == "can" and not is_asked_for
    if not is_passive or len(said) != 3 or len(fields) != 2 or said[1].meaning is not Sign.BY:
        return []
    is_figure = isinstance(fields[0], Metric) and not fields[0].event
    return fields if is_figure and isinstance(fields[1], Dimension) else []


def _without_repeated_scope(fields: list[Metric | Dimension]) -> list[Metric | Dimension]:
    """ "Sessions source" is the session's source."""
    following = {
        at for at, field in enumerate(fields) if isinstance(field, Dimension) and field.name.startswith("session")
    }
    return [field for at, field in enumerate(fields) if not (field == Metric("sessions") and at + 1 in following)]


def _request(method: Method, fields: Sequence[Metric | Dimension], listing: Listing | None = None) -> ReportRequest:
    return ReportRequest(
        method,
        metrics=tuple(sorted({field.name for field in fields if isinstance(field, Metric)})),
        dimensions=tuple(sorted({field.name for field in fields if isinstance(field, Dimension)})),
        listing=listing,
    )
