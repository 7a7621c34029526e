"""Paying for orders: what a provider may charge, and what its charges do.

A charge counts once, by the provider's id for it. One that nobody can use (the order is paid, called off or sold out,
the sum is wrong) goes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.clock import from_micros, to_micros
from bot.commerce import ledger, orders, refunds, states, stock
from bot.commerce.goods import Goods
from bot.commerce.orders import Order
from bot.commerce.pricing import Fulfilment
from bot.commerce.refunds import Charge
from bot.commerce.stock import Short
from bot.store.base import Reader, Row, Transaction
from catalog.model import Settings
from catalog.money import Money

#: The method of paying at the counter when the goods are handed over; it needs no provider.
PAY_IN_STORE = "pay_in_store"
#: The method of an order that costs nothing.
NOTHING_TO_PAY = "nothing"


class PaymentProvider(Protocol):
    """Somebody who takes shoppers' money for the shop."""

    @property
    def name(self) -> str:
        """The method's name, as in shop.toml."""
        ...

    @property
    def currencies(self) -> frozenset[str] | None:
        """The currencies it takes, None for all."""
        ...

    @property
    def invoices_expire(self) -> bool:
        """Whether an invoice dies with its order; one that does not may be paid again years later."""
        ...

    @property
    def passing(self) -> tuple[type[Exception], ...]:
        """Errors that pass; the refund is repeated with the same key."""
        ...

    async def refund(self, order: str, amount: Money, *, charge_id: str, key: str) -> None:
        """Pay an amount of a charge back, once per key."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One attempt to pay an order."""

    order: str
    provider: str
    state: Literal["open", "paid", "failed", "refund_due", "refunded"]
    amount: Money
    charge_id: str
    at: datetime


