"""Questions after a thing of the asker's own that only the asker knows: "how did the promotion do?", "our launch".

What such a thing is in Google Analytics, a campaign, a page, an event or some days, is for the asker to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either
from services.orchestrator.understanding.lexicon.vocabulary import Link, Meaning, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.planner import NeedsClarification
from services.orchestrator.understanding.saying.readings import readings

_AROUND = frozenset({Sign.FRAMING, Sign.COMMA})
_MOST_WORDS = 4


class References:
    """The word lists of `data/references.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._openers = {tuple(phrase.replace("'s", " 's").split()) for phrase in tables["openers"]}
        self._longest_opener = max(map(len, self._openers))
        self._first_words = frozenset(opener[0] for opener in self._openers)
        self._owners = frozenset(tables["owners"])
        self._deeds = frozenset(tuple(words.split()) for words in tables["deeds"])
        self._alone_behind = frozenset(tuple(words.split()) for words in tables["alone_behind"])
        self._open_fields = frozenset(tables["open_fields"])

    def asked_back(self, spans: Sequence[Span]) -> NeedsClarification | None:
        """What to ask where the whole question is about such a thing, None where it is about anything else."""
        said, when = _without_its_period([span for span in spans if span.meaning not in _AROUND])
        if not said or not self._first_words.issuperset(_words_of(said[0])[:1]):
            return None
        words = [word for span in said for word in _words_of(span)]
        starts = (tuple(words[:length]) for length in range(self._longest_opener, 0, -1))
        opener = next((start for start in starts if start in self._openers), None)
        if opener is None or len(words) <= len(opener) or words[len(opener)] not in self._owners:
            return None
        behind = words[len(opener) + 1 :]
        deed = next((at for at in range(1, len(behind)) if tuple(behind[at:]) in self._deeds), None)
        thing = behind[:deed]
        if not 0 < len(thing) <= _MOST_WORDS or (deed is None and opener not in self._alone_behind):
            return None
        spans_of_it = [span for span in said if _words_of(span) and set(thing).issuperset(_words_of(span))]
        if not spans_of_it or not all(self._is_open(span.meaning) for span in spans_of_it):
            return None
        name = " ".join(thing)
        named = (f'sessions of campaign "{name}" {when}', f'views of pages with "{name}" in the title {when}')
        is_named = any(isinstance(span.meaning, Unknown) for span in spans_of_it)
        return NeedsClarification(
            f'What "{words[len(opener)]} {name}" is in Google Analytics is not known: '
            "name its campaign, its page, its event or its days.",
            (*(named if is_named else ()), f"sessions by campaign {when}"),
            readings(spans),
        )

    def _is_open(self, meaning: Meaning) -> bool:
        field = meaning.dimension if isinstance(meaning, Either) else meaning
        return isinstance(field, Unknown | Period) or (isinstance(field, Dimension) and field.name in self._open_fields)


def _without_its_period(spans: list[Span]) -> tuple[list[Span], str]:
    """The spans without the period at their end and the word that leads to it, and that period's words."""
    while spans and not _words_of(spans[-1]):
        spans = spans[:-1]
    if not spans or not isinstance(spans[-1].meaning, Period):
        return spans, "last 28 days"
    when, spans = spans[-1].text, spans[:-1]
    return (spans[:-1] if spans and isinstance(spans[-1].meaning, Link) else spans), when


def _words_of(span: Span) -> list[str]:
    return [word for word in span.text.lower().replace("'s", " 's").split() if word[0].isalnum() or word[0] == "'"]
