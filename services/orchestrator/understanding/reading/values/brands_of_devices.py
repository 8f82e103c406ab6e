"""Reads a site's name before a device as what may be its maker's: "sessions on Google phones"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Value
from services.orchestrator.understanding.lexicon.filler import before_filler
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Span
from services.orchestrator.understanding.reading.step import of_spans

_DEVICES = frozenset(
    {
        "phone",
        "phones",
        "smartphone",
        "smartphones",
        "handset",
        "handsets",
        "tablet",
        "tablets",
        "device",
    }
)
_MAKERS = {"google": "Google"}
_BRAND = "mobileDeviceBranding"
_HELD = frozenset({"on", "using", "with"})


@of_spans({Value}, {Dimension, *_DEVICES})
def read_brands_of_devices(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such names as the maker's behind "on", and as what is asked back elsewhere. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        if not isinstance(span.meaning, Value) or span.meaning.dimension != "sessionSource":
            continue
        maker = _MAKERS.get(span.words)
        before = spans[max(before_filler(spans, at - 1), 0)]
        named = isinstance(before.meaning, Dimension) and before.meaning.name == _BRAND
        if not named and not _is_of_device(spans, at):
            continue
        held = isinstance(before.meaning, Link) and before.words in _HELD
        if maker and (held or named):
            read[at] = span._replace(meaning=Value(_BRAND, (maker,)))
        elif not named:
            why = f'{span.quoted}: Who made the device, or where visits came from? Say "device brand", or "from".'
            read[at] = span._replace(meaning=Doubtful(why))
    return tuple(read)


def _is_of_device(spans: Sequence[Span], at: int) -> bool:
    behind = spans[at + 1] if at + 1 < len(spans) else spans[at]
    return behind.words in _DEVICES and spans[at].end + 1 == behind.start
