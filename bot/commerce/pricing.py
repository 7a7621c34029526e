"""What a cart costs: goods, voucher, shipping and the tax inside, in whole minor units that always add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.commerce.goods import Line, covers, tax_rate
from catalog.model import Settings, Shipping, Voucher
from catalog.money import Money

Fulfilment = Literal["delivery", "pickup", "digital"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """The tax contained in all amounts of one rate (per cent times 100)."""

    rate: int
    gross: Money
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The sums of an order: `total` is goods less discount plus shipping, and the taxes' gross amounts add up to it."""

    goods: Money
    discount: Money
    shipping: Money
    total: Money
    discounts: tuple[Money, ...]  # the voucher's part of each line
    rates: tuple[int, ...]  # the tax rate of each line
    taxes: tuple[Tax, ...]


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount in whole parts by weight, the rest going to the largest remainders, so that the parts sum to it."""
    if not weights:
        return []
    shares = [1] * len(weights) if not sum(weights) else list(weights)
    whole = sum(shares)
    parts = [amount * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda n: (-(amount * shares[n] % whole), n))
    for n in by_remainder[: amount - sum(parts)]:
        parts[n] += 1
    return parts


def half_up(numerator: int, denominator: int) -> int:
    """A quotient of whole numbers, not negative, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def shipping_options(settings: Settings, country: str) -> tuple[Shipping, ...]:
    """The ways of delivery to a country; one that names no countries serves the shop's own."""
    return tuple(way for way in settings.shipping if country in (way.countries or (settings.country,)))


def standard_way(settings: Settings, country: str) -> Shipping | None:
    """The cheapest way of delivery to a country: the one that a voucher for shipping pays."""
    return min(shipping_options(settings, country), key=lambda way: way.price, default=None)


def delivered_to(settings: Settings) -> tuple[str, ...]:
    """The countries the shop delivers to, its own first."""
    named = [country for way in settings.shipping for country in (way.countries or (settings.country,))]
    return tuple(sorted(dict.fromkeys(named), key=lambda country: country != settings.country))


def eligible(lines: Sequence[Line], voucher: Voucher) -> list[bool]:
    """Which lines a voucher takes something off; never off a gift card."""
    return [
        line.product.kind != "gift_card"
        and (not voucher.applies_to or covers(voucher.applies_to, line.product, line.sku))
        for line in lines
    ]


def totals(
    lines: Sequence[Line],
    *,
    settings: Settings,
    country: str,
    voucher: Voucher | None = None,
    way: Shipping | None = None,
    fulfilment: Fulfilment = "delivery",
) -> Totals:
    """What the lines cost; the voucher was checked before. Lines and voucher are of one currency."""
    currency = lines[0].unit_price.currency if lines else settings.currency
    amounts = [line.total.amount for line in lines]
    discounts = _discounts(lines, voucher)
    goods, discount = Money(sum(amounts), currency), Money(sum(discounts), currency)
    waived = standard_way(settings, country) if voucher and voucher.kind == "free_shipping" else None
    shipping = _shipping(lines, waived, way if fulfilment == "delivery" else None, goods - discount)
    rates = [tax_rate(settings, line.product.tax_class, country) for line in lines]
    parts = [amount - off for amount, off in zip(amounts, discounts, strict=True)]
    return Totals(
        goods=goods,
        discount=discount,
        shipping=shipping,
        total=goods - discount + shipping,
        discounts=tuple(Money(off, currency) for off in discounts),
        rates=tuple(rates),
        taxes=_taxes(rates, parts, shipping.amount, currency),
    )


def _discounts(lines: Sequence[Line], voucher: Voucher | None) -> list[int]:
    if voucher is None or voucher.kind == "free_shipping":
        return [0] * len(lines)
    weights = [line.total.amount if fits else 0 for line, fits in zip(lines, eligible(lines, voucher), strict=True)]
    if voucher.kind == "percent":
        return [min(weight, half_up(weight * voucher.percent, 100)) for weight in weights]
    value = voucher.value.amount if voucher.value else 0
    off = min(value, sum(weights))
    return split(off, weights) if off else [0] * len(lines)


def _shipping(lines: Sequence[Line], waived: Shipping | None, way: Shipping | None, value: Money) -> Money:
    pays = any(line.physical and not line.product.free_shipping for line in lines)
    if way is None or not pays or way == waived or (way.free_from is not None and value >= way.free_from):
        return Money(0, value.currency)
    return way.price


def _taxes(rates: Sequence[int], parts: Sequence[int], shipping: int, currency: str) -> tuple[Tax, ...]:
    known = sorted(set(rates), reverse=True)
    by_rate = [sum(part for rate, part in zip(rates, parts, strict=True) if rate == one) for one in known]
    gross = [part + share for part, share in zip(by_rate, split(shipping, by_rate), strict=True)]
    return tuple(_tax(rate, amount, currency) for rate, amount in zip(known, gross, strict=True))


def _tax(rate: int, gross: int, currency: str) -> Tax:
    tax = half_up(gross * rate, 10_000 + rate)
    return Tax(rate=rate, gross=Money(gross, currency), net=Money(gross - tax, currency), tax=Money(tax, currency))
