"""The summary: what would be agreed, with nothing between its last line and the order button.

§ 312j (2) to (4) BGB: goods, total price with VAT, shipping and the rest stand right above a button that says nothing
but "order with obligation to pay".
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.commerce import address as addresses
from bot.commerce import cart as carts
from bot.commerce import checkout, payment
from bot.commerce.cart import Cart
from bot.commerce.checkout import Choice, Obstacle, Summary
from bot.reply import Button, Item, Reply, Said
from bot.skills.order.cart import refusal_said
from bot.skills.order.payment import method_label
from bot.skills.order.sums import line_said, tax_said
from bot.skills.order.taken import current
from bot.skills.order.ways import days, methods, way_name
from bot.turn import Ask, Turn

#: The rights of withdrawal that a product may lack (§ 312g (2) BGB).
WITHOUT_WITHDRAWAL = frozenset({"sealed", "custom", "digital", "dated"})
#: Obstacles that take the order button away until they are mended.
SHORT = frozenset({"sold_out", "gone"})


def summary(turn: Turn, cart: Cart, choice: Choice) -> Ask:
    """The summary, with nothing between its last line and the order button."""
    shown = checkout.summary(turn.reader, turn.catalog, cart, choice, now=turn.now)
    hindering = obstacles(turn, shown)
    told = _settled(turn, shown, hindering)
    if told:
        shown = checkout.summary(turn.reader, turn.catalog, current(turn), choice, now=turn.now)
        hindering = obstacles(turn, shown)
    lines = [*told, turn.say("order-summary-heading"), *_goods_said(turn, shown), *_sums_said(turn, shown)]
    lines += _terms_said(turn, shown)
    turn.memory["choice"] = dumped(choice)
    short = [one for one in hindering if one.reason in SHORT]
    if short:
        lines += [hindered(turn, one) for one in short]
        return turn.ask(
            "summary", Reply(text=Said.join(lines), items=_items(turn, shown), buttons=instead(turn, short))
        )
    buttons = (_pay(turn, shown), *_corrections(turn, choice))
    return turn.ask("summary", Reply(text=Said.join(lines), items=_items(turn, shown), buttons=buttons))


def _settled(turn: Turn, shown: Summary, hindering: Sequence[Obstacle]) -> list[Said]:
    """What changed in the cart without the shopper's doing is told, and counts from here on."""
    told = [_repriced(turn, one) for one in hindering if one.reason == "repriced"]
    if told:
        carts.accept_prices(turn.tx, turn.catalog, turn.shopper, now=turn.now)
    if shown.refused:
        dropped = turn.say("order-voucher-dropped", code=shown.refused.code)
        told.append(Said.join([refusal_said(turn, shown.refused), dropped], " "))
        carts.drop_voucher(turn.tx, turn.shopper, now=turn.now)
    return told


def _pay(turn: Turn, shown: Summary) -> Button:
    """The order button of exactly this summary."""
    values = {"summary": shown.fingerprint}
    return Button(label=turn.say("order-button-pay"), role="pay_order", intent="order.place", values=values)


def _corrections(turn: Turn, choice: Choice) -> tuple[Button, ...]:
    """What can be put right before ordering (§ 312i (1) no. 1 BGB)."""
    parts = ("address", "shipping") if choice.fulfilment == "delivery" else ("store",)
    return tuple(
        turn.button(f"order-button-change-{part}", "order.recheck", role=f"change:{part}", part=part) for part in parts
    )


def _items(turn: Turn, shown: Summary) -> tuple[Item, ...]:
    return tuple(
        Item(
            position=n,
            sku=line.sku,
            product=line.product.id,
            title=line.variant.title[turn.language],
            price=line.unit_price,
        )
        for n, line in enumerate(shown.cart.lines, 1)
    )


def instead(turn: Turn, short: Sequence[Obstacle]) -> tuple[Button, ...]:
    """What can be done about things that fell short: take what is left, or leave them out."""
    return tuple(
        Button(
            label=turn.say("order-button-take-left", left=one.left) if one.left else turn.say("order-button-leave-out"),
            role=f"choose:{one.sku}",
            intent="order.change" if one.left else "order.remove",
            values={"line": one.sku, "quantity": one.left} if one.left else {"line": one.sku},
        )
        for one in short
    )


