"""The same again: what an order held goes into the cart once more, with what changed since said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.commerce import cart as carts
from bot.commerce import offers, orders
from bot.commerce.cart import Change
from bot.commerce.goods import Line
from bot.commerce.orders import Order, OrderLine
from bot.reply import Reply, Said
from bot.skills.order.cart import cart_buttons, total_said, undoable
from bot.skills.order.meant import lines_named, names_goods
from bot.skills.order.orders import which
from bot.skills.order.skill import skill
from bot.skills.order.taken import current, keep_meant
from bot.turn import Ask, Turn


@skill.intent("reorder")
def reorder(turn: Turn, order: Order | None = None) -> Reply | Ask:
    """Fill the cart from the last order, or the one that was named or held what was named; nothing is ordered by it."""
    mine = [order] if order else orders.of(turn.reader, turn.shopper)
    if not mine:
        return Reply(text=turn.say("order-again-none"))
    if names_goods(turn):
        return next((_filled(turn, one, held) for one in mine if (held := _named(turn, one))), _never_had(turn))
    if turn.entity("date") and not order:
        of_then = _of_then(turn, mine)
        if len(of_then) != 1:
            return which(turn, of_then or mine)
        mine = of_then
    return _filled(turn, mine[0], mine[0].lines)


def _never_had(turn: Turn) -> Reply:
    return Reply(text=turn.say("order-again-not-had"))


def _named(turn: Turn, order: Order) -> list[OrderLine]:
    """The lines of an order that the words name, of what is still sold."""
    known = [line for each in order.lines if (line := _as_sold_now(turn, each))]
    named = {line.sku for line in lines_named(turn, known)}
    return [line for line in order.lines if line.sku in named]


def _as_sold_now(turn: Turn, line: OrderLine) -> Line | None:
    variant = turn.catalog.variant(line.sku)
    product = turn.catalog.product(variant.product) if variant else None
    if variant is None or product is None:
        return None
    now = variant.price_at(turn.now)
    return Line(product=product, variant=variant, quantity=line.quantity, unit_price=now, put_in_at=now)


def _of_then(turn: Turn, mine: Sequence[Order]) -> list[Order]:
    """The orders of the day that was named; the first of a month stands for all of it. No order is of a day to come."""
    said = turn.entity("date")
    day = date.fromisoformat(str(said.value)[:10]) if said else turn.local_now.date()
    zone = ZoneInfo(turn.shop.timezone)
    days = [(order, order.created_at.astimezone(zone).date()) for order in mine]
    return [order for order, then in days if then.month == day.month and day.day in {1, then.day}]


def _filled(turn: Turn, order: Order, lines: Sequence[OrderLine]) -> Reply:
    """These lines of an order in the cart, as many as there are, with what is otherwise than it was."""
    before = current(turn)
    said = [turn.say("order-again", order=order.id), *(one for line in lines for one in _put_in(turn, line))]
    cart = current(turn)
    if cart.version == before.version:
        return Reply(text=Said.join(said), closing=total_said(turn, cart), buttons=cart_buttons(turn, cart))
    offers.after_cart_change(turn.tx, turn.catalog, turn.shopper, now=turn.now)
    buttons = (*cart_buttons(turn, cart), undoable(turn, before))
    return Reply(text=Said.join(said), closing=total_said(turn, cart), buttons=buttons)


def _put_in(turn: Turn, line: OrderLine) -> list[Said]:
    """A line in the cart in its old number, or in what is left of it; said twice it is there once."""
    now = _as_sold_now(turn, line)
    if now is not None and now.product.kind != "goods":
        return [turn.say("order-kind-not-yet", title=line.title)]
    held = current(turn).line(line.sku)
    change = _let_there_be(turn, line.sku, max(line.quantity, held.quantity if held else 0))
    fewer = change.result == "too_many" and bool(change.left)
    few = [turn.say("order-few-left", title=line.title, left=change.left)] if fewer else []
    if fewer and change.left:
        change = _let_there_be(turn, line.sku, change.left)
    if not change.done:
        why = f"order-cannot-{change.result}".replace("_", "-")
        return [turn.say(why, title=line.title, left=change.left or 0, quantity=change.quantity)]
    keep_meant(turn, line.sku)
    turn.memory["line"] = line.sku
    turn.note(f"cart {line.sku}: {change.before} -> {change.quantity}")
    title = now.variant.title[turn.language] if now else line.title
    return [turn.say("order-added", title=title, quantity=change.quantity), *few, *_repriced(turn, line, now)]


def _let_there_be(turn: Turn, sku: str, quantity: int) -> Change:
    return carts.set_quantity(turn.tx, turn.catalog, turn.shopper, sku, quantity, now=turn.now)


def _repriced(turn: Turn, line: OrderLine, now: Line | None) -> list[Said]:
    """That a thing costs something else than it did when it was ordered."""
    if now is None or now.unit_price == line.unit_price or now.unit_price.currency != line.unit_price.currency:
        return []
    title = now.variant.title[turn.language]
    return [turn.say("order-summary-price-changed", title=title, price=now.unit_price, before=line.unit_price)]
