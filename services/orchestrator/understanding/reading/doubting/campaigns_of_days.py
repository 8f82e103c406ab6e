"""Asks about a campaign that is called by days: "for the Black Friday campaign"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension
from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.step import of_spans, word_by_word

_ENDS = frozenset({None, Sign.COMMA, Sign.NEXT, Sign.FRAMING})
_CAMPAIGN = Dimension("sessionCampaignName")


@of_spans({Period}, {"campaign"})
@word_by_word
def read_campaigns_of_days(spans: Sequence[Span], at: int) -> Doubtful | None:
    """ "For the Black Friday campaign: revenue by channel"; not "Black Friday campaigns by revenue"."""
    days, called = spans[at], spans[at + 1] if at + 1 < len(spans) else spans[at]
    named = isinstance(days.meaning, Period) and called.meaning == _CAMPAIGN and called.words == "campaign"
    if not named or not days.words.startswith("the ") or meaning_at(spans, at + 2) not in _ENDS:
        return None
    why = "A campaign's name, or the days? Say what the campaign is called, or the days alone."
    return Doubtful(f"{days.quoted}: {why}")
