"""What words point at: goods by name, by their place in the listing, or by being talked of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.measures import comparison, meant, measured
from bot.pair import both, others, points
from bot.turn import Option, Turn
from catalog.catalog import Query
from catalog.model import Product, Store, Variant
from catalog.money import Money
from catalog.shades import shades
from intents.parse import Entity

#: How many choices a question shows as buttons.
MOST_OPTIONS = 6
#: How many goods of a kind are compared with each other.
MOST_COMPARED = 200
#: From this score on a name was written as the shop writes it: what only resembles it is not meant.
EXACT = 0.999
#: Variants whose names fit so much worse than the best one are named as well.
NEAR = 0.02
_WORD = re.compile(r"\d+|[^\W\d]+")
_FIGURES = re.compile(r"\d+")


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
    options: tuple[Option, ...] = ()  # what there is instead


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
    if points(entities, "other"):
        left = _but_this_one(turn, entities, [variant for product in candidates for variant in product.variants])
        candidates = [product for product in candidates if any(each.product == product.id for each in left)]
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
        products = _in_view(turn, [product for product in map(turn.catalog.product, close) if product])
        fitting = {variant.product for variant in variants_like(turn, products, colours, sizes)}
        return [product for product in products if product.id in fitting] or products
    categories = values(entities, "category")
    if not categories:
        return None
    said = comparison(entities)
    query = Query(
        category=categories[0],
        colours=colours,
        not_colours=values(entities, "colour", negated=True),
        sizes=sizes,
        limit=MOST_COMPARED if said else MOST_OPTIONS,
        price_min=_limit(turn, entities, "min"),
        price_max=_limit(turn, entities, "max"),
    )
    hits = turn.catalog.search(query, language=turn.language, now=turn.now).items
    best = {variant.product for variant in meant([hit.variant for hit in hits], *said, now=turn.now)} if said else set()
    return [hit.product for hit in hits if not best or hit.product.id in best][:MOST_OPTIONS]


def _limit(turn: Turn, entities: Sequence[Entity], side: str) -> Money | None:
    for limit in values(entities, "price_limit"):
        if limit.get(side) is not None:
            return Money(limit[side], turn.shop.currency)
    return None


def _in_view(turn: Turn, products: list[Product]) -> list[Product]:
    """Of several that a name may mean, those that the last listing shows; all of them if it shows none."""
    shown = {line["product"] for line in turn.conversation.listing}
    return [product for product in products if product.id in shown] or products


def variants_like(
    turn: Turn, products: Sequence[Product], colours: Sequence[str], sizes: Sequence[str]
) -> list[Variant]:
    """The variants in one of these colours, or in a shade of them where none has the colour itself, and sizes."""
    wanted = {colour.casefold() for colour in colours}
    sized = {size.casefold() for size in sizes}
    fitting = [v for product in products for v in product.variants if not sized or v.size.casefold() in sized]
    exact = [variant for variant in fitting if not wanted or _colours(turn, variant) & wanted]
    return exact or [variant for variant in fitting if _colours(turn, variant) & set(shades(wanted))]


def _colours(turn: Turn, variant: Variant) -> set[str]:
    return {variant.colour[turn.shop.languages[0]].casefold()} if variant.colour else set()


def variant_in(turn: Turn, entities: Sequence[Entity]) -> Found:
    """The variant that the words mean: named, pointed at, or narrowing what is in focus."""
    products = _candidates(turn, entities)
    if products is None:
        return _variant_pointed(turn, entities)
    if not products:
        return Rejected("reject-product")
    skus = _named_skus(turn, entities)
    fitting = _but_this_one(turn, entities, _looking(turn, entities, products))
    exact = [variant for variant in fitting if variant.sku in skus]
    return one_of(turn, exact or fitting or [v for product in products for v in product.variants])


def follow(turn: Turn) -> None:
    """What two people talk of is what "it" means afterwards, if one of them named it."""
    entities = turn.parse.entities if turn.parse else ()
    if not any(entity.type in ("product", "colour", "size") for entity in entities):
        return
    product, variant = product_in(turn, entities), variant_in(turn, entities)
    one = turn.catalog.variant(variant.value) if isinstance(variant, Raw) else None
    if one is not None:
        turn.look_at(one.sku, one.product)
    elif isinstance(product, Raw) and product.named:
        turn.look_at("", product.value)


def _but_this_one(turn: Turn, entities: Sequence[Entity], variants: list[Variant]) -> list[Variant]:
    """As "the other mug": those of the others that are one; else all but the one that is talked of."""
    if not points(entities, "other"):
        return variants
    lines, here = others(turn.conversation, turn.catalog), turn.conversation.focus.get("sku")
    skus, products = {line["sku"] for line in lines}, {line["product"] for line in lines if line.get("open")}
    left = [variant for variant in variants if variant.sku in skus or variant.product in products]
    return left or [variant for variant in variants if variant.sku != here] or variants


def _looking(turn: Turn, entities: Sequence[Entity], products: Sequence[Product]) -> list[Variant]:
    """The variants of these products in the colour and size that were said, or the bigger one of them."""
    found = variants_like(turn, products, values(entities, "colour"), values(entities, "size"))
    return _compared_to_each_other(turn, entities, found)


def _compared_to_each_other(turn: Turn, entities: Sequence[Entity], variants: list[Variant]) -> list[Variant]:
    said = comparison(entities)
    return (meant(variants, *said, now=turn.now) if said else []) or variants


def _named_skus(turn: Turn, entities: Sequence[Entity]) -> set[str]:
    """The variants that a name tells from the others by its own words: "Ostfriesentee 250 g", but not "Ostfriesentee"."""
    named = next((each for each in entities if each.type == "product" and not each.negated), None)
    if named is None:
        return set()
    words, best = set(_WORD.findall(named.text.casefold())), named.value[0]["score"]
    close = {entry["sku"] for entry in named.value if entry["sku"] and best - entry["score"] < NEAR}
    return {variant.sku for variant in map(turn.catalog.variant, close) if variant and words & _words_of(variant)}


def _words_of(variant: Variant) -> set[str]:
    """What a variant's colour and size are called, in all languages; of a measure only its figures."""
    colours = variant.colour.values.values() if variant.colour else ()
    sizes = _FIGURES.findall(variant.size) or _WORD.findall(variant.size.casefold())
    return {*sizes, *(word for colour in colours for word in _WORD.findall(colour.casefold()))}


