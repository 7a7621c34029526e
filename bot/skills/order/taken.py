"""The cart as it is, and more of what lies in it: "two more of the coffee" means the coffee of the cart."""

from __future__ import annotations

from typing import NewType

from bot.commerce import cart as carts
from bot.commerce.cart import Cart
from bot.references import MOST_OPTIONS, Found, Raw, Unclear
from bot.skill import Slot
from bot.skills.order.meant import lines_named
from bot.slots import VariantInWords, register
from bot.turn import Option, Turn
from catalog.model import Variant
from intents.parse import Request

#: A variant to put into the cart; more of something means what is in there already.
OfCart = NewType("OfCart", Variant)


def current(turn: Turn) -> Cart:
    """The shopper's cart as it is now."""
    return carts.load(turn.reader, turn.catalog, turn.shopper, now=turn.now)


class _OfCart(VariantInWords):
    """A variant by its words; where they ask for more of something, by the one line of the cart that they name."""

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        found = super().find(turn, request, slot)
        more = any(isinstance(quantity.value, dict) for quantity in request.of("quantity"))
        if not more or (isinstance(found, Raw) and found.named):
            return found
        named = lines_named(turn, current(turn).lines)
        if len(named) > 1:
            return Unclear(tuple(Option(line.variant.title[turn.language], line.sku) for line in named[:MOST_OPTIONS]))
        return Raw(named[0].sku) if named else found


register(OfCart, _OfCart())
