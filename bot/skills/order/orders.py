"""After the order: calling it off."""

from __future__ import annotations

from bot.commerce import orders, refunds
from bot.commerce.orders import Order
from bot.reply import Reply, Said
from bot.skills.order.skill import skill
from bot.turn import Ask, Option, Turn


@skill.intent("cancel")
def cancel(turn: Turn, order: Order | None = None, confirm: bool | None = None) -> Reply | Ask:
    """Call an order off before it is shipped, after asking, and pay back what was paid."""
    chosen = order or _newest(turn)
    if chosen is None:
        return Reply(text=turn.say("order-cancel-none"))
    if chosen.state == "cancelled":
        return Reply(text=turn.say("order-cancel-already", order=chosen.id))
    if not refunds.cancellable(turn.catalog, chosen):
        return Reply(text=turn.say("order-cancel-too-late", order=chosen.id))
    if confirm is None:
        options = (
            Option(turn.say("order-button-cancel"), True, role="confirm"),
            Option(turn.say("button-keep"), False, role="deny"),
        )
        said = turn.say("order-cancel-confirm", order=chosen.id, total=chosen.total)
        return turn.ask("confirm", said, options=options, values={"order": chosen.id})
    if not confirm:
        return Reply(text=turn.say("order-cancel-kept", order=chosen.id))
    return _called_off(turn, chosen)


def _called_off(turn: Turn, order: Order) -> Reply:
    done = refunds.cancel(
        turn.tx, turn.catalog, order.id, conversation=turn.shopper, who="shopper", why="asked", now=turn.now
    )
    if done.outcome == "too_late":
        return Reply(text=turn.say("order-cancel-too-late", order=order.id))
    turn.note(f"order {order.id} cancelled")
    said = [turn.say("order-cancelled", order=order.id)]
    if done.refund:
        said.append(turn.say("order-cancelled-refund", amount=done.refund))
    return Reply(text=Said.join(said, " "))


def _newest(turn: Turn) -> Order | None:
    """The order in focus, or the newest one that can still be called off, or the newest at all."""
    found = orders.of(turn.reader, turn.shopper)
    open_ones = [order for order in found if refunds.cancellable(turn.catalog, order)]
    focus = turn.conversation.focus.get("order")
    return next((order for order in open_ones if order.id == focus), next(iter(open_ones), None)) or _too_late(found)


def _too_late(found: tuple[Order, ...]) -> Order | None:
    """The newest order on its way, to say that it cannot be called off any more."""
    return next((order for order in found if order.state != "cancelled"), None)
