"""Checkout: what stands in the way is named, and only the newest summary's button orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.commerce import address as addresses
from bot.commerce import cart, checkout, consent, decisions, orders, payment
from bot.commerce.address import Address
from bot.commerce.checkout import Choice, Obstacle, Ordered, Summary
from bot.message import Message
from bot.store.transaction import SqliteTransaction
from catalog.model import Offer, Voucher
from catalog.money import Money
from tests.bot.commerce.shop import BEN, HOME, MIA, NOW, Shelf, a_product, counts, fill, stocked, words

SENT = Choice(fulfilment="delivery", address=HOME, shipping="standard", payment="demo")
FETCHED = Choice(fulfilment="pickup", store="markt", payment="pay_in_store")
METHODS = ("demo", "pay_in_store")
VIENNA = Address(name="Mia Sand", street="Stephansplatz 1", postcode="1010", city="Wien", country="AT")


@pytest.fixture
def goods() -> Shelf:
    return Shelf(
        a_product("cup", 1200),
        a_product("spoon", 100, addon=True),
        a_product("song", 300, kind="digital"),
        vouchers=(
            Voucher(code="ZEHN", kind="percent", percent=10, minimum=Money(1000), valid_until=NOW),
            Voucher(code="ALLES", kind="percent", percent=100),
        ),
    )


def summed(tx: SqliteTransaction, goods: Shelf, choice: Choice, *, now: datetime = NOW) -> Summary:
    return checkout.summary(tx, goods, cart.load(tx, goods, MIA, now=now), choice, now=now)


def hindered(tx: SqliteTransaction, goods: Shelf, choice: Choice = SENT) -> list[Obstacle]:
    shown = summed(tx, goods, choice)
    return list(checkout.obstacles(tx, goods, shown, methods=METHODS))


def reasons(tx: SqliteTransaction, goods: Shelf, choice: Choice = SENT) -> list[str]:
    return [one.reason for one in hindered(tx, goods, choice)]


def press(tx: SqliteTransaction, goods: Shelf, fingerprint: str, choice: Choice = SENT) -> Ordered:
    return checkout.order(tx, goods, MIA, choice, fingerprint=fingerprint, language="de", methods=METHODS, now=NOW)


def shown(tx: SqliteTransaction, goods: Shelf, choice: Choice = SENT) -> str:
    return summed(tx, goods, choice).fingerprint


def test_an_empty_cart_cannot_be_ordered(tx: SqliteTransaction, goods: Shelf) -> None:
    assert reasons(tx, goods) == ["empty"]
    assert press(tx, goods, shown(tx, goods)).outcome == "not_ready"


def test_everything_yet_to_be_chosen_is_named_step_by_step(tx: SqliteTransaction, goods: Shelf) -> None:
    fill(tx, goods, MIA, {"cup": 1})
    assert reasons(tx, goods, Choice()) == ["fulfilment", "payment"]
    assert reasons(tx, goods, Choice(fulfilment="delivery")) == ["address", "payment"]
    assert reasons(tx, goods, replace(SENT, address=replace(HOME, name=""), shipping="")) == ["name", "shipping"]
    assert reasons(tx, goods, replace(SENT, address=replace(HOME, country="FR"))) == ["address"]
    assert reasons(tx, goods, replace(SENT, address=VIENNA, shipping="express")) == ["shipping"]
    assert reasons(tx, goods, replace(SENT, payment="bank")) == ["payment"]
    assert reasons(tx, goods) == []


def test_a_pickup_needs_a_store_that_hands_goods_over(tx: SqliteTransaction, goods: Shelf) -> None:
    fill(tx, goods, MIA, {"cup": 1})
    assert reasons(tx, goods, replace(FETCHED, store="")) == ["store"]
    assert reasons(tx, goods, replace(FETCHED, store="lager")) == ["store"]
    assert reasons(tx, goods, FETCHED) == []


def test_digital_goods_are_not_sent_and_others_are_not_downloaded(tx: SqliteTransaction, goods: Shelf) -> None:
    fill(tx, goods, MIA, {"song": 1})
    load = Choice(fulfilment="digital", payment="demo")
    assert (reasons(tx, goods, load), reasons(tx, goods, SENT)) == ([], ["fulfilment"])
    fill(tx, goods, MIA, {"cup": 1})
    assert reasons(tx, goods, load) == ["fulfilment"]


def test_what_is_sold_out_meanwhile_is_named_with_what_is_left(tx: SqliteTransaction, goods: Shelf) -> None:
    stocked(tx, {"cup": 3})
    fill(tx, goods, MIA, {"cup": 3})
    tx.change("UPDATE stock SET on_hand = 2")
    assert hindered(tx, goods) == [Obstacle(reason="sold_out", sku="cup", left=2)]
    assert hindered(tx, goods, FETCHED) == [Obstacle(reason="sold_out", sku="cup", left=0)]


def test_a_price_that_changed_is_told_before_the_order(tx: SqliteTransaction, goods: Shelf) -> None:
    fill(tx, goods, MIA, {"cup": 1})
    button = shown(tx, goods)
    goods.reprice("cup", 1300)
    assert hindered(tx, goods) == [Obstacle(reason="repriced", sku="cup", was=Money(1200), price=Money(1300))]
    assert press(tx, goods, button).outcome == "changed"
    assert press(tx, goods, shown(tx, goods)).outcome == "not_ready"
    cart.accept_prices(tx, goods, MIA, now=NOW)
    ordered = press(tx, goods, shown(tx, goods)).order
    assert ordered is not None
    assert ordered.goods == Money(1300)


def test_goods_that_are_gone_or_may_not_come_alone_are_named(tx: SqliteTransaction, goods: Shelf) -> None:
    fill(tx, goods, MIA, {"spoon": 1})
    assert hindered(tx, goods) == [Obstacle(reason="addon_alone", sku="spoon")]
    fill(tx, goods, MIA, {"cup": 1})
    assert hindered(tx, goods) == []
    del goods.goods["p-cup"]
    assert reasons(tx, goods) == ["gone", "addon_alone"]


def test_a_voucher_is_asked_again_at_the_summary(tx: SqliteTransaction, goods: Shelf) -> None:
    fill(tx, goods, MIA, {"cup": 1})
    cart.set_voucher(tx, goods, MIA, "zehn", now=NOW)
    assert summed(tx, goods, SENT).totals.discount == Money(120)
    late = summed(tx, goods, SENT, now=NOW + timedelta(seconds=1))
    assert (late.totals.discount, late.refused and late.refused.reason) == (Money(0), "expired")
    assert [one.reason for one in checkout.obstacles(tx, goods, late, methods=METHODS)] == ["voucher"]
    goods.vouchers.clear()
    assert hindered(tx, goods)[0].refused is not None


def test_the_button_orders_what_its_summary_showed(tx: SqliteTransaction, goods: Shelf) -> None:
    fill(tx, goods, MIA, {"cup": 2})
    ordered = press(tx, goods, shown(tx, goods))
    assert ordered.order is not None
    assert (ordered.outcome, ordered.order.state, ordered.order.total) == ("ordered", "awaiting_payment", Money(2890))
    assert addresses.saved(tx, MIA) == (HOME,)
    assert [one.state for one in payment.of(tx, ordered.order.id)] == ["open"]


def test_a_second_press_is_the_same_order_and_no_second_invoice(tx: SqliteTransaction, goods: Shelf) -> None:
    fill(tx, goods, MIA, {"cup": 1})
    button = shown(tx, goods)
    first = press(tx, goods, button)
    fill(tx, goods, MIA, {"cup": 5})
    second = press(tx, goods, button)
    assert (second.outcome, second.order) == ("same", first.order)
    assert len(orders.of(tx, MIA)) == 1
    assert len(payment.of(tx, "K-1001")) == 1


def test_any_change_kills_the_old_button(tx: SqliteTransaction, goods: Shelf) -> None:
    fill(tx, goods, MIA, {"cup": 1})
    buttons = [shown(tx, goods)]
    choices = [
        replace(SENT, shipping="express"),
        replace(SENT, address=VIENNA),
        FETCHED,
        replace(SENT, payment="other"),
    ]
    buttons += [shown(tx, goods, choice) for choice in choices]
    cart.add(tx, goods, MIA, "cup", 1, now=NOW)
    buttons.append(shown(tx, goods))
    cart.add(tx, goods, MIA, "spoon", 1, now=NOW)
    cart.remove(tx, MIA, "spoon", now=NOW)
    assert len({*buttons, shown(tx, goods)}) == 7, "the same cart after two changes is another summary too"
    assert {press(tx, goods, button).outcome for button in buttons} == {"changed"}
    assert orders.of(tx, MIA) == ()


def test_a_button_of_another_shopper_orders_nothing_even_with_the_same_cart(
    tx: SqliteTransaction, goods: Shelf
) -> None:
    fill(tx, goods, MIA, {"cup": 1})
    button = shown(tx, goods)
    fill(tx, goods, BEN, {"cup": 1})
    other = checkout.order(tx, goods, BEN, SENT, fingerprint=button, language="de", methods=METHODS, now=NOW)
    assert other == Ordered(outcome="changed")


def test_the_last_piece_sold_between_summary_and_button_stops_the_order(tx: SqliteTransaction, goods: Shelf) -> None:
    stocked(tx, {"cup": 1})
    fill(tx, goods, MIA, {"cup": 1})
    button = shown(tx, goods)
    tx.change("UPDATE stock SET reserved = 1")
    pressed = press(tx, goods, button)
    assert (pressed.outcome, pressed.obstacles) == ("not_ready", (Obstacle(reason="sold_out", sku="cup", left=0),))


def test_what_is_paid_at_the_counter_is_confirmed_and_stays_reserved(tx: SqliteTransaction, goods: Shelf) -> None:
    stocked(tx, {"cup": 2}, store="markt")
    fill(tx, goods, MIA, {"cup": 1})
    order = press(tx, goods, shown(tx, goods, FETCHED), FETCHED).order
    assert order is not None
    assert (order.state, order.store, order.address) == ("confirmed", "markt", None)
    assert counts(tx, "cup", "markt") == (2, 1)
    assert [one.state for one in payment.of(tx, order.id)] == ["open"]


def test_an_order_that_costs_nothing_needs_no_payment(tx: SqliteTransaction, goods: Shelf) -> None:
    fill(tx, goods, MIA, {"song": 1})
    cart.set_voucher(tx, goods, MIA, "alles", now=NOW)
    load = Choice(fulfilment="digital")
    order = press(tx, goods, shown(tx, goods, load), load).order
    assert order is not None
    assert (order.state, order.total, order.payment_method) == ("confirmed", Money(0), "nothing")
    assert payment.of(tx, order.id) == ()


def test_taxes_are_those_of_where_the_goods_are_handed_over(tx: SqliteTransaction, goods: Shelf) -> None:
    fill(tx, goods, MIA, {"cup": 1})
    rates = [
        summed(tx, goods, choice).totals.rates for choice in (SENT, replace(SENT, address=VIENNA), FETCHED, Choice())
    ]
    assert rates == [(1900,), (2000,), (1900,), (1900,)]


def test_a_preview_counts_what_is_chosen_so_far(tx: SqliteTransaction, goods: Shelf) -> None:
    fill(tx, goods, MIA, {"cup": 1})
    seen = cart.load(tx, goods, MIA, now=NOW)
    assert checkout.preview(tx, goods, seen, now=NOW).total == Money(1200)
    assert checkout.preview(tx, goods, seen, now=NOW, choice=SENT).total == Money(1690)


def test_an_offer_that_reached_the_shopper_makes_the_line_cheaper_while_it_stands(tx: SqliteTransaction) -> None:
    offer = Offer(id="tea", kind="campaign", text=words(""), products=("cup",), discount="15%", valid_until=NOW)
    goods = Shelf(a_product("cup", 1290), offers=(offer,))
    fill(tx, goods, MIA, {"cup": 3})
    assert summed(tx, goods, SENT).totals.goods == Money(3870)
    reached(tx, offer)
    button = shown(tx, goods)
    assert summed(tx, goods, SENT).totals.goods == Money(3289), "3870 - 580.50, half up"
    late = summed(tx, goods, SENT, now=NOW + timedelta(seconds=1))
    assert (late.totals.goods, late.fingerprint == button) == (Money(3870), False)
    order = press(tx, goods, button).order
    assert order is not None
    goods.proposed.clear()
    assert orders.load(tx, order.id) == order
    assert [(line.unit_price, line.reduction, line.total) for line in order.lines] == [
        (Money(1290), Money(581), Money(3289))
    ]
    assert order.total == Money(3289 + 490)


def reached(tx: SqliteTransaction, offer: Offer) -> None:
    """The shopper wrote, agreed to offers, and was sent one."""
    tx.receive(Message(conversation=MIA, key="m", kind="text", at=NOW))
    consent.give(tx, MIA, wording="Ja, Angebote in diesem Chat", channel="console", now=NOW)
    decisions.write(tx, MIA, offer=offer.id, effect="e", reason="", now=NOW)
