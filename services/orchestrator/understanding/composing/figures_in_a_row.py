"""Whether figures with nothing between them are a list: "users sessions views by device"."""

from __future__ import annotations

from itertools import takewhile

from services.orchestrator.understanding.composing.filling import Filling, OpenList
from services.orchestrator.understanding.lexicon.fields import Metric

_FEWEST = 3
_MAY_DESCRIBE = "newUsers"


def goes_on_in_a_row(filling: Filling) -> bool:
    """Whether the figure goes on with such a list. Of two the first may say whose the second is, as new users may."""
    if filling.open_list is not OpenList.METRICS or filling.joiner or filling.waiting:
        return False
    meanings = [span.meaning for span in filling.spans]
    before = list(takewhile(_is_figure, reversed(meanings[: filling.at])))
    behind = list(takewhile(_is_figure, meanings[filling.at :]))
    row = [*before, *behind]
    return bool(before) and len(row) >= _FEWEST and Metric(_MAY_DESCRIBE) not in row and len(set(row)) == len(row)


def _is_figure(meaning: object) -> bool:
    return isinstance(meaning, Metric) and not meaning.event
