"""The cart by talking and by buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.commerce import cart as carts
from bot.commerce import offers
from bot.commerce.cart import Cart, Change
from bot.commerce.checkout import preview
from bot.commerce.goods import Line
from bot.commerce.vouchers import Refusal
from bot.reply import Button, Item, Reply, Said
from bot.skills.order.code import Code
from bot.skills.order.meant import (
    instead_of,
    lines_but,
    lines_meant,
    lines_together,
    looks_so,
    names_goods,
    names_unknown,
    new_goods,
    others_meant,
    points_elsewhere,
    thing_named,
)
from bot.skills.order.skill import skill
from bot.skills.order.sums import full_day, line_said
from bot.skills.order.taken import OfCart, current, keep_meant, meant_just_now, so_many_of_it
from bot.slots import Count, Pieces
from bot.turn import Ask, Option, Turn
from catalog.model import Variant


@skill.intent("add")
def add(turn: Turn, variant: OfCart, quantity: Pieces = Pieces(1)) -> Reply:
    """Put a variant into the cart; what is no goods cannot be sold here yet."""
    product = turn.catalog.product(variant.product)
    if product is not None and product.kind != "goods":
        return _not_sold_here(turn, variant)
    before = current(turn)
    if (line := before.line(variant.sku)) and meant_just_now(turn, variant.sku):
        return _in_already(turn, before, line)
    if line and line.quantity == 1 and so_many_of_it(turn, variant.sku):
        changed = carts.set_quantity(turn.tx, turn.catalog, turn.shopper, variant.sku, quantity, now=turn.now)
        return _answer(turn, before, variant, changed, "order-changed")
    change = carts.add(turn.tx, turn.catalog, turn.shopper, variant.sku, quantity, now=turn.now)
    return _answer(turn, before, variant, change, "order-added")


def _in_already(turn: Turn, cart: Cart, line: Line) -> Reply:
    """A second word for what was put in just now puts in nothing more; the button does."""
    title = line.variant.title[turn.language]
    turn.look_at(line.sku, line.product.id)
    turn.memory["line"] = line.sku
    more = Button(
        label=turn.say("order-button-one-more", title=title),
        intent="order.add",
        role=f"choose:{line.sku}",
        values={"variant": line.sku},
    )
    said = turn.say("order-in-already", quantity=line.quantity, title=title)
    return Reply(text=said, closing=total_said(turn, cart), buttons=(*cart_buttons(turn, cart), more))


def _not_sold_here(turn: Turn, variant: Variant) -> Reply:
    person = turn.button("button-human", "help.human", role="human")
    return Reply(text=turn.say("order-kind-not-yet", title=variant.title[turn.language]), buttons=(person,))


@skill.intent("change")
def change(
    turn: Turn, line: str | None = None, variant: str | None = None, quantity: Count | None = None
) -> Reply | Ask:
    """Change how many of a line, or take another variant of the same product instead."""
    cart = current(turn)
    lines = cart.lines
    looked_at = _looked_at(turn, lines)
    if looked_at is not None and quantity is not None and line is None and not _corrects(turn):
        return add(turn, OfCart(looked_at), Pieces(quantity))
    if line is None and quantity is not None and (new := new_goods(turn, lines, variant)):
        return add(turn, OfCart(new), Pieces(quantity)) if isinstance(new, Variant) else new
    if not lines:
        return _begun(turn, variant, quantity)
    last = next((each for each in lines if each.sku == turn.memory.get("line")), None)
    if last and line is None and (quantity is None or _corrects(turn)) and (other := instead_of(turn, lines, last)):
        return _swapped(turn, cart, last, other, quantity) if isinstance(other, Variant) else other
    meant = _line_meant(turn, lines, line)
    return _unclear(turn, lines) if meant is None else _changed(turn, cart, meant, variant, quantity)


def _begun(turn: Turn, variant: str | None, quantity: int | None) -> Reply | Ask:
    """So many of what an empty cart cannot hold yet: "only one scarf" puts it in, if it is clear which."""
    named = thing_named(turn) if quantity is not None and names_goods(turn) else None
    chosen = named or turn.catalog.variant(variant or "")
    if isinstance(chosen, Ask):
        return chosen
    if chosen is None or not quantity:
        return Reply(text=turn.say("order-cart-empty"))
    return add(turn, OfCart(chosen), Pieces(quantity))


def _changed(turn: Turn, cart: Cart, meant: Line, variant: str | None, quantity: int | None) -> Reply | Ask:
    """A line with another quantity, or another variant of its product in its place."""
    wanted = _wanted(turn, meant, quantity)
    other = _other(turn, meant, variant)
    if other is not None and wanted == 0:
        return Reply(text=turn.say("order-not-in-cart"), buttons=cart_buttons(turn, cart))
    if isinstance(other, Reply | Ask):
        return other
    if other is not None:
        return _swapped(turn, cart, meant, other, wanted)
    if wanted is None:
        return turn.ask("quantity", turn.say("ask-quantity"), values={"line": meant.sku})
    changed = carts.set_quantity(turn.tx, turn.catalog, turn.shopper, meant.sku, wanted, now=turn.now)
    return _answer(turn, cart, meant.variant, changed, "order-changed" if wanted else "order-removed")


def _looked_at(turn: Turn, lines: Sequence[Line]) -> Variant | None:
    """What was shown since the cart was last changed and is not in it: "take two" means that."""
    sku = turn.conversation.focus.get("sku")
    known = sku is None or sku == turn.memory.get("line") or any(line.sku == sku for line in lines)
    return None if known else turn.catalog.variant(str(sku))


def _corrects(turn: Turn) -> bool:
    return turn.parse is not None and turn.parse.correction


def _other(turn: Turn, line: Line, chosen: str | None) -> Variant | Reply | Ask | None:
    """The variant that shall come instead of a line's; None if it stays."""
    said = [v for v in [turn.catalog.variant(chosen)] if v] if chosen else others_meant(turn, line)
    if said is None or line.sku in {variant.sku for variant in said}:
        return None
    if not said:
        return Reply(text=turn.say("order-no-such-variant", title=line.product.title[turn.language]))
    if len(said) == 1:
        return said[0]
    options = [Option(variant.title[turn.language], variant.sku) for variant in said]
    return turn.ask("variant", turn.say("ask-variant"), options=options, values={"line": line.sku})


