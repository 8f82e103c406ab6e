"""Rules for the words that ask for a share, and for where its part may stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from services.orchestrator.understanding.composing.draft import Share
from services.orchestrator.understanding.composing.filling import Filling, OpenList
from services.orchestrator.understanding.composing.words import ComposingWords
from services.orchestrator.understanding.lexicon.fields import Metric, Value
from services.orchestrator.understanding.lexicon.filler import EMPTY_WORDS
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period


def verbs_before(spans: Sequence[Span], words: ComposingWords) -> frozenset[int]:
    """Where the spans start that a verb stands before, but for articles: "are in Germany", "did the desktop"."""
    starts = []
    behind_verb = False
    for span in spans:
        word = span.text.lower()
        if span.meaning is Sign.FILLER:
            behind_verb = word in words.verbs or (behind_verb and word in words.articles)
            continue
        if behind_verb or word in words.links_with_verbs:
            starts.append(span.start)
        behind_verb = False
    return frozenset(starts)


def deeds_before(spans: Sequence[Span]) -> frozenset[int]:
    """Where the spans start that a word stands right before which carries nothing, but says what people do.

    "Visiting /blog", "that used Chrome".
    """
    return frozenset(
        behind.start
        for before, behind in pairwise(span for span in spans if span.text.lower() not in EMPTY_WORDS)
        if before.meaning is Sign.FILLER and before.text[-1:].isalpha() and behind.meaning is not Sign.FILLER
    )


def place_share(filling: Filling) -> None:
    """ "Share of sessions": has one figure, that follows; or "traffic share of mobile"."""
    draft = filling.draft
    apart = filling.joiner is Sign.COMMA and not isinstance(filling.next(2), Metric)
    if (
        len(draft.metrics) == 1
        and (filling.open_list is OpenList.METRICS or apart)
        and isinstance(filling.next(), Value)
    ):
        place_share_behind(filling)
        return
    if draft.metrics and filling.next() in draft.metrics and draft.conditions and filling.open_list is OpenList.METRICS:
        # "Mobile sessions make up what percentage of all sessions".
        place_share_behind(filling)
        filling.at += draft.share is not None
        return
    if draft.share or draft.metrics or draft.sort_by or draft.ranking or filling.waiting:
        filling.blame(filling.span, f"What {filling.span.quoted} is a share of is not clear.")
        return
    draft.share = Share(len(draft.conditions), apart=filling.joiner is not None)


def place_share_behind(filling: Filling) -> None:
    """ "Mobile sessions last month as a percentage", "desktop as a share of sessions"."""
    draft = filling.draft
    of_what = filling.next() == Link("of")
    if not draft.share and not draft.metrics and draft.conditions and not filling.waiting and _of(filling):
        filling.at += of_what
        draft.share = Share(len(draft.conditions))
        return
    if of_what and isinstance(filling.next(2), Period):
        filling.blame(filling.span, f"{filling.span.quoted}: What is shown, a change or parts of the same days?")
        return
    whole = filling.next(1 + of_what) if _of(filling) else None
    another = isinstance(whole, Metric) and whole not in draft.metrics
    if draft.share or len(draft.metrics) != 1 or filling.waiting or another:
        filling.blame(filling.span, f"What {filling.span.quoted} is a share of is not clear.")
        return
    named = whole in draft.metrics or filling.span.words.split()[-1] in filling.words.of_all
    named = named and not _opens_with_whole(filling)
    draft.share = Share(said_before=0, said_within=0, said_ahead=len(draft.conditions) if named else None)
    if whole in draft.metrics:
        filling.at += 1 + of_what


def _opens_with_whole(filling: Filling) -> bool:
    """ "In Germany, mobile sessions as a share of sessions"."""
    meanings = [span.meaning for span in filling.spans[: filling.at]]
    figure = next((at for at, meaning in enumerate(meanings) if isinstance(meaning, Metric)), 0)
    return isinstance(meanings[0], Link) and Sign.COMMA in meanings[:figure]


def note_verb(filling: Filling) -> None:
    """ "What share of mobile users are in Germany": what stands behind the verb is the part."""
    share = filling.draft.share
    if share and share.said_within is not None and share.said_of is None and filling.span.start in filling.behind_verbs:
        share.said_of = len(filling.draft.conditions)


def end_rows(filling: Filling) -> None:
    """ "Share of sessions by device, Germany only", "share of sessions on mobile, Germany only"."""
    draft, share = filling.draft, filling.draft.share
    if share is None or share.said_with_rows is not None:
        return
    part = share.said_within is not None and len(draft.conditions) > share.said_within
    if part or draft.breakdown or draft.listed:
        share.said_with_rows = len(draft.conditions)


def _of(filling: Filling) -> bool:
    """Whether the figure of the whole follows: "as a share of sessions", "as a percentage of all sessions"."""
    following = filling.next()
    if following == Link("of"):
        # "Email as a percentage of this year's revenue".
        following = filling.next(3 if isinstance(filling.next(2), Period) else 2)
    elif filling.span.meaning is Sign.SHARE or filling.span.text.lower().split()[-1] not in filling.words.of_all:
        return False
    return isinstance(following, Metric | Value)
