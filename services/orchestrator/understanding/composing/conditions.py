"""Rules for the values that rows must have, or must not have."""

from __future__ import annotations

from services.orchestrator.understanding.composing.draft import Condition
from services.orchestrator.understanding.composing.events import counts_an_event
from services.orchestrator.understanding.composing.figures import place_metric
from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.composing.left_out import may_narrow_what_is_left_out
from services.orchestrator.understanding.lexicon.field_scopes import same_field
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, LiteralKind, Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign
from services.orchestrator.understanding.plan import Match

_PAGES = frozenset({"pagePath", "landingPage"})
_NOT_WITH_EVENTS = frozenset({"sessionSource"})
"""Right before an event their values are not clear: "facebook sign-ups" may come from there, or be made with it."""

_WITH_QUERY = {"pagePath": "pagePathPlusQueryString", "landingPage": "landingPagePlusQueryString"}
_TEXTS = frozenset(
    {"pagePath", "pageTitle", "landingPage", "pageLocation", "hostName", "sessionCampaignName", "itemName"}
)
_SEEN_ON_A_HOST = frozenset({"activeUsers", "totalUsers", "screenPageViews"})
_ON_A_HOST = ("on", "in", "for", "of", "to")

_NAMES = frozenset({LiteralKind.QUOTED, LiteralKind.IDENTIFIER})
_NAMED_BEHIND = frozenset({"sessionCampaignName", "firstUserCampaignName"})
"""Fields that stand behind their value as well: "the spring_sale campaign"."""

_MATCHES = {Sign.CONTAINS: Match.CONTAINS, Sign.STARTS_WITH: Match.BEGINS_WITH, Sign.ENDS_WITH: Match.ENDS_WITH}
_JOINERS = (Sign.AND, Sign.OR, Sign.COMMA, Sign.VERSUS)


def place_value(filling: Filling, value: Value) -> None:
    """A known value: filters, or goes on with a list of values."""
    span = filling.span
    if by := filling.take(Awaits.BREAKDOWN, Awaits.SORTING):
        filling.blame(by, f"{span.quoted} is one value; figures cannot be split or sorted by it.")
        return
    following = filling.next()
    described = isinstance(following, Metric | Value | Either) or _is_of(following, value.dimension)
    if value.adjective and not described and following not in _JOINERS:
        filling.blame(span, f"What does {span.quoted} describe?")
        return
    if value.dimension in _NOT_WITH_EVENTS and isinstance(following, Metric) and following.event:
        filling.blame(span, f"Does {span.quoted} say where they came from, or what they were for?")
        return
    named = filling.field_named or _said_as(filling, value.dimension) or Dimension(value.dimension)
    if not same_field(named.name, value.dimension):
        filling.blame(span, f"{span.quoted} is no value of the field named before it.")
        return
    if _pictures_what_is_broken_down(filling, value):
        filling.blame(span, f"Should only {span.quoted} be kept, or does it only go with the question?")
        return
    if value.assumption:
        filling.draft.assumptions.append(value.assumption)
    _place(filling, Condition(named.name, list(value.values), value.match, scoped=named.scoped))


def place_literal(filling: Filling, literal: Literal) -> None:
    """A word that stands for itself: a page, a domain, an event's name, or the value of the field named before it."""
    span = filling.span
    if literal.kind is LiteralKind.IDENTIFIER and not filling.field_named and _names_event(filling):
        place_metric(filling, Metric("eventCount", literal.text))
        return
    behind = _named_behind(filling)
    named = behind or filling.field_named or _field_of(filling, literal)
    text, match = literal.text, Match.CONTAINS if behind and filling.next(-1) == Link("in") else Match.EXACT
    if named and "?" in text and named.name in _WITH_QUERY:
        named = Dimension(_WITH_QUERY[named.name])
    if sign := filling.take_as(Awaits.MATCHED, Sign):
        match = _MATCHES[sign]
    elif literal.kind is LiteralKind.PATH and _stands_under(filling):
        match = Match.BEGINS_WITH
    elif literal.kind is LiteralKind.PATH and text.endswith("*"):
        text, match = text[:-1], Match.BEGINS_WITH
    if named is None or not text or "*" in text or filling.awaits(Awaits.BREAKDOWN, Awaits.SORTING):
        filling.blame(span, f'Which field should {span.quoted} be? Name it, as in: city "Berlin".')
        return
    _place(filling, Condition(named.name, [text], match, scoped=named.scoped))


