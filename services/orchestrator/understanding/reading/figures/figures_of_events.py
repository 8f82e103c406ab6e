"""Figures that the name beside them keeps to one event: "event count, sign_up", "sign-up conversion rate"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Literal, LiteralKind, Metric
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_behind
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Link, Meaning, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period

_COUNT = Metric("eventCount")
_RATE = "sessionKeyEventRate"
_KEY_EVENTS = Metric("keyEvents")
_USER_RATE = "userKeyEventRate"
_OF_ANY_EVENT = frozenset({_RATE, _USER_RATE, "keyEvents"})
"""Figures of all key events, which GA4 also has of each."""

_OF_ONE_EVENT = {"addToCarts": "add_to_cart", "checkouts": "begin_checkout"}
_PURCHASES = "ecommercePurchases"
_PURCHASE_RATES = Ambiguous((f"{_RATE}:purchase", "purchaser rate"))
FIGURES = _OF_ANY_EVENT.union(_OF_ONE_EVENT, {"eventCount", _PURCHASES})
_VISITS = frozenset({Metric("sessions"), Metric("engagedSessions")})
_COUNTED_AS_PEOPLE = frozenset({"purchase", "scroll"})
"""Events whose people GA4 counts by figures of their own."""

_ONE_KEY_EVENT = frozenset({"key event", "conversion"})
"""Before the name of one: "key event sign_up"."""

_CONVERTING = Deed("isKeyEvent", "true")
_AT_AN_END = (Period, Minutes, Link, type(None))
_HAVING = frozenset({"with", "w/", "having", "that included", "which included", "that had", "which had"})
_RESULTING = Link("resulting")
_ONE = frozenset({"a", "an"})
_NOTHING = Span("", Unknown())
_FEW = 5
"""Spans that are looked at together."""

_LEADING = frozenset({Link("for"), Link("of"), Link("to")})
_NAMING = frozenset({Link("for"), Link("of")})
_OR_DAYS = (Period, Minutes)
_GOES_ON = frozenset({Sign.AND, Sign.OR, Sign.COMMA})


def read_figures_of_events(question: str, spans: Sequence[Span], events: Collection[str]) -> tuple[Span, ...]:
    """The spans, such figures read as those of their event. `events` are known names. Linear in the spans' number."""
    said = [at for at, span in enumerate(spans) if span.meaning is not Sign.FILLER]
    read = _with_listed_names(_with_rates(question, spans, said), events)
    _name_all(read, events)
    _read_had(read)
    return tuple(read)


def _with_rates(question: str, spans: Sequence[Span], said: Sequence[int]) -> list[Span]:
    read: list[Span] = []
    at = 0
    for place, start in enumerate(said):
        if start < at or not _is_of_events(spans[start].meaning):
            continue
        behind = said[place : place + _FEW]
        said_together = [spans[each] for each in behind]
        figure, length = _named_key_event(said_together) or _of_event(said_together)
        if not figure:
            continue
        end = behind[length - 1] + 1
        text = question[spans[start].start : spans[end - 1].end]
        read += [*spans[at:start], Span(text, figure, spans[start].start, spans[end - 1].end)]
        at = end
    return [*read, *spans[at:]]


def _is_of_events(meaning: Meaning) -> bool:
    return isinstance(meaning, Metric) and meaning.name in FIGURES


def _named_key_event(spans: Sequence[Span]) -> tuple[Metric, int] | None:
    """ "Key event sign_up"."""
    event = _event(spans[1].meaning) if len(spans) > 1 else ""
    is_one = spans[0].meaning == _KEY_EVENTS and spans[0].words in _ONE_KEY_EVENT
    return (Metric(f"keyEvents:{event}"), 2) if is_one and event else None