def _swapped(turn: Turn, cart: Cart, line: Line, variant: Variant, wanted: int | None) -> Reply:
    swapped = carts.swap(turn.tx, turn.catalog, turn.shopper, line.sku, variant.sku, now=turn.now)
    if swapped.done and wanted is not None:
        swapped = carts.set_quantity(turn.tx, turn.catalog, turn.shopper, variant.sku, wanted, now=turn.now)
    return _answer(turn, cart, variant, swapped, "order-swapped")


def _wanted(turn: Turn, line: Line, quantity: int | None) -> int | None:
    """How many it shall be: the number said, or one more or less than now; "make the four red ones five" says both."""
    if quantity is not None:
        counts = [entity.value for entity in turn.request.of("quantity")] if turn.request else []
        return int(counts[-1]) if len(counts) > 1 and counts[0] == quantity == line.quantity else quantity
    said = turn.entity("quantity")
    if said is None:
        return None
    return max(0, line.quantity + int(said.value["relative"])) if isinstance(said.value, dict) else int(said.value)


def _line_meant(turn: Turn, lines: Sequence[Line], chosen: str | None) -> Line | None:
    """The line that is spoken of: the chosen or named one, else the one changed last, or the only one."""
    if chosen:
        return next((line for line in lines if line.sku == chosen), None)
    named = lines_meant(turn, lines)
    if named or names_goods(turn) or points_elsewhere(turn):
        return named[0] if len(named) == 1 else None
    last = turn.memory.get("line")
    return next((line for line in lines if line.sku == last), lines[0] if len(lines) == 1 else None)


def _unclear(turn: Turn, lines: Sequence[Line]) -> Reply | Ask:
    """Ask which of several lines is meant, or say that the thing is not there."""
    close = lines_meant(turn, lines)
    if names_goods(turn) and not close:
        return Reply(text=turn.say("order-not-in-cart"))
    return _which(turn, close or lines)


def _which(turn: Turn, lines: Sequence[Line]) -> Ask:
    options = [Option(line.variant.title[turn.language], line.sku) for line in lines]
    return turn.ask("line", turn.say("order-which-line"), options=options)