def _field_of(filling: Filling, literal: Literal) -> Dimension | None:
    """The field that a literal belongs to: the one named behind it, its looks', or that of the list it goes on with."""
    following = filling.next()
    if literal.kind in _NAMES and isinstance(following, Dimension) and following.name in _NAMED_BEHIND:
        return following
    if literal.kind is LiteralKind.PATH:
        return Dimension("pagePath")
    if literal.kind is LiteralKind.DOMAIN and "/" in literal.text:
        return None
    if literal.kind is LiteralKind.DOMAIN and (field := _field_of_domain(filling, literal)):
        return Dimension(field)
    if literal.kind in {LiteralKind.QUOTED, LiteralKind.DOMAIN} and filling.joins(
        OpenList.VALUES, Sign.AND, Sign.OR, Sign.COMMA
    ):
        last = filling.draft.conditions[-1]
        return Dimension(last.dimension, scoped=last.scoped)
    return None


def _field_of_domain(filling: Filling, literal: Literal) -> str:
    if _linked_by(filling, "from", "via"):
        return "sessionSource"
    if _linked_by(filling, *_ON_A_HOST) or _left_out_on(filling):
        return "hostName"
    if not filling.waiting and not filling.joiner and _beside_views(filling):
        filling.draft.assumptions.append(f'"{literal.text}" is read as a hostname of the site, not as a source.')
        return "hostName"
    return ""


def _beside_views(filling: Filling) -> bool:
    """ "Users shop.example.com", "shop.example.com views"."""
    before = filling.spans[filling.at - 1].meaning if filling.at else None
    return any(isinstance(beside, Metric) and beside.name in _SEEN_ON_A_HOST for beside in (before, filling.next()))


def _pictures_what_is_broken_down(filling: Filling, value: Value) -> bool:
    """ "Split sessions by device? 📱"."""
    shown = {entry.name for entry in (*filling.draft.breakdown, *filling.draft.listed)}
    return value.dimension in shown and not any(character.isalnum() for character in filling.span.text)


def _is_of(meaning: object, dimension: str) -> bool:
    """ "Docs pages"."""
    return isinstance(meaning, Dimension) and meaning.name == dimension


def _named_behind(filling: Filling) -> Dimension | None:
    """ "/pricing as the landing page", "'blog' in the title": passes over the field's name."""
    link, named = filling.next(), filling.next(2)
    if not isinstance(named, Dimension) or named.plural or named.breaks_down:
        return None
    if link == Link("as") or (
        link == Link("in") and named.name in _TEXTS and filling.open_list is not OpenList.PERIODS
    ):
        filling.at += 2
        return named
    return None


def _said_as(filling: Filling, dimension: str) -> Dimension | None:
    """ "Bing as their source": passes over the field's name."""
    named = filling.next(2)
    if filling.next() != Link("as") or not isinstance(named, Dimension) or named.plural or named.breaks_down:
        return None
    if not same_field(named.name, dimension):
        return None
    filling.at += 2
    return named


def _left_out_on(filling: Filling) -> bool:
    """ "Except on shop.example.com"."""
    negation = filling.waiting.get(Awaits.NEGATED)
    return negation is not None and negation.text.lower().endswith(("on", "at", "outside", "outside of"))


def _stands_under(filling: Filling) -> bool:
    """ "Pages under /blog/"."""
    bound = filling.waiting.get(Awaits.BOUNDED)
    under = bound is not None and bound.text.lower() == "under"
    return under and filling.take(Awaits.BOUNDED) is not None


def _names_event(filling: Filling) -> bool:
    before = filling.spans[filling.at - 1].meaning if filling.at else None
    return isinstance(before, Either) or isinstance(filling.next(), Either) or counts_an_event(filling)


