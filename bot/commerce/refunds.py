"""Money that goes back, and orders that are called off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.commerce import ledger, orders, states
from bot.commerce.goods import Goods
from bot.commerce.orders import Order
from bot.commerce.states import State, may
from bot.store.base import Effect, Reader, Row, Transaction
from catalog.money import Money

#: How far an order may be for the shopper to call it off, by `cancel_until`: it names the first state that is too late.
_ON_THE_WAY: tuple[State, ...] = ("awaiting_payment", "confirmed", "packed", "shipped", "out_for_delivery", "delivered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """Money that a provider took from whom and for which order; `id` is the provider's."""

    order: str
    conversation: str
    provider: str
    id: str
    amount: Money

    @property
    def key(self) -> str:
        """The charge's name in keys and in the book."""
        return f"charge:{self.provider}:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """What calling an order off did: `refund` goes back, `already` means that nothing was left to do."""

    outcome: Literal["cancelled", "already", "too_late", "unknown_order"]
    order: Order | None = None
    refund: Money | None = None


def known(reader: Reader, charge: Charge) -> bool:
    """Whether a charge was told before, also one for an order that does not exist."""
    row = reader.row(
        "SELECT (SELECT COUNT(*) FROM payment WHERE charge_id = :id)"
        " + (SELECT COUNT(*) FROM effect WHERE key = :refund) AS times",
        id=charge.id,
        refund=refund_key(charge),
    )
    return row is not None and row["times"] > 0


def plan(tx: Transaction, charge: Charge, *, now: datetime) -> None:
    """Let the provider pay a charge back, once."""
    tx.plan(
        Effect(
            conversation=charge.conversation,
            key=refund_key(charge),
            kind="refund",
            data={
                "provider": charge.provider,
                "order": charge.order,
                "charge_id": charge.id,
                "amount": charge.amount.amount,
                "currency": charge.amount.currency,
            },
            due=now,
        )
    )


def refund_key(charge: Charge) -> str:
    """The name of a charge's refund, in keys and in the book."""
    return f"refund:{charge.provider}:{charge.id}"


def done(tx: Transaction, charge: Charge, *, now: datetime) -> bool:
    """The provider paid a charge back: it is booked; False if that was known."""
    transfer = refund_key(charge)
    if tx.row("SELECT 1 AS known FROM ledger WHERE transfer = :transfer LIMIT 1", transfer=transfer):
        return False
    amount = charge.amount.amount
    parts = {ledger.provider(charge.provider): -amount, ledger.shopper(charge.conversation): amount}
    ledger.post(tx, transfer, parts, currency=charge.amount.currency, now=now)
    tx.change("UPDATE payment SET state = 'refunded' WHERE charge_id = :id AND state = 'refund_due'", id=charge.id)
    return True


def cancel(
    tx: Transaction, goods: Goods, order: str, *, conversation: str = "", who: str, why: str, now: datetime
) -> Cancelled:
    """Call an order off and pay back what was paid. A shopper (`conversation`) can while it is not yet too late."""
    found = orders.load(tx, order)
    if found is None or (conversation and found.conversation != conversation):
        return Cancelled(outcome="unknown_order")
    if found.state == "cancelled":
        return Cancelled(outcome="already", order=found)
    if not may(found.state, "cancelled") or (conversation and _too_late(found, goods.settings.cancel_until)):
        return Cancelled(outcome="too_late", order=found)
    cancelled = call_off(tx, found, who=who, why=why, now=now)
    return Cancelled(outcome="cancelled", order=cancelled, refund=_pay_back(tx, found, now))


def cancellable(goods: Goods, order: Order) -> bool:
    """Whether the shopper can call an order off by now."""
    return may(order.state, "cancelled") and not _too_late(order, goods.settings.cancel_until)


def _too_late(order: Order, cancel_until: str) -> bool:
    """Goods that wait in the store of their pickup have not left the shop; those in a parcel shop have."""
    if order.state == "ready_for_pickup":
        return order.fulfilment != "pickup" or cancel_until in {"awaiting_payment", "confirmed", "packed"}
    limit = next((n for n, state in enumerate(_ON_THE_WAY) if state == cancel_until), _ON_THE_WAY.index("shipped"))
    return _ON_THE_WAY.index(order.state) >= limit


def call_off(tx: Transaction, order: Order, *, who: str, why: str, now: datetime) -> Order:
    """End an order: its pieces are free again, nobody owes anything for it, and it cannot be paid any more."""
    tx.change("UPDATE payment SET state = 'failed' WHERE order_id = :order AND state = 'open'", order=order.id)
    if order.state != states.START:
        ledger.post_call_off(tx, order, now=now)
    return orders.move(tx, order.id, "cancelled", who=who, why=why, now=now)


def _pay_back(tx: Transaction, order: Order, now: datetime) -> Money | None:
    rows = tx.rows("SELECT * FROM payment WHERE order_id = :order AND state = 'paid' ORDER BY id", order=order.id)
    for row in rows:
        tx.change("UPDATE payment SET state = 'refund_due' WHERE id = :id", id=row["id"])
        plan(tx, _charge(order, row), now=now)
    return Money(sum(row["amount"] for row in rows), order.currency) if rows else None


def _charge(order: Order, row: Row) -> Charge:
    return Charge(
        order=order.id,
        conversation=order.conversation,
        provider=row["provider"],
        id=row["charge_id"],
        amount=Money(row["amount"], row["currency"]),
    )
