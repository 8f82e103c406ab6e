"""Tells clauses that go on with the request: "where they came from", "they were new", "it's about the newsletter"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.weight import ARTICLES
from services.orchestrator.understanding.framing.words_by_role import Role, Tables, words_of

_DESCRIBING = frozenset({Role.QUALIFIER, Role.LIGHT})
_LONGEST_ELLIPSIS = 3
FIGURES = frozenset({"number", "numbers", "figure", "figures", "stat", "stats", "metrics", "kpis", "results"})


class Further:
    """The lists of `[further]` in `data/framing.toml`."""

    def __init__(self, tables: Tables) -> None:
        lists = {name: frozenset(words_of(text)) for name, text in tables["further"].items()}
        self._asking = lists["asking"]
        self._auxiliaries = lists["auxiliaries"]
        self._leading_on = lists["leading_on"]
        self._copulas = lists["copulas"]
        self._they = lists["they"]
        self._pointing = lists["they"] | lists["it"]
        self._relative = lists["relative"]
        self._joining = lists["joining"]
        self._choosing = tuple(f"{words} " for words in lists["choosing"])
        self._about = lists["about"]
        self._wanting = lists["wanting"]
        self._one = lists["one"]
        self._too = lists["too"]

    def goes_on(self, tokens: Sequence[Token]) -> bool:
        """Whether a clause goes on with what is asked, or names what it is about."""
        return self._asks_further(tokens) or self._names_the_matter(tokens)

    def _asks_further(self, tokens: Sequence[Token]) -> bool:
        """Whether it asks about those that were counted before it."""
        words = [word for token in tokens for word in token.key.split()]
        while words and words[0] in self._joining:
            words.pop(0)
        if not words:
            return False
        if " ".join(words).startswith(self._choosing) or self._wants_another(words):
            return True
        pairs = set(pairwise(words))
        if any(of == "of" and whom in self._they for of, whom in pairs) and any(map(self._leads_on, pairs)):
            # "Half of those came from the newsletter", "one of them is the trial".
            return True
        first, second = words[0], words[1] if len(words) > 1 else ""
        if first in self._asking:
            return not self._pointing.isdisjoint(words) or len(words) == 1
        if words[-1] in self._asking and len(words) <= _LONGEST_ELLIPSIS:
            # "From where", "on which".
            return True
        return (
            (first in self._auxiliaries and second in self._they)
            or (first in self._they and second in self._relative)
            or (first == "they" and second in self._copulas and _describes(tokens[-1]))
        )

    def _names_the_matter(self, tokens: Sequence[Token]) -> bool:
        """ "It is about the newsletter", "newsletter numbers": may be no work of the asker's, but what is counted."""
        for at, token in enumerate(tokens):
            if Role.UNCLEAR not in token.roles or Role.NOUN in token.roles:
                continue
            before = next((each for each in reversed(tokens[:at]) if each.key not in ARTICLES), None)
            if (before and before.key.split()[-1] in self._about) or any(
                each.key in FIGURES for each in tokens[at + 1 : at + 2]
            ):
                return True
        return False

    def _leads_on(self, pair: tuple[str, str]) -> bool:
        return pair[0] in self._leading_on or (pair[0] in self._auxiliaries and pair[1] in ARTICLES)

    def _wants_another(self, words: Sequence[str]) -> bool:
        """ "The outlet needs one too"; not "the boss needs it too"."""
        said = [word for word in words if word not in self._too]
        return (
            len(said) > 1
            and said[-2] in self._wanting
            and (said[-1] == "another" or (said[-1] in self._one and said != words))
        )


def _describes(last: Token) -> bool:
    """ "They were new"; not "they are waiting"."""
    is_adjective = last.is_free or last.roles <= _DESCRIBING
    return is_adjective and not last.key.endswith("ing")
