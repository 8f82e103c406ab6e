"""Where words behind a value that is left out may say which rows of it are."""

from __future__ import annotations

from services.orchestrator.understanding.composing.filling import Filling, OpenList
from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign

_DESCRIBE = frozenset({"non", "not", "only non"})
"""Negations that belong to one word: "non-mobile users in Germany" are all in Germany."""


def may_narrow_what_is_left_out(filling: Filling) -> bool:
    """ "Excluding mobile users in Germany": only those of Germany are left out, or all others are as well?"""
    conditions = filling.draft.conditions
    if filling.joiner or filling.open_list is not OpenList.VALUES or not conditions[-1].negated:
        return False
    at = filling.at - 1
    while at >= 0 and isinstance(filling.spans[at].meaning, Link):
        at -= 1
    if at < 0 or not isinstance(filling.spans[at].meaning, Metric):
        return False
    negations = [span for span in filling.spans[:at] if span.meaning is Sign.NOT]
    return bool(negations) and negations[-1].text.lower() not in _DESCRIBE
