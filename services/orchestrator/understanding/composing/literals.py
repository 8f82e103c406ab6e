"""Rules for words that stand for themselves: a page, a domain, an event's name, the value of the field beside it."""

from __future__ import annotations

from dataclasses import replace

from services.orchestrator.understanding.composing.conditions import place_condition
from services.orchestrator.understanding.composing.draft import Condition
from services.orchestrator.understanding.composing.events import counts_an_event
from services.orchestrator.understanding.composing.figures import place_metric
from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.lexicon.field_scopes import same_field
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, LiteralKind, Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound
from services.orchestrator.understanding.lexicon.vocabulary import MATCHING, Link, Overview, Sign
from services.orchestrator.understanding.plan import Match

_WITH_QUERY = {"pagePath": "pagePathPlusQueryString", "landingPage": "landingPagePlusQueryString"}
_TEXTS = frozenset(
    {"pagePath", "pageTitle", "landingPage", "pageLocation", "hostName", "sessionCampaignName", "itemName"}
)
_SEEN = frozenset({"activeUsers", "totalUsers", "screenPageViews"})
_PATHS = frozenset({"pagePath", "landingPage"})
_VIEWS = frozenset({"screenPageViews"})
_ON_A_HOST = ("on", "in", "for", "of", "to")

_DONE_TO = frozenset({("searchTerm", "for"), ("fileName", "of"), ("videoTitle", "of")})
"""What a list of events lists, and the word that leads from their figure to one of it."""

_ENTRY = Dimension("landingPage")
_NAMES = frozenset({LiteralKind.QUOTED, LiteralKind.IDENTIFIER})
_NAMED_BEHIND = frozenset({"sessionCampaignName", "firstUserCampaignName", "itemBrand", "itemCategory", "itemName"})
"""Fields that stand behind their value as well: "the spring_sale campaign"."""

_DOMAINS = ("hostName", "sessionSource", "linkDomain")

_NEITHER = "neither"
_MATCHES = {Sign.CONTAINS: Match.CONTAINS, Sign.STARTS_WITH: Match.BEGINS_WITH, Sign.ENDS_WITH: Match.ENDS_WITH}
_NOT_SET = "(not set)"
_PAGES = frozenset({"pagePath", "landingPage", "pageReferrer"})


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
    included = _is_included(filling, literal)
    if sign := filling.take_as(Awaits.MATCHED, Sign):
        match = _MATCHES[sign]
    elif behind:
        pass
    elif literal.kind is LiteralKind.PATH and _stands_under(filling):
        match = Match.BEGINS_WITH
    elif literal.kind is LiteralKind.PATH and _stands_in(filling):
        match = Match.BEGINS_WITH
        filling.draft.assumptions.append(f'"In {text}" is read as the pages whose path begins with it.')
    elif literal.kind is LiteralKind.PATH and text.endswith("*"):
        match = Match.BEGINS_WITH
    elif named and _goes_on_alike(filling, named):
        match = filling.draft.conditions[-1].match
    if match is Match.BEGINS_WITH:
        text = text.removesuffix("*")
    if named is None or not text or "*" in text or filling.awaits(Awaits.BREAKDOWN, Awaits.SORTING):
        filling.blame(span, f'Which field should {span.quoted} be? Name it, as in: city "Berlin".')
        return
    by_words = bool(behind or filling.field_named)
    if literal.kind is LiteralKind.PATH and not by_words and _is_entered(filling):
        filling.blame(span, f"{span.quoted}: Pages seen, or the first page of a visit?")
        return
    if included or (match is Match.EXACT and named.name in _PATHS and text[0] not in "/("):
        filling.blame(span, f"{span.quoted}: A page of that path, all whose path contains it, or a title?")
        return
    place_condition(filling, Condition(named.name, [text], match, scoped=named.scoped, named=by_words))


