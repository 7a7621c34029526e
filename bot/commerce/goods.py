"""What commerce asks of the catalogue, and one line of a cart with the goods behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from catalog.model import Product, Settings, Store, Variant, Voucher
from catalog.money import Money

#: Kinds of goods that are put into a parcel or handed over in a store.
PHYSICAL = frozenset({"goods", "subscription"})


class Goods(Protocol):
    """The part of the catalogue that money needs."""

    @property
    def settings(self) -> Settings:
        """The shop's settings."""
        ...

    def variant(self, sku: str) -> Variant | None:
        """The variant with a SKU, None if the shop does not know it."""
        ...

    def product(self, id: str) -> Product | None:
        """The product with an id, None if the shop does not know it."""
        ...

    def store(self, id: str) -> Store | None:
        """The store with an id, None if there is none."""
        ...

    def voucher(self, code: str) -> Voucher | None:
        """The voucher with a code, however it is written; None if there is none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Some pieces of one variant, with the price that holds now and the one that held when they were put in.

    `reduction` is what an offer made to this shopper takes off the whole line, in minor units.
    """

    product: Product
    variant: Variant
    quantity: int
    unit_price: Money
    put_in_at: Money
    reduction: int = 0

    @property
    def sku(self) -> str:
        """The variant's SKU."""
        return self.variant.sku

    @property
    def total(self) -> Money:
        """All pieces at the present price, reduced by the offer."""
        return self.unit_price * self.quantity - Money(self.reduction, self.unit_price.currency)

    @property
    def repriced(self) -> bool:
        """Whether the price changed since the pieces were put in."""
        return self.unit_price != self.put_in_at

    @property
    def physical(self) -> bool:
        """Whether it is something to be sent or handed over."""
        return self.product.kind in PHYSICAL


class NoTaxRateError(ValueError):
    """The shop's settings name no rate for a tax class."""


def tax_rate(settings: Settings, tax_class: str, country: str) -> int:
    """The rate (per cent times 100) of a class in a country; the shop's own country counts where none is named."""
    rates = settings.tax.get(tax_class, {})
    rate = rates.get(country, rates.get(settings.country))
    if rate is None:
        raise NoTaxRateError(f"shop.toml [tax]: {tax_class} has no rate for {country} nor {settings.country}; add one")
    return rate


def covers(selectors: Sequence[str], product: Product, sku: str) -> bool:
    """Whether one of the SKUs, products or categories names this variant; a category covers those below it."""
    path = _path(next(iter(product.category.values.values()), ""))
    names = {sku, product.id}
    return any(selector in names or _begins(path, _path(selector)) for selector in selectors)


def _path(category: str) -> list[str]:
    return [part.strip().casefold() for part in category.split(">")]


def _begins(path: Sequence[str], start: Sequence[str]) -> bool:
    return list(path[: len(start)]) == list(start)
