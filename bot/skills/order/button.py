"""The order button: the only way to order. A typed "yes" leads back to it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commerce import address as addresses
from bot.commerce import checkout, offers, orders, payment
from bot.commerce.checkout import Choice
from bot.commerce.orders import Order
from bot.reply import Reply, Said
from bot.skills.order.payment import invoice, pay_now, receipt
from bot.skills.order.skill import skill
from bot.skills.order.sums import order_said
from bot.skills.order.taken import current
from bot.skills.order.ways import methods
from bot.turn import Ask, Turn


@skill.intent("place")
def place(turn: Turn, summary: str) -> Reply | Ask | Sequence[Reply]:
    """The order button was pressed: order what its summary says, once, if it still stands."""
    raw = turn.memory.get("choice")
    if raw is None or turn.conversation.waiting("checkout") is None:
        return _over(turn, summary)
    choice = Choice(**{**raw, "address": addresses.load(raw["address"]) if raw["address"] else None})
    done = checkout.order(
        turn.tx,
        turn.catalog,
        turn.shopper,
        choice,
        fingerprint=summary,
        language=turn.language,
        methods=methods(turn, current(turn), choice),
        now=turn.now,
    )
    if done.outcome == "changed":
        return Reply(text=turn.say("order-summary-changed"))
    if done.outcome == "same" and done.order:
        return Reply(text=turn.say("order-already-placed", order=done.order.id))
    if done.order is None:
        return [Reply(text=turn.say("order-nothing-ordered"))]  # the summary, shown anew, says why
    turn.conversation.end("checkout")
    turn.final = True
    return _placed(turn, done.order)


def _over(turn: Turn, summary: str) -> Reply:
    """The checkout of this button is over: it was ordered, or called off."""
    placed = orders.by_key(turn.reader, checkout.key_of(turn.shopper, summary))
    if placed is None:
        return Reply(text=turn.say("order-no-checkout"))
    return Reply(text=turn.say("order-already-placed", order=placed.id))


@skill.intent("recheck")
def recheck(turn: Turn, part: str) -> str | None:
    """Choose a part of the checkout anew: the till asks for it next."""
    reopened = turn.reopen("checkout", *(("address", "name") if part == "address" else (part,)))
    return None if reopened else turn.say("order-no-checkout")


def _placed(turn: Turn, order: Order) -> Reply:
    """The order stands: ask for the payment, or confirm what is paid at the counter."""
    turn.look_at_order(order.id)
    turn.note(f"order {order.id} placed")
    offers.after_cart_change(turn.tx, turn.catalog, turn.shopper, now=turn.now)
    said = [turn.say("order-placed", order=order.id, total=order.total)]
    if order.state == "awaiting_payment":
        said.append(pay_now(turn, order))
        return Reply(text=Said.join(said), invoice=invoice(turn, order))
    offers.after_order(turn.tx, turn.catalog, order.id, turn.shopper, now=turn.now)
    if order.payment_method == payment.PAY_IN_STORE:
        return Reply(text=Said.join([*said, *order_said(turn, order), turn.say("order-pay-in-store")]))
    return Reply(text=Said.join([*said, receipt(turn, order)]))
