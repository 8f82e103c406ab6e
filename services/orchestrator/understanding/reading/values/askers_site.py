"""Passes over words for the asker's own site, which keep no rows: "visits to the shop", "our online revenue"."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Link, Meaning, Sign, Span, Unknown

_OWN = ("the", "our", "my", "your")
_LEADING = frozenset(map(Link, ("to", "of", "on", "in", "for")))
_WHERE_ALONE = (Dimension, Literal, Unknown, Value, Ambiguous, Metric, Either)
"""What behind such a noun may belong to it: "the shop page", "the store visits"."""

_RELATING = frozenset(
    {Sign.NOT, Sign.VERSUS, Sign.AND, Sign.OR, Sign.BY, Sign.EACH, Sign.ONLY, Sign.CONTAINS, Sign.COMPARE}
)
_POSSESSIVE = frozenset({"'", "'s"})
_EARNED = frozenset({"totalRevenue", "purchaseRevenue", "ecommercePurchases", "transactions"})


class AskersSite:
    """Nouns for a site, as "shop" and "online store"."""

    def __init__(self, tables: Mapping[str, Collection[str]]) -> None:
        self._nouns = frozenset(noun.split()[-1] for noun in tables["sites"])
        self._online = frozenset({"online", "web"})
        self.words = self._nouns | self._online

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such words read as filler. Linear in their number."""
        read = list(spans)
        for at, span in enumerate(read):
            if self._is_own_revenue(read, at):
                read[at] = span._replace(meaning=Sign.FILLER)
            elif self._is_noun(span) and (first := self._first(read, at)) >= 0 and _stands_alone(read, at):
                link = before_filler(read, first - 1)
                if link >= 0 and read[link].meaning in _LEADING:
                    first = link
                elif link >= 0 and _leads_to_it(read[link].meaning):
                    continue
                for place in range(first, at + 1):
                    read[place] = read[place]._replace(meaning=Sign.FILLER)
        return tuple(read)

    def _is_own_revenue(self, spans: Sequence[Span], at: int) -> bool:
        """ "Our online revenue"; "online revenue" alone may be apart from that of apps."""
        said = isinstance(spans[at].meaning, Unknown) and spans[at].words in self._online
        owned = at > 0 and spans[at - 1].meaning is Sign.FILLER and spans[at - 1].words.split()[-1:] == ["our"]
        return said and owned and _is_earned(spans[at + 1 : at + 2])

    def _is_noun(self, span: Span) -> bool:
        is_filler = span.meaning is Sign.FILLER
        if not is_filler and not isinstance(span.meaning, Unknown):
            return False
        words = span.words.split()
        own = is_filler and len(words) == 2 and words[0] in _OWN
        return (own or not is_filler) and bool(words) and words[-1] in self._nouns

    def _first(self, spans: Sequence[Span], at: int) -> int:
        """Where the article before the noun stands, or the phrase that holds both; -1 where there is none."""
        if spans[at].words.split()[0] in _OWN and spans[at].meaning is Sign.FILLER:
            return at
        before = at - 1
        if before >= 0 and spans[before].words in self._online and isinstance(spans[before].meaning, Unknown):
            before -= 1
        is_own = before >= 0 and spans[before].meaning is Sign.FILLER
        return before if is_own and spans[before].text.lower().split()[-1] in _OWN else -1


def _leads_to_it(meaning: Meaning) -> bool:
    """ "From the shop", "not the shop", "by shop", "the blog and the shop"."""
    return isinstance(meaning, Link) or meaning in _RELATING


def _stands_alone(spans: Sequence[Span], at: int) -> bool:
    """ "The shop's revenue", "did the shop website get"; not "the shop page"."""
    behind = spans[at + 1] if at + 1 < len(spans) else None
    if behind is None or behind.text in _POSSESSIVE:
        return True
    return not isinstance(behind.meaning, _WHERE_ALONE) and behind.meaning not in _RELATING


def _is_earned(behind: Sequence[Span]) -> bool:
    return bool(behind) and isinstance(behind[0].meaning, Metric) and behind[0].meaning.name in _EARNED