def _field_of(filling: Filling, literal: Literal) -> Dimension | None:
    """The field that a literal belongs to: the one named behind it, its looks', or that of the list it goes on with."""
    following = filling.next()
    if literal.kind in _NAMES and isinstance(following, Dimension) and following.name in _NAMED_BEHIND:
        return following
    last = filling.draft.conditions[-1] if filling.joins(OpenList.VALUES, Sign.AND, Sign.OR, Sign.COMMA) else None
    if literal.kind is LiteralKind.PATH:
        return _field_of_path(filling, last)
    if literal.text == _NOT_SET or _is_of_row(filling, literal):
        return _only_row(filling)
    if literal.kind is LiteralKind.DOMAIN and (field := _field_of_domain(filling, literal)):
        return Dimension(field)
    is_address = literal.kind is LiteralKind.DOMAIN and _is_address(filling, literal)
    goes_on = literal.kind in {LiteralKind.QUOTED, LiteralKind.DOMAIN}
    if literal.kind is LiteralKind.IDENTIFIER and _goes_on_with_campaigns(filling):
        last, goes_on = filling.draft.conditions[-1], True
    if last and not is_address and goes_on:
        return Dimension(last.dimension, scoped=last.scoped)
    return _field_of_what_was_done(filling)


def _field_of_path(filling: Filling, last: Condition | None) -> Dimension:
    if last is not None and last.dimension in _PAGES and not filling.waiting:
        return Dimension(last.dimension, scoped=last.scoped)
    return _ENTRY if _is_of_rows_before(filling) else Dimension("pagePath")


def _is_of_rows_before(filling: Filling) -> bool:
    """ "Sessions by landing page under /blog", "by landing page starting with /blog"; "on /blog" something was seen."""
    at = filling.at - 1
    leads = at > 0 and (filling.spans[at].meaning in MATCHING or isinstance(filling.spans[at].meaning, Bound))
    return leads and filling.spans[at - 1].meaning in {_ENTRY, replace(_ENTRY, plural=True)}


def _field_of_what_was_done(filling: Filling) -> Dimension | None:
    """ "Searches for 'boots'", "downloads of 'price list'"."""
    link, done = filling.waiting.get(Awaits.LINKED), filling.next(-2)
    if not link or not isinstance(done, Metric) or filling.span.text[0] not in "\"'`":
        return None
    return Dimension(done.listed_by) if (done.listed_by, link.words) in _DONE_TO else None


def _goes_on_with_campaigns(filling: Filling) -> bool:
    """ "Campaigns spring_sale and autumn_sale", "campaign spring_sale vs autumn_sale"; else it may be an event."""
    if not filling.joins(OpenList.VALUES, Sign.AND, Sign.OR, Sign.VERSUS):
        return False
    fields = [span.meaning for span in filling.spans[: filling.at] if isinstance(span.meaning, Dimension)]
    are_several = bool(fields) and fields[-1].name in _NAMED_BEHIND and fields[-1].plural
    named = filling.draft.conditions[-1].dimension in _NAMED_BEHIND
    return named and (are_several or filling.joiner is Sign.VERSUS)


def _are_downloads(filling: Filling) -> bool:
    """ "Downloads of whitepaper.pdf"."""
    rows = (*filling.draft.listed, *filling.draft.breakdown)
    counted = any(metric.event == "file_download" for metric in filling.draft.metrics)
    return counted or any(row.name == "fileName" for row in rows)


def _is_of_row(filling: Filling, literal: Literal) -> bool:
    """ "By campaign excluding 'brand'", "top pages containing 'guide'"; not "by city except mobile"."""
    before = filling.next(-2)
    if not isinstance(before, Dimension) or not filling.awaits(Awaits.NEGATED):
        return isinstance(before, Dimension) and filling.awaits(Awaits.MATCHED)
    if literal.kind is not LiteralKind.QUOTED:
        return can_name(filling, before, literal)
    return filling.span.text[0] in "\"'`" or literal.text.startswith("(")