def _place(filling: Filling, condition: Condition) -> None:
    span = filling.span
    link = filling.take(Awaits.LINKED)
    if link and isinstance(link.meaning, Link):
        condition.led_by = link.meaning.word
    condition.negated = filling.take(Awaits.NEGATED) is not None
    linked = link is not None or filling.field_named is not None
    filling.field_named = None
    if link and not _fits(link.meaning, condition.dimension):
        filling.blame(link, f"{link.quoted} and {span.quoted} do not go together.")
        return
    if not linked and not condition.negated and _goes_on_from_free_text(filling):
        before = filling.spans[filling.at - 1].quoted
        filling.blame(span, f"Is {span.quoted} part of the value before it, {before}? Put that in quotes.")
        return
    if not condition.negated and may_narrow_what_is_left_out(filling):
        filling.blame(span, f"Does {span.quoted} only say what is left out? Say it first, or behind a comma.")
        return
    why_not = _join(filling, condition, linked=linked)
    if why_not:
        filling.blame(span, why_not)
        return
    filling.value_was_linked = link is not None or condition.negated or _kept_alone(filling)
    filling.settle(OpenList.VALUES)


def _goes_on_from_free_text(filling: Filling) -> bool:
    """ "Campaign contains summer google"."""
    before = filling.spans[filling.at - 1] if filling.at else None
    return (
        before is not None
        and isinstance(before.meaning, Literal)
        and before.meaning.kind is LiteralKind.QUOTED
        and before.text[0] not in "\"'`"
        and not filling.joiner
    )


def _join(filling: Filling, condition: Condition, *, linked: bool) -> str:
    """Adds the condition, or goes on with the list it is joined to; returns why it cannot, empty where it can."""
    conditions, joiner = filling.draft.conditions, filling.joiner
    last = conditions[-1] if filling.open_list is OpenList.VALUES else None
    stands_alone = linked or condition.negated
    if last and joiner and last.dimension == condition.dimension and last.match is condition.match is Match.EXACT:
        return _extend(filling, condition, joiner, linked=linked)
    if joiner is None and not condition.negated and any(_same(other, condition) for other in conditions):
        return ""
    if joiner in {Sign.OR, Sign.VERSUS}:
        return "Which values are alternatives is not clear; only values of one kind can be."
    if not stands_alone and (joiner is Sign.AND or (joiner and last and last.negated)):
        return "Which words belong together is not clear; say each one with its own preposition."
    if any(other.dimension == condition.dimension for other in conditions):
        return "Values of one kind that are not joined rule each other out; join them, or name only one."
    conditions.append(condition)
    return ""


def _same(one: Condition, other: Condition) -> bool:
    """ "German users 🇩🇪": said twice, meant once."""
    return (
        one.dimension == other.dimension and one.values == other.values and not one.negated and one.match is other.match
    )


def _extend(filling: Filling, condition: Condition, joiner: Sign, *, linked: bool) -> str:
    """ "Germany and France", "not Germany or France"; never "not Germany or not France"."""
    last = filling.draft.conditions[-1]
    both_negated = last.negated and condition.negated
    goes_on_negated = last.negated and not condition.negated and (not linked or _behind_nor(filling))
    if (last.negated is not condition.negated and not goes_on_negated) or (both_negated and joiner is Sign.OR):
        return "Which values are left out and which are kept is not clear."
    if joiner is Sign.VERSUS:
        if last.negated:
            return "Values that are left out cannot be compared."
        last.compared = True
    filling.joiner = None
    last.values.extend(condition.values)
    return ""


def _behind_nor(filling: Filling) -> bool:
    """ "Neither from the US nor from Canada"."""
    return any(span.text.lower() == "nor" for span in filling.spans[max(filling.at - 2, 0) : filling.at])


def _kept_alone(filling: Filling) -> bool:
    """ "Returning users only", "only mobile users"."""
    return filling.only is not None or filling.next(2) is Sign.ONLY


def _linked_by(filling: Filling, *words: str) -> bool:
    link = filling.waiting.get(Awaits.LINKED)
    return link is not None and isinstance(link.meaning, Link) and link.meaning.word in words


def _fits(link: object, dimension: str) -> bool:
    """ "To" leads to a page, "from" never does."""
    if not isinstance(link, Link):
        return True
    if link.word == "to":
        return dimension in _PAGES or dimension == "hostName"
    return link.word != "from" or dimension not in _PAGES
