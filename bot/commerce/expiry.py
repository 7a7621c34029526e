"""The end of an unpaid order: when its time is over, its pieces go back on the shelf."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.commerce import orders, refunds, states, stock
from bot.commerce.goods import Goods
from bot.commerce.orders import Order
from bot.store.base import Reader, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """What the clock found: the order ended, is still held, or was settled before."""

    outcome: Literal["expired", "held", "settled", "unknown_order"]
    order: Order | None = None


def expire(tx: Transaction, goods: Goods, order: str, *, now: datetime) -> Expiry:
    """Call an unpaid order off if its time is over. Harmless at any moment and as often as one likes."""
    found = orders.load(tx, order)
    if found is None:
        return Expiry(outcome="unknown_order")
    if found.state != states.START:
        return Expiry(outcome="settled", order=found)
    until = deadline(tx, goods, order)
    if until > now:
        orders.set_timer(tx, order, found.conversation, until)
        return Expiry(outcome="held", order=found)
    return Expiry(
        outcome="expired", order=refunds.call_off(tx, found, who="clock", why=orders.RESERVE_EXPIRED, now=now)
    )


def deadline(reader: Reader, goods: Goods, order: str) -> datetime:
    """Until when an order may be paid: its hold's end, or where nothing is counted as long after it was last asked."""
    until = stock.held_until(reader, order)
    return until if until is not None else orders.history(reader, order)[-1].at + goods.settings.reserve