@skill.intent("remove")
def remove(turn: Turn, line: str | None = None, quantity: Pieces | None = None) -> Sequence[Reply] | Reply | Ask:
    """Take a line out of the cart, or so many pieces of it, or several lines at once."""
    cart = current(turn)
    lines = cart.lines
    if not lines:
        return Reply(text=turn.say("order-cart-empty"))
    if line is None and (parted := lines_but(turn, lines)):
        return _all_but(turn, cart, *parted)
    if line is None and (together := lines_together(turn, lines)):
        return [_taken_out(turn, one, quantity) for one in together]
    meant = _line_meant(turn, lines, line)
    if line is None and (names_unknown(turn, lines) or (meant and not looks_so(turn, meant))):
        return Reply(text=turn.say("order-not-in-cart"), buttons=cart_buttons(turn, cart))
    if meant is None:
        return _unclear(turn, lines)
    return _taken_out(turn, meant, quantity)


def _all_but(
    turn: Turn, cart: Cart, going: Sequence[Line], spared: Sequence[Line], left: int | None
) -> Sequence[Reply] | Reply:
    """All but some out of the cart, or all but so many pieces."""
    if not spared:
        return Reply(text=turn.say("order-not-in-cart"), buttons=cart_buttons(turn, cart))
    fewer = [(line, line.quantity - left) for line in spared if left and line.quantity > left]
    return [_taken_out(turn, line, less) for line, less in [*((line, None) for line in going), *fewer]] or show(turn)


def _taken_out(turn: Turn, line: Line, quantity: int | None) -> Reply:
    """A line, or so many pieces of it, out of the cart."""
    before = current(turn)
    left = max(0, line.quantity - (quantity or line.quantity))
    removed = carts.set_quantity(turn.tx, turn.catalog, turn.shopper, line.sku, left, now=turn.now)
    return _answer(turn, before, line.variant, removed, "order-changed" if left else "order-removed")


@skill.intent("empty")
def empty(turn: Turn, confirm: bool | None = None, version: int | None = None) -> Reply | Ask:
    """Empty the whole cart, after asking; a yes is to the cart that was asked about."""
    cart = current(turn)
    lines = cart.lines
    if not lines:
        return Reply(text=turn.say("order-cart-empty"))
    if confirm is None or (confirm and version != cart.version):
        options = (
            Option(turn.say("order-button-empty"), True, role="confirm"),
            Option(turn.say("button-keep"), False, role="deny"),
        )
        return turn.ask(
            "confirm",
            turn.say("order-empty-confirm", count=len(lines)),
            options=options,
            values={"version": cart.version},
        )
    if not confirm:
        return Reply(text=turn.say("order-cart-kept"))
    carts.empty(turn.tx, turn.shopper, now=turn.now)
    offers.after_cart_change(turn.tx, turn.catalog, turn.shopper, now=turn.now)
    return Reply(text=turn.say("order-emptied"), buttons=(undoable(turn, cart),))


def undoable(turn: Turn, before: Cart) -> Button:
    """The way back to the cart as it was before this turn changed it."""
    return turn.undoable("order.restore", before=carts.kept(before))


@skill.intent("restore")
def restore(turn: Turn, before: dict[str, Any] | None = None) -> Reply:
    """Put back what the cart held before it was changed."""
    if before is not None:
        carts.restore(turn.tx, turn.shopper, before, now=turn.now)
        offers.after_cart_change(turn.tx, turn.catalog, turn.shopper, now=turn.now)
    return show(turn)


@skill.intent("cart", command="cart")
def show(turn: Turn) -> Reply:
    """What is in the cart and what it comes to."""
    cart = current(turn)
    if not cart.lines:
        return Reply(text=turn.say("order-cart-empty"))
    items = tuple(_item(turn, line, position) for position, line in enumerate(cart.lines, 1))
    turn.list_items(items)
    said = [turn.say("order-cart-heading"), *(_line_said(turn, line) for line in cart.lines)]
    return Reply(text=Said.join(said), closing=total_said(turn, cart), items=items, buttons=cart_buttons(turn, cart))


@skill.intent("voucher")
def voucher(turn: Turn, voucher: Code | None = None) -> Reply | Ask:
    """Use a voucher, or say why it does not count; or none, if that is what was said."""
    refused = (
        any(choice.value.get("voucher") == "none" for choice in turn.request.of("choice")) if turn.request else False
    )
    if refused and "?" not in turn.said:
        return _without_voucher(turn)
    if voucher is None:
        return turn.ask("voucher", turn.say("order-ask-voucher"))
    before = current(turn)
    result = carts.set_voucher(turn.tx, turn.catalog, turn.shopper, voucher, now=turn.now)
    if isinstance(result, Refusal):
        return Reply(text=refusal_said(turn, result))
    undoable(turn, before)
    offers.after_cart_change(turn.tx, turn.catalog, turn.shopper, now=turn.now)
    cart = current(turn)
    return Reply(
        text=turn.say("order-voucher-accepted", code=result.code),
        closing=total_said(turn, cart),
        buttons=cart_buttons(turn, cart),
    )