def one_of(turn: Turn, variants: Sequence[Variant]) -> Found:
    """The variant if there is one only, else a choice among them."""
    if len(variants) == 1:
        return Raw(variants[0].sku)
    return Unclear(tuple(Option(_label(turn, variant), variant.sku) for variant in variants[:MOST_OPTIONS]))


def _label(turn: Turn, variant: Variant) -> str:
    return variant.title[turn.language]


def _variant_pointed(turn: Turn, entities: Sequence[Entity]) -> Found:
    colours, sizes = values(entities, "colour"), values(entities, "size")
    pointed = _pointed(turn, entities, "sku")
    if pointed is None and (product := turn.catalog.product(str(turn.conversation.focus.get("product")))):
        return one_of(turn, _looking(turn, entities, [product]) or product.variants)
    if isinstance(pointed, Unclear):
        return _among(turn, pointed, colours, sizes)
    if not isinstance(pointed, Raw) or not (colours or sizes):
        return pointed
    variant = turn.catalog.variant(pointed.value)
    product = turn.catalog.product(variant.product) if variant else None
    fitting = variants_like(turn, [product], colours, sizes) if product else []
    instead = tuple(Option(_label(turn, each), each.sku) for each in product.variants[:MOST_OPTIONS]) if product else ()
    return one_of(turn, fitting) if fitting else Rejected("reject-variant", options=instead)


def _among(turn: Turn, several: Unclear, colours: Sequence[str], sizes: Sequence[str]) -> Unclear | Raw:
    """Those of several things that there are in this colour and size, best as they were shown; all of them if none is."""
    skus = [str(option.value) for option in several.options]
    products = {v.product: turn.catalog.product(v.product) for v in map(turn.catalog.variant, skus) if v}
    fitting = variants_like(turn, [product for product in products.values() if product], colours, sizes)
    shown = [variant for variant in fitting if variant.sku in skus]
    found = one_of(turn, shown or fitting) if fitting and (colours or sizes) else several
    return found if isinstance(found, Raw | Unclear) else several


def _pointed(turn: Turn, entities: Sequence[Entity], key: str) -> Found:
    """What "the second one", "the cheaper one" or "it" mean: lines of the listing, or the thing in focus."""
    listing, focus = turn.conversation.listing, turn.conversation.focus
    told = _told(turn, entities, key)
    if told is not None:
        return told
    if focus.get(key):
        return Raw(focus[key], named=False)
    if not listing or (key == "sku" and focus.get("product")):
        return None
    if len(listing) == 1:
        return of_line(turn, listing[0], key, named=False)
    return _which_of(listing, key, named=False)


def _which_of(lines: Sequence[Mapping[str, Any]], key: str, *, named: bool = True) -> Unclear:
    return Unclear(tuple(Option(line["title"], line[key]) for line in lines[:MOST_OPTIONS]), named=named)


