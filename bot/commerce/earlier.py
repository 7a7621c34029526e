"""Orders that were placed before: taken over with their own number, moment and prices, by the rules of any other order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.clock import to_micros
from bot.commerce import offers, orders, payment, pricing, refunds, shipments, states, stock
from bot.commerce.address import Address
from bot.commerce.eligibility import Assortment
from bot.commerce.goods import Goods, Line
from bot.commerce.orders import Draft, Order
from bot.commerce.pricing import Fulfilment, Totals
from bot.commerce.refunds import Charge
from bot.commerce.states import GONE, State
from bot.store.base import Transaction
from catalog.model import Settings, Shipping, Voucher
from catalog.money import Money

_WHO = "given"


class Shelves(Goods, Assortment, Protocol):
    """The part of the catalogue that an order and what is proposed after it need."""


class ImpossibleOrderError(ValueError):
    """No order can look like this; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """How far the parcel of an order is."""

    status: shipments.Status
    carrier: str = ""
    number: str = ""
    eta: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An order as somebody else kept it."""

    id: str
    conversation: str
    language: str
    state: State
    created_at: datetime
    lines: tuple[Line, ...]
    discount: Money
    shipping: Money
    fulfilment: Fulfilment
    payment_method: str
    charge_id: str = ""
    store: str = ""
    address: Address | None = None
    parcel: Parcel | None = None
    moved_at: datetime | None = None  # when it came to where it is


def take_over(tx: Transaction, goods: Shelves, earlier: Earlier, *, now: datetime) -> Order:
    """Place, pay and move an order as it was; what has left the shop is not taken from today's shelf.

    One that is not paid can be paid for as long as a new one. Raises ImpossibleOrderError, with nothing to be kept.
    """
    if orders.load(tx, earlier.id) is not None:
        raise ImpossibleOrderError(f"there is an order {earlier.id} already")
    _put_back(tx, earlier)
    placed = orders.place(tx, goods, _draft(goods.settings, earlier), now=earlier.created_at)
    if placed.order is None:
        left = ", ".join(f"{short.left} of {short.sku}" for short in placed.short)
        raise ImpossibleOrderError(f"order {earlier.id} needs more than there is: {left} left")
    order = payment.begin(tx, placed.order, now=earlier.created_at)
    if order.state == earlier.state == states.START:
        _hold_from_now(tx, goods.settings, order, now=now)
    elif earlier.state == states.START:
        raise ImpossibleOrderError(
            f"order {earlier.id} has nothing to wait for: {order.payment_method} needs no invoice"
        )
    else:
        _go_on(tx, goods, earlier, order, now=now)
    return orders.load(tx, order.id) or order


def _put_back(tx: Transaction, earlier: Earlier) -> None:
    """What left the shop long ago was counted out then: today's shelf gives it only on paper."""
    shelf = earlier.store if earlier.fulfilment == "pickup" else stock.ONLINE
    if earlier.state in GONE or earlier.state == "returned":
        for line in earlier.lines:
            stock.restock(tx, line.sku, store=shelf, quantity=line.quantity)


def _draft(settings: Settings, earlier: Earlier) -> Draft:
    totals = _totals(settings, earlier)
    if (totals.discount, totals.shipping) != (earlier.discount, earlier.shipping):
        raise ImpossibleOrderError(
            f"order {earlier.id} cannot have a discount of {earlier.discount.amount} and "
            f"{earlier.shipping.amount} for shipping: no more than the goods, and shipping only for a delivery"
        )
    return Draft(
        conversation=earlier.conversation,
        key=f"earlier:{earlier.id}",
        lines=earlier.lines,
        totals=totals,
        fulfilment=earlier.fulfilment,
        payment_method=earlier.payment_method if totals.total else payment.NOTHING_TO_PAY,
        language=earlier.language,
        store=earlier.store,
        address=earlier.address,
        number=earlier.id,
    )


def _totals(settings: Settings, earlier: Earlier) -> Totals:
    """The sums with the discount and the shipping that were agreed then, so that taxes are split as ever."""
    return pricing.totals(
        earlier.lines,
        settings=settings,
        country=earlier.address.country if earlier.address else settings.country,
        voucher=Voucher(code=_WHO, kind="fixed", value=earlier.discount),
        way=Shipping(id=_WHO, price=earlier.shipping),
        fulfilment=earlier.fulfilment,
    )


def _hold_from_now(tx: Transaction, settings: Settings, order: Order, *, now: datetime) -> None:
    """An old order may still be paid: its pieces are held as for a new one."""
    until = now + settings.reserve
    stock.release(tx, order.id)
    stock.reserve(tx, order.id, order.pieces, store=order.shelf, until=until, now=now)
    orders.set_timer(tx, order.id, order.conversation, until)
    orders.note(tx, order.id, before=order.state, after=order.state, who=_WHO, why="asked", now=now)


def _go_on(tx: Transaction, goods: Shelves, earlier: Earlier, order: Order, *, now: datetime) -> None:
    """Pay the order and bring it where it is."""
    at = earlier.moved_at or earlier.created_at
    charge = Charge(
        order=order.id,
        conversation=order.conversation,
        provider=order.payment_method,
        id=earlier.charge_id or f"{order.payment_method}:{order.id}",
        amount=order.total,
    )
    if order.state == states.START and (earlier.state != "cancelled" or earlier.charge_id):
        _pay(tx, goods, charge, now=earlier.created_at)
    if earlier.state == "cancelled":
        refunds.cancel(tx, goods, order.id, who=_WHO, why=_WHO, now=at)
        if tx.cancel(refunds.refund_key(charge), now):  # it went back then
            refunds.done(tx, charge, now=at)
        return
    _move(tx, earlier, at)
    _propose_afterwards(tx, goods, earlier, now=now)


def _pay(tx: Transaction, goods: Shelves, charge: Charge, *, now: datetime) -> None:
    if payment.paid(tx, goods, charge, now=now).outcome != "confirmed":
        raise ImpossibleOrderError(f"order {charge.order} cannot be paid by {charge.id}: that charge was used before")


def _move(tx: Transaction, earlier: Earlier, at: datetime) -> None:
    """Bring an agreed order to its state, and its parcel where that is."""
    if earlier.state in {"delivered", "returned"} and earlier.fulfilment == "pickup":
        payment.hand_over(tx, earlier.id, who=_WHO, now=at)
    elif earlier.state == "returned":
        orders.move(tx, earlier.id, "delivered", who=_WHO, why=_WHO, now=at)
    if earlier.state not in {"confirmed", _state(tx, earlier.id)}:
        orders.move(tx, earlier.id, earlier.state, who=_WHO, why=_WHO, now=at)
    if parcel := earlier.parcel:
        shipments.update(
            tx, earlier.id, parcel.status, carrier=parcel.carrier, number=parcel.number, eta=parcel.eta, now=at
        )


def _state(tx: Transaction, order: str) -> str:
    found = orders.load(tx, order)
    return found.state if found else ""


def _propose_afterwards(tx: Transaction, goods: Shelves, earlier: Earlier, *, now: datetime) -> None:
    """Set the timers of the purchase's follow-ups, but for those whose moment has passed."""
    offers.after_order(tx, goods, earlier.id, earlier.conversation, now=earlier.created_at)
    rows = tx.rows(
        "SELECT key FROM effect WHERE conversation = :c AND kind = 'timer' AND done IS NULL AND due <= :now"
        " AND key LIKE :follow_up",
        c=earlier.conversation,
        now=to_micros(now),
        follow_up=f"{offers.DUE}:%:{earlier.id}",
    )
    for row in rows:
        tx.cancel(row["key"], now)
