"""Reads "explain bounce rate to me" as a question what a field is."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.vocabulary import AboutFields, Ambiguous, Cause, Link, Sign, Span
from services.orchestrator.understanding.reading.step import of_spans

_ASKING = frozenset({"what is", "what's", "whats", "what are", "so what is", "so what are"})
_OWNERS = frozenset({"the", "our", "my"})
_NOTHING_MORE = frozenset({"", "in ga4", "in google analytics", "in google analytics 4", "in analytics", "exactly"})
_ME = (["me"], ["us"])


@of_spans({Metric}, {Cause, *_ASKING})
def read_explained_fields(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans of a question; a field alone is defined, where the change of a figure would be explained."""
    read = list(spans)
    if (field := _field_that_is_asked(read)) >= 0:
        asking = " ".join(span.text for span in read[:field])
        choice = Span(asking, Ambiguous(("definition of", "our")), read[0].start, read[field - 1].end)
        return (choice, *read[field:])
    said = [at for at, span in enumerate(read) if span.meaning is not Sign.FILLER]
    if len(said) not in {2, 3} or not isinstance(read[said[1]].meaning, Metric):
        return tuple(spans)
    explain = read[said[0]]
    if explain.meaning is not Cause.WHY or not explain.text.lower().startswith("explain"):
        return tuple(spans)
    if len(said) == 3:
        if read[said[2]].meaning != Link("to") or [span.text.lower() for span in read[said[2] + 1 :]] not in _ME:
            return tuple(spans)
        read[said[2]] = read[said[2]]._replace(meaning=Sign.FILLER)
    read[said[0]] = explain._replace(meaning=AboutFields.DEFINITION)
    return tuple(read)


def _field_that_is_asked(spans: Sequence[Span]) -> int:
    """Where the field stands of "what is bounce rate", "what are sessions in GA4"; -1 where it is that of a figure.

    "What is our bounce rate" asks for the figure; without "our", what it means may be asked.
    """
    at = next((at for at, span in enumerate(spans) if isinstance(span.meaning, Metric)), -1)
    if at < 0 or " ".join(span.words for span in spans[:at]) not in _ASKING:
        return -1
    figure = spans[at].meaning
    is_field = isinstance(figure, Metric) and not figure.event and spans[at].words.split()[0] not in _OWNERS
    behind = " ".join(span.words for span in spans[at + 1 :] if span.words[:1].isalnum())
    return at if is_field and behind in _NOTHING_MORE else -1
