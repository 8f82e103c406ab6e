"""Why a known value may be none of the field before it: "landing page Germany", "sessions by campaign email"."""

from __future__ import annotations

from services.orchestrator.understanding.composing.filling import Awaits, Filling
from services.orchestrator.understanding.lexicon.field_scopes import same_field
from services.orchestrator.understanding.lexicon.fields import Dimension, Value

_PAGES = frozenset({"pagePath", "landingPage"})
_NAMED_FREELY = frozenset(
    {
        "sessionCampaignName",
        "firstUserCampaignName",
        "pageTitle",
        "unifiedScreenName",
        "eventName",
        "itemName",
        "audienceName",
    }
)


def why_none_of_field(filling: Filling, value: Value, named: Dimension, *, by_words: bool) -> str:
    """Why the value may be none of its field's, or not of that named before it; empty where it is."""
    said, before = filling.span.quoted, filling.spans[filling.at - 1].text
    if not same_field(named.name, value.dimension) and not (named.name in _PAGES and value.dimension in _PAGES):
        return f"{said} is no value of the field named before it."
    if _pictures_what_is_broken_down(filling, value):
        return f"Should only {said} be kept, or does it only go with the question?"
    return f"Is {said} the {before}? Say: for {before} {said}." if not by_words and _is_name(filling, value) else ""


def _is_name(filling: Filling, value: Value) -> bool:
    """ "Sessions by campaign email": names of campaigns, titles and events can be any word."""
    before = filling.next(-1)
    named = isinstance(before, Dimension) and not before.plural and before.name in _NAMED_FREELY
    return named and not value.adjective and not filling.awaits(Awaits.LINKED, Awaits.NEGATED)


def _pictures_what_is_broken_down(filling: Filling, value: Value) -> bool:
    """ "Split sessions by device? 📱"."""
    shown = {entry.name for entry in (*filling.draft.breakdown, *filling.draft.listed)}
    return value.dimension in shown and not any(character.isalnum() for character in filling.span.text)
