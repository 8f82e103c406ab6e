"""Reads domains by their verb: our sites get visits ("how many did shop.example.com get"), others bring them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from services.orchestrator.understanding.lexicon.fields import Literal, LiteralKind, Value
from services.orchestrator.understanding.lexicon.vocabulary import Span
from services.orchestrator.understanding.reading.step import of_spans, word_by_word

_ASKING = frozenset({"did", "do", "does", "has"})
_GETTING = frozenset({"get", "got", "have", "had", "see", "receive", "attract", "record"})
_BRINGING = frozenset({"bring", "send", "drive", "refer", "generate"})
_BROUGHT = frozenset({"brought", "sent", "driven", "referred", "generated"})
_HAVING = frozenset({"has", "have", "had"})


@of_spans({Literal})
@word_by_word
def read_sites_asked_about(spans: Sequence[Span], at: int) -> Value | None:
    """Such a domain is a value of its field."""
    site = spans[at].meaning
    if not isinstance(site, Literal) or site.kind is not LiteralKind.DOMAIN:
        return None
    domain = site.text
    before = spans[at - 1].text.lower() if at else ""
    verbs = [span.text.lower().split()[0] for span in spans[at + 1 : at + 3]]
    if any(one in _HAVING and other in _BROUGHT for one, other in pairwise((before, *verbs))):
        return Value("sessionSource", (domain,))
    if before not in _ASKING or not verbs:
        return None
    if verbs[0] in _BRINGING:
        return Value("sessionSource", (domain,))
    read = f'"{domain}" is read as a hostname of the site, not as a source.'
    return Value("hostName", (domain,), assumption=read) if verbs[0] in _GETTING else None
