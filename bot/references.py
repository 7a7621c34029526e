"""What words point at: goods by name, by their place in the listing, or by being talked of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.turn import Option, Turn
from catalog.catalog import Query
from catalog.model import Product, Store, Variant
from catalog.money import Money
from intents.parse import Entity

#: How many choices a question shows as buttons.
MOST_OPTIONS = 6
#: From this score on a name was written as the shop writes it: what only resembles it is not meant.
EXACT = 0.999


@dataclass(frozen=True, slots=True)
class Unclear:
    """Several values fit: ask which; `named` when words named them all, not when they were only at hand."""

    options: tuple[Option, ...]
    named: bool = True


@dataclass(frozen=True, slots=True)
class Rejected:
    """The words name no value that would do: a message says why and what would."""

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    whole: bool = False  # whether the message says nothing else


@dataclass(frozen=True, slots=True)
class Raw:
    """A value found, as JSON; `named` when the words named it, not when it was only at hand (the product in focus)."""

    value: Any
    named: bool = True
    whole: bool = False  # whether the message says nothing else


Found = Raw | Unclear | Rejected | None


def stores_at(turn: Turn, entity: Entity) -> list[Store]:
    """The store that was named, or the stores of the town that was."""
    if entity.type == "store":
        return [store for store in [turn.catalog.store(str(entity.value))] if store]
    town = str(entity.value).casefold()
    return [store for store in turn.catalog.stores() if store.city.casefold() == town]


def values(entities: Sequence[Entity], kind: str, *, negated: bool = False) -> tuple[Any, ...]:
    """The values of all entities of a type."""
    return tuple(entity.value for entity in entities if entity.type == kind and entity.negated == negated)


def product_in(turn: Turn, entities: Sequence[Entity]) -> Found:
    """The product that the words mean: named, pointed at, or in focus."""
    candidates = _candidates(turn, entities)
    if candidates is None:
        return _pointed(turn, entities, "product")
    if len(candidates) == 1:
        return Raw(candidates[0].id)
    return Unclear(tuple(Option(product.title[turn.language], product.id) for product in candidates[:MOST_OPTIONS]))


def _candidates(turn: Turn, entities: Sequence[Entity]) -> list[Product] | None:
    """The products that the words may mean, best first; None if they name none."""
    named = next(iter(values(entities, "product")), None)
    colours, sizes = values(entities, "colour"), values(entities, "size")
    if named:
        best = named[0]["score"]
        margin = 0.001 if best >= EXACT else 0.06
        close = dict.fromkeys(entry["product"] for entry in named if best - entry["score"] < margin)
        products = [product for product in map(turn.catalog.product, close) if product]
        fitting = [product for product in products if _variants(turn, product, colours, sizes)]
        return fitting or products
    categories = values(entities, "category")
    if not categories:
        return None
    query = Query(
        category=categories[0],
        colours=colours,
        not_colours=values(entities, "colour", negated=True),
        sizes=sizes,
        limit=MOST_OPTIONS,
        price_min=_limit(turn, entities, "min"),
        price_max=_limit(turn, entities, "max"),
    )
    return [hit.product for hit in turn.catalog.search(query, language=turn.language, now=turn.now).items]


def _limit(turn: Turn, entities: Sequence[Entity], side: str) -> Money | None:
    for limit in values(entities, "price_limit"):
        if limit.get(side) is not None:
            return Money(limit[side], turn.shop.currency)
    return None


def _variants(turn: Turn, product: Product, colours: Sequence[str], sizes: Sequence[str]) -> list[Variant]:
    shop_language = turn.shop.languages[0]
    wanted = {colour.casefold() for colour in colours}
    return [
        variant
        for variant in product.variants
        if (not wanted or (variant.colour and variant.colour[shop_language].casefold() in wanted))
        and (not sizes or variant.size.casefold() in {size.casefold() for size in sizes})
    ]


def variant_in(turn: Turn, entities: Sequence[Entity]) -> Found:
    """The variant that the words mean: named, pointed at, or narrowing what is in focus."""
    products = _candidates(turn, entities)
    colours, sizes = values(entities, "colour"), values(entities, "size")
    if products is None:
        return _variant_pointed(turn, entities, colours, sizes)
    if not products:
        return Rejected("reject-product")
    skus = _named_skus(entities)
    fitting = [v for product in products for v in _variants(turn, product, colours, sizes)]
    exact = [variant for variant in fitting if variant.sku in skus]
    return _one_of(turn, exact or fitting or [v for product in products for v in product.variants])


def _named_skus(entities: Sequence[Entity]) -> set[str]:
    for named in values(entities, "product"):
        return {entry["sku"] for entry in named if entry["sku"] and named[0]["score"] - entry["score"] < 0.02}
    return set()


def _one_of(turn: Turn, variants: Sequence[Variant]) -> Found:
    if len(variants) == 1:
        return Raw(variants[0].sku)
    return Unclear(tuple(Option(_label(turn, variant), variant.sku) for variant in variants[:MOST_OPTIONS]))


def _label(turn: Turn, variant: Variant) -> str:
    return variant.title[turn.language]


def _variant_pointed(turn: Turn, entities: Sequence[Entity], colours: Sequence[str], sizes: Sequence[str]) -> Found:
    pointed = _pointed(turn, entities, "sku")
    if not isinstance(pointed, Raw) or not (colours or sizes):
        return pointed
    variant = turn.catalog.variant(pointed.value)
    product = turn.catalog.product(variant.product) if variant else None
    fitting = _variants(turn, product, colours, sizes) if product else []
    return _one_of(turn, fitting) if fitting else Rejected("reject-variant")


def _pointed(turn: Turn, entities: Sequence[Entity], key: str) -> Found:
    """What "the second one", "the cheapest" or "it" mean: lines of the listing, or the thing in focus."""
    listing = turn.conversation.listing
    for reference in values(entities, "reference"):
        if reference["kind"] == "ordinal":
            return _ordinal(listing, int(reference["index"]), key)
        if reference["kind"] == "cheapest" and listing:
            return Raw(min(listing, key=lambda line: line["price"])[key])
    focus = turn.conversation.focus.get(key)
    if focus:
        return Raw(focus, named=False)
    if len(listing) == 1:
        return Raw(listing[0][key], named=False)
    if not listing:
        return None
    return Unclear(tuple(Option(line["title"], line[key]) for line in listing[:MOST_OPTIONS]), named=False)


def _ordinal(listing: Sequence[Mapping[str, Any]], index: int, key: str) -> Found:
    if index == -1 and listing:
        return Raw(listing[-1][key])
    line = next((line for line in listing if line["position"] == index), None)
    return Raw(line[key]) if line else Rejected("reject-position", {"position": index, "count": len(listing)})
