"""Says whose source is meant by "conversions attributed to email": besides its visit's each event has its own."""

from __future__ import annotations

from services.orchestrator.understanding.composing.filling import Filling
from services.orchestrator.understanding.lexicon.fields import Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Link

_CREDITING = " to"
_OF_VISITS = "session"
_OF_EVENTS = {
    "sessionDefaultChannelGroup": "event scoped channel",
    "sessionMedium": "event scoped medium",
    "sessionCampaignName": "event scoped campaign",
}
_VISITS = Metric("sessions")


def say_who_is_credited(filling: Filling, link: Link) -> None:
    """Notes that the visit's source is kept where the words before a source say that it is to be credited."""
    value = filling.next()
    is_credited = link.word == "via" and filling.span.words.endswith(_CREDITING)
    if not is_credited or not isinstance(value, Value) or not value.dimension.startswith(_OF_VISITS):
        return
    if _VISITS in filling.draft.metrics:
        return
    named = _OF_EVENTS.get(value.dimension, "event scoped source")
    filling.draft.assumptions.append(
        f'The source of the visit is used for {filling.span.quoted}; that of each event is named "{named}".'
    )