def obstacles(turn: Turn, shown: Summary) -> tuple[Obstacle, ...]:
    """Everything that stands between a summary and an order."""
    return checkout.obstacles(turn.reader, turn.catalog, shown, methods=methods(turn, shown.cart, shown.choice))


def _repriced(turn: Turn, obstacle: Obstacle) -> Said:
    return turn.say(
        "order-summary-price-changed", title=_title(turn, obstacle.sku), price=obstacle.price, before=obstacle.was
    )


def _title(turn: Turn, sku: str) -> str:
    variant = turn.catalog.variant(sku)
    return variant.title[turn.language] if variant else sku


def _goods_said(turn: Turn, shown: Summary) -> list[Said]:
    said = []
    for line in shown.cart.lines:
        title = line.variant.title[turn.language]
        text = line_said(turn, quantity=line.quantity, title=title, price=line.unit_price, total=line.total)
        base = line.variant.base_price_at(turn.now)
        note = turn.say("order-line-base", base=base[0], unit=turn.measure(base[1])) if base else ""
        said.append(Said.join([text, note], " "))
    return said


def _sums_said(turn: Turn, shown: Summary) -> list[Said]:
    totals = shown.totals
    said = []
    if totals.discount:
        said.append(turn.say("order-summary-discount", code=shown.cart.voucher, discount=-totals.discount))
    if shown.way:
        said.append(turn.say("order-summary-shipping", way=way_name(turn, shown.way.id), price=totals.shipping))
    said.append(turn.say("order-summary-total", total=totals.total))
    return said + [tax_said(turn, tax) for tax in totals.taxes]


def _terms_said(turn: Turn, shown: Summary) -> list[Said]:
    """Where it goes, how it is paid, the right of withdrawal and where it is missing."""
    return [
        _destination_said(turn, shown),
        _payment_said(turn, shown),
        _withdrawal_said(turn, shown),
        turn.say("order-summary-legal"),
    ]


def _payment_said(turn: Turn, shown: Summary) -> Said:
    method = shown.choice.payment if shown.totals.total else payment.NOTHING_TO_PAY
    return turn.say("order-summary-payment", payment=turn.say(method_label(method)))


def _withdrawal_said(turn: Turn, shown: Summary) -> Said:
    lines = shown.cart.lines
    without = [line.variant.title[turn.language] for line in lines if line.product.withdrawal in WITHOUT_WITHDRAWAL]
    period = turn.shop.withdrawal.days
    if not without:
        return turn.say("order-summary-withdrawal", days=period)
    return turn.say("order-summary-withdrawal-but", days=period, exceptions=without)


def _destination_said(turn: Turn, shown: Summary) -> Said:
    if shown.store:
        store = shown.store
        return turn.say("order-summary-pickup", store=store.name[turn.language], street=store.street, city=store.city)
    address = shown.choice.address
    parts = addresses.dump(address) if address else {}
    return turn.say("order-summary-delivery", **parts, days=days(turn, shown.way) if shown.way else "")


def dumped(choice: Choice) -> dict[str, object]:
    """A choice as JSON values, for the moment its button is pressed."""
    return {
        "fulfilment": choice.fulfilment,
        "store": choice.store,
        "address": addresses.dump(choice.address) if choice.address else None,
        "shipping": choice.shipping,
        "payment": choice.payment,
    }


def hindered(turn: Turn, obstacle: Obstacle) -> Said:
    """Why nothing was ordered."""
    if obstacle.reason in SHORT:
        return turn.say("order-summary-short", title=_title(turn, obstacle.sku), left=obstacle.left)
    if obstacle.reason == "repriced":
        return _repriced(turn, obstacle)
    if obstacle.reason == "addon_alone":
        return turn.say("order-addon-alone", title=_title(turn, obstacle.sku))
    if obstacle.refused:
        return refusal_said(turn, obstacle.refused)
    return turn.say("order-no-checkout")
