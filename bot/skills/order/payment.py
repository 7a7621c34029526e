"""What a payment's result means to the shopper: receipt, another try, or money back."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.commerce import cart as carts
from bot.commerce import expiry, offers, payment, refunds
from bot.commerce.orders import RESERVE_EXPIRED, Order, load
from bot.commerce.payment import Paid
from bot.commerce.refunds import Charge
from bot.reply import Invoice, Reply, Said
from bot.skills.order.cart import cart_buttons
from bot.skills.order.skill import skill
from bot.skills.order.sums import full_day, order_said
from bot.skills.order.taken import current
from bot.turn import Turn
from catalog.money import Money

#: News that an order is paid, or not; that it was called off unpaid; of money that goes back.
PAID, UNPAID, EXPIRED, BACK = "order.paid", "order.unpaid", "order.expired", "order.money_back"
#: What is said of a charge that goes back, by its reason; every other reason is a wrong sum.
_REFUNDS = {
    "sold_out": "order-payment-refund-gone",
    "cancelled": "order-payment-refund-late",
    "already_paid": "order-payment-refund",
}


@skill.on("payment")
def result(turn: Turn) -> Reply | None:
    """A provider tells what became of a charge or a refund."""
    outcome = turn.message.data["outcome"]
    if outcome == "succeeded":
        return _paid(turn, payment.paid(turn.tx, turn.catalog, _charge(turn), now=turn.now))
    if outcome == "failed":
        return _failed(turn)
    if outcome == "refunded":
        booked = refunds.done(turn.tx, _charge(turn), now=turn.now)
        return _goes_back(turn, "order-refunded") if booked else None
    return _goes_back(turn, "order-refund-by-hand")


def _charge(turn: Turn) -> Charge:
    data = turn.message.data
    return Charge(
        order=str(data["order"]),
        conversation=turn.shopper,
        provider=str(data["provider"]),
        id=str(data["charge_id"]),
        amount=Money(int(data["amount"]), str(data["currency"])),
    )


def _goes_back(turn: Turn, how: str) -> Reply:
    """News of a charge that goes back, with the id of the message that says how far it is."""
    return turn.news(BACK, f"{turn.message.data['charge_id']} {how}", **turn.message.data, how=how)


@skill.on(BACK)
def money_back(turn: Turn) -> Said:
    """A charge goes back, or went."""
    charge = _charge(turn)
    return turn.say(str(turn.message.data["how"]), amount=charge.amount, order=charge.order)


def _paid(turn: Turn, paid: Paid) -> Reply | None:
    if paid.outcome == "already_known":
        return None
    turn.note(f"payment {turn.message.data['order']}: {paid.outcome} {paid.reason or ''}".strip())
    if paid.outcome == "confirmed" and paid.order:
        offers.after_order(turn.tx, turn.catalog, paid.order.id, turn.shopper, now=turn.now)
        return turn.news(PAID, paid.order.id, order=paid.order.id)
    return _goes_back(turn, _REFUNDS.get(paid.reason or "", "order-payment-wrong"))


@skill.on(PAID)
def confirmed(turn: Turn) -> Said | None:
    """An order is paid: its confirmation, as of the day it was."""
    order = load(turn.reader, str(turn.message.data["order"]))
    return receipt(turn, order) if order else None


def receipt(turn: Turn, order: Order) -> Said:
    """The confirmation and the receipt in one message: lines, shipping, tax by rate, total, how it was paid."""
    day = full_day(turn, turn.message.at)
    said = [turn.say("order-confirmed", order=order.id), turn.say("order-receipt", order=order.id, day=day)]
    said += order_said(turn, order)
    if order.total:
        method = turn.say(method_label(order.payment_method))
        said.append(turn.say("order-receipt-paid", method=method, amount=order.total))
    return Said.join(said)


def method_label(method: str) -> str:
    """The id of the message that names a way of paying."""
    return f"order-payment-{method}".replace("_", "-")


def _failed(turn: Turn) -> Reply | None:
    order = payment.failed(turn.tx, str(turn.message.data["order"]), now=turn.now)
    if order is None or order.conversation != turn.shopper or order.state != "awaiting_payment":
        return None
    return turn.news(UNPAID, order.id, order=order.id)


@skill.on(UNPAID)
def unpaid(turn: Turn) -> Reply | None:
    """A payment failed: it can be tried again, as long as the order waits for it."""
    order = load(turn.reader, str(turn.message.data["order"]))
    if order is None or order.state != "awaiting_payment":
        return None
    retry = turn.button("order-button-retry", "order.pay", role="pay_again", order=order.id)
    cancel = turn.button("order-button-cancel-order", "order.cancel", role="cancel_order", order=order.id, confirm=True)
    return Reply(text=turn.say("order-payment-failed", order=order.id), buttons=(replace(retry, yes=True), cancel))


@skill.intent("pay")
def pay(turn: Turn, order: Order) -> Reply:
    """Show the invoice of an unpaid order again."""
    if order.state != "awaiting_payment":
        return Reply(text=turn.say("order-already-placed", order=order.id))
    return Reply(text=pay_now(turn, order), invoice=invoice(turn, order))


def pay_now(turn: Turn, order: Order) -> Said:
    """Until when an order may be paid."""
    until = expiry.deadline(turn.reader, turn.catalog, order.id).astimezone(ZoneInfo(turn.shop.timezone))
    return turn.say("order-pay-now", until=until.time().replace(tzinfo=None))


def invoice(turn: Turn, order: Order) -> Invoice:
    """The request to pay an order, for the channel's provider."""
    lines = ", ".join(f"{line.quantity} × {line.title}" for line in order.lines)
    return Invoice(
        order=order.id,
        title=turn.say("order-invoice-title", order=order.id),
        description=lines,
        amount=order.total,
        lines=((str(turn.say("order-invoice-title", order=order.id)), order.total),),
    )


@skill.on(RESERVE_EXPIRED)
def reserve_expired(turn: Turn) -> Reply | None:
    """An unpaid order's time is over: it is called off; what can still be had goes back into an empty cart."""
    found = expiry.expire(turn.tx, turn.catalog, str(turn.message.data["order"]), now=turn.now)
    if found.outcome != "expired" or found.order is None:
        return None
    return turn.news(EXPIRED, found.order.id, order=found.order.id, again=_put_back(turn, found.order))


@skill.on(EXPIRED)
def expired(turn: Turn) -> Reply:
    """An order was called off unpaid: where its things are now."""
    again = bool(turn.message.data["again"])
    said = turn.say("order-expired" if again else "order-expired-cart-kept", order=str(turn.message.data["order"]))
    return Reply(text=said, buttons=cart_buttons(turn, current(turn)) if again else ())


def _put_back(turn: Turn, order: Order) -> bool:
    """Fill an empty cart with what was not paid; whether everything is there again."""
    if carts.load(turn.reader, turn.catalog, turn.shopper, now=turn.now).lines:
        return False
    changes = [
        carts.add(turn.tx, turn.catalog, turn.shopper, line.sku, line.quantity, now=turn.now) for line in order.lines
    ]
    offers.after_cart_change(turn.tx, turn.catalog, turn.shopper, now=turn.now)
    return all(change.done for change in changes)
