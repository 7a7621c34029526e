"""The till: one choice after the other, then the summary with the order button directly under it.

§ 312j (2) to (4) BGB: goods, total price with VAT, shipping and the rest stand right above a button that says nothing
but "order with obligation to pay". Only that button orders; a typed "yes" leads back to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from babel import Locale

from bot.commerce import address as addresses
from bot.commerce import cart as carts
from bot.commerce import checkout, offers, payment, pricing, stock
from bot.commerce.address import Address
from bot.commerce.checkout import Choice, Obstacle, Summary
from bot.commerce.orders import Order
from bot.reply import Button, Item, Reply, Said
from bot.skills.order.cart import refusal_said
from bot.skills.order.payment import invoice, method_label, pay_now, receipt
from bot.skills.order.skill import skill
from bot.skills.order.sums import line_said, order_said, tax_said
from bot.turn import Ask, Option, Turn
from catalog.model import Shipping, Store

#: The rights of withdrawal that a product may lack (§ 312g (2) BGB).
WITHOUT_WITHDRAWAL = frozenset({"sealed", "custom", "digital", "dated"})


@skill.intent("checkout", task="checkout")
def till(
    turn: Turn,
    fulfilment: Literal["delivery", "pickup"] | None = None,
    store: Store | None = None,
    address: Address | None = None,
    name: str | None = None,
    shipping: str | None = None,
    payment: str | None = None,
) -> Reply | Ask:
    """Ask for what is missing, one thing at a time; when nothing is, show the summary."""
    cart = carts.load(turn.reader, turn.catalog, turn.shopper, now=turn.now)
    if not cart.lines:
        return Reply(text=turn.say("order-cart-empty"))
    if fulfilment is None:
        return _ask_fulfilment(turn)
    missing = _ask_store(turn, store) if fulfilment == "pickup" else _ask_delivery(turn, address, name, shipping)
    if missing:
        return missing
    choice = _choice(turn, fulfilment, store, address, name, shipping)
    methods = _methods(turn, choice)
    if not methods:
        return Reply(
            text=turn.say("order-no-payment"), buttons=(turn.button("button-human", "help.human", role="human"),)
        )
    chosen = payment if payment in methods else methods[0] if len(methods) == 1 else None
    if chosen is None:
        options = [Option(turn.say(method_label(method)), method) for method in methods]
        return turn.ask("payment", turn.say("order-ask-payment"), options=options)
    return _summary(turn, _with_payment(choice, chosen))


# One thing at a time


def _ask_fulfilment(turn: Turn) -> Ask:
    options = []
    if turn.shop.shipping:
        options.append(Option(turn.say("choice-fulfilment-delivery"), "delivery"))
    if _pickup_stores(turn):
        options.append(Option(turn.say("choice-fulfilment-pickup"), "pickup"))
    return turn.ask("fulfilment", turn.say("order-ask-fulfilment", countries=_countries(turn)), options=options)


def _countries(turn: Turn) -> list[str]:
    """The names of the countries a parcel may go to."""
    names = Locale(turn.language).territories
    return [str(names.get(code, code)) for code in addresses.delivery_countries(turn.shop)]


def _pickup_stores(turn: Turn) -> list[Store]:
    return [store for store in turn.catalog.stores() if store.pickup]


def _ask_store(turn: Turn, store: Store | None) -> Ask | None:
    """Which store, where the whole cart lies on the shelf."""
    cart = carts.load(turn.reader, turn.catalog, turn.shopper, now=turn.now)

    def short(place: Store) -> list[str]:
        left = [(line, stock.left(turn.reader, line.variant, place.id)) for line in cart.lines]
        return [line.variant.title[turn.language] for line, n in left if n is not None and n < line.quantity]

    if store and not short(store):
        return None
    able = [place for place in _pickup_stores(turn) if not short(place)]
    options = [Option(place.name[turn.language], place.id) for place in able]
    if store and able:
        said = turn.say("order-store-short", store=store.name[turn.language], titles=short(store))
        return turn.ask("store", said, options=options)
    if not able:
        deliver = turn.button(
            "choice-fulfilment-delivery", "order.checkout", role="choose:delivery", fulfilment="delivery"
        )
        return turn.ask("store", Reply(text=turn.say("order-no-store"), buttons=(deliver,)))
    return turn.ask("store", turn.say("order-ask-store"), options=options)


def _ask_delivery(turn: Turn, address: Address | None, name: str | None, shipping: str | None) -> Ask | None:
    if address is None:
        saved = addresses.saved(turn.reader, turn.shopper)[:3]
        options = [
            Option(_one_line(known), addresses.dump(known), role=f"choose:address-{n}")
            for n, known in enumerate(saved, 1)
        ]
        return turn.ask("address", turn.say("order-ask-address"), options=options)
    if not address.name and not name:
        return turn.ask("name", turn.say("order-ask-name"))
    ways = pricing.shipping_options(turn.shop, address.country)
    if shipping not in {way.id for way in ways} and len(ways) != 1:
        options = [Option(_way_label(turn, way), way.id) for way in ways]
        return turn.ask("shipping", turn.say("order-ask-shipping"), options=options)
    return None


def _one_line(address: Address) -> str:
    return f"{address.name}, {address.street}, {address.postcode} {address.city}"


def _way_label(turn: Turn, way: Shipping) -> Said:
    return turn.say("order-shipping-option", way=_way_name(turn, way), price=way.price, days=_days(turn, way))


def _days(turn: Turn, way: Shipping) -> Said:
    begin, end = way.days
    return turn.say("order-days", begin=begin, end=end) if begin != end else turn.say("order-day", count=end)


def _way_name(turn: Turn, way: Shipping) -> str:
    label = f"order-shipping-{way.id}"
    return turn.say(label) if turn.world.texts.has(label, turn.language) else way.id


def _choice(
    turn: Turn,
    fulfilment: Literal["delivery", "pickup"],
    store: Store | None,
    address: Address | None,
    name: str | None,
    shipping: str | None,
) -> Choice:
    if fulfilment == "pickup":
        return Choice(fulfilment="pickup", store=store.id if store else "")
    named = Address(**{**addresses.dump(address), "name": address.name or name or ""}) if address else None
    ways = pricing.shipping_options(turn.shop, named.country) if named else ()
    known = shipping if shipping in {way.id for way in ways} else ways[0].id
    return Choice(fulfilment="delivery", address=named, shipping=known or "")


def _with_payment(choice: Choice, method: str) -> Choice:
    return Choice(
        fulfilment=choice.fulfilment,
        store=choice.store,
        address=choice.address,
        shipping=choice.shipping,
        payment=method,
    )


def _methods(turn: Turn, choice: Choice) -> tuple[str, ...]:
    cart = carts.load(turn.reader, turn.catalog, turn.shopper, now=turn.now)
    return payment.methods(
        turn.shop,
        turn.world.providers(turn.conversation.channel),
        fulfilment=choice.fulfilment or "delivery",
        currency=cart.currency,
    )


# The summary


def _summary(turn: Turn, choice: Choice, *, heading: str = "order-summary-heading") -> Ask:
    """The summary, with nothing between its last line and the order button."""
    before = checkout.summary(turn.reader, turn.catalog, turn.shopper, choice, now=turn.now)
    told = [_repriced(turn, one) for one in _obstacles(turn, before) if one.reason == "repriced"]
    if told:
        carts.accept_prices(turn.tx, turn.catalog, turn.shopper, now=turn.now)
    if before.refused:
        told.append(
            Said.join(
                [refusal_said(turn, before.refused), turn.say("order-voucher-dropped", code=before.refused.code)], " "
            )
        )
        carts.drop_voucher(turn.tx, turn.shopper, now=turn.now)
    shown = checkout.summary(turn.reader, turn.catalog, turn.shopper, choice, now=turn.now)
    lines = [*told, turn.say(heading), *_goods_said(turn, shown), *_sums_said(turn, shown), *_terms_said(turn, shown)]
    pay = Button(
        label=turn.say("order-button-pay"),
        role="pay_order",
        intent="order.place",
        values={"summary": shown.fingerprint},
    )
    items = tuple(
        Item(
            position=n,
            sku=line.sku,
            product=line.product.id,
            title=line.variant.title[turn.language],
            price=line.unit_price,
        )
        for n, line in enumerate(shown.cart.lines, 1)
    )
    turn.memory["choice"] = _dumped(choice)
    return turn.ask("summary", Reply(text=Said.join(lines), items=items, buttons=(pay,)))


def _obstacles(turn: Turn, shown: Summary) -> tuple[Obstacle, ...]:
    return checkout.obstacles(turn.reader, turn.catalog, shown, methods=_methods(turn, shown.choice))


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
        note = turn.say("order-line-base", base=base[0], unit=base[1]) if base else ""
        said.append(Said.join([text, note], " "))
    return said


def _sums_said(turn: Turn, shown: Summary) -> list[Said]:
    totals = shown.totals
    said = []
    if totals.discount:
        said.append(turn.say("order-summary-discount", code=shown.cart.voucher, discount=-totals.discount))
    if shown.way:
        said.append(turn.say("order-summary-shipping", way=_way_name(turn, shown.way), price=totals.shipping))
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
    days = turn.shop.withdrawal.days
    if not without:
        return turn.say("order-summary-withdrawal", days=days)
    return turn.say("order-summary-withdrawal-but", days=days, exceptions=without)


def _destination_said(turn: Turn, shown: Summary) -> Said:
    if shown.store:
        store = shown.store
        return turn.say("order-summary-pickup", store=store.name[turn.language], street=store.street, city=store.city)
    address = shown.choice.address
    parts = addresses.dump(address) if address else {}
    return turn.say("order-summary-delivery", **parts, days=_days(turn, shown.way) if shown.way else "")


def _dumped(choice: Choice) -> dict[str, object]:
    return {
        "fulfilment": choice.fulfilment,
        "store": choice.store,
        "address": addresses.dump(choice.address) if choice.address else None,
        "shipping": choice.shipping,
        "payment": choice.payment,
    }


# The order button


@skill.intent("place")
def place(turn: Turn, summary: str) -> Reply | Ask | Sequence[Reply]:
    """The order button was pressed: order what its summary says, once, if it still stands."""
    raw = turn.memory.get("choice")
    if raw is None:
        return Reply(text=turn.say("order-no-checkout"))
    choice = Choice(**{**raw, "address": addresses.load(raw["address"]) if raw["address"] else None})
    done = checkout.order(
        turn.tx,
        turn.catalog,
        turn.shopper,
        choice,
        fingerprint=summary,
        language=turn.language,
        methods=_methods(turn, choice),
        now=turn.now,
    )
    if done.outcome == "changed":
        return (
            Reply(text=turn.say("order-summary-changed"))
            if _checkout_waits(turn)
            else Reply(text=turn.say("order-no-checkout"))
        )
    if done.outcome == "same" and done.order:
        return Reply(text=turn.say("order-already-placed", order=done.order.id))
    if done.order is None:
        return [Reply(text=_hindered(turn, one)) for one in done.obstacles]
    _end_checkout(turn)
    return _placed(turn, done.order)


def _checkout_waits(turn: Turn) -> bool:
    """Whether a checkout is open: its summary is shown anew after this answer."""
    return any(task.intent == "order.checkout" for task in turn.conversation.suspended)


def _end_checkout(turn: Turn) -> None:
    conversation = turn.conversation
    conversation.suspended = [task for task in conversation.suspended if task.intent != "order.checkout"]


def _hindered(turn: Turn, obstacle: Obstacle) -> Said:
    """Why nothing was ordered."""
    if obstacle.reason in ("sold_out", "gone"):
        return turn.say("order-summary-short", title=_title(turn, obstacle.sku), left=obstacle.left)
    if obstacle.reason == "repriced":
        return _repriced(turn, obstacle)
    if obstacle.reason == "addon_alone":
        return turn.say("order-addon-alone", title=_title(turn, obstacle.sku))
    if obstacle.refused:
        return refusal_said(turn, obstacle.refused)
    return turn.say("order-no-checkout")


def _placed(turn: Turn, order: Order) -> Reply:
    """The order stands: ask for the payment, or confirm what is paid at the counter."""
    turn.conversation.focus["order"] = order.id
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
