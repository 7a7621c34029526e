"""Slots: how a parameter's annotation turns a shopper's words into its value.

A value lives as JSON in the conversation (the *raw* value) and is loaded into the annotated type for each call, so that
a handler always sees the goods, stores and orders of this moment.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NewType, Protocol, Union, get_args, get_origin

from bot.commerce import address as addresses
from bot.commerce import orders
from bot.commerce.address import Address
from bot.commerce.orders import Order
from bot.skill import SkillError, Slot
from bot.turn import Option, Turn
from catalog.catalog import Query
from catalog.model import Product, Store, Variant
from catalog.money import Money
from catalog.nearby import distance_metres
from intents.parse import Entity, Request

#: A whole number of pieces, at least one.
Quantity = NewType("Quantity", int)


@dataclass(frozen=True, slots=True)
class Location:
    """Where the shopper is, or the stores of a place that was named."""

    latitude: float
    longitude: float
    stores: tuple[str, ...] = ()


#: How many choices a question shows as buttons.
MOST_OPTIONS = 6


@dataclass(frozen=True, slots=True)
class Unclear:
    """Several values fit: ask which."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """The words name no value that would do: a message says why and what would."""

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Raw:
    """A value found, as JSON; `named` when the words named it, not when it was only at hand (the product in focus)."""

    value: Any
    named: bool = True


Found = Raw | Unclear | Rejected | None


class Converter(Protocol):
    """Finds raw values for one annotation and loads them."""

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        """The value that a request gives to the slot."""
        ...

    def answer(self, turn: Turn, slot: Slot) -> Found:
        """The value that a whole message gives when the slot was asked for."""
        ...

    def load(self, turn: Turn, raw: Any) -> Any | None:
        """The typed value, or None if it is none any more."""
        ...


class _Entities:
    """A converter that reads one entity type; the base of the simple ones."""

    kind = ""

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        entity = request.first(self.kind or slot.name)
        return self.read(turn, entity) if entity else None

    def answer(self, turn: Turn, slot: Slot) -> Found:
        entity = _first(turn, self.kind or slot.name)
        return self.read(turn, entity) if entity else None

    def read(self, turn: Turn, entity: Entity) -> Found:
        return Raw(entity.value)

    def load(self, turn: Turn, raw: Any) -> Any | None:
        return raw


class _Quantity(_Entities):
    kind = "quantity"

    def read(self, turn: Turn, entity: Entity) -> Found:
        if not isinstance(entity.value, int):
            return None
        return Raw(entity.value) if entity.value > 0 else Rejected("reject-quantity")


class _Text(_Entities):
    """Free text: the entity named like the slot, or, when asked, the whole message."""

    def answer(self, turn: Turn, slot: Slot) -> Found:
        text = " ".join(turn.message.text.split())
        return super().answer(turn, slot) or (Raw(text) if text else None)


class _Date(_Entities):
    kind = "date"

    def load(self, turn: Turn, raw: Any) -> date | None:
        return date.fromisoformat(raw)


class _Choice(_Entities):
    """A `Literal[...]`: the parser's choices of that name, or a pressed option."""

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = tuple(values)

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        return self._pick(request.of("choice"), slot)

    def answer(self, turn: Turn, slot: Slot) -> Found:
        return self._pick(turn.parse.entities if turn.parse else (), slot)

    def load(self, turn: Turn, raw: Any) -> Any | None:
        return raw if raw in self.values else None

    def _pick(self, entities: Sequence[Entity], slot: Slot) -> Found:
        for entity in entities:
            if entity.type == "choice" and not entity.negated and entity.value.get(slot.name) in self.values:
                return Raw(entity.value[slot.name])
        return None