def _without_voucher(turn: Turn) -> Reply:
    """Take the voucher out again: the full price is back."""
    before = current(turn)
    code = carts.drop_voucher(turn.tx, turn.shopper, now=turn.now)
    if not code:
        return Reply(text=turn.say("order-voucher-none"))
    back = undoable(turn, before)
    offers.after_cart_change(turn.tx, turn.catalog, turn.shopper, now=turn.now)
    cart = current(turn)
    said = turn.say("order-voucher-out", code=code)
    return Reply(text=said, closing=total_said(turn, cart), buttons=(*cart_buttons(turn, cart), back))


def refusal_said(turn: Turn, refusal: Refusal) -> Said:
    """Why a voucher counts for nothing, and what would help."""
    early = refusal.reason == "nothing_fits" and not current(turn).lines
    reason = f"order-voucher-{'early' if early else refusal.reason}".replace("_", "-")
    day = full_day(turn, refusal.day) if refusal.day else ""
    return turn.say(reason, code=refusal.code, missing=refusal.missing or "", day=day)


def _answer(turn: Turn, before: Cart, variant: Variant, change: Change, act: str) -> Reply:
    """Say what a change did to the cart, or why it did nothing."""
    title = variant.title[turn.language]
    turn.look_at(variant.sku, variant.product)
    if not change.done:
        said = turn.say(
            f"order-cannot-{change.result}".replace("_", "-"),
            title=title,
            left=change.left or 0,
            quantity=change.quantity,
        )
        return Reply(text=said, buttons=_instead(turn, change))
    turn.memory["line"] = change.sku
    keep_meant(turn, change.sku)
    turn.note(f"cart {change.sku}: {change.before} -> {change.quantity}")
    offers.after_cart_change(turn.tx, turn.catalog, turn.shopper, now=turn.now)
    cart = current(turn)
    said, back = turn.say(act, title=title, quantity=change.quantity), undoable(turn, before)
    buttons = (*cart_buttons(turn, cart), *([] if act == "order-added" else [back]))
    return Reply(text=said, closing=total_said(turn, cart), buttons=buttons)


def _instead(turn: Turn, change: Change) -> tuple[Button, ...]:
    """What can be had instead: as many as are left, or a note when it is back."""
    if change.result == "too_many" and change.left and change.left > change.quantity:
        values = {"variant": change.sku, "quantity": change.left - change.quantity}
        return (
            Button(
                label=turn.say("order-button-take-left", left=change.left),
                intent="order.add",
                role=f"choose:{change.left}",
                values=values,
            ),
        )
    variant = turn.catalog.variant(change.sku)
    if change.result == "sold_out" and variant and turn.world.skills.intent("search.watch"):
        return (turn.button("order-button-watch", "search.watch", product=variant.product),)
    return ()


def total_said(turn: Turn, cart: Cart) -> Said:
    """The cart's sum as a line, with the voucher's part if there is one; or that nothing lies in it."""
    if not cart.lines:
        return turn.say("order-emptied")
    totals = preview(turn.reader, turn.catalog, cart, now=turn.now)
    lines = [turn.say("order-discount", code=cart.voucher, discount=-totals.discount)] if totals.discount else []
    return Said.join([*lines, turn.say("order-cart-total", total=totals.goods - totals.discount)])


def _line_said(turn: Turn, line: Line) -> Said:
    title = line.variant.title[turn.language]
    return line_said(turn, quantity=line.quantity, title=title, price=line.unit_price, total=line.total)


def _item(turn: Turn, line: Line, position: int) -> Item:
    base = line.variant.base_price_at(turn.now)
    return Item(
        position=position,
        sku=line.sku,
        product=line.product.id,
        title=line.variant.title[turn.language],
        price=line.unit_price,
        base_price=base[0] if base else None,
        base_unit=base[1] if base else "",
    )


def cart_buttons(turn: Turn, cart: Cart) -> tuple[Button, ...]:
    """What one does with a cart; nothing while a checkout is under way."""
    talk = turn.conversation
    if not cart.lines or any(task.name for task in (talk.task, *talk.suspended) if task):
        return ()
    return (
        turn.button("order-button-checkout", "order.checkout", role="checkout"),
        turn.button("order-button-cart", "order.cart"),
    )
