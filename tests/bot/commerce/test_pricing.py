"""Prices: whole cents, taxes inside, and parts that always sum to the whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commerce import vouchers
from bot.commerce.goods import Line, NoTaxRateError, covers, tax_rate
from bot.commerce.pricing import Totals, delivered_to, half_up, shipping_options, split, totals
from bot.store.transaction import SqliteTransaction
from catalog.model import Settings, Shipping, Voucher
from catalog.money import Money
from tests.bot.commerce.shop import MIA, NOW, SETTINGS, STEADY, a_product

STANDARD = SETTINGS.shipping[0]
EXPRESS = Shipping(id="fast", price=Money(990), countries=("DE",), days=(1, 1))


def line(price: int, quantity: int = 1, **product: object) -> Line:
    made = a_product("cup", price, **product)  # type: ignore[arg-type]
    variant = made.variants[0]
    return Line(product=made, variant=variant, quantity=quantity, unit_price=variant.price, put_in_at=variant.price)


def price(*lines: Line, country: str = "DE", voucher: Voucher | None = None, way: Shipping | None = STANDARD) -> Totals:
    return totals(lines, settings=SETTINGS, country=country, voucher=voucher, way=way)


def percent(off: int, **voucher: object) -> Voucher:
    return Voucher(code="P", kind="percent", percent=off, **voucher)  # type: ignore[arg-type]


def fixed(value: int, **voucher: object) -> Voucher:
    return Voucher(code="F", kind="fixed", value=Money(value), **voucher)  # type: ignore[arg-type]


def test_tax_is_inside_the_price() -> None:
    (tax,) = price(line(1190), way=None).taxes
    assert (tax.gross, tax.net, tax.tax) == (Money(1190), Money(1000), Money(190))
    assert price(line(1190), country="AT", way=None).taxes[0].rate == 2000
    assert price(line(1190, tax_class="none"), country="AT", way=None).taxes[0].rate == 0, "the shop's own rate counts"


def test_shipping_shares_the_rates_of_the_goods() -> None:
    sums = price(line(1000), line(3000, tax_class="reduced"))
    assert [(tax.rate, tax.gross.amount) for tax in sums.taxes] == [(1900, 1123), (700, 3367)]
    assert (sums.shipping, sums.total) == (Money(490), Money(4490))


def test_shipping_is_free_from_the_value_after_the_discount() -> None:
    assert price(line(5000)).shipping == Money(0)
    assert price(line(4999)).shipping == Money(490)
    assert price(line(5000), voucher=percent(1)).shipping == Money(490)


def test_lines_that_ship_free_or_do_not_ship_pay_nothing() -> None:
    assert price(line(100, free_shipping=True)).shipping == Money(0)
    assert price(line(100, kind="digital")).shipping == Money(0)
    assert price(line(100, free_shipping=True), line(100)).shipping == Money(490)


def test_pickup_pays_no_shipping() -> None:
    assert totals([line(100)], settings=SETTINGS, country="DE", way=STANDARD, fulfilment="pickup").shipping == Money(0)


def test_a_shipping_voucher_waives_the_shipping_only() -> None:
    sums = price(line(100), voucher=Voucher(code="S", kind="free_shipping"))
    assert (sums.discount, sums.shipping, sums.total) == (Money(0), Money(0), Money(100))


def test_a_shipping_voucher_pays_the_cheapest_way_and_no_other() -> None:
    settings = replace(SETTINGS, shipping=(EXPRESS, *SETTINGS.shipping))
    voucher = Voucher(code="S", kind="free_shipping")

    def shipping(way: Shipping) -> Money:
        return totals([line(100)], settings=settings, country="DE", voucher=voucher, way=way).shipping

    assert (shipping(STANDARD), shipping(EXPRESS)) == (Money(0), EXPRESS.price)


def test_percentages_round_half_up_on_the_line() -> None:
    assert price(line(25), line(15), voucher=percent(10)).discounts == (Money(3), Money(2))


def test_a_fixed_voucher_never_takes_more_than_the_goods_cost() -> None:
    sums = price(line(300), line(200), voucher=fixed(10_000))
    assert (sums.discount, sums.total) == (Money(500), Money(490))


def test_a_voucher_takes_only_off_what_it_covers() -> None:
    one, other = line(1000, category="Küche > Becher"), line(1000, category="Bad")
    assert price(one, other, voucher=percent(50, applies_to=("Küche",))).discounts == (Money(500), Money(0))
    assert price(line(1000, kind="gift_card"), one, voucher=fixed(100)).discounts == (Money(0), Money(100))


def test_a_category_covers_what_is_below_it_and_nothing_beside_it() -> None:
    product = a_product("cup", category="Küche > Becher")
    assert covers(["küche"], product, "cup")
    assert covers(["Küche>Becher"], product, "cup")
    assert covers(["cup"], product, "cup")
    assert covers(["p-cup"], product, "cup")
    assert not covers(["Küchengeräte", "Becher > Groß", "Küche > Becher > Rot", ""], product, "cup")


def test_a_class_without_a_rate_is_told_to_the_owner() -> None:
    with pytest.raises(NoTaxRateError, match=r"\[tax\]: luxury has no rate for AT nor DE"):
        tax_rate(SETTINGS, "luxury", "AT")


def test_ways_of_delivery_serve_the_countries_they_name_or_the_shops_own() -> None:
    assert [way.id for way in shipping_options(SETTINGS, "DE")] == ["standard", "express"]
    assert [way.id for way in shipping_options(SETTINGS, "AT")] == ["standard"]
    assert delivered_to(SETTINGS) == ("DE", "AT")
    assert delivered_to(Settings(id="x", name="X")) == ()


@STEADY
@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_parts_sum_to_the_whole_and_differ_by_less_than_one_from_their_share(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    whole = sum(weights)
    assert sum(parts) == amount
    if whole:
        assert all(abs(part * whole - amount * weight) < whole for part, weight in zip(parts, weights, strict=True))


@STEADY
@given(st.integers(0, 10**12), st.integers(1, 10**6))
def test_rounding_is_half_up(numerator: int, denominator: int) -> None:
    exact, rounded = 2 * numerator, 2 * denominator * half_up(numerator, denominator)
    assert exact - denominator < rounded <= exact + denominator


LINES = st.lists(
    st.builds(
        line,
        st.integers(0, 20_000),
        st.integers(1, 99),
        tax_class=st.sampled_from(["standard", "reduced", "none"]),
        kind=st.sampled_from(["goods", "digital", "gift_card"]),
        free_shipping=st.booleans(),
        category=st.sampled_from(["Küche > Becher", "Bad"]),
    ),
    min_size=1,
    max_size=8,
)
COVERS = st.sampled_from([(), ("Küche",), ("Bad", "cup"), ("nothing",)])
VOUCHERS = st.one_of(
    st.none(),
    st.builds(percent, st.integers(0, 100), applies_to=COVERS),
    st.builds(fixed, st.integers(0, 10**6), applies_to=COVERS),
    st.just(Voucher(code="S", kind="free_shipping")),
)


@STEADY
@given(LINES, VOUCHERS, st.sampled_from([None, *SETTINGS.shipping]), st.sampled_from(["DE", "AT"]))
def test_all_sums_of_an_order_agree(
    lines: list[Line], voucher: Voucher | None, way: Shipping | None, country: str
) -> None:
    sums = price(*lines, voucher=voucher, way=way, country=country)
    assert sums.goods.amount == sum(one.total.amount for one in lines)
    assert sums.discount.amount == sum(off.amount for off in sums.discounts)
    assert sums.total == sums.goods - sums.discount + sums.shipping
    assert sum(tax.gross.amount for tax in sums.taxes) == sums.total.amount
    assert all(tax.net + tax.tax == tax.gross and tax.tax.amount >= 0 and tax.net.amount >= 0 for tax in sums.taxes)
    assert all(Money(0) <= off <= one.total for off, one in zip(sums.discounts, lines, strict=True))
    assert sums.total.amount >= 0


@pytest.mark.parametrize(
    ("voucher", "reason"),
    [
        (percent(10, valid_from=NOW + timedelta(seconds=1)), "not_yet"),
        (percent(10, valid_until=NOW - timedelta(seconds=1)), "expired"),
        (percent(10, minimum=Money(1001)), "minimum"),
        (percent(10, applies_to=("Bad",)), "nothing_fits"),
        (percent(10, total_uses=0), "used_up"),
        (Voucher(code="F", kind="fixed", value=Money(5, "XTR")), "other_currency"),
    ],
)
def test_a_voucher_is_refused_with_its_reason(tx: SqliteTransaction, voucher: Voucher, reason: str) -> None:
    refused = vouchers.check(tx, voucher, [line(1000)], conversation=MIA, now=NOW)
    assert refused is not None
    assert refused.reason == reason


def test_a_voucher_holds_from_its_first_to_its_last_moment(tx: SqliteTransaction) -> None:
    exact = percent(10, valid_from=NOW, valid_until=NOW, minimum=Money(1000))
    assert vouchers.check(tx, exact, [line(1000)], conversation=MIA, now=NOW) is None
    late = vouchers.check(tx, exact, [line(1000)], conversation=MIA, now=NOW + timedelta(microseconds=1))
    assert late is not None
    assert late.day == NOW


def test_no_line_means_that_nothing_fits(tx: SqliteTransaction) -> None:
    refused = vouchers.check(tx, percent(10), [], conversation=MIA, now=NOW)
    assert refused is not None
    assert refused.reason == "nothing_fits"
