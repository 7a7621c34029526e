"""What words point at: goods by name, by their place in the listing, or by being talked of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
#: The end of a listing by price that an order of it names.
_ENDS: Mapping[str, Callable[..., Any]] = {"price": min, "-price": max}


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


def follow(turn: Turn) -> None:
    """What two people talk of is what "it" means afterwards, if one of them named it."""
    entities = turn.parse.entities if turn.parse else ()
    if not any(entity.type in ("product", "colour", "size") for entity in entities):
        return
    product, variant = product_in(turn, entities), variant_in(turn, entities)
    one = turn.catalog.variant(variant.value) if isinstance(variant, Raw) else None
    if one is not None:
        turn.conversation.focus.update(sku=one.sku, product=one.product)
    elif isinstance(product, Raw) and product.named:
        turn.conversation.focus.update(sku="", product=product.value)


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
    if pointed is None and (product := turn.catalog.product(str(turn.conversation.focus.get("product")))):
        return _one_of(turn, _variants(turn, product, colours, sizes) or product.variants)
    if not isinstance(pointed, Raw) or not (colours or sizes):
        return pointed
    variant = turn.catalog.variant(pointed.value)
    product = turn.catalog.product(variant.product) if variant else None
    fitting = _variants(turn, product, colours, sizes) if product else []
    return _one_of(turn, fitting) if fitting else Rejected("reject-variant")


def _pointed(turn: Turn, entities: Sequence[Entity], key: str) -> Found:
    """What "the second one", "the cheaper one" or "it" mean: lines of the listing, or the thing in focus."""
    listing, focus = turn.conversation.listing, turn.conversation.focus
    told = next((found for entity in entities if (found := _told(turn, entity, key)) is not None), None)
    if told is not None:
        return told
    if focus.get(key):
        return Raw(focus[key], named=False)
    if not listing or (key == "sku" and focus.get("product")):
        return None
    if len(listing) == 1:
        return _of_line(turn, listing[0], key, named=False)
    return Unclear(tuple(Option(line["title"], line[key]) for line in listing[:MOST_OPTIONS]), named=False)


def _told(turn: Turn, entity: Entity, key: str) -> Found:
    """The line of the listing that a reference tells from the others."""
    listing = turn.conversation.listing
    if not listing or entity.negated:
        return None
    if entity.type == "sort" and entity.value in _ENDS:
        return _of_line(turn, _ENDS[entity.value](listing, key=lambda line: line["price"]), key)
    kind = entity.value["kind"] if entity.type == "reference" else ""
    if kind == "ordinal":
        return _ordinal(turn, listing, int(entity.value["index"]), key)
    if kind == "cheapest":
        return _of_line(turn, min(listing, key=lambda line: line["price"]), key)
    return _compared(turn, listing, entity.value, key) if kind == "comparative" else None


def _of_line(turn: Turn, line: Mapping[str, Any], key: str, *, named: bool = True) -> Found:
    """A line of the listing; where a size or the like is left to choose, the variants it may be."""
    variant = turn.catalog.variant(line["sku"]) if key == "sku" and line.get("open") else None
    product = turn.catalog.product(variant.product) if variant else None
    if variant is None or product is None:
        return Raw(line[key], named=named)
    return _one_of(turn, [other for other in product.variants if other.colour == variant.colour])


def _ordinal(turn: Turn, listing: Sequence[Mapping[str, Any]], index: int, key: str) -> Found:
    if index == -1 and listing:
        return _of_line(turn, listing[-1], key)
    line = next((line for line in listing if line["position"] == index), None)
    return (
        _of_line(turn, line, key) if line else Rejected("reject-position", {"position": index, "count": len(listing)})
    )


def _compared(turn: Turn, listing: Sequence[Mapping[str, Any]], reference: Mapping[str, Any], key: str) -> Found:
    """As "the cheaper one": of two, or than the one in focus; where several are, or nobody can tell, which is asked."""
    measured = [(measure, line) for line in listing if (measure := _measure(turn, line, reference["by"])) is not None]
    sign = -1 if reference["order"] == "more" else 1
    ranked = sorted(measured, key=lambda pair: sign * pair[0])
    here = next((pair[0] for pair in ranked if pair[1]["sku"] == turn.conversation.focus.get("sku")), None)
    beyond = [pair for pair in ranked if here is not None and sign * pair[0] < sign * here]
    if len(beyond) == 1 or (len(ranked) == len(listing) == 2 and ranked[0][0] != ranked[1][0]):
        return _of_line(turn, (beyond or ranked)[0][1], key)
    lines = [line for _, line in beyond] or listing
    return Unclear(tuple(Option(line["title"], line[key]) for line in lines[:MOST_OPTIONS]))


def _measure(turn: Turn, line: Mapping[str, Any], by: str) -> float | None:
    """What a line of a listing is compared by; None where the shop's data do not know."""
    if by == "price":
        return float(line["price"])
    variant = turn.catalog.variant(line["sku"])
    if variant is None or by != "weight" or variant.weight_grams is None:
        return None
    return float(variant.weight_grams)
