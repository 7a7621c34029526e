"""After the order: calling it off."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from bot.commerce import orders, refunds
from bot.commerce.orders import Order
from bot.references import MOST_OPTIONS
from bot.reply import Reply, Said
from bot.skills.order.skill import skill
from bot.turn import Ask, Option, Turn

#: So many letters of its goods tell an order on a button.
LONGEST = 36


@skill.intent("cancel")
def cancel(turn: Turn, order: Order | None = None, confirm: bool | None = None) -> Reply | Ask:
    """Call an order off before it is shipped, after asking, and pay back what was paid."""
    able = _able(turn)
    if order is None and len(able) > 1:
        return which(turn, able)
    if order is None and not able and turn.stop("checkout"):
        return Reply(text=turn.say("order-till-stopped"))
    chosen = order or next(iter(able), None) or _too_late(turn)
    if chosen is not None:
        turn.look_at_order(chosen.id)
    if chosen is None or not refunds.cancellable(turn.catalog, chosen):
        return Reply(text=_why_not(turn, chosen))
    if confirm is None:
        return _whether(turn, chosen)
    if not confirm:
        return Reply(text=turn.say("order-cancel-kept", order=chosen.id))
    return _called_off(turn, chosen)


def which(turn: Turn, among: Sequence[Order]) -> Ask:
    """Ask which of several orders is meant."""
    turn.list_orders([each.id for each in among[:MOST_OPTIONS]])
    options = [Option(_label(turn, each), each.id) for each in among[:MOST_OPTIONS]]
    return turn.ask("order", turn.say("ask-order"), options=options)


def _why_not(turn: Turn, order: Order | None) -> Said:
    """Why nothing can be called off."""
    if order is None:
        return turn.say("order-cancel-none")
    return turn.say("order-cancel-already" if order.state == "cancelled" else "order-cancel-too-late", order=order.id)


def _whether(turn: Turn, order: Order) -> Ask:
    """Nothing is called off without a yes to this very order."""
    options = (
        Option(turn.say("order-button-cancel"), True, role="confirm"),
        Option(turn.say("button-keep"), False, role="deny"),
    )
    said = turn.say("order-cancel-confirm", order=order.id, total=order.total)
    return turn.ask("confirm", said, options=options, values={"order": order.id})


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


def _able(turn: Turn) -> list[Order]:
    """The orders that can be called off, the newest first; the one alone that was talked of last."""
    mine = orders.of(turn.reader, turn.shopper)
    able = [order for order in mine if refunds.cancellable(turn.catalog, order)]
    focus = turn.conversation.focus.get("order")
    return [order for order in able if order.id == focus] or able


def _label(turn: Turn, order: Order) -> Said:
    """An order on a button: its number, what is in it and what it comes to."""
    goods = shorten(", ".join(line.title for line in order.lines), LONGEST, placeholder=" …")
    return turn.say("order-option", order=order.id, goods=goods, total=order.total)


def _too_late(turn: Turn) -> Order | None:
    """The newest order on its way, to say that it cannot be called off any more."""
    mine = orders.of(turn.reader, turn.shopper)
    return next((order for order in mine if order.state != "cancelled"), None)