def can_name(filling: Filling, field: Dimension, literal: Literal) -> bool:
    """Whether a literal looks like a value of a field that stands before it: "every campaign except brand_us"."""
    if literal.kind is LiteralKind.QUOTED:
        return True
    if literal.kind is LiteralKind.DOMAIN:
        return not _is_address(filling, literal) and any(same_field(field.name, named) for named in _DOMAINS)
    return literal.kind is LiteralKind.IDENTIFIER and field.name in _NAMED_BEHIND


def _is_address(filling: Filling, literal: Literal) -> bool:
    """Of one page or file: "example.com/shop", "prices.pdf"."""
    return literal.text.endswith(filling.words.files) or "/" in literal.text


def _only_row(filling: Filling) -> Dimension | None:
    """ "Sessions by campaign excluding (not set)"."""
    rows = (*filling.draft.listed, *filling.draft.breakdown)
    return rows[0] if len(rows) == 1 else None


def _field_of_domain(filling: Filling, literal: Literal) -> str:
    if _is_address(filling, literal):
        return "fileName" if literal.text.endswith(filling.words.files) and _are_downloads(filling) else ""
    if _linked_by(filling, "from", "via") or _is_left_out_of_sources(filling):
        return "sessionSource"
    if _linked_by(filling, "to") and any(metric.event == "click" for metric in filling.draft.metrics):
        return "linkDomain"
    if not set(literal.text.lower().split(".")[:-1]).isdisjoint(filling.words.sites_of_others):
        return ""
    apart = not filling.waiting and filling.joiner in {None, Sign.COMMA} and not _goes_on_with_sites(filling)
    beside_views = apart and _beside_views(filling)
    beside_views = beside_views or (_announces_a_figure(filling) and set(filling.waiting) <= {Awaits.NEGATED})
    if beside_views:
        filling.draft.assumptions.append(f'"{literal.text}" is read as a hostname of the site, not as a source.')
    return "hostName" if beside_views or _linked_by(filling, *_ON_A_HOST) or _left_out_on(filling) else ""


def _is_left_out_of_sources(filling: Filling) -> bool:
    """ "Top sources except news.example.com"."""
    rows = (*filling.draft.listed, *filling.draft.breakdown)
    return filling.awaits(Awaits.NEGATED) and any(same_field(row.name, "sessionSource") for row in rows)


def _beside_views(filling: Filling) -> bool:
    """ "Shop.example.com bounce rate", "September users, shop.example.com"; sessions set apart may be from there."""
    beside = [each for each in (filling.next(-1), filling.next()) if isinstance(each, Metric)]
    domain = filling.span.text.lower()
    of_country = next(filter(domain.endswith, filling.words.domains_of_countries), "")
    within_a_site = domain.removesuffix(of_country).count(".") > (not of_country)
    if beside and not filling.joiner:
        return within_a_site or any(each.name in _VIEWS for each in beside)
    figures = [span.meaning for span in filling.spans if isinstance(span.meaning, Metric | Either | Overview)]
    seen = _SEEN if within_a_site else _VIEWS
    return bool(figures) and all(isinstance(each, Metric) and each.name in seen for each in figures)


def _goes_on_with_sites(filling: Filling) -> bool:
    """ "From example.com, news.example.com", "by source, news.example.com"."""
    conditions = (condition.dimension for condition in filling.draft.conditions)
    rows = (span.meaning.name for span in filling.spans if isinstance(span.meaning, Dimension))
    return any(same_field(field, named) for field in (*conditions, *rows) for named in _DOMAINS)


def _announces_a_figure(filling: Filling) -> bool:
    """ "www.example.com: number of users", "everything except shop.example.com - engaged sessions"."""
    opens = all(span.meaning is Sign.NOT for span in filling.spans[: filling.at])
    following = filling.next(3) if filling.next(2) is Sign.COUNT else filling.next(2)
    is_head = filling.next() is Sign.COMMA and filling.spans[filling.at + 1].text != ","
    return opens and is_head and isinstance(following, Metric)


