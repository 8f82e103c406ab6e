"""Fields that a web shop has agree with each other."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from google.analytics.data_v1beta.types import DateRange, Dimension, Metric, RunReportRequest

from sandbox.ga4_emulator.reports.reporting import Reporting
from sandbox.ga4_emulator.running import reporting_over
from sandbox.ga4_emulator.settings import Settings
from sandbox.ga4_emulator.shop.shops import Shops
from services.serving.clock import Clock

Table = dict[tuple[str, ...], list[float]]


@pytest.fixture(scope="module")
def reporting(ga4_shops: Shops, ga4_clock: Clock) -> Reporting:
    return reporting_over(ga4_shops, ga4_clock, Settings())


def table(reporting: Reporting, dimensions: str, metrics: str) -> Table:
    response = reporting.run_report(
        RunReportRequest(
            property="properties/123456789",
            dimensions=[Dimension(name=name) for name in dimensions.split()],
            metrics=[Metric(name=name) for name in metrics.split()],
            date_ranges=[DateRange(start_date="2026-09-01", end_date="2026-11-20")],
        )
    )
    return {
        tuple(value.value for value in row.dimension_values): [float(value.value) for value in row.metric_values]
        for row in response.rows
    }


def test_manual_tags_are_those_of_the_landing_pages_address(reporting: Reporting) -> None:
    tags = ("source", "medium", "campaign", "id", "content", "term", "source_platform")
    rows = table(
        reporting,
        "landingPagePlusQueryString sessionManualSource sessionManualMedium sessionManualCampaignName"
        " sessionManualCampaignId sessionManualAdContent sessionManualTerm sessionManualSourcePlatform",
        "sessions",
    )
    assert any(values[-1] != "(not set)" for values in rows)
    for address, *values in rows:
        query = parse_qs(urlsplit(address).query)
        assert values == [query.get(f"utm_{tag}", ["(not set)"])[0] for tag in tags]


def test_lists_and_promotions_belong_to_their_own_events(reporting: Reporting) -> None:
    rows = table(reporting, "itemListName itemPromotionName", "itemsViewedInList itemsViewedInPromotion itemsPurchased")
    for (shown_in, promotion), (listed, promoted, bought) in rows.items():
        assert (listed > 0) <= (shown_in != "(not set)")
        assert (promoted > 0) <= (promotion != "(not set)")
        assert (bought > 0) <= ((shown_in, promotion) == ("(not set)", "(not set)"))
    positions = table(reporting, "itemListPosition", "itemsViewedInList")
    assert set(positions) == {("1",), ("2",)}
    clicks = table(reporting, "", "itemListClickThroughRate itemPromotionClickThroughRate")[()]
    assert all(0.05 < rate < 1 for rate in clicks)


def test_orders_have_tax_shipping_and_sometimes_a_coupon(reporting: Reporting) -> None:
    revenue, tax, shipping = table(reporting, "", "purchaseRevenue taxAmount shippingAmount")[()]
    assert tax == pytest.approx(revenue * 0.07, rel=0.001)
    assert 0 < shipping < revenue * 0.05
    coupons = table(reporting, "orderCoupon", "ecommercePurchases")
    assert 0 < coupons["WELCOME10",][0] < coupons["(not set)",][0]
    assert table(reporting, "method eventName", "eventCount").keys() >= {("google", "sign_up"), ("email", "login")}


def test_what_the_shop_has_nothing_of_is_zero_beside_others(reporting: Reporting) -> None:
    rows = table(reporting, "deviceCategory", "sessions publisherAdClicks refundAmount")
    assert len(rows) == 3
    assert all(sessions > 0 and (clicks, refunds) == (0, 0) for sessions, clicks, refunds in rows.values())
