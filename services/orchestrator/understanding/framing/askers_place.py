"""Sets apart where the asker is, which keeps no rows: "hi from Berlin, …", "I'm in Germany: …", "Berlin here, …"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.orchestrator.understanding.framing.clauses import Clause, clauses_of
from services.orchestrator.understanding.framing.patterns import alternatives, compiled
from services.orchestrator.understanding.lexicon.fields import Value
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Sign, Span
from services.orchestrator.understanding.reading.words import key_of

_LONGEST_LEAD = 60
_PLACES = frozenset({"country", "region", "city", "continent"})


class AskersPlace:
    """The patterns of `data/askers_place.toml`."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        asker = tables["asker"]
        lists = {**alternatives(tables["lists"]), **alternatives({"before": asker["before"]})}
        self._alone = [compiled(pattern, lists) for pattern in asker["alone"]]
        self._shared = [compiled(pattern, lists) for pattern in asker["shared"]]
        self._greeting = compiled("(?:<thanks>|<greeting>(?: <address>)?)", lists)
        self._here = frozenset(asker["here"])
        self._polite = frozenset(asker["polite"])
        self._people = frozenset(asker["people"])
        self._requests = frozenset(asker["requests"])

    def set_apart(self, text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such clauses as framing; a place that may be the asker's or the request's is asked about."""
        if not any(isinstance(span.meaning, Value) for span in spans):
            return tuple(spans)
        read = list(spans)
        goes_on = greeted = False
        if (called := self._called(spans)) is not None:
            _leave_open(read, called)
        for clause in clauses_of(spans):
            if greeted and clause.led_by == "," and all(_is_place(span) for span in clause.spans):
                # "Thanks, Sydney. …": who is called may be named like a place.
                _leave_open(read, clause.start)
                continue
            greeted = bool(self._greeting.fullmatch(text[clause.spans[0].start : clause.spans[-1].end]))
            if goes_on and clause.led_by == "," and all(_is_place(span) for span in clause.spans):
                # "I'm in Berlin, Germany: …".
                _frame(read, clause.start, clause.end)
                continue
            first = next((at for at, span in enumerate(clause.spans) if isinstance(span.meaning, Value)), None)
            goes_on = first is not None and self._read(text, read, clause, first)
        return tuple(read)

    def _read(self, text: str, read: list[Span], clause: Clause, first: int) -> bool:
        """Reads a clause by its first value; returns whether all of it was set apart."""
        value = clause.spans[first]
        lead = text[clause.spans[0].start : value.start].strip()
        bare = " ".join(word for word in lead.split() if key_of(word) not in self._polite)
        behind = clause.spans[first + 1 :]
        said = [span for span in behind if key_of(span.text) not in self._polite]
        if len(lead) > _LONGEST_LEAD:
            return False
        if not bare:
            if lead and not said and _is_place(value) and self._greeting.fullmatch(lead):
                # "Thanks London".
                _leave_open(read, clause.start + first)
            elif len(said) == 1 and key_of(said[0].text) in self._here:
                _frame(read, clause.start, clause.end)
            return False
        alone = any(pattern.fullmatch(each) for pattern in self._alone for each in (lead, bare))
        whole = alone and (_is_place(value) or not bare.lower().endswith("from"))
        if whole and not said:
            _frame(read, clause.start, clause.end)
            return True
        if whole and self._leads_on(said):
            # The request itself stands behind: "… and need sessions", "… how many users".
            joined = said[0].meaning is Sign.AND
            _frame(read, clause.start, clause.start + clause.spans.index(said[joined]))
        elif alone or (
            (not said or self._leads_on(said))
            and any(pattern.fullmatch(each) for pattern in self._shared for each in (lead, bare))
        ):
            _leave_open(read, clause.start + first)
        return False

    def _called(self, spans: Sequence[Span]) -> int | None:
        """Where somebody may be called: "Sydney, what were …", "Austin please send …", "… last week thanks Jordan"."""
        last = next((at for at in range(len(spans) - 1, 0, -1) if spans[at].text[-1:].isalnum()), 0)
        if last > 1 and _is_place(spans[last]) and self._greeting.fullmatch(spans[last - 1].text):
            return last
        behind = spans[1 + (spans[1].text == ",")] if len(spans) > 2 else spans[0]
        is_asked = behind.meaning is not Sign.FRAMING and behind.words.split()[0] in self._requests
        is_named = _is_place(spans[0]) and spans[0].words in self._people
        return 0 if is_named and is_asked else None

    def _leads_on(self, said: Sequence[Span]) -> bool:
        following = said[said[0].meaning is Sign.AND :]
        return bool(following) and key_of(following[0].text.split()[0]) in self._requests


def _is_place(span: Span) -> bool:
    return isinstance(span.meaning, Value) and span.meaning.dimension in _PLACES


def _frame(read: list[Span], start: int, end: int) -> None:
    for at in range(start, end):
        read[at] = read[at]._replace(meaning=Sign.FRAMING)


def _leave_open(read: list[Span], at: int) -> None:
    read[at] = read[at]._replace(meaning=Ambiguous((f"{read[at].text} only", "all of them")))