def _named_behind(filling: Filling) -> Dimension | None:
    """ "/pricing as the landing page", "'blog' in the title": passes over the field's name."""
    link, named = filling.next(), filling.next(2)
    if not isinstance(named, Dimension) or named.plural or named.breaks_down:
        return None
    leads = filling.open_list is not OpenList.PERIODS or bool(filling.waiting)
    if link == Link("as") or (link == Link("in") and named.name in _TEXTS and leads):
        filling.at += 2
        return _ENTRY if _is_of_entries(filling) else named
    return None


def _is_of_entries(filling: Filling) -> bool:
    """ "Landing pages with guide in the path": in theirs."""
    fields = {span.meaning.name for span in filling.spans[: filling.at] if isinstance(span.meaning, Dimension)}
    return filling.span.words == "path" and _ENTRY.name in fields and "pagePath" not in fields


def _left_out_on(filling: Filling) -> bool:
    """ "Except on shop.example.com"."""
    negation = filling.waiting.get(Awaits.NEGATED)
    return negation is not None and negation.text.lower().endswith(("on", "at", "outside", "outside of"))


def _stands_under(filling: Filling) -> bool:
    """ "Pages under /blog/"."""
    bound = filling.waiting.get(Awaits.BOUNDED)
    under = bound is not None and bound.text.lower() == "under"
    return under and filling.take(Awaits.BOUNDED) is not None


def _goes_on_alike(filling: Filling, named: Dimension) -> bool:
    """ "Pages under /blog and /docs", "titles containing guide or tutorial"; not "/blog/* and /pricing"."""
    if not filling.joins(OpenList.VALUES, Sign.AND, Sign.OR, Sign.COMMA) or filling.waiting:
        return False
    return filling.draft.conditions[-1].dimension == named.name and not filling.spans[filling.at - 2].text.endswith("*")


def _stands_in(filling: Filling) -> bool:
    """ "Pages in /blog", "in neither /blog nor /docs"; not "page path in (/pricing)", nor "in /blog, just that one"."""
    back = 1 + (filling.next(-1) is Sign.NOT and filling.spans[filling.at - 1].words == _NEITHER)
    before, named = filling.before(back), filling.before(back + 1)
    if before is None or "?" in filling.span.text or "*" in filling.span.text:
        return False
    left_out = before.meaning is Sign.NOT and before.text.lower().endswith(("in", "outside", "outside of"))
    if before.meaning != Link("in") and not left_out:
        return False
    if any(span.meaning is Sign.ITSELF for span in filling.spans):
        return False
    is_field = named is not None and isinstance(named.meaning, Dimension)
    return not (named and is_field and named.text.lower().endswith(filling.words.exact_fields))


def _is_included(filling: Filling, literal: Literal) -> bool:
    """ "Sessions including /pricing"; "pages including /pricing" contain it."""
    matched = filling.waiting.get(Awaits.MATCHED)
    includes = matched is not None and matched.words.startswith("includ")
    return includes and literal.kind is LiteralKind.PATH and filling.field_named is None


def _is_entered(filling: Filling) -> bool:
    """ "(Users who came) via /pricing", "sessions starting with /pricing"."""
    before = filling.before()
    if before is None:
        return False
    counted = filling.next(-2)
    starts = before.meaning is Sign.STARTS_WITH and isinstance(counted, Metric) and counted.name != "screenPageViews"
    return starts or (before.meaning == Link("via") and before.words.split()[-1] in filling.words.entering)


def _names_event(filling: Filling) -> bool:
    before = filling.next(-1)
    return isinstance(before, Either) or isinstance(filling.next(), Either) or counts_an_event(filling)


def _linked_by(filling: Filling, *words: str) -> bool:
    link = filling.waiting.get(Awaits.LINKED)
    return link is not None and isinstance(link.meaning, Link) and link.meaning.word in words
