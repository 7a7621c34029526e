"""Slots: how a parameter's annotation turns a shopper's words into its value.

A value lives as JSON in the conversation (the *raw* value) and is loaded into the annotated type for each call, so that
a handler always sees the goods, stores and orders of this moment.
"""

from __future__ import annotations

import re
import types
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NewType, Protocol, Union, get_args, get_origin

from bot.addressing import AddressInWords
from bot.choosing import most_alike
from bot.commerce import orders
from bot.commerce.address import Address
from bot.commerce.orders import Order
from bot.placed import pointed
from bot.references import EXACT, Found, Raw, Rejected, product_in, stores_at, variant_in
from bot.skill import SkillError, Slot
from bot.turn import Turn
from catalog.model import Product, Store, Variant
from catalog.nearby import distance_metres
from intents.parse import Entity, Request

#: A whole number of pieces, at least one.
Quantity = NewType("Quantity", int)
#: A whole number of pieces that come or go: "another five" and "five less" are five.
Pieces = NewType("Pieces", int)
#: A whole number of pieces that there shall be from now on; none takes the thing away.
Count = NewType("Count", int)


@dataclass(frozen=True, slots=True)
class Location:
    """Where the shopper is, or the stores of a place that was named."""

    latitude: float
    longitude: float
    stores: tuple[str, ...] = ()


_MINUS = re.compile(r"(?:^|\s)[-−]\s?$")


class Converter(Protocol):
    """Finds raw values for one annotation and loads them."""

    @property
    def kinds(self) -> frozenset[str]:
        """The types of entities that are a value by themselves."""
        ...

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        """The value that a request gives to the slot."""
        ...

    def answer(self, turn: Turn, slot: Slot) -> Found:
        """The value that a whole message gives when the slot was asked for."""
        ...

    def load(self, turn: Turn, raw: Any) -> Any | None:
        """The typed value, None if it is none any more, or Rejected with what it lacks."""
        ...


class EntityInWords:
    """A converter that reads one entity type; the base of the simple ones, of skills as well."""

    kind = ""

    @property
    def kinds(self) -> frozenset[str]:
        """Its type, if it has one."""
        return frozenset({self.kind}) if self.kind else frozenset()

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        """What the request names, as the slot's own or as any of the type."""
        entity = request.first(slot.name) or request.first(self.kind)
        return self.read(turn, entity) if entity else None

    def answer(self, turn: Turn, slot: Slot) -> Found:
        """What the message names."""
        entity = _first(turn, slot.name) or _first(turn, self.kind)
        return self.read(turn, entity) if entity else None

    def read(self, turn: Turn, entity: Entity) -> Found:
        """The value of an entity."""
        return Raw(entity.value)

    def load(self, turn: Turn, raw: Any) -> Any | None:
        """The value as it is."""
        return raw


class _Quantity(EntityInWords):
    """A number of pieces, the least of which may be none; if `relative`, "another five" is five."""

    kind = "quantity"

    def __init__(self, least: int = 1, *, relative: bool = False) -> None:
        self._least = least
        self._relative = relative

    def read(self, turn: Turn, entity: Entity) -> Found:
        if self._relative and isinstance(entity.value, dict):
            return Raw(max(1, abs(int(entity.value["relative"]))))
        if isinstance(entity.value, float):
            return Rejected("reject-quantity-whole")
        if not isinstance(entity.value, int):
            return None
        below_zero = _MINUS.search(turn.message.text[: entity.start])
        return Raw(entity.value) if entity.value >= self._least and not below_zero else Rejected("reject-quantity")


class _Text(EntityInWords):
    """Free text: the entity named like the slot, or, when asked, the whole message."""

    def answer(self, turn: Turn, slot: Slot) -> Found:
        text = " ".join(turn.message.text.split())
        return super().answer(turn, slot) or (Raw(text) if text else None)


class _Date(EntityInWords):
    kind = "date"

    def load(self, turn: Turn, raw: Any) -> date | None:
        return date.fromisoformat(raw)


class _Choice(EntityInWords):
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


class _Order(EntityInWords):
    """An order of this shopper, by its number or its place among those listed; strangers' numbers are as unknown as made-up ones."""

    kind = "order_number"

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        told = pointed(turn.conversation, request.entities)
        return Raw(told[0]) if len(told) == 1 else super().find(turn, request, slot)

    def read(self, turn: Turn, entity: Entity) -> Found:
        wanted = _letters(str(entity.value))
        known = next((order for order in orders.of(turn.reader, turn.shopper) if _letters(order.id) == wanted), None)
        return Raw(known.id) if known else Rejected("reject-order", {"number": entity.text})

    def load(self, turn: Turn, raw: Any) -> Order | None:
        order = orders.load(turn.reader, str(raw))
        return order if order and order.conversation == turn.shopper else None


def _letters(number: str) -> str:
    """An order's number as people tell it on the phone: K-1001, k 1001 and K1001 are one."""
    return "".join(character for character in number.casefold() if character.isalnum())


