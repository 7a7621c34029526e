"""What goods are compared by, from the shop's own data: price, weight, length and size."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from catalog.model import Attribute, Variant
from catalog.units import UNITS
from intents.parse import Entity

#: What is measured, and how much of it.
Amount = tuple[str, float]
Scale = Callable[[Variant], Amount | None]

_CLOTHES = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "XXXL")
_ENDS = {"price": ("price", "least"), "-price": ("price", "most")}
_EXTENT = ("volume", "length", "area")


def comparison(entities: Sequence[Entity]) -> tuple[str, str] | None:
    """By what things are compared and which of them is meant, as "the lighter one", "the biggest", "the cheapest"."""
    for entity in entities:
        if entity.negated:
            continue
        if entity.type == "sort" and entity.value in _ENDS:
            return _ENDS[entity.value]
        kind = entity.value["kind"] if entity.type == "reference" else ""
        if kind == "cheapest":
            return _ENDS["price"]
        if kind == "comparative":
            return str(entity.value["by"]), str(entity.value["order"])
    return None


def meant(variants: Sequence[Variant], by: str, order: str, *, now: datetime) -> list[Variant]:
    """Those that a comparison tells from the others; none where it does not: "the bigger one" of three."""
    amounts = measured(variants, by, now=now)
    ranks = sorted(set(amounts))
    superlative = order in {"least", "most"}
    if len(ranks) < 2 or (len(ranks) > 2 and not superlative):
        return []
    end = ranks[-1] if order in {"more", "most"} else ranks[0]
    return [variant for variant, amount in zip(variants, amounts, strict=True) if amount == end]


def measured(variants: Sequence[Variant], by: str, *, now: datetime) -> list[float]:
    """How much each of them has of what they are compared by; nothing where the data do not say it of all of them."""
    for scale in (lambda variant: _price(variant, now),) if by == "price" else _SCALES.get(by, ()):
        amounts = [amount for variant in variants if (amount := scale(variant))]
        if len(amounts) == len(variants) and len({what for what, _ in amounts}) == 1:
            return [amount for _, amount in amounts]
    return []


def extent(variant: Variant) -> Attribute | None:
    """The attribute that says how big a thing is: what it holds, how long it is."""
    sizes = (attribute for dimension in _EXTENT for attribute in _of(variant, dimension))
    return next(sizes, None)


def _price(variant: Variant, now: datetime) -> Amount:
    price = variant.price_at(now)
    return price.currency, float(price.amount)


def _of(variant: Variant, dimension: str) -> list[Attribute]:
    return [each for each in variant.attributes if each.number and UNITS.get(each.unit, ("",))[0] == dimension]


def _attribute(dimension: str) -> Scale:
    def scale(variant: Variant) -> Amount | None:
        found = _of(variant, dimension)
        return _amount(found[0].number or 0.0, found[0].unit) if found else None

    return scale


def _amount(size: float, unit: str) -> Amount:
    dimension, factor = UNITS[unit]
    return dimension, size * factor


def _weight(variant: Variant) -> Amount | None:
    return None if variant.weight_grams is None else ("mass", float(variant.weight_grams))


def _size(variant: Variant) -> Amount | None:
    """A size as it is sold: 250 ml, XL, 116."""
    if variant.size.upper() in _CLOTHES:
        return "clothes", float(_CLOTHES.index(variant.size.upper()))
    figures, _, unit = variant.size.partition(" ")
    if not figures.replace(".", "", 1).isdecimal():
        return None
    return _amount(float(figures), unit) if unit in UNITS else ("size", float(figures))


def _measure(variant: Variant) -> Amount | None:
    """What a package holds, as its unit price is reckoned."""
    return _amount(*variant.measure) if variant.measure else None


def _count(variant: Variant) -> Amount | None:
    """A number without a unit: a tent for three."""
    counts = [(each.name, each.number) for each in variant.attributes if each.number and not each.unit]
    return next(((next(iter(name.values.values())), number) for name, number in counts), None)


_SCALES: Mapping[str, tuple[Scale, ...]] = {
    "weight": (_attribute("mass"), _weight),
    "length": (_attribute("length"),),
    "size": (_attribute("volume"), _size, _attribute("length"), _attribute("area"), _measure, _count, _weight),
}