def _of_event(spans: Sequence[Span]) -> tuple[Metric | Ambiguous | None, int]:
    """What these spans name together, and how many of them do."""
    spans = (*spans, *[_NOTHING] * (_FEW - len(spans)))
    if figure := _behind_its_event(spans):
        return figure, 2
    first, second, third, fourth, fifth = (span.meaning for span in spans)
    if not isinstance(first, Metric) or first.name not in _OF_ANY_EVENT or second not in _LEADING:
        return None, 0
    if first.name == _RATE and third == Metric(_PURCHASES):
        return _PURCHASE_RATES, 3
    # "Conversion rate for sign-ups and downloads" may go on with a figure, or with an event.
    if (event := _event(third)) and not (fourth in _GOES_ON and (_event(fifth) or fifth == Metric(_PURCHASES))):
        return Metric(f"{first.name}:{event}"), 3 + (isinstance(fourth, Either) and spans[3].words == "event")
    is_purchase = third == Metric(_PURCHASES) and fourth not in _GOES_ON
    return (Metric(f"{first.name}:purchase"), 3) if is_purchase else (None, 0)


def _behind_its_event(spans: Sequence[Span]) -> Metric | Ambiguous | None:
    """ "Sign-up conversion rate", "purchase key events"; not "sign-ups (,) key events"."""
    first, figure = spans[0].meaning, spans[1].meaning
    event = _event(first)
    if event and isinstance(figure, Unknown) and spans[1].words == "rate":
        return Ambiguous((f"conversion rate for {event}", f"user conversion rate for {event}"))
    if first == Metric(_PURCHASES) and spans[0].words == "purchase":
        event = "purchase"
    several = figure == _KEY_EVENTS and spans[0].words.endswith("s")
    if not event or not isinstance(figure, Metric) or figure.name not in _OF_ANY_EVENT or several:
        return None
    return _PURCHASE_RATES if (event, figure.name) == ("purchase", _RATE) else Metric(f"{figure.name}:{event}")


def _event(meaning: Meaning) -> str:
    if not isinstance(meaning, Metric):
        return ""
    return meaning.event or _OF_ONE_EVENT.get(meaning.name, "")


def _with_listed_names(read: list[Span], events: Collection[str]) -> list[Span]:
    """ "Event count, sign_up, last week", "for sign_up: event count": the comma is a "for" where no other figure is."""
    figures = [
        at
        for at, span in enumerate(read)
        if isinstance(span.meaning, Metric | Either) or (_is_name(span, events) and not _has_field(read, at))
    ]
    if len(figures) < 2:
        return read
    for at in figures:
        if at - 1 in figures and _is_count(read[at]) and _is_name(read[at - 1], events):
            _name_each(read, at, events)
    counted = [at for at in figures if _is_count(read[at])]
    if len(counted) != 1 or not all(_is_name(read[at], events) for at in figures if at != counted[0]):
        _doubt_names(read, figures, events)
        if counted:
            _doubt_slips(read, figures, events)
        return read
    [count] = counted
    behind, before = _past_comma(read, count, 1, _OR_DAYS), _past_comma(read, count, -1, _OR_DAYS)
    if count == figures[0] and behind in figures:
        comma = _comma(read, count, behind)
        read[comma] = read[comma]._replace(meaning=Link("for"))
        read[behind] = read[behind]._replace(meaning=_counted(read[behind]))
    elif count == figures[-1] and before in figures:
        comma = _comma(read, before, count)
        read[comma] = read[comma]._replace(meaning=Sign.FILLER)
        read[count] = read[count]._replace(meaning=Sign.FILLER)
        read[before] = read[before]._replace(meaning=_counted(read[before]))
    return read


def _name_each(read: list[Span], count: int, events: Collection[str]) -> None:
    """ "Sign_up event count", "sign_up and quote_request events"."""
    read[count] = read[count]._replace(meaning=Either(_COUNT, Dimension("eventName")))
    at = count - 3
    while at >= 0 and _is_name(read[at], events) and read[at + 1].meaning in {Sign.AND, Sign.COMMA}:
        if _has_field(read, at):
            break
        read[at] = read[at]._replace(meaning=_counted(read[at]))
        at -= 2


def _doubt_slips(read: list[Span], figures: Sequence[int], events: Collection[str]) -> None:
    """ "Event count, purchaes": a slip of the event's name as well as of the figure."""
    for at in figures:
        if read[at].slips and read[at].words.removesuffix("s") in events:
            read[at] = read[at]._replace(meaning=Unknown())


