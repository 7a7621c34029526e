"""The payment provider's side at the console: it asks whether it may charge, charges, or fails, as a line says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.channels.console import Session
from bot.channels.forms import LineError
from bot.channels.lines import Payment
from bot.commerce import orders, payment, refunds
from bot.commerce.orders import Order
from bot.commerce.payment import PAY_IN_STORE, PreCheckout
from bot.commerce.refunds import Charge
from bot.store.base import Reader, Transaction
from catalog.money import Money


async def pay(session: Session, said: Payment) -> dict[str, Any]:
    """Let the provider answer; what its question before the charge came to.

    A charge that was told before is told again, as it was: nobody asks before a redelivery.
    """
    charge = session.shop.store.read(lambda reader: _charge(reader, session, said))
    if said.outcome == "failed":
        await _tell(session, "failed", charge)
        return {}
    if session.shop.store.read(lambda reader: refunds.known(reader, charge)):
        await _tell(session, "succeeded", charge)
        return {"redelivery": True}
    asked = await _ask(session, charge)
    if said.outcome == "succeeded":
        await _tell(session, "succeeded", charge)
    return {"pre_checkout": "accepted"} if asked.accepted else {"pre_checkout": "refused", "reason": asked.refused}


async def _ask(session: Session, charge: Charge) -> PreCheckout:
    """The provider asks whether it may charge."""
    world = session.shop.world

    def work(tx: Transaction) -> PreCheckout:
        return payment.pre_checkout(
            tx,
            world.catalog,
            order=charge.order,
            conversation=charge.conversation,
            amount=charge.amount,
            now=world.clock.now(),
        )

    return await session.shop.store.run(work)


async def _tell(session: Session, outcome: str, charge: Charge) -> None:
    """The provider tells what came of it."""
    data = {
        "outcome": outcome,
        "order": charge.order,
        "amount": charge.amount.amount,
        "currency": charge.amount.currency,
        "charge_id": charge.id,
        "provider": charge.provider,
    }
    await session.happen("payment", data=data)


def _charge(reader: Reader, session: Session, said: Payment) -> Charge:
    order = _order(reader, session.conversation, said)
    known = len([one for one in payment.of(reader, order.id) if one.charge_id])
    amount = order.total.amount if said.amount is None else said.amount
    offered = session.shop.world.providers("console")
    return Charge(
        order=order.id,
        conversation=session.conversation,
        provider=order.payment_method if order.payment_method in offered else next(iter(offered), PAY_IN_STORE),
        id=said.charge_id or f"CH-{order.id}-{known + 1}",
        amount=Money(amount, said.currency or order.currency),
    )


def _order(reader: Reader, conversation: str, said: Payment) -> Order:
    """The order that is meant: named, of the charge that is told again, or the newest that is not paid."""
    mine = orders.of(reader, conversation)
    told = reader.row("SELECT order_id FROM payment WHERE charge_id = :charge", charge=said.charge_id or "")
    name = told["order_id"] if told and said.order == "latest" else said.order
    if name == "latest":
        found = _newest_unpaid(reader, mine)
    else:
        found = next((order for order in mine if order.id == name), None)
    if found is None:
        known = ", ".join(order.id for order in mine)
        raise LineError("there is no such order to pay", f"There are {known}." if known else "Order something first.")
    return found


def _newest_unpaid(reader: Reader, mine: Sequence[Order]) -> Order | None:
    """The newest order that waits for money; else the newest whose invoice was never paid, else the newest of all."""
    waiting = [order for order in mine if order.state == "awaiting_payment"]
    invoiced = [order for order in mine if order.payment_method != PAY_IN_STORE]
    unpaid = [order for order in invoiced if not any(one.charge_id for one in payment.of(reader, order.id))]
    return next(iter((*waiting, *unpaid, *mine)), None)
