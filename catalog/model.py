"""The shop's goods and places, as the rest of the house sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Literal

from catalog.money import Money
from catalog.units import ratio

Kind = Literal["goods", "service", "digital", "gift_card", "subscription"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text in the shop's languages; falls back to the shop's first language."""

    values: Mapping[str, str]

    def __getitem__(self, language: str) -> str:
        """The text in a language, or in the shop's first one."""
        return self.values.get(language) or next(iter(self.values.values()), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One `attr:NAME` of a product: its name and value per language, and the value as a number with a unit if it is one."""

    name: Text
    value: Text
    number: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One thing with a SKU and a price."""

    sku: str
    product: str
    title: Text
    price: Money  # gross, reductions not yet taken off
    sale_price: Money | None = None
    sale_from: datetime | None = None
    sale_until: datetime | None = None
    colour: Text | None = None
    size: str = ""
    material: Text | None = None
    attributes: tuple[Attribute, ...] = ()
    availability: Literal["in_stock", "out_of_stock", "preorder"] = "in_stock"
    counted: bool = True  # False: the online stock is not counted (empty `quantity`)
    measure: tuple[float, str] | None = None  # unit_pricing_measure: (250.0, "g")
    base_measure: tuple[float, str] | None = None  # unit_pricing_base_measure: (1.0, "kg")
    weight_grams: int | None = None
    stars: int | None = None
    file: str = ""
    picture: str = ""

    def price_at(self, moment: datetime) -> Money:
        """The gross price that holds at a moment: the sale price while its dates say so."""
        if self.sale_price is None:
            return self.price
        begun = self.sale_from is None or self.sale_from <= moment
        over = self.sale_until is not None and moment > self.sale_until
        return self.sale_price if begun and not over else self.price

    def base_price_at(self, moment: datetime) -> tuple[Money, str] | None:
        """The price of the base measure, as (3196 cents, '1 kg'), rounded half up; None where no measure is given."""
        if self.measure is None or self.base_measure is None:
            return None
        price = self.price_at(moment)
        times = Fraction(ratio(self.measure, self.base_measure)).limit_denominator(10**9)
        size, unit = self.base_measure
        return Money(floor(price.amount / times + Fraction(1, 2)), price.currency), f"{size:g} {unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What variants have in common."""

    id: str
    title: Text
    description: Text
    category: Text  # the path, 'Küche > Becher'
    kind: Kind = "goods"
    brand: str = ""
    tax_class: str = "standard"
    withdrawal: str = "yes"
    free_shipping: bool = False
    addon: bool = False
    popularity: float = 0.0
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A place one can walk into."""

    id: str
    name: Text
    street: str
    postcode: str
    city: str
    country: str
    latitude: float
    longitude: float
    opening_hours: str
    closed_on_holidays: bool = True
    holiday_region: str = ""
    closed_dates: tuple[str, ...] = ()
    phone: str = ""
    wheelchair: str = ""
    parking: Text | None = None
    transit: Text | None = None
    pickup: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """When and where a product of kind 'service' is to be had."""

    sku: str
    store: str
    duration: timedelta
    times: str
    step: timedelta
    capacity: int = 1
    lead_time: timedelta = timedelta()
    free_cancel_until: timedelta | None = None
    cancel_fee: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """A code and what it is worth."""

    code: str
    kind: Literal["percent", "fixed", "free_shipping"]
    percent: int = 0
    value: Money | None = None
    minimum: Money | None = None
    applies_to: tuple[str, ...] = ()  # categories or SKUs; empty = all goods
    once_per_shopper: bool = False
    total_uses: int | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something the shop may propose, through the gate, never as a blast."""

    id: str
    kind: Literal["campaign", "after_purchase", "cart_complement", "abandoned_cart", "back_in_stock"]
    text: Text
    products: tuple[str, ...] = ()
    discount: str = ""
    voucher: str = ""
    valid_until: datetime | None = None
    not_if_bought: tuple[str, ...] = ()
    bought: tuple[str, ...] = ()
    after: timedelta = timedelta()
    cart_has: tuple[str, ...] = ()
    cart_lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipping:
    """One way of delivery."""

    id: str
    price: Money
    free_from: Money | None = None
    countries: tuple[str, ...] = ()
    days: tuple[int, int] = (2, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """shop.toml: every key has a default that is lawful and careful."""

    id: str
    name: str
    languages: tuple[str, ...] = ("de", "en")
    currency: str = "EUR"
    timezone: str = "Europe/Berlin"
    country: str = "DE"
    legal: Mapping[str, str] = field(default_factory=dict)  # 'imprint', 'terms', 'privacy', 'withdrawal' -> file
    tax: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # class -> country -> per cent times 100
    shipping: tuple[Shipping, ...] = ()
    reserve: timedelta = timedelta(minutes=15)
    cancel_until: str = "shipped"
    withdrawal: timedelta = timedelta(days=14)
    vouchers_per_order: int = 1
    payments: tuple[str, ...] = ("telegram", "pay_in_store")
    window: timedelta = timedelta(hours=24)
    quiet: tuple[str, str] = ("21:00", "08:00")
    per_conversation: int = 1
    per_week: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A passage of the FAQ that answers a question."""

    question: str
    text: str
    source: str  # 'faq/de/versand.md#wie-lange'
    score: float
