"""Reads "explain bounce rate to me" as a question what a field is."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.vocabulary import AboutFields, Cause, Link, Sign, Span

_ME = (["me"], ["us"])


def read_explained_fields(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans of a question; a field alone is defined, where the change of a figure would be explained."""
    read = list(spans)
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
