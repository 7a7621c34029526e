"""The till: one choice after the other, then the summary with the order button directly under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bot.commerce import address as addresses
from bot.commerce import orders, pricing, stock
from bot.commerce.address import Address
from bot.commerce.cart import Cart
from bot.commerce.checkout import Choice, Obstacle
from bot.commerce.payment import PAY_IN_STORE
from bot.reply import Reply, Said
from bot.skills.order.changes import Told, changes_said, one_line
from bot.skills.order.payment import method_label, pay
from bot.skills.order.skill import skill
from bot.skills.order.summary import instead, summary
from bot.skills.order.taken import current
from bot.skills.order.ways import PaymentWay, ShippingWay, kind_of, methods, way_label
from bot.turn import Ask, Option, Turn
from catalog.model import Shipping, Store


@skill.intent("checkout", task="checkout")
def till(
    turn: Turn,
    fulfilment: Literal["delivery", "pickup"] | None = None,
    store: Store | None = None,
    address: Address | None = None,
    name: str | None = None,
    shipping: ShippingWay | None = None,
    payment: PaymentWay | None = None,
) -> Reply | Ask:
    """Ask for what is missing, one thing at a time; when nothing is, show the summary. What changed is said first."""
    told = Told(fulfilment, store, address, name, shipping, payment)
    agreed = _agreeing(turn, told)
    answer = _asked(turn, agreed)
    if isinstance(answer, Reply):
        return answer
    text = Said.join(
        [*(_not_offered(turn, agreed) or _no_order(turn)), *changes_said(turn, told, agreed), answer.reply.text]
    )
    values = {"fulfilment": agreed.fulfilment, "payment": agreed.payment}
    return replace(answer, reply=answer.reply.saying(text), values={**values, **answer.values})


def _no_order(turn: Turn) -> list[Said]:
    """Words that say nothing new at the summary shall order: only its button does."""
    task = turn.conversation.task
    at_summary = task is not None and task.question is not None and task.question.slot == "summary"
    return [turn.say("yes-is-no-order")] if at_summary and turn.request and not turn.given else []


def _not_offered(turn: Turn, told: Told) -> list[Said]:
    """That a way of paying which was named is none of those there are here."""
    named = turn.request is not None and any(
        "payment" in each.value for each in turn.request.of("choice") if not each.negated
    )
    if not named or "payment" in turn.given:
        return []
    ways = [turn.say(method_label(way)) for way in methods(turn, current(turn), _choice(turn, told))]
    return [turn.say("order-payment-not-here", ways=ways)] if ways else []


def _agreeing(turn: Turn, told: Told) -> Told:
    """Who pays in the store picks up there, and who names an address wants a parcel: what was said last counts."""
    given = turn.given
    if told.payment == PAY_IN_STORE and told.fulfilment != "pickup":
        at_counter = "payment" in given or told.fulfilment is None
        return replace(told, fulfilment="pickup") if at_counter else replace(told, payment=None)
    if "fulfilment" in given or not ({"address", "store"} & given.keys()):
        return told
    return replace(told, fulfilment="delivery" if "address" in given else "pickup")


def _asked(turn: Turn, told: Told) -> Reply | Ask:
    """The next question, or the summary."""
    cart = current(turn)
    if not cart.lines:
        return _nothing_to_order(turn)
    begin = _at_the_door(turn, cart, told)
    if begin:
        return begin
    missing = _ask_store(turn, cart, told.store) if told.fulfilment == "pickup" else _ask_delivery(turn, cart, told)
    if missing:
        return missing
    choice = _choice(turn, told)
    able = methods(turn, cart, choice)
    if not able:
        return Reply(
            text=turn.say("order-no-payment"), buttons=(turn.button("button-human", "help.human", role="human"),)
        )
    chosen = told.payment if told.payment in able else able[0] if len(able) == 1 else None
    if chosen is None:
        options = [Option(turn.say(method_label(method)), method) for method in able]
        return turn.ask("payment", turn.say("order-ask-payment"), options=options)
    return summary(turn, cart, replace(choice, payment=chosen))


def _at_the_door(turn: Turn, cart: Cart, told: Told) -> Reply | Ask | None:
    """What comes before all else: that something is gone, then in which way the goods shall come."""
    short = _gone(turn, cart, told)
    if short:
        said = [_gone_said(turn, one) for one in short]
        return turn.ask("clarify", Reply(text=Said.join(said), buttons=instead(turn, short)))
    return _ask_fulfilment(turn) if told.fulfilment is None else None


def _gone(turn: Turn, cart: Cart, told: Told) -> list[Obstacle]:
    """What cannot be had in this number in any of the ways still open, before anything else is asked for."""
    if told.address or told.store or told.fulfilment == "pickup":
        return []
    places = [stock.ONLINE] if turn.shop.shipping else []
    places += [] if told.fulfilment else [store.id for store in _pickup_stores(turn)]
    short = []
    for line in cart.lines:
        left = [stock.left(turn.reader, line.variant, place) for place in places]
        most = max((n for n in left if n is not None), default=0)
        if left and None not in left and most < line.quantity:
            short.append(Obstacle(reason="sold_out", sku=line.sku, left=most))
    return short


def _gone_said(turn: Turn, short: Obstacle) -> Said:
    """That a thing of the cart is sold out by now, or how few are left."""
    variant = turn.catalog.variant(short.sku)
    title = variant.title[turn.language] if variant else short.sku
    return turn.say("order-few-left" if short.left else "order-cannot-sold-out", title=title, left=short.left)


def _nothing_to_order(turn: Turn) -> Reply:
    """An empty cart; who has ordered and not paid yet wants to pay."""
    unpaid = next((order for order in orders.of(turn.reader, turn.shopper) if order.state == "awaiting_payment"), None)
    return pay(turn, unpaid) if unpaid else Reply(text=turn.say("order-cart-empty"))


# One thing at a time


def _ask_fulfilment(turn: Turn) -> Reply | Ask:
    """Delivery or pick-up, as far as the shop has set them up."""
    options = []
    if turn.shop.shipping:
        options.append(Option(turn.say("choice-fulfilment-delivery"), "delivery"))
    if _pickup_stores(turn):
        options.append(Option(turn.say("choice-fulfilment-pickup"), "pickup"))
    if not options:
        return Reply(text=turn.say("order-no-way"), buttons=(turn.button("button-human", "help.human", role="human"),))
    return turn.ask("fulfilment", turn.say("order-ask-fulfilment", countries=_countries(turn)), options=options)


def _countries(turn: Turn) -> list[str]:
    """The names of the countries a parcel may go to."""
    return [addresses.country_name(code, turn.language) for code in addresses.delivery_countries(turn.shop)]


def _pickup_stores(turn: Turn) -> list[Store]:
    return [store for store in turn.catalog.stores() if store.pickup]


def _ask_store(turn: Turn, cart: Cart, store: Store | None) -> Ask | None:
    """Which store, where the whole cart lies on the shelf."""

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
        deliver = Option(turn.say("choice-fulfilment-delivery"), "delivery")
        named = store.name[turn.language] if store else "none"
        said = turn.say("order-no-store", store=named, titles=short(store) if store else [])
        return turn.ask("fulfilment", said, options=[deliver] if turn.shop.shipping else [])
    return turn.ask("store", turn.say("order-ask-store"), options=options)


def _ask_delivery(turn: Turn, cart: Cart, told: Told) -> Ask | None:
    address = told.address
    if address is None:
        saved = addresses.saved(turn.reader, turn.shopper)[:3]
        options = [
            Option(one_line(known), addresses.dump(known), role=f"choose:address-{n}")
            for n, known in enumerate(saved, 1)
        ]
        return turn.ask("address", turn.say("order-ask-address"), options=options)
    if not address.name and not told.name:
        return turn.ask("name", turn.say("order-ask-name"))
    ways = pricing.shipping_options(turn.shop, address.country)
    if len(ways) != 1 and _way(ways, told.shipping) is None:
        options = [Option(way_label(turn, cart, way, Choice(address=address)), way.id) for way in ways]
        return turn.ask("shipping", turn.say("order-ask-shipping"), options=options)
    return None


def _way(ways: Sequence[Shipping], wanted: str | None) -> Shipping | None:
    """The way with an id, or the one of its kind that goes to this country."""
    exact = next((way for way in ways if way.id == wanted), None)
    return exact or next((way for way in ways if wanted and kind_of(way) == wanted.partition("-")[0]), None)


def _choice(turn: Turn, told: Told) -> Choice:
    if told.fulfilment == "pickup":
        return Choice(fulfilment="pickup", store=told.store.id if told.store else "")
    named = addresses.named(told.address, told.name or "") if told.address else None
    ways = pricing.shipping_options(turn.shop, named.country) if named else ()
    way = _way(ways, told.shipping) or ways[0]
    return Choice(fulfilment="delivery", address=named, shipping=way.id)