class _Address(_Entities):
    """Street, postcode and city in one message; a rejected one says what is missing."""

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        if request.intent != "account.address" and not request.of("postcode"):
            return None
        found = self.answer(turn, slot)
        return found if isinstance(found, Raw) else None

    def answer(self, turn: Turn, slot: Slot) -> Found:
        parsed = addresses.parse(turn.message.text, countries=addresses.delivery_countries(turn.shop), home=turn.shop.country)
        if isinstance(parsed, addresses.Invalid):
            return Rejected(f"reject-address-{parsed.reason.replace('_', '-')}", dict(parsed.values))
        return Raw(addresses.dump(parsed))

    def load(self, turn: Turn, raw: Any) -> Address | None:
        return addresses.load(raw)


class _Order(_Entities):
    """An order of this shopper, by its number; strangers' numbers are as unknown as made-up ones."""

    kind = "order_number"

    def read(self, turn: Turn, entity: Entity) -> Found:
        known = self.load(turn, entity.value)
        return Raw(known.id) if known else Rejected("reject-order", {"number": str(entity.value)})

    def load(self, turn: Turn, raw: Any) -> Order | None:
        order = orders.load(turn.reader, str(raw))
        return order if order and order.conversation == turn.shopper else None


class _Store(_Entities):
    """A store by name or place; a shared location means the nearest one."""

    kind = "place"

    def read(self, turn: Turn, entity: Entity) -> Found:
        key = entity.value.get("store") if isinstance(entity.value, Mapping) else None
        return Raw(key) if key and turn.catalog.store(key) else None

    def answer(self, turn: Turn, slot: Slot) -> Found:
        if turn.message.kind == "location":
            here = (float(turn.message.data["lat"]), float(turn.message.data["lon"]))
            stores = [store for store in turn.catalog.stores() if store.pickup]
            nearest = min(stores, key=lambda store: distance_metres(here, (store.latitude, store.longitude)), default=None)
            return Raw(nearest.id) if nearest else None
        return super().answer(turn, slot)

    def load(self, turn: Turn, raw: Any) -> Store | None:
        return turn.catalog.store(raw)


class _Location(_Entities):
    """A shared location, or a named store or town."""

    kind = "place"

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        return self._shared(turn) or super().find(turn, request, slot)

    def answer(self, turn: Turn, slot: Slot) -> Found:
        return self._shared(turn) or super().answer(turn, slot)

    def read(self, turn: Turn, entity: Entity) -> Found:
        stores = stores_at(turn, entity)
        if not stores:
            return None
        first = stores[0]
        return Raw({"lat": first.latitude, "lon": first.longitude, "stores": [store.id for store in stores]})

    def load(self, turn: Turn, raw: Any) -> Location:
        return Location(float(raw["lat"]), float(raw["lon"]), tuple(raw.get("stores", ())))

    def _shared(self, turn: Turn) -> Found:
        data = turn.message.data
        return Raw({"lat": data["lat"], "lon": data["lon"]}) if turn.message.kind == "location" else None


def stores_at(turn: Turn, entity: Entity) -> list[Store]:
    """The store that a place names, or the stores of the town it names."""
    one = turn.catalog.store(str(entity.value.get("store") or ""))
    town = str(entity.value.get("place") or entity.text).casefold()
    return [one] if one else [store for store in turn.catalog.stores() if store.city.casefold() == town]


class _Product:
    """A product: named, pointed at in the listing, or in focus."""

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        return _product(turn, request.entities)

    def answer(self, turn: Turn, slot: Slot) -> Found:
        return _product(turn, turn.parse.entities if turn.parse else ())

    def load(self, turn: Turn, raw: Any) -> Product | None:
        return turn.catalog.product(raw)


class _Variant:
    """A variant: its product, narrowed by colour and size; several left are asked for."""

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        return variant_in(turn, request.entities)

    def answer(self, turn: Turn, slot: Slot) -> Found:
        found = variant_in(turn, turn.parse.entities if turn.parse else ())
        return found if not isinstance(found, Raw) or found.named else None

    def load(self, turn: Turn, raw: Any) -> Variant | None:
        return turn.catalog.variant(raw)