Reason = Literal["unknown_order", "not_owner", "cancelled", "already_paid", "currency", "amount", "sold_out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreCheckout:
    """Whether a provider may charge for an order now, and why not."""

    refused: Reason | None = None
    order: Order | None = None
    short: tuple[Short, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the charge may go ahead."""
        return self.refused is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """What a charge did: it confirmed its order, was known already, or goes back for a reason."""

    outcome: Literal["confirmed", "already_known", "refund"]
    order: Order | None = None
    reason: Reason | None = None
    refund: Money | None = None


def methods(
    settings: Settings, providers: Mapping[str, PaymentProvider], *, fulfilment: Fulfilment, currency: str
) -> tuple[str, ...]:
    """How an order can be paid: by the providers that take its currency, or at the counter."""
    names = [
        name for name, provider in providers.items() if provider.currencies is None or currency in provider.currencies
    ]
    at_counter = fulfilment == "pickup" and PAY_IN_STORE in settings.payments and PAY_IN_STORE not in names
    return (*names, PAY_IN_STORE) if at_counter else tuple(names)


def begin(tx: Transaction, order: Order, *, now: datetime) -> Order:
    """Open the payment of an order just placed; what is paid at the counter, or costs nothing, is confirmed at once."""
    if order.total:
        _open(tx, order, now)
    if not order.total or order.payment_method == PAY_IN_STORE:
        return _confirm(tx, order, who="shopper", why=order.payment_method, now=now)
    return order


def pre_checkout(
    tx: Transaction, goods: Goods, *, order: str, conversation: str, amount: Money, now: datetime
) -> PreCheckout:
    """Whether an order may be charged; if so its pieces are held long enough, again if they had been let go."""
    found = orders.load(tx, order)
    reason = _unpayable(found, conversation, amount)
    if reason is not None or found is None:
        return PreCheckout(refused=reason, order=None if reason == "not_owner" else found)
    short = _hold_on(tx, found, until=now + goods.settings.reserve, now=now)
    if short:
        return PreCheckout(refused="sold_out", order=found, short=short)
    orders.note(
        tx, order, before=found.state, after=found.state, who=f"provider:{found.payment_method}", why="asked", now=now
    )
    return PreCheckout(order=found)


def _unpayable(order: Order | None, conversation: str, amount: Money) -> Reason | None:
    if order is None:
        return "unknown_order"
    if order.conversation != conversation:
        return "not_owner"
    if order.state == "cancelled":
        return "cancelled"
    if order.state != states.START:
        return "already_paid"
    if amount.currency != order.currency:
        return "currency"
    return None if amount == order.total else "amount"


def _hold_on(tx: Transaction, order: Order, *, until: datetime, now: datetime) -> tuple[Short, ...]:
    """Prolong an order's holds, or take the pieces anew if its time was over; what falls short."""
    if stock.extend(tx, order.id, until=until, now=now):
        return ()
    stock.release(tx, order.id)
    return stock.reserve(tx, order.id, order.pieces, store=order.shelf, until=until, now=now)


def paid(tx: Transaction, goods: Goods, charge: Charge, *, now: datetime) -> Paid:
    """A provider says that it took money. It confirms the order, or goes back; the same charge never counts twice."""
    order = orders.load(tx, charge.order)
    if refunds.known(tx, charge):
        return Paid(outcome="already_known", order=order)
    reason = _unpayable(order, charge.conversation, charge.amount)
    ledger.post_charge(tx, charge.provider, charge.id, charge.conversation, charge.amount, now=now)
    if order is not None and reason is None:
        if not _hold_on(tx, order, until=now + goods.settings.reserve, now=now):
            _settle_open(tx, order, charge, now)
            return Paid(
                outcome="confirmed", order=_confirm(tx, order, who=f"provider:{charge.provider}", why="paid", now=now)
            )
        reason = "sold_out"
        order = refunds.call_off(tx, order, who=f"provider:{charge.provider}", why=reason, now=now)
    if order is not None:
        _write(tx, charge, "refund_due", now)
    refunds.plan(tx, charge, now=now)
    return Paid(outcome="refund", order=order, reason=reason, refund=charge.amount)


def failed(tx: Transaction, order: str, *, now: datetime) -> Order | None:
    """A provider could not charge. The order may be paid by another try while it is open; None if there is none."""
    found = orders.load(tx, order)
    if found is None or found.state != states.START:
        return found
    if tx.change("UPDATE payment SET state = 'failed' WHERE order_id = :order AND state = 'open'", order=order):
        _open(tx, found, now)
    return found


def hand_over(tx: Transaction, order: str, *, who: str, now: datetime) -> Order:
    """The goods leave the counter, paid there if that was agreed; raises if the order cannot be handed over."""
    handed = orders.move(tx, order, "delivered", who=who, why="handed_over", now=now)
    due = handed.payment_method == PAY_IN_STORE and any(payment.state == "open" for payment in of(tx, order))
    if due:
        charge = Charge(
            order=order,
            conversation=handed.conversation,
            provider=PAY_IN_STORE,
            id=f"{PAY_IN_STORE}:{order}",
            amount=handed.total,
        )
        ledger.post_charge(tx, charge.provider, charge.id, charge.conversation, charge.amount, now=now)
        _settle_open(tx, handed, charge, now)
    return handed


def of(reader: Reader, order: str) -> tuple[Payment, ...]:
    """The attempts to pay an order, the first one first."""
    rows = reader.rows("SELECT * FROM payment WHERE order_id = :order ORDER BY id", order=order)
    return tuple(_payment(row) for row in rows)


def received(reader: Reader, order: str) -> tuple[int, int]:
    """What came in for an order in its currency, and what of it went back, in minor units."""
    row = reader.row(
        "SELECT COALESCE(SUM(p.amount), 0) AS came,"
        " COALESCE(SUM(CASE WHEN p.state = 'refunded' THEN p.amount ELSE 0 END), 0) AS back"
        " FROM payment p JOIN orders o ON o.id = p.order_id AND o.currency = p.currency"
        " WHERE p.order_id = :order AND p.state IN ('paid', 'refund_due', 'refunded')",
        order=order,
    )
    return (int(row["came"]), int(row["back"])) if row else (0, 0)


def _payment(row: Row) -> Payment:
    return Payment(
        order=row["order_id"],
        provider=row["provider"],
        state=row["state"],
        amount=Money(row["amount"], row["currency"]),
        charge_id=row["charge_id"] or "",
        at=from_micros(row["at"]),
    )


def _confirm(tx: Transaction, order: Order, *, who: str, why: str, now: datetime) -> Order:
    stock.keep(tx, order.id)
    ledger.post_sale(tx, order, now=now)
    return orders.move(tx, order.id, "confirmed", who=who, why=why, now=now)


def _open(tx: Transaction, order: Order, now: datetime) -> None:
    """Ask for the order's total; each try has a row of its own."""
    tx.change(
        "INSERT INTO payment (order_id, key, provider, state, amount, currency, at)"
        " SELECT :order, 'invoice:' || :order || ':' || (COUNT(*) + 1), :provider, 'open', :amount, :currency, :now"
        " FROM payment WHERE order_id = :order",
        order=order.id,
        provider=order.payment_method,
        amount=order.total.amount,
        currency=order.currency,
        now=to_micros(now),
    )


def _settle_open(tx: Transaction, order: Order, charge: Charge, now: datetime) -> None:
    """The open payment is paid by a charge; one made on an earlier invoice gets a row of its own."""
    settled = tx.change(
        "UPDATE payment SET state = 'paid', provider = :provider, charge_id = :charge, at = :now"
        " WHERE order_id = :order AND state = 'open'",
        provider=charge.provider,
        charge=charge.id,
        now=to_micros(now),
        order=order.id,
    )
    if not settled:
        _write(tx, charge, "paid", now)


def _write(tx: Transaction, charge: Charge, state: str, now: datetime) -> None:
    tx.change(
        "INSERT INTO payment (order_id, key, provider, charge_id, state, amount, currency, at)"
        " VALUES (:order, :key, :provider, :charge, :state, :amount, :currency, :now)",
        order=charge.order,
        key=charge.key,
        provider=charge.provider,
        charge=charge.id,
        state=state,
        amount=charge.amount.amount,
        currency=charge.amount.currency,
        now=to_micros(now),
    )
