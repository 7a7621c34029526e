"""Two shoppers, few pieces, and every order of events: nothing is sold twice, no cent is lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.clock import from_micros, to_micros
from bot.commerce import cart, checkout, expiry, ledger, orders, payment, refunds, shipments, stock
from bot.commerce.checkout import Choice, Summary
from bot.commerce.orders import Order
from bot.commerce.refunds import Charge
from bot.commerce.states import GONE, ImpossibleMoveError
from catalog.model import Voucher
from catalog.money import Money
from tests.bot.commerce.shop import BEN, HOME, MIA, NOW, SETTINGS, STEADY, Shelf, a_database, a_product, stocked

SKUS, PLACES = ("cup", "jug"), ("", "markt")
METHODS = ("demo", "pay_in_store")
CHOICES = (
    Choice(fulfilment="delivery", address=HOME, shipping="standard", payment="demo"),
    Choice(fulfilment="pickup", store="markt", payment="demo"),
    Choice(fulfilment="pickup", store="markt", payment="pay_in_store"),
)
SHOPPERS = st.sampled_from([MIA, BEN])
PICK = st.integers(0, 3)


class Till(RuleBasedStateMachine):
    """The shop's counter: shoppers, the provider, the clock and the shopkeeper do what they like."""

    def __init__(self) -> None:
        super().__init__()
        voucher = Voucher(code="EINER", kind="fixed", value=Money(333), total_uses=1)
        self.goods = Shelf(a_product("cup", 999), a_product("jug", 2501, tax_class="reduced"), vouchers=(voucher,))
        self.tx = a_database()
        self.now = NOW
        self.came: dict[tuple[str, str], int] = {}
        self.charges: list[Charge] = []
        self.shown: dict[str, Summary] = {}
        for place in PLACES:
            stocked(self.tx, dict.fromkeys(SKUS, 2), store=place)
            self.came |= {(sku, place): 2 for sku in SKUS}

    def teardown(self) -> None:
        self.tx._connection.close()

    def orders(self) -> list[Order]:
        return [*orders.of(self.tx, MIA), *orders.of(self.tx, BEN)]

    def an_order(self, pick: int) -> Order:
        known = self.orders()
        return known[pick % len(known)]

    # What shoppers do

    @rule(who=SHOPPERS, sku=st.sampled_from(SKUS), quantity=st.integers(-1, 3))
    def change_the_cart(self, who: str, sku: str, quantity: int) -> None:
        cart.set_quantity(self.tx, self.goods, who, sku, quantity, now=self.now)

    @rule(who=SHOPPERS)
    def use_the_voucher(self, who: str) -> None:
        cart.set_voucher(self.tx, self.goods, who, "einer", now=self.now)

    @rule(who=SHOPPERS, choice=st.sampled_from(CHOICES))
    def see_the_summary(self, who: str, choice: Choice) -> None:
        self.shown[who] = checkout.summary(
            self.tx, self.goods, cart.load(self.tx, self.goods, who, now=self.now), choice, now=self.now
        )

    @initialize(choice=st.sampled_from(CHOICES))
    def open_with_an_order(self, choice: Choice) -> None:
        self.buy(MIA, "cup", 1, choice)

    @rule(who=SHOPPERS, sku=st.sampled_from(SKUS), quantity=st.integers(1, 2), choice=st.sampled_from(CHOICES))
    def buy(self, who: str, sku: str, quantity: int, choice: Choice) -> None:
        self.change_the_cart(who, sku, quantity)
        self.see_the_summary(who, choice)
        self.press_the_order_button(who)

    @precondition(lambda self: self.shown)
    @rule(who=SHOPPERS)
    def press_the_order_button(self, who: str) -> None:
        shown = self.shown.get(who)
        if shown is None:
            return
        before = len(self.orders())
        pressed = checkout.order(
            self.tx,
            self.goods,
            who,
            shown.choice,
            fingerprint=shown.fingerprint,
            language="de",
            methods=METHODS,
            now=self.now,
        )
        assert len(self.orders()) == before + (pressed.outcome == "ordered")
        assert pressed.outcome != "ordered" or (pressed.order and pressed.order.total == shown.totals.total)

    @precondition(lambda self: self.orders())
    @rule(pick=PICK, by_shop=st.booleans())
    def call_off(self, pick: int, *, by_shop: bool) -> None:
        order = self.an_order(pick)
        shopper = "" if by_shop else order.conversation
        refunds.cancel(self.tx, self.goods, order.id, conversation=shopper, who="test", why="test", now=self.now)

    # What the provider does

    @precondition(lambda self: self.orders())
    @rule(pick=PICK, off=st.sampled_from([0, 0, 0, 1]), payer=st.sampled_from(["", "", MIA]), times=st.integers(1, 2))
    def charge(self, pick: int, off: int, payer: str, times: int) -> None:
        order = self.an_order(pick)
        charge = Charge(
            order=order.id,
            conversation=payer or order.conversation,
            provider="demo",
            id=f"CH-{len(self.charges)}",
            amount=Money(order.total.amount + off),
        )
        self.charges.append(charge)
        outcomes = [payment.paid(self.tx, self.goods, charge, now=self.now).outcome for _ in range(times)]
        assert outcomes[1:] == ["already_known"] * (times - 1)

    @precondition(lambda self: self.charges)
    @rule(pick=PICK)
    def tell_a_charge_again(self, pick: int) -> None:
        charge = self.charges[pick % len(self.charges)]
        assert payment.paid(self.tx, self.goods, charge, now=self.now).outcome == "already_known"

    @precondition(lambda self: self.orders())
    @rule(pick=PICK)
    def ask_before_the_charge(self, pick: int) -> None:
        order = self.an_order(pick)
        asked = payment.pre_checkout(
            self.tx, self.goods, order=order.id, conversation=order.conversation, amount=order.total, now=self.now
        )
        assert not asked.accepted or self.is_held(order)

    @precondition(lambda self: self.orders())
    @rule(pick=PICK)
    def fail(self, pick: int) -> None:
        payment.failed(self.tx, self.an_order(pick).id, now=self.now)

    @rule()
    def pay_back(self) -> None:
        for row in self.tx.rows("SELECT charge_id FROM payment WHERE state = 'refund_due'"):
            charge = next(charge for charge in self.charges if charge.id == row["charge_id"])
            assert [refunds.done(self.tx, charge, now=self.now) for _ in range(2)] == [True, False]

    # What the clock and the shopkeeper do

    @rule(minutes=st.sampled_from([1, 14, 15, 16]), rings=st.booleans())
    def time_passes(self, minutes: int, *, rings: bool) -> None:
        self.now += timedelta(minutes=minutes)
        if rings:
            for row in self.tx.rows(
                "SELECT due, data FROM effect WHERE kind = 'timer' AND due <= :now ORDER BY due",
                now=to_micros(self.now),
            ):
                self.ring(from_micros(row["due"]))

    def ring(self, due: datetime) -> None:
        for order in self.orders():
            expiry.expire(self.tx, self.goods, order.id, now=max(due, self.now))

    @rule(sku=st.sampled_from(SKUS), place=st.sampled_from(PLACES), quantity=st.integers(1, 2))
    def goods_come_in(self, sku: str, place: str, quantity: int) -> None:
        assert stock.restock(self.tx, sku, store=place, quantity=quantity)
        self.came[sku, place] += quantity

    @precondition(lambda self: self.orders())
    @rule(pick=PICK, status=st.sampled_from(list(shipments.RANKS)))
    def a_carrier_tells(self, pick: int, status: Any) -> None:
        order = self.an_order(pick)
        shipments.update(self.tx, order.id, status, carrier="DHL", number=f"JD-{order.id}", now=self.now)

    @precondition(lambda self: self.orders())
    @rule(pick=PICK)
    def hand_over(self, pick: int) -> None:
        order = self.an_order(pick)
        self.tx._connection.execute("SAVEPOINT turn")
        try:
            payment.hand_over(self.tx, order.id, who="operator:ada", now=self.now)
        except ImpossibleMoveError:
            self.tx._connection.execute("ROLLBACK TO turn")
        self.tx._connection.execute("RELEASE turn")

    # What must hold after each step

    def is_held(self, order: Order) -> bool:
        held = self.tx.rows("SELECT sku, store, quantity FROM hold WHERE order_id = :order", order=order.id)
        return {row["sku"]: row["quantity"] for row in held if row["store"] == order.shelf} == order.pieces

    @invariant()
    def every_piece_is_somewhere_once(self) -> None:
        gone = dict.fromkeys(self.came, 0)
        for order in self.orders():
            if any(one.after in GONE for one in orders.history(self.tx, order.id)):
                for sku, quantity in order.pieces.items():
                    gone[sku, order.shelf] += quantity
        for row in self.tx.rows(
            "SELECT sku, store, on_hand, reserved, (SELECT COALESCE(SUM(quantity), 0) FROM hold h"
            " WHERE h.sku = s.sku AND h.store = s.store) AS held FROM stock s"
        ):
            assert row["reserved"] == row["held"] <= row["on_hand"]
            assert row["on_hand"] + gone[row["sku"], row["store"]] == self.came[row["sku"], row["store"]]

    @invariant()
    def what_is_agreed_is_held(self) -> None:
        for order in self.orders():
            passed = [one.after for one in orders.history(self.tx, order.id) if one.before != one.after]
            if order.state in {"confirmed", "packed"}:
                assert self.is_held(order)
                assert stock.held_until(self.tx, order.id) == stock.KEPT
            if order.state in {"cancelled", "returned", *GONE}:
                assert stock.held_until(self.tx, order.id) is None
            assert passed.count("confirmed") <= 1

    @invariant()
    def the_book_agrees_with_the_orders(self) -> None:
        assert ledger.balanced(self.tx)
        for who in (MIA, BEN):
            owed = sum(
                order.total.amount
                for order in orders.of(self.tx, who)
                if order.state not in {"awaiting_payment", "cancelled"}
            )
            gave = sum(charge.amount.amount for charge in self.charges if charge.conversation == who)
            back = self.amount(
                "SELECT SUM(amount) AS amount FROM ledger WHERE transfer LIKE 'refund:%' AND account = :who", who
            )
            counter = self.amount(
                "SELECT -SUM(amount) AS amount FROM ledger WHERE transfer LIKE 'charge:pay_in_store:%' AND account = :who",
                who,
            )
            assert ledger.balance(self.tx, ledger.shopper(who), "EUR").amount == owed - gave - counter + back

    def amount(self, sql: str, who: str) -> int:
        row = self.tx.row(sql, who=ledger.shopper(who))
        return int(row["amount"] or 0) if row else 0

    @invariant()
    def no_money_is_kept_for_nothing(self) -> None:
        for order in self.orders():
            came, back = payment.received(self.tx, order.id)
            assert 0 <= back <= came
            states = [one.state for one in payment.of(self.tx, order.id)]
            assert states.count("paid") <= 1
            assert states.count("open") == (
                order.state == "awaiting_payment" or (order.payment_method == "pay_in_store" and "paid" not in states)
            ) or order.state in {"cancelled", "delivered", "returned"}
            if order.state in {"awaiting_payment", "cancelled"}:
                assert "paid" not in states
        due = self.tx.row("SELECT COUNT(*) AS n FROM payment WHERE state IN ('refund_due', 'refunded')")
        planned = self.tx.row("SELECT COUNT(*) AS n FROM effect WHERE kind = 'refund'")
        assert due == planned

    @invariant()
    def the_voucher_counts_once(self) -> None:
        used = [order for order in self.orders() if order.voucher and order.state != "cancelled"]
        assert len(used) <= 1

    @invariant()
    def every_open_order_has_a_moment_at_which_it_ends(self) -> None:
        for order in self.orders():
            if order.state == "awaiting_payment":
                due = expiry.deadline(self.tx, self.goods, order.id)
                timer = self.tx.row(
                    "SELECT 1 AS known FROM effect WHERE kind = 'timer' AND due <= :due AND key LIKE '%' || :id || ':%'",
                    due=to_micros(due),
                    id=order.id,
                )
                assert timer is not None
                assert due <= self.now + SETTINGS.reserve


TestTill = Till.TestCase
TestTill.settings = settings(STEADY, max_examples=40, stateful_step_count=30)
