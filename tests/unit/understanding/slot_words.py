"""Many ways to say each slot of a plan, written as people talk and not taken from the word lists."""

from __future__ import annotations

from datetime import date

from services.orchestrator.understanding.plan import DateRange, ListFilter, Match, MinuteRange, Not, TextFilter
from tests.unit.understanding.asked_slots import Condition, Figure, Thing, Time


def _days(text: str) -> DateRange:
    return DateRange(*map(date.fromisoformat, text.split("..")))


FIGURES = (
    Figure("activeUsers", ("users", "visitors", "active users", "unique visitors", "unique users")),
    Figure("totalUsers", ("total users", "total visitors", "totalUsers")),
    Figure("newUsers", ("new users", "new visitors", "first-time visitors", "first time users")),
    Figure("sessions", ("sessions", "visits", "session count")),
    Figure("engagedSessions", ("engaged sessions", "engaged visits")),
    Figure("screenPageViews", ("views", "page views", "pageviews")),
    Figure("keyEvents", ("key events", "conversions")),
    Figure("totalRevenue", ("revenue", "total revenue", "turnover"), counted=False),
    Figure("bounceRate", ("bounce rate",), counted=False),
    Figure("engagementRate", ("engagement rate",), counted=False),
    Figure("averageSessionDuration", ("average session duration", "avg session length"), counted=False),
    Figure("ecommercePurchases", ("purchases", "ecommerce purchases")),
    Figure("addToCarts", ("add-to-carts", "add to carts", "adds to cart")),
    Figure("eventCount", ("sign-ups", "signups", "registrations"), event="sign_up"),
    Figure("eventCount", ("downloads", "file downloads"), event="file_download"),
    Figure("eventCount", ("leads", "generate_lead events"), event="generate_lead"),
    Figure("eventCount", ("newsletter_join events",), event="newsletter_join"),
)
THINGS = (
    Thing("country", ("country",), ("countries",)),
    Thing("city", ("city",), ("cities", "towns")),
    Thing("language", ("language",), ("languages",)),
    Thing("deviceCategory", ("device", "device type", "device category"), ("devices", "device types")),
    Thing("browser", ("browser", "web browser"), ("browsers",)),
    Thing("operatingSystem", ("operating system", "OS"), ("operating systems",)),
    Thing("sessionDefaultChannelGroup", ("channel", "marketing channel", "channel group"), ("channels",)),
    Thing("sessionSource", ("source", "traffic source"), ("sources", "traffic sources")),
    Thing("sessionMedium", ("medium",), ("mediums",)),
    Thing("pagePath", ("page", "page path"), ("pages",)),
    Thing("landingPage", ("landing page", "entry page"), ("landing pages", "entry pages")),
    Thing("pageTitle", ("page title",), ("page titles",)),
    Thing("date", ("day", "date"), ("days",), ("daily", "day by day", "each day")),
    Thing("yearWeek", ("week",), ("weeks",), ("weekly", "week by week", "every week")),
    Thing("yearMonth", ("month",), ("months",), ("monthly", "month by month", "each month")),
)
CONDITIONS = (
    Condition(TextFilter("deviceCategory", "mobile"), ("on mobile", "on phones", "from mobile devices"), ("mobile",)),
    Condition(TextFilter("deviceCategory", "tablet"), ("on tablets", "on tablet devices"), ("tablet",)),
    Condition(Not(TextFilter("deviceCategory", "mobile")), ("excluding mobile", "not on mobile", "except mobile")),
    Condition(ListFilter("deviceCategory", ("desktop", "tablet")), ("on desktop or tablet", "on tablets and desktops")),
    Condition(TextFilter("country", "Germany"), ("from Germany", "in Germany", "coming from Germany"), ("German",)),
    Condition(
        Not(TextFilter("country", "Germany")),
        ("outside Germany", "not from Germany", "excluding Germany", "outside of Germany"),
    ),
    Condition(TextFilter("country", "United States"), ("from the US", "in the United States", "in the USA")),
    Condition(
        ListFilter("country", ("France", "United Kingdom")),
        ("from France and the UK", "in the UK or France", "from Britain or France"),
    ),
    Condition(
        Not(ListFilter("country", ("France", "Spain"))),
        ("excluding Spain and France", "not from France or Spain", "outside France and Spain"),
    ),
    Condition(TextFilter("browser", "Chrome"), ("in Chrome", "on Chrome", "using Chrome"), ("Chrome",)),
    Condition(
        TextFilter("sessionDefaultChannelGroup", "Organic Search"),
        ("from organic search", "via organic search", "through organic search"),
        ("organic search",),
    ),
    Condition(
        Not(TextFilter("sessionDefaultChannelGroup", "Paid Search")),
        ("excluding paid search", "without paid search", "not from paid search"),
    ),
    Condition(TextFilter("sessionSource", "google"), ("from google", "from source google", "where source is google")),
    Condition(TextFilter("sessionMedium", "email"), ("with medium email", "where medium is email")),
    Condition(
        TextFilter("sessionCampaignName", "spring_sale"),
        ("from campaign spring_sale", "from the spring_sale campaign", 'with campaign "spring_sale"'),
    ),
    Condition(TextFilter("pagePath", "/pricing"), ("on /pricing", "for page /pricing", "on the page /pricing")),
    Condition(
        TextFilter("pagePath", "/docs", Match.BEGINS_WITH),
        ("on /docs/*", "on pages starting with /docs/", "where page path begins with /docs/"),
    ),
    Condition(
        TextFilter("pagePath", "guide", Match.CONTAINS),
        ('on pages containing "guide"', 'where page path contains "guide"'),
    ),
    Condition(Not(TextFilter("pagePath", "/pricing")), ("not on /pricing", "excluding page /pricing")),
    Condition(
        TextFilter("landingPage", "/features"),
        ("with landing page /features", "landing on /features", "that landed on /features"),
    ),
    Condition(TextFilter("city", "Paris"), ('in city "Paris"', 'where city is "Paris"')),
    Condition(TextFilter("newVsReturning", "returning"), (), ("returning",)),
    Condition(ListFilter("dayOfWeekName", ("Saturday", "Sunday")), ("on weekends", "on saturdays and sundays")),
)
PERIODS = (
    Time(
        (
            "last week", "the previous week", "from 15 November to 21 November", "15-21 Nov 2026",
            "from 2026-11-15 to 2026-11-21", "between November 15 and November 21",
        ),
        _days("2026-11-15..2026-11-21"), possessive="last week's",
        previous=_days("2026-11-08..2026-11-14"),
    ),
    Time(
        ("last week", "the previous week"), _days("2026-11-15..2026-11-21"),
        year_before=_days("2025-11-16..2025-11-22"),
    ),
    Time(
        ("from 1 to 14 October", "1-14 Oct 2026", "from 2026-10-01 to 2026-10-14", "between October 1 and October 14"),
        _days("2026-10-01..2026-10-14"),
        previous=_days("2026-09-17..2026-09-30"), year_before=_days("2025-10-01..2025-10-14"),
    ),
    Time(
        ("last month", "in October", "during October 2026", "in Oct", "from 1 to 31 October", "10/1/2026-10/31/2026"),
        _days("2026-10-01..2026-10-31"), possessive="October's",
        previous=_days("2026-09-01..2026-09-30"), year_before=_days("2025-10-01..2025-10-31"),
    ),
    Time(
        ("last 7 days", "in the past week", "over the last seven days", "in the trailing 7 days", "L7D"),
        _days("2026-11-17..2026-11-23"),
        previous=_days("2026-11-10..2026-11-16"),
    ),
    Time(
        ("last 30 days", "in the past 30 days", "over the last thirty days", "for the last 30 days"),
        _days("2026-10-25..2026-11-23"), previous=_days("2026-09-25..2026-10-24"),
    ),
    Time(
        ("in Q3", "last quarter", "in the third quarter", "Q3 2026", "from July to September", "Jul-Sep 2026"),
        _days("2026-07-01..2026-09-30"), possessive="last quarter's",
        previous=_days("2026-04-01..2026-06-30"), year_before=_days("2025-07-01..2025-09-30"),
    ),
    Time(
        ("yesterday", "on 23 November", "on Nov 23rd", "on 2026-11-23"), _days("2026-11-23..2026-11-23"),
        possessive="yesterday's",
    ),
    Time(("today", "so far today"), _days("2026-11-24..2026-11-24"), possessive="today's"),
    Time(
        ("this month", "month to date", "MTD", "since 1 November", "so far this month", "since November 1st"),
        _days("2026-11-01..2026-11-24"), possessive="this month's",
    ),
    Time(
        ("this year", "year to date", "YTD", "since January 1", "so far this year"),
        _days("2026-01-01..2026-11-24"), possessive="this year's",
    ),
    Time(
        ("in 2025", "last year", "during 2025"), _days("2025-01-01..2025-12-31"),
        previous=_days("2024-01-01..2024-12-31"),
    ),
    Time(
        ("in October 2025", "in October last year", "Oct 2025", "from 1 October 2025 to 31 October 2025"),
        _days("2025-10-01..2025-10-31"),
        previous=_days("2025-09-01..2025-09-30"), year_before=_days("2024-10-01..2024-10-31"),
    ),
    Time(("on 13 October", "on October 13th, 2026", "on 2026-10-13", "on Oct 13"), _days("2026-10-13..2026-10-13")),
    Time(("last weekend", "over last weekend"), _days("2026-11-21..2026-11-22"), possessive="last weekend's"),
    Time(("", "last 28 days", "in the last 28 days", "over the past 28 days"), _days("2026-10-27..2026-11-23")),
)  # fmt: skip
NOW = (
    Time(("right now", "at the moment", "currently", "in the last 30 minutes"), minutes=MinuteRange(29, 0)),
    Time(("in the last 10 minutes", "over the past ten minutes", "last 10 minutes"), minutes=MinuteRange(9, 0)),
)
COMPARED = {
    "previous": ("vs the previous period", "compared with the period before", "versus the prior period"),
    "year_before": ("vs the same period last year", "compared to the same period a year ago", "year over year"),
}
