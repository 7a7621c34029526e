"""The cart as it is, and more of what lies in it: "two more of the coffee" means the coffee of the cart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NewType

from bot.commerce import cart as carts
from bot.commerce.cart import Cart
from bot.references import MOST_OPTIONS, Found, Raw, Rejected, Unclear, one_of, values, variants_like
from bot.skill import Slot
from bot.skills.order.meant import lines_named
from bot.slots import VariantInWords, register
from bot.turn import Option, Turn
from catalog.catalog import Query
from catalog.model import Product, Variant
from catalog.words import split
from intents.parse import Request

#: A variant to put into the cart; more of something means what is in there already.
OfCart = NewType("OfCart", Variant)
#: References to what was talked of already, whatever the list shows.
_AS_BEFORE = frozenset({"pronoun", "both"})
_WORD = re.compile(r"\w+")


def current(turn: Turn) -> Cart:
    """The shopper's cart as it is now."""
    return carts.load(turn.reader, turn.catalog, turn.shopper, now=turn.now)


def keep_meant(turn: Turn, sku: str) -> None:
    """Remember what the last message that changed the cart was about."""
    before: dict[str, Any] = turn.memory.get("meant", {})
    seq = turn.message.seq
    here = before if before.get("seq") == seq else {"seq": seq, "skus": [], "before": before.get("skus", [])}
    turn.memory["meant"] = {**here, "skus": [*here["skus"], sku]}


def meant_just_now(turn: Turn, sku: str) -> bool:
    """Whether a message does nothing but point, without a number, at what the cart was last changed by: "I'll take it" after it was put in."""
    last: dict[str, Any] = turn.memory.get("meant", {})
    known = last.get("before" if last.get("seq") == turn.message.seq else "skus", [])
    same = sku in known and turn.request is not None and _points_only(turn, turn.request)
    if same:
        keep_meant(turn, sku)
    return same


def so_many_of_it(turn: Turn, sku: str) -> bool:
    """Whether a message says nothing but how many it shall be of the one thing put in just before: "2x", "I'll take two"."""
    last: dict[str, Any] = turn.memory.get("meant", {})
    request = turn.request
    if request is None or last.get("seq") == turn.message.seq or last.get("skus") != [sku]:
        return False
    others = [each for each in request.entities if each.type != "quantity"]
    whole = all(isinstance(count.value, int) for count in request.of("quantity"))
    return bool(request.of("quantity")) and whole and _points_only(turn, replace(request, entities=tuple(others)))


def _points_only(turn: Turn, request: Request) -> bool:
    """Whether a request names nothing and points at no single place of a list, and says nothing of once more."""
    alone = any(each.value["kind"] not in _AS_BEFORE and "count" not in each.value for each in request.of("reference"))
    named = alone or any(each.type != "reference" for each in request.entities)
    named = named or bool(request.topic and not request.entities)
    return not named and turn.words("order-words-again").isdisjoint(_WORD.findall(turn.said.casefold()))


class _OfCart(VariantInWords):
    """A variant by its words; where they ask for more of something, by the one line of the cart that they name."""

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        found = _titled(turn, request) or _thing(turn, request) or super().find(turn, request, slot)
        more = any(isinstance(quantity.value, dict) for quantity in request.of("quantity"))
        if not more or (isinstance(found, Raw) and found.named):
            return found
        named = lines_named(turn, current(turn).lines)
        return one_of(turn, [line.variant for line in named]) if named else found


def _titled(turn: Turn, request: Request) -> Found:
    """What has all the words in its title, where they point at nothing else: "and a blue beanie" is not what was shown."""
    words = split(request.topic.casefold())
    if all(word.isdigit() for word in words):
        return None  # a number alone is no name: "Zelt 2" is more than "2"
    return _so(turn, request, turn.catalog.titled(words, language=turn.language))


def _so(turn: Turn, request: Request, products: Sequence[Product]) -> Found:
    """What there is of these products in the colour and size that were said, where the words point at nothing else."""
    if any(request.of(kind) for kind in ("product", "category", "reference")):
        return None
    colours, sizes = values(request.entities, "colour"), values(request.entities, "size")
    found = variants_like(turn, products, colours, sizes) or [each for product in products for each in product.variants]
    return one_of(turn, found) if found else None


def _thing(turn: Turn, request: Request) -> Found:
    """What is named where things are, behind "a" or a number: "add a scarf", or what is no word for goods of ours: "add the candle". What nobody sells is not what was shown, and what only sounds alike is asked about."""
    things = _behind_a_count(turn, request) or [word for each in request.of("goods") for word in split(each.value)]
    if not things or any(request.of(kind) for kind in ("product", "category", "reference")):
        return None
    known = [word for word in things if turn.catalog.titled([word], language=turn.language)]
    if known:
        return _so(turn, request, turn.catalog.titled(known, language=turn.language))
    hits = turn.catalog.search(Query(text=" ".join(things), limit=MOST_OPTIONS), language=turn.language, now=turn.now)
    found = None if hits.relaxed else _so(turn, request, [hit.product for hit in hits.items])
    if isinstance(found, Raw) and hits.corrected:
        variant = turn.catalog.variant(found.value)
        return Unclear((Option(variant.title[turn.language], variant.sku),)) if variant else None
    return found or Rejected("reject-product")


def _behind_a_count(turn: Turn, request: Request) -> list[str]:
    """The words of the wanted thing that stand behind the first "a" or number, without packs and pieces."""
    ones, packs = turn.words("order-words-one"), turn.words("order-words-pack")
    spans = [(entity.start, entity.end) for entity in request.entities]
    counts = [(entity.start, entity.end) for entity in request.of("quantity")]
    topic, found = set(_WORD.findall(request.topic.casefold())), list[str]()
    counted = False
    for word in _WORD.finditer(turn.message.text.casefold(), request.start, request.end or len(turn.message.text)):
        if word.group() in topic and counted:
            found.append(word.group())
        elif found and not _within(word.start(), spans):
            break
        else:
            counted = (
                word.group() in ones or _within(word.start(), counts) or (counted and _within(word.start(), spans))
            )
    return [word for word in found if word not in packs]


def _within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


register(OfCart, _OfCart())
