"""Payments: a charge counts once, and what nobody can use goes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.commerce import expiry, ledger, orders, payment, refunds, stock
from bot.commerce.ledger import UnbalancedError
from bot.commerce.orders import Order
from bot.commerce.payment import PAY_IN_STORE
from bot.commerce.providers.demo import DemoProvider
from bot.commerce.refunds import Charge
from bot.commerce.states import ImpossibleMoveError, State
from bot.store.transaction import SqliteTransaction
from catalog.money import Money
from tests.bot.commerce.shop import (
    BEN,
    MIA,
    NOW,
    SETTINGS,
    Shelf,
    a_database,
    a_product,
    an_order,
    counts,
    fill,
    place,
    stocked,
)

UNTIL = NOW + SETTINGS.reserve
TOTAL = Money(1690)


@pytest.fixture
def goods() -> Shelf:
    return Shelf(a_product("cup", 1200), a_product("wish", 1200))


@pytest.fixture
def order(tx: SqliteTransaction, goods: Shelf) -> Order:
    stocked(tx, {"cup": 1})
    return payment.begin(tx, an_order(tx, goods), now=NOW)


@pytest.fixture
def rival(tx: SqliteTransaction, goods: Shelf) -> Callable[[datetime], Order]:
    """The last piece is Mia's; Ben has it in his cart and orders it at a moment of the test's choice."""
    stocked(tx, {"cup": 1})
    fill(tx, goods, BEN, {"cup": 1})
    payment.begin(tx, an_order(tx, goods), now=NOW)

    def orders_it(now: datetime) -> Order:
        order = place(tx, goods, BEN, now=now).order
        assert order is not None
        return order

    return orders_it


def charge(id: str = "CH-1", **changed: Any) -> Charge:
    usual = Charge(order="K-1001", conversation=MIA, provider="demo", id=id, amount=TOTAL)
    return replace(usual, **changed)


def ask(tx: SqliteTransaction, goods: Shelf, now: datetime = NOW, **changed: Any) -> payment.PreCheckout:
    usual: dict[str, Any] = {"order": "K-1001", "conversation": MIA, "amount": TOTAL}
    return payment.pre_checkout(tx, goods, now=now, **{**usual, **changed})


def states(tx: SqliteTransaction) -> list[tuple[str, str]]:
    return [(one.state, one.charge_id) for one in payment.of(tx, "K-1001")]


def planned(tx: SqliteTransaction) -> list[str]:
    return [row["key"] for row in tx.rows("SELECT key FROM effect WHERE kind = 'refund' ORDER BY id")]


def test_a_payment_confirms_its_order_and_keeps_its_pieces(tx: SqliteTransaction, goods: Shelf, order: Order) -> None:
    paid = payment.paid(tx, goods, charge(), now=NOW)
    assert paid.order is not None
    assert (paid.outcome, paid.order.state, states(tx)) == ("confirmed", "confirmed", [("paid", "CH-1")])
    assert stock.held_until(tx, order.id) == stock.KEPT
    assert payment.received(tx, order.id) == (1690, 0)
    assert ledger.balance(tx, ledger.provider("demo"), "EUR") == TOTAL
    assert ledger.balance(tx, ledger.shopper(MIA), "EUR") == Money(0)
    assert ledger.balance(tx, ledger.SHIPPING, "EUR") == Money(-490)
    assert ledger.balanced(tx)


@pytest.mark.usefixtures("order")
def test_the_same_charge_told_five_times_counts_once(tx: SqliteTransaction, goods: Shelf) -> None:
    outcomes = [payment.paid(tx, goods, charge(), now=NOW).outcome for _ in range(5)]
    assert outcomes == ["confirmed"] + 4 * ["already_known"]
    assert (states(tx), planned(tx)) == ([("paid", "CH-1")], [])


@pytest.mark.usefixtures("order")
def test_an_old_invoice_paid_again_goes_back(tx: SqliteTransaction, goods: Shelf) -> None:
    payment.paid(tx, goods, charge(), now=NOW)
    again = payment.paid(tx, goods, charge("CH-2"), now=NOW)
    assert (again.outcome, again.reason, again.refund) == ("refund", "already_paid", TOTAL)
    assert states(tx) == [("paid", "CH-1"), ("refund_due", "CH-2")]
    assert planned(tx) == ["refund:demo:CH-2"]
    assert payment.paid(tx, goods, charge("CH-2"), now=NOW).outcome == "already_known"
    assert payment.received(tx, "K-1001") == (3380, 0)


@pytest.mark.usefixtures("order")
@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"amount": Money(1689)}, "amount"),
        ({"amount": Money(1691)}, "amount"),
        ({"amount": Money(1690, "USD")}, "currency"),
        ({"conversation": BEN}, "not_owner"),
        ({"order": "K-9"}, "unknown_order"),
    ],
)
def test_a_charge_that_does_not_fit_goes_back_and_the_order_stays_open(
    tx: SqliteTransaction, goods: Shelf, changed: dict[str, Any], reason: str
) -> None:
    wrong = charge(**changed)
    paid = payment.paid(tx, goods, wrong, now=NOW)
    assert (paid.outcome, paid.reason, paid.refund) == ("refund", reason, wrong.amount)
    assert payment.paid(tx, goods, wrong, now=NOW).outcome == "already_known"
    found = orders.load(tx, "K-1001")
    assert found is not None
    assert found.state == "awaiting_payment"
    assert planned(tx) == ["refund:demo:CH-1"]
    assert refunds.done(tx, wrong, now=NOW)
    assert ledger.balance(tx, ledger.provider("demo"), wrong.amount.currency) == Money(0, wrong.amount.currency)
    assert ledger.balanced(tx)
    assert payment.paid(tx, goods, charge("CH-2"), now=NOW).outcome == "confirmed"


@pytest.mark.usefixtures("order")
def test_a_payment_after_the_order_was_called_off_goes_back(tx: SqliteTransaction, goods: Shelf) -> None:
    expiry.expire(tx, goods, "K-1001", now=UNTIL)
    paid = payment.paid(tx, goods, charge(), now=UNTIL)
    assert (paid.outcome, paid.reason) == ("refund", "cancelled")
    assert states(tx) == [("failed", ""), ("refund_due", "CH-1")]


@pytest.mark.usefixtures("order")
def test_a_late_payment_takes_the_piece_anew_if_it_is_still_there(tx: SqliteTransaction, goods: Shelf) -> None:
    assert payment.paid(tx, goods, charge(), now=UNTIL + timedelta(hours=1)).outcome == "confirmed"
    assert counts(tx, "cup") == (1, 1)


def test_a_late_payment_for_a_piece_that_is_gone_goes_back(
    tx: SqliteTransaction, goods: Shelf, rival: Callable[[datetime], Order]
) -> None:
    late = UNTIL + timedelta(minutes=1)
    other = rival(late)
    assert counts(tx, "cup") == (1, 1)
    paid = payment.paid(tx, goods, charge(), now=late)
    assert paid.order is not None
    assert (paid.outcome, paid.reason, paid.order.state) == ("refund", "sold_out", "cancelled")
    assert stock.held_until(tx, other.id) is not None
    assert counts(tx, "cup") == (1, 1)
    assert ledger.balanced(tx)


def test_a_failed_charge_leaves_the_invoice_open(tx: SqliteTransaction, goods: Shelf, order: Order) -> None:
    assert payment.failed(tx, order.id, now=NOW) == order
    assert states(tx) == [("failed", ""), ("open", "")]
    assert payment.paid(tx, goods, charge(), now=NOW).outcome == "confirmed"
    assert states(tx) == [("failed", ""), ("paid", "CH-1")]
    assert payment.failed(tx, order.id, now=NOW) == orders.load(tx, order.id)
    assert states(tx) == [("failed", ""), ("paid", "CH-1")]
    assert payment.failed(tx, "K-9", now=NOW) is None


@pytest.mark.usefixtures("order")
@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"order": "K-9"}, "unknown_order"),
        ({"conversation": BEN}, "not_owner"),
        ({"amount": Money(1)}, "amount"),
        ({"amount": Money(1690, "XTR")}, "currency"),
    ],
)
def test_a_charge_that_would_not_fit_is_refused_beforehand(
    tx: SqliteTransaction, goods: Shelf, changed: dict[str, Any], reason: str
) -> None:
    asked = ask(tx, goods, **changed)
    assert (asked.accepted, asked.refused) == (False, reason)
    assert stock.held_until(tx, "K-1001") == UNTIL


@pytest.mark.usefixtures("order")
def test_a_stranger_is_not_told_about_the_order(tx: SqliteTransaction, goods: Shelf) -> None:
    assert ask(tx, goods, conversation=BEN).order is None


@pytest.mark.usefixtures("order")
def test_asking_before_the_charge_holds_the_pieces_longer(tx: SqliteTransaction, goods: Shelf) -> None:
    asked = NOW + timedelta(minutes=14)
    assert ask(tx, goods, asked).accepted
    assert stock.held_until(tx, "K-1001") == asked + SETTINGS.reserve
    assert expiry.expire(tx, goods, "K-1001", now=UNTIL).outcome == "held"
    assert payment.paid(tx, goods, charge(), now=UNTIL).outcome == "confirmed"
    assert ask(tx, goods).refused == "already_paid"


def test_asking_too_late_takes_the_piece_anew_or_is_refused(
    tx: SqliteTransaction, goods: Shelf, rival: Callable[[datetime], Order]
) -> None:
    assert ask(tx, goods, UNTIL).accepted
    assert counts(tx, "cup") == (1, 1)
    late = UNTIL + SETTINGS.reserve
    rival(late)
    asked = ask(tx, goods, late)
    assert (asked.refused, [one.sku for one in asked.short]) == ("sold_out", ["cup"])
    expiry.expire(tx, goods, "K-1001", now=late)
    assert ask(tx, goods, late).refused == "cancelled"
    assert counts(tx, "cup") == (1, 1)


def test_cancelling_before_the_payment_owes_nobody_anything(tx: SqliteTransaction, goods: Shelf, order: Order) -> None:
    cancelled = refunds.cancel(tx, goods, order.id, conversation=MIA, who="shopper", why="asked", now=NOW)
    assert (cancelled.outcome, cancelled.refund, planned(tx)) == ("cancelled", None, [])
    assert (states(tx), counts(tx, "cup")) == ([("failed", "")], (1, 0))
    again = refunds.cancel(tx, goods, order.id, conversation=MIA, who="shopper", why="asked", now=NOW)
    assert again.outcome == "already"


async def test_cancelling_after_the_payment_pays_back_once(tx: SqliteTransaction, goods: Shelf, order: Order) -> None:
    payment.paid(tx, goods, charge(), now=NOW)
    cancelled = refunds.cancel(tx, goods, order.id, conversation=MIA, who="shopper", why="asked", now=NOW)
    assert (cancelled.outcome, cancelled.refund, states(tx)) == ("cancelled", TOTAL, [("refund_due", "CH-1")])
    (effect,) = [one for one in tx.lease(NOW, UNTIL, 9) if one.kind == "refund"]
    assert (effect.key, dict(effect.data)) == (
        "refund:demo:CH-1",
        {"provider": "demo", "order": "K-1001", "charge_id": "CH-1", "amount": 1690, "currency": "EUR"},
    )
    demo = DemoProvider()
    for _ in range(2):
        await demo.refund(order.id, TOTAL, charge_id="CH-1", key=effect.key)
    assert demo.refunds == {effect.key: TOTAL}
    assert [refunds.done(tx, charge(), now=NOW) for _ in range(2)] == [True, False]
    assert states(tx) == [("refunded", "CH-1")]
    assert payment.received(tx, order.id) == (1690, 1690)
    accounts = (ledger.provider("demo"), ledger.shopper(MIA), ledger.SALES, ledger.SHIPPING)
    assert [ledger.balance(tx, account, "EUR").amount for account in accounts] == [0, 0, 0, 0]
    assert ledger.balanced(tx)


@pytest.mark.parametrize(
    ("until", "state", "fulfilment", "outcome"),
    [
        ("shipped", "packed", "delivery", "cancelled"),
        ("shipped", "shipped", "delivery", "too_late"),
        ("packed", "confirmed", "delivery", "cancelled"),
        ("packed", "packed", "delivery", "too_late"),
        ("confirmed", "confirmed", "delivery", "too_late"),
        ("confirmed", "awaiting_payment", "delivery", "cancelled"),
        ("shipped", "ready_for_pickup", "pickup", "cancelled"),
        ("packed", "ready_for_pickup", "pickup", "too_late"),
        ("shipped", "ready_for_pickup", "delivery", "too_late"),
        ("shipped", "delivered", "delivery", "too_late"),
    ],
)
def test_shoppers_call_off_until_the_shop_says_it_is_too_late(
    until: str, state: State, fulfilment: str, outcome: str
) -> None:
    tx, goods = a_database(), Shelf(a_product("cup"), settings=replace(SETTINGS, cancel_until=until))
    order = an_order(tx, goods, fulfilment=fulfilment, store="markt" if fulfilment == "pickup" else "")
    tx.change("UPDATE orders SET state = :state", state=state)
    found = orders.load(tx, order.id)
    assert found is not None
    assert refunds.cancellable(goods, found) == (outcome == "cancelled")
    assert refunds.cancel(tx, goods, order.id, conversation=MIA, who="shopper", why="asked", now=NOW).outcome == outcome


def test_nobody_calls_off_anothers_order_but_the_shop_may(tx: SqliteTransaction, goods: Shelf, order: Order) -> None:
    stranger = refunds.cancel(tx, goods, order.id, conversation=BEN, who="shopper", why="asked", now=NOW)
    assert (stranger.outcome, stranger.order) == ("unknown_order", None)
    orders.move(tx, order.id, "confirmed", who="shop", why="test", now=NOW)
    ledger.post_sale(tx, order, now=NOW)
    goods.settings = replace(goods.settings, cancel_until="confirmed")
    assert refunds.cancel(tx, goods, order.id, who="operator:ada", why="broken", now=NOW).outcome == "cancelled"
    assert refunds.cancel(tx, goods, "K-9", who="operator:ada", why="broken", now=NOW).outcome == "unknown_order"


def test_what_is_fetched_is_paid_when_it_is_handed_over(tx: SqliteTransaction, goods: Shelf) -> None:
    stocked(tx, {"cup": 2}, store="markt")
    placed = an_order(tx, goods, fulfilment="pickup", store="markt", payment_method=PAY_IN_STORE, address=None)
    order = payment.begin(tx, placed, now=NOW)
    assert (order.state, payment.received(tx, order.id)) == ("confirmed", (0, 0))
    assert ledger.balance(tx, ledger.shopper(MIA), "EUR") == Money(1200)
    assert expiry.expire(tx, goods, order.id, now=UNTIL).outcome == "settled"
    payment.failed(tx, order.id, now=NOW)
    assert states(tx) == [("open", "")]
    assert payment.hand_over(tx, order.id, who="operator:ada", now=UNTIL).state == "delivered"
    assert (payment.received(tx, order.id), counts(tx, "cup", "markt")) == ((1200, 0), (1, 0))
    assert ledger.balance(tx, ledger.shopper(MIA), "EUR") == Money(0)
    with pytest.raises(ImpossibleMoveError):
        payment.hand_over(tx, order.id, who="operator:ada", now=UNTIL)


def test_what_was_paid_before_is_not_paid_again_at_the_counter(
    tx: SqliteTransaction, goods: Shelf, order: Order
) -> None:
    payment.paid(tx, goods, charge(), now=NOW)
    payment.hand_over(tx, order.id, who="operator:ada", now=NOW)
    assert payment.received(tx, order.id) == (1690, 0)


def test_methods_are_those_that_take_the_currency() -> None:
    stars = DemoProvider()
    stars.currencies = frozenset({"XTR"})
    providers = {"demo": DemoProvider(), "stars": stars}
    assert payment.methods(SETTINGS, providers, fulfilment="delivery", currency="EUR") == ("demo",)
    assert payment.methods(SETTINGS, providers, fulfilment="digital", currency="XTR") == ("demo", "stars")
    assert payment.methods(SETTINGS, providers, fulfilment="pickup", currency="EUR") == ("demo", PAY_IN_STORE)
    without = replace(SETTINGS, payments=("demo",))
    assert payment.methods(without, providers, fulfilment="pickup", currency="EUR") == ("demo",)


def test_an_unpaid_order_ends_when_its_time_is_over(tx: SqliteTransaction, goods: Shelf, order: Order) -> None:
    early = expiry.expire(tx, goods, order.id, now=UNTIL - timedelta(microseconds=1))
    assert (early.outcome, counts(tx, "cup")) == ("held", (1, 1))
    over = expiry.expire(tx, goods, order.id, now=UNTIL)
    assert over.order is not None
    assert (over.outcome, over.order.state, counts(tx, "cup")) == ("expired", "cancelled", (1, 0))
    assert expiry.expire(tx, goods, order.id, now=UNTIL).outcome == "settled"
    assert expiry.expire(tx, goods, "K-9", now=UNTIL).outcome == "unknown_order"


def test_an_order_of_uncounted_goods_ends_too_unless_it_was_just_asked_for(tx: SqliteTransaction, goods: Shelf) -> None:
    order = payment.begin(tx, an_order(tx, goods, pieces={"wish": 1}), now=NOW)
    asked = NOW + timedelta(minutes=10)
    assert ask(tx, goods, asked).accepted
    assert expiry.expire(tx, goods, order.id, now=UNTIL).outcome == "held"
    assert tx.next_due() == UNTIL
    rings = [effect.due for effect in tx.lease(asked + SETTINGS.reserve, UNTIL, 9)]
    assert rings == [UNTIL, asked + SETTINGS.reserve]
    assert expiry.expire(tx, goods, order.id, now=asked + SETTINGS.reserve).outcome == "expired"


def test_a_transfer_that_does_not_sum_to_zero_is_refused(tx: SqliteTransaction) -> None:
    with pytest.raises(UnbalancedError):
        ledger.post(tx, "theft", {ledger.SALES: 5, ledger.SHIPPING: -4}, currency="EUR", now=NOW)
    assert ledger.balanced(tx)
    tx.change("INSERT INTO ledger (transfer, account, amount, currency, at) VALUES ('theft', 'sales', 5, 'EUR', 0)")
    assert not ledger.balanced(tx)