def _first(turn: Turn, kind: str) -> Entity | None:
    entities = turn.parse.entities if turn.parse else ()
    return next((entity for entity in entities if entity.type == kind and not entity.negated), None)


def _values(entities: Sequence[Entity], kind: str, *, negated: bool = False) -> tuple[Any, ...]:
    return tuple(entity.value for entity in entities if entity.type == kind and entity.negated == negated)


def _product(turn: Turn, entities: Sequence[Entity]) -> Found:
    candidates = _candidates(turn, entities)
    if candidates is None:
        return _pointed(turn, entities, "product")
    if len(candidates) == 1:
        return Raw(candidates[0].id)
    return Unclear(tuple(Option(product.title[turn.language], product.id) for product in candidates[:MOST_OPTIONS]))


def _candidates(turn: Turn, entities: Sequence[Entity]) -> list[Product] | None:
    """The products that the words may mean, best first; None if they name none."""
    named = next(iter(_values(entities, "product")), None)
    colours, sizes = _values(entities, "colour"), _values(entities, "size")
    if named:
        best = named[0]["score"]
        close = dict.fromkeys(entry["product"] for entry in named if best - entry["score"] < 0.06)
        products = [product for product in map(turn.catalog.product, close) if product]
        fitting = [product for product in products if _variants(turn, product, colours, sizes)]
        return fitting or products
    categories = _values(entities, "category")
    if not categories:
        return None
    query = Query(
        category=categories[0],
        colours=colours,
        not_colours=_values(entities, "colour", negated=True),
        sizes=sizes,
        limit=MOST_OPTIONS,
        price_min=_limit(turn, entities, "min"),
        price_max=_limit(turn, entities, "max"),
    )
    return [hit.product for hit in turn.catalog.search(query, language=turn.language, now=turn.now).items]


def _limit(turn: Turn, entities: Sequence[Entity], side: str) -> Money | None:
    for limit in _values(entities, "price_limit"):
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
    colours, sizes = _values(entities, "colour"), _values(entities, "size")
    if products is None:
        return _variant_pointed(turn, entities, colours, sizes)
    if not products:
        return Rejected("reject-product")
    skus = _named_skus(entities)
    fitting = [v for product in products for v in _variants(turn, product, colours, sizes)]
    exact = [variant for variant in fitting if variant.sku in skus]
    return _one_of(turn, exact or fitting or [v for product in products for v in product.variants])


def _named_skus(entities: Sequence[Entity]) -> set[str]:
    for named in _values(entities, "product"):
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
    for reference in _values(entities, "reference"):
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
    return Unclear(tuple(Option(line["title"], line[key]) for line in listing[:MOST_OPTIONS]))


def _ordinal(listing: Sequence[Mapping[str, Any]], index: int, key: str) -> Found:
    if index == -1 and listing:
        return Raw(listing[-1][key])
    line = next((line for line in listing if line["position"] == index), None)
    return Raw(line[key]) if line else Rejected("reject-position", {"position": index, "count": len(listing)})


_CONVERTERS: dict[Any, Converter] = {
    int: _Quantity(),
    Quantity: _Quantity(),
    str: _Text(),
    date: _Date(),
    Address: _Address(),
    Order: _Order(),
    Store: _Store(),
    Location: _Location(),
    Product: _Product(),
    Variant: _Variant(),
}


def converter(slot: Slot) -> Converter:
    """The converter of a slot's annotation; `X | None` counts as X."""
    annotation = slot.annotation
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    if get_origin(annotation) is Literal:
        return _Choice(get_args(annotation))
    if annotation is bool:
        return _Choice((True, False))
    found = _CONVERTERS.get(annotation)
    if found is None:
        known = ", ".join(sorted(getattr(kind, "__name__", str(kind)) for kind in _CONVERTERS))
        raise SkillError(f"slot {slot.name!r} has annotation {annotation!r}; one of these would do: {known}, bool, Literal")
    return found
