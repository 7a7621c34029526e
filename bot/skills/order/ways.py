"""Ways of delivery and of paying, as a checkout offers and names them."""

from __future__ import annotations

import re
from typing import Any, NewType

from bot.choosing import most_alike
from bot.commerce import checkout, payment
from bot.commerce.cart import Cart
from bot.commerce.checkout import Choice
from bot.references import Found, Raw
from bot.reply import Said
from bot.skill import Slot
from bot.slots import register
from bot.turn import Turn
from catalog.model import Shipping
from intents.parse import Request

_WORD = re.compile(r"\w+")
#: The id of a way of delivery, as shop.toml names it.
ShippingWay = NewType("ShippingWay", str)


class _Ways:
    """A way of delivery by a word of its name: "express", "doch lieber Standard"."""

    @property
    def kinds(self) -> frozenset[str]:
        """No entity of the parser's: the names are the shop's own."""
        return frozenset()

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:  # noqa: ARG002  (the converter's shape)
        """The way that a request names."""
        return self.answer(turn, slot)

    def answer(self, turn: Turn, slot: Slot) -> Found:  # noqa: ARG002  (the converter's shape)
        """The way that a message names; which ways there are is looked at when the checkout goes on."""
        if told := _described(turn):
            return Raw(told, whole=True)
        kinds = list(dict.fromkeys(kind_of(way) for way in turn.shop.shipping))
        labels = [way_name(turn, kind) for kind in kinds]
        place = most_alike(turn.message.text, labels) if turn.message.kind == "text" else None
        return None if place is None else Raw(kinds[place])

    def load(self, turn: Turn, raw: Any) -> str:  # noqa: ARG002  (the converter's shape)
        """The id or kind of a way."""
        return str(raw)


def _described(turn: Turn) -> str | None:
    """The way that "the fast one" or "the cheaper one" is, said while goods are to be delivered and of nothing else."""
    task, said = turn.conversation.task, set(_WORD.findall(turn.message.text.casefold()))
    delivered = task is not None and task.values.get("fulfilment") == "delivery"
    fast, cheap = said & turn.words("order-words-fast"), said & turn.words("order-words-cheap")
    around = said - fast - cheap - turn.words("order-words-around")
    if not delivered or around or "?" in turn.message.text or bool(fast) == bool(cheap) or not turn.shop.shipping:
        return None
    return kind_of(min(turn.shop.shipping, key=lambda way: way.days if fast else way.price.amount))


register(ShippingWay, _Ways())

#: A way of paying, by its id.
PaymentWay = NewType("PaymentWay", str)
#: The ways of paying that words stand for.
_MEANT = {"in_store": (payment.PAY_IN_STORE,), "card": ("telegram", "demo")}


class _Payments:
    """A way of paying by what people call it, or by a word of its name."""

    kinds = frozenset[str]()

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:  # noqa: ARG002  (the converter's shape)
        """The way that a request names."""
        return self.answer(turn, slot)

    def answer(self, turn: Turn, slot: Slot) -> Found:
        """The way that a message names, of those that there are here."""
        known = (*turn.world.providers(turn.conversation.channel), payment.PAY_IN_STORE)
        for entity in turn.parse.entities if turn.parse else ():
            if entity.type == "choice" and not entity.negated and slot.name in entity.value:
                meant = _MEANT.get(entity.value[slot.name], ())
                return next((Raw(way) for way in meant if way in known), None)
        return None

    def load(self, turn: Turn, raw: Any) -> str:  # noqa: ARG002  (the converter's shape)
        """The id of a way."""
        return str(raw)


register(PaymentWay, _Payments())


def kind_of(way: Shipping) -> str:
    """What sort of delivery a way is: `express-at` is express, to another country."""
    return way.id.partition("-")[0]


def way_name(turn: Turn, way: str) -> str:
    """A way of delivery in words, or its id where there are none."""
    label = f"order-shipping-{way.partition('-')[0]}"
    return turn.say(label) if turn.world.texts.has(label, turn.language) else way


def way_label(turn: Turn, cart: Cart, way: Shipping, choice: Choice) -> Said:
    """A way of delivery with what it costs this cart, and how long it takes."""
    chosen = Choice(fulfilment="delivery", address=choice.address, shipping=way.id)
    price = checkout.preview(turn.reader, turn.catalog, cart, now=turn.now, choice=chosen).shipping
    return turn.say("order-shipping-option", way=way_name(turn, way.id), price=price, days=days(turn, way))


def days(turn: Turn, way: Shipping) -> Said:
    """How many working days a delivery takes."""
    begin, end = way.days
    return turn.say("order-days", begin=begin, end=end) if begin != end else turn.say("order-day", count=end)


def methods(turn: Turn, cart: Cart, choice: Choice) -> tuple[str, ...]:
    """The ways of paying that this channel offers for the cart."""
    return payment.methods(
        turn.shop,
        turn.world.providers(turn.conversation.channel),
        fulfilment=choice.fulfilment or "delivery",
        currency=cart.currency,
    )