def _doubt_names(read: list[Span], figures: Sequence[int], events: Collection[str]) -> None:
    """ "Sign_up: users", "event count, sign_up, sessions": is the event counted too, or does it say which are?"""
    for at in figures:
        behind = _past_comma(read, at, 1)
        if behind not in figures:
            continue
        opens = _is_name(read[at], events) and read[_comma(read, at, behind)].text == ":"
        named = at if opens else behind if _is_count(read[at]) and _is_name(read[behind], events) else -1
        if named >= 0:
            name = read[named].words
            choices = (f"event count for {name}", f"users with the {name} event")
            read[named] = read[named]._replace(meaning=Ambiguous(choices))


def _name_all(read: list[Span], events: Collection[str]) -> None:
    """ "Event count for sign_up and purchase": a purchase is an event here, like the one before it."""
    if not any(_is_count(span) for span in read):
        return
    names = False
    for at, span in enumerate(read):
        if isinstance(span.meaning, Link):
            names = at > 0 and span.meaning in _NAMING and _is_count(read[at - 1])
        elif names and _is_name(span, events):
            read[at] = span._replace(meaning=_counted(span))
        elif span.meaning not in {Sign.FILLER, Sign.COMMA, Sign.AND}:
            names = False


def _read_had(read: list[Span]) -> None:
    """ "Sessions with a purchase": those that have such an event."""
    counted: Meaning = Sign.FILLER
    for at, span in enumerate(read):
        if isinstance(span.meaning, Metric):
            counted = span.meaning
        if not isinstance(span.meaning, Link) or (span.words not in _HAVING and span.meaning != _RESULTING):
            continue
        thing = next((behind for behind in range(at + 1, len(read)) if read[behind].meaning is not Sign.FILLER), at)
        noun = read[thing]
        event = _event(noun.meaning) or ("purchase" if noun.meaning == Metric(_PURCHASES) else "")
        is_key = noun.meaning == _KEY_EVENTS
        if not (event or is_key) or (event in _COUNTED_AS_PEOPLE and counted not in _VISITS):
            continue
        is_one = not noun.words.endswith("s")
        if counted in _VISITS and is_one and isinstance(meaning_behind(read, thing), _AT_AN_END):
            pass
        elif _ONE.isdisjoint(article.words for article in read[at + 1 : thing]):
            continue
        read[at] = span._replace(meaning=Sign.FILLER)
        read[thing] = noun._replace(meaning=_CONVERTING if is_key else Deed("eventName", event))


def _is_count(span: Span) -> bool:
    return span.meaning == _COUNT or isinstance(span.meaning, Either)


def _is_name(span: Span, events: Collection[str]) -> bool:
    """ "Sign_up", "scroll" and "login" are names; "sign-ups" is a figure beside others."""
    if isinstance(span.meaning, Literal):
        return span.meaning.kind is LiteralKind.IDENTIFIER
    named = span.words.removesuffix(" event")
    return isinstance(span.meaning, Metric | Unknown) and named in events


def _has_field(spans: Sequence[Span], at: int) -> bool:
    """ "Campaign = spring_sale: key events"."""
    at = before_filler(spans, at - 1)
    if at > 0 and spans[at].meaning is Sign.EQUALS:
        at = before_filler(spans, at - 1)
    return at >= 0 and isinstance(spans[at].meaning, Dimension)


def _counted(span: Span) -> Metric:
    return Metric("eventCount", span.words.removesuffix(" event"))


def _past_comma(spans: Sequence[Span], at: int, step: int, kinds: tuple[type, ...] = ()) -> int:
    """The place next to the comma beside the span, fillers and such spans between; -1 where there is none."""
    at += step
    commas = 0
    while 0 <= at < len(spans) and (
        spans[at].meaning in {Sign.FILLER, Sign.COMMA}
        or ((step < 0 or not commas) and isinstance(spans[at].meaning, kinds))
    ):
        commas += _pauses(spans[at])
        at += step
    return at if commas == 1 and 0 <= at < len(spans) else -1


def _comma(spans: Sequence[Span], start: int, end: int) -> int:
    return next(at for at in range(start, end) if _pauses(spans[at]))


def _pauses(span: Span) -> bool:
    """ "Event count, sign_up", "event count (sign_up)"."""
    return span.meaning is Sign.COMMA or span.text == "("
