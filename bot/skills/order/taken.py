"""The cart as it is, and more of what lies in it: "two more of the coffee" means the coffee of the cart."""

from __future__ import annotations

import re
from typing import NewType

from bot.commerce import cart as carts
from bot.commerce.cart import Cart
from bot.references import Found, Raw, one_of, values, variants_like
from bot.skill import Slot
from bot.skills.order.meant import lines_named
from bot.slots import VariantInWords, register
from bot.turn import Turn
from catalog.model import Variant
from intents.parse import Request

#: A variant to put into the cart; more of something means what is in there already.
OfCart = NewType("OfCart", Variant)
_WORD = re.compile(r"\w+")


def current(turn: Turn) -> Cart:
    """The shopper's cart as it is now."""
    return carts.load(turn.reader, turn.catalog, turn.shopper, now=turn.now)


class _OfCart(VariantInWords):
    """A variant by its words; where they ask for more of something, by the one line of the cart that they name."""

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        found = _titled(turn, request) or super().find(turn, request, slot)
        more = any(isinstance(quantity.value, dict) for quantity in request.of("quantity"))
        if not more or (isinstance(found, Raw) and found.named):
            return found
        named = lines_named(turn, current(turn).lines)
        return one_of(turn, [line.variant for line in named]) if named else found


def _titled(turn: Turn, request: Request) -> Found:
    """What has all the words in its title, where they point at nothing else: "and a blue beanie" is not what was shown."""
    words = set(_WORD.findall(request.topic.casefold()))
    if not words or any(request.of(kind) for kind in ("product", "category", "reference")):
        return None
    titled = [
        product
        for product in turn.catalog.products()
        if words <= set(_WORD.findall(product.title[turn.language].casefold()))
    ]
    colours, sizes = values(request.entities, "colour"), values(request.entities, "size")
    found = variants_like(turn, titled, colours, sizes) or [each for product in titled for each in product.variants]
    return one_of(turn, found) if found else None


register(OfCart, _OfCart())
