"""Whether a field's name is said so that its value follows: "where plan tier is pro", "customEvent:plan_tier pro"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, meaning_behind
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

_STATING = frozenset({"where", "whose", "if", "when"})
_BEING = frozenset({"is", "was", "are", "were"})
ARTICLES = frozenset({"the", "our", "my"})
BEFORE_ITS_VALUE = frozenset(map(Link, ("for", "from", "on", "with")))
CAMPAIGNS = frozenset({"sessionCampaignName", "firstUserCampaignName", "campaignName"})


def names_a_campaign(spans: Sequence[Span], at: int, field: Dimension) -> bool:
    """ "Sessions with campaign email": the channel's name is the campaign's; not "with campaign email traffic"."""
    if field.name not in CAMPAIGNS or field.plural or not isinstance(meaning_at(spans, at + 1), Value):
        return False
    before = _before_articles(spans, at - 1)
    behind = meaning_behind(spans, at + 1)
    ends = behind is Sign.COMMA or isinstance(behind, Period | Link | None)
    return before >= 0 and spans[before].meaning in BEFORE_ITS_VALUE and ends


def is_said_to_be(spans: Sequence[Span], at: int) -> bool:
    """ "Where plan tier is pro", "(views), page title is Pricing"; not "(views), the page is broken"."""
    before = _before_articles(spans, at - 1)
    behind = spans[at + 1 : at + 3]
    if not behind or behind[0].text.lower() not in _BEING:
        return False
    states = spans[at].words.split() if before < 0 else [*spans[at].words.split(), spans[before].text.lower()]
    apart = before < 0 or spans[before].meaning is Sign.COMMA
    is_free = isinstance(behind[-1].meaning, Unknown) or behind[-1].meaning is Sign.FILLER
    is_name = is_free and behind[-1].text[0].isupper() and not _is_path(spans[at])
    return not _STATING.isdisjoint(states) or (apart and is_name)


def is_own_by_its_name(spans: Sequence[Span], at: int) -> bool:
    """ "CustomEvent:plan_tier pro"; not "by customEvent:plan_tier"."""
    before = spans[before_filler(spans, at - 1)].meaning if at else None
    return ":" in spans[at].text and before not in {Sign.BY, Sign.EACH}


def _is_path(span: Span) -> bool:
    return isinstance(span.meaning, Dimension) and span.meaning.name in {"pagePath", "landingPage"}


def _before_articles(spans: Sequence[Span], at: int) -> int:
    while at >= 0 and spans[at].text.lower() in ARTICLES:
        at -= 1
    return at