def _told(turn: Turn, entities: Sequence[Entity], key: str) -> Found:
    """The line of the listing, or the variant of the product in focus, that words tell from the others."""
    listing, said = turn.conversation.listing, comparison(entities)
    places = [ref for ref in values(entities, "reference") if ref["kind"] == "ordinal"]
    first = next((place for place in places if "count" not in place), None)
    if first and listing:
        return _ordinal(turn, int(first["index"]), entities, key)
    two = both(turn.conversation, turn.catalog) if points(entities, "both") or not listing else []
    among = _first_ones(listing, places[0]) if places and listing else two or listing
    own = turn.catalog.product(str(turn.conversation.focus.get("product")))
    if said and not places and own and not turn.conversation.focus.get("sku"):
        fitting = meant(own.variants, *said, now=turn.now)
        if fitting:
            return Raw(own.id) if key == "product" else one_of(turn, fitting)
    if said and among:
        return _compared(turn, among, said, entities, key)
    return _which_of(among, key) if places and among else _of_two(turn, entities, key)


def _of_two(turn: Turn, entities: Sequence[Entity], key: str) -> Found:
    """As "the other one"; and "both", where only one can be meant."""
    if points(entities, "other"):
        lines = others(turn.conversation, turn.catalog)
        return of_line(turn, lines[0], key, entities) if len(lines) == 1 else _which_of(lines, key) if lines else None
    lines = both(turn.conversation, turn.catalog) or turn.conversation.listing
    return _which_of(lines, key) if points(entities, "both") and lines else None


def lines_pointed(turn: Turn, entities: Sequence[Entity]) -> list[Mapping[str, Any]]:
    """All lines of the listing at the places that were named: "the first and the third", "the first two", "both"."""
    listing = turn.conversation.listing
    places = [ref for ref in values(entities, "reference") if ref["kind"] == "ordinal"] if listing else []
    single = [listing[-1]["position"] if ref["index"] == -1 else ref["index"] for ref in places if "count" not in ref]
    several = [line for ref in places if "count" in ref for line in _first_ones(listing, ref)]
    two = both(turn.conversation, turn.catalog) if points(entities, "both") and not several else []
    return [*several, *two, *(line for place in single for line in listing if line["position"] == place)]


def products_named(turn: Turn, entities: Sequence[Entity]) -> list[Product]:
    """All products that were named, of a name that may mean several none."""
    named = [
        _candidates(turn, [entity]) or [] for entity in entities if entity.type == "product" and not entity.negated
    ]
    return [products[0] for products in named if len(products) == 1]


def _first_ones(listing: Sequence[Mapping[str, Any]], place: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """As "the first two", "the last three"."""
    count = int(place["count"])
    return listing[-count:] if int(place["index"]) < 0 else listing[:count]


def of_line(
    turn: Turn, line: Mapping[str, Any], key: str, entities: Sequence[Entity] = (), *, named: bool = True
) -> Found:
    """A line of the listing; where a size or the like is left to choose, the variants it may be."""
    variant = turn.catalog.variant(line["sku"]) if key == "sku" and line.get("open") else None
    product = turn.catalog.product(variant.product) if variant else None
    if variant is None or product is None:
        return Raw(line[key], named=named)
    alike = [other for other in product.variants if other.colour == variant.colour]
    return one_of(turn, _compared_to_each_other(turn, entities, alike))


def _ordinal(turn: Turn, index: int, entities: Sequence[Entity], key: str) -> Found:
    listing = turn.conversation.listing
    if index == -1:
        return of_line(turn, listing[-1], key, entities)
    line = next((line for line in listing if line["position"] == index), None)
    if line is None:
        left = _which_of(listing, key).options
        return Rejected("reject-position", {"position": index, "count": len(listing)}, options=left)
    return of_line(turn, line, key, entities)


def _compared(
    turn: Turn, listing: Sequence[Mapping[str, Any]], said: tuple[str, str], entities: Sequence[Entity], key: str
) -> Found:
    """As "the cheaper one": of two, or than the one in focus; where several are, or nobody can tell, which is asked."""
    ranked = sorted(_measured(turn, listing, said), key=lambda pair: pair[0])
    here = next((pair[0] for pair in ranked if pair[1]["sku"] == turn.conversation.focus.get("sku")), None)
    beyond = [line for amount, line in ranked if here is not None and amount < here]
    ends = [line for amount, line in ranked if amount == ranked[0][0]]
    if said[1] in {"least", "most"} or len({amount for amount, _ in ranked}) == len(listing) == 2:
        best = ends
    else:
        best = beyond
    return of_line(turn, best[0], key, entities) if len(best) == 1 else _which_of(best or listing, key)


def _measured(
    turn: Turn, listing: Sequence[Mapping[str, Any]], said: tuple[str, str]
) -> list[tuple[float, Mapping[str, Any]]]:
    """Lines of a listing by what they are compared by, what is meant first; nothing where the shop's data do not know."""
    by, order = said
    sign = -1 if order in {"more", "most"} else 1
    variants = [variant for line in listing if (variant := turn.catalog.variant(line["sku"]))]
    amounts = measured(variants, by, now=turn.now)
    if len(amounts) != len(listing):
        return []
    return [(sign * amount, line) for amount, line in zip(amounts, listing, strict=True)]