class _Store(EntityInWords):
    """A store by name or place; a shared location means the nearest one."""

    kind = "store"

    def read(self, turn: Turn, entity: Entity) -> Found:
        return Raw(entity.value) if turn.catalog.store(str(entity.value)) else None

    def answer(self, turn: Turn, slot: Slot) -> Found:
        if turn.message.kind == "location":
            here = (float(turn.message.data["lat"]), float(turn.message.data["lon"]))
            stores = [store for store in turn.catalog.stores() if store.pickup]
            nearest = min(
                stores, key=lambda store: distance_metres(here, (store.latitude, store.longitude)), default=None
            )
            return Raw(nearest.id) if nearest else None
        return super().answer(turn, slot) or (self._named(turn) if self._awaited(turn, slot) else None)

    def _awaited(self, turn: Turn, slot: Slot) -> bool:
        """Whether a part of a name may mean a store: one was asked for, or is put right in words that name no goods."""
        task = turn.conversation.task
        if task and task.question and task.question.slot == slot.name:
            return True
        told = task is not None and task.values.get(slot.name) is not None and "?" not in turn.message.text
        named = _first(turn, "product")
        goods = named is not None and named.value[0]["score"] >= EXACT
        return told and not (goods or _first(turn, "category"))

    def _named(self, turn: Turn) -> Found:
        """A store by a part of its name: "the one at the harbour"."""
        stores = turn.catalog.stores()
        labels = [" ".join((*store.name.values.values(), store.street)) for store in stores]
        place = most_alike(turn.message.text, labels)
        return None if place is None else Raw(stores[place].id)

    def load(self, turn: Turn, raw: Any) -> Store | None:
        return turn.catalog.store(raw)


class _Location(EntityInWords):
    """A shared location, or a named store or town."""

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset({"store", "place"})

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        return self._shared(turn) or self._named(turn, request.entities)

    def answer(self, turn: Turn, slot: Slot) -> Found:
        return self._shared(turn) or self._named(turn, turn.parse.entities if turn.parse else ())

    def _named(self, turn: Turn, entities: Sequence[Entity]) -> Found:
        """The store that is named, else the town: that of a store which the shop does not have."""
        named = [entity for kind in ("store", "place") for entity in entities if entity.type == kind]
        return next((found for entity in named if not entity.negated and (found := self.read(turn, entity))), None)

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


class _Product:
    """A product: named, pointed at in the listing, or in focus."""

    kinds = frozenset[str]()

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        return product_in(turn, request.entities)

    def answer(self, turn: Turn, slot: Slot) -> Found:
        return product_in(turn, turn.parse.entities if turn.parse else ())

    def load(self, turn: Turn, raw: Any) -> Product | None:
        return turn.catalog.product(raw)


class VariantInWords:
    """A variant: its product, narrowed by colour and size; several left are asked for."""

    kinds = frozenset[str]()

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        """The variant that a request names."""
        return variant_in(turn, request.entities)

    def answer(self, turn: Turn, slot: Slot) -> Found:
        """The variant that a message names when it was asked for."""
        found = variant_in(turn, turn.parse.entities if turn.parse else ())
        return found if not isinstance(found, Raw) or found.named else None

    def load(self, turn: Turn, raw: Any) -> Variant | None:
        """The variant, None if the shop has it no more."""
        return turn.catalog.variant(raw)


def _first(turn: Turn, kind: str) -> Entity | None:
    entities = turn.parse.entities if turn.parse else ()
    return next((entity for entity in entities if entity.type == kind and not entity.negated), None)


_CONVERTERS: dict[Any, Converter] = {
    int: _Quantity(),
    Quantity: _Quantity(),
    Pieces: _Quantity(relative=True),
    Count: _Quantity(least=0),
    str: _Text(),
    date: _Date(),
    Address: AddressInWords(),
    Order: _Order(),
    Store: _Store(),
    Location: _Location(),
    Product: _Product(),
    Variant: VariantInWords(),
    dict[str, Any]: EntityInWords(),  # what a button or an undo brings along; no words fill it
}


def takes_text(slot: Slot) -> bool:
    """Whether any words may fill the slot."""
    return _kind_of(slot) is str


def yes_or_no(slot: Slot) -> bool:
    """Whether a slot is filled by a yes or a no."""
    return _kind_of(slot) is bool


def names_goods(slot: Slot) -> bool:
    """Whether a slot is filled by something the shop sells."""
    return isinstance(converter(slot), _Product | VariantInWords)


def names_order(slot: Slot) -> bool:
    """Whether a slot is filled by an order of the shopper."""
    return isinstance(converter(slot), _Order)


def labels(slot: Slot) -> dict[str, str]:
    """The values of a `Literal` of texts, each with the id of the message that names it to people."""
    kind = _kind_of(slot)
    values = get_args(kind) if get_origin(kind) is Literal else ()
    return {value: f"choice-{slot.name}-{value}".replace("_", "-") for value in values if isinstance(value, str)}


def _kind_of(slot: Slot) -> Any:
    """The slot's annotation; `X | None` counts as X."""
    annotation = slot.annotation
    if get_origin(annotation) in (Union, types.UnionType):
        return next(part for part in get_args(annotation) if part is not type(None))
    return annotation


def register(annotation: Any, how: Converter) -> None:
    """Let slots with this annotation be filled by a converter of a skill's own."""
    _CONVERTERS[annotation] = how


def converter(slot: Slot) -> Converter:
    """The converter of a slot's annotation."""
    annotation = _kind_of(slot)
    if get_origin(annotation) is Literal:
        return _Choice(get_args(annotation))
    if annotation is bool:
        return _Choice((True, False))
    found = _CONVERTERS.get(annotation)
    if found is None:
        known = ", ".join(sorted(getattr(kind, "__name__", str(kind)) for kind in _CONVERTERS))
        raise SkillError(
            f"{slot.owner}: parameter {slot.name!r} has annotation {annotation!r}, which no shopper's words can become; "
            f"one of these would do: {known}, bool, Literal"
        )
    return found
