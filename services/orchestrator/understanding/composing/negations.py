"""What the words that leave values out say of a list that goes on behind one."""

from __future__ import annotations

from services.orchestrator.understanding.composing.filling import Filling
from services.orchestrator.understanding.lexicon.vocabulary import Sign

_OF_ONE = "non"


def negates_one(filling: Filling) -> bool:
    """ "Non-German, French sessions"."""
    return [span.words for span in filling.spans[: filling.at] if span.meaning is Sign.NOT][-1:] == [_OF_ONE]


def takes_back(filling: Filling) -> bool:
    """ "Except the US and not Canada": is Canada left out or kept? Where both are "not", both are left out.

    "Except those from the US and without Canada" leaves it open too.
    """
    said = [span.text.lower().split() for span in filling.spans[: filling.at] if span.meaning is Sign.NOT]
    if len(said) > 1 and said[-1] == ["without"] != said[-2]:
        return True
    return len(said) > 1 and said[-1] == ["not"] and not any("not" in word or "n't" in word for word in said[-2])


def behind_nor(filling: Filling) -> bool:
    """ "Neither from the US nor from Canada"."""
    return any(span.text.lower() == "nor" for span in filling.spans[max(filling.at - 2, 0) : filling.at])
