"""What goods are compared by."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.measures import meant, measured
from catalog.model import Attribute, Text, Variant
from catalog.money import Money

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def variant(sku: str, *, price: int = 100, **data: Any) -> Variant:
    return Variant(sku=sku, product=sku, title=Text(values={"en": sku}), price=Money(price), **data)


def holding(number: float, unit: str) -> tuple[Attribute, ...]:
    name = Text(values={"en": "Capacity"})
    return (Attribute(name=name, value=Text(values={"en": f"{number} {unit}"}), number=number, unit=unit),)


def test_units_of_one_kind_are_compared_with_each_other() -> None:
    mugs = [variant("S", attributes=holding(300, "ml")), variant("L", attributes=holding(1.5, "l"))]
    assert measured(mugs, "size", now=NOW) == [300, 1500]
    assert [mug.sku for mug in meant(mugs, "size", "more", now=NOW)] == ["L"]


@pytest.mark.parametrize(
    ("sizes", "most"), [(("S", "XL", "M"), "XL"), (("250 g", "1 kg"), "1 kg"), (("104", "98"), "104")]
)
def test_sizes_have_an_order(sizes: tuple[str, ...], most: str) -> None:
    assert [each.size for each in meant([variant(size, size=size) for size in sizes], "size", "most", now=NOW)] == [
        most
    ]


def test_what_is_not_known_of_all_of_them_tells_none_from_the_others() -> None:
    assert not meant([variant("A", weight_grams=5), variant("B")], "weight", "least", now=NOW)
    assert not measured(
        [variant("A", attributes=holding(1, "l")), variant("B", attributes=holding(1, "m"))], "size", now=NOW
    )


def test_the_smaller_one_of_three_is_none_of_them_the_smallest_is_one() -> None:
    three = [variant(str(price), price=price) for price in (1, 2, 3)]
    assert not meant(three, "price", "less", now=NOW)
    assert [each.sku for each in meant(three, "price", "least", now=NOW)] == ["1"]
