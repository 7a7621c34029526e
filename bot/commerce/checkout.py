"""From a cart to an order: what would be agreed, what still stands in the way, and the order button.

A summary carries a fingerprint of everything it shows. The button under it orders only while a summary made anew has
the same one: whatever changed, by the shopper or by the shop, kills the old button.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.commerce import address as addresses
from bot.commerce import cart as carts
from bot.commerce import orders, payment, pricing, stock, vouchers
from bot.commerce.address import Address
from bot.commerce.cart import Cart, Shelves
from bot.commerce.goods import Goods
from bot.commerce.orders import Draft, Order
from bot.commerce.pricing import Fulfilment, Totals
from bot.commerce.vouchers import Refusal
from bot.store.base import Reader, Transaction
from catalog.model import Shipping, Store, Voucher
from catalog.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the shopper chose so far; nothing is preset."""

    fulfilment: Fulfilment | None = None
    store: str = ""
    address: Address | None = None
    shipping: str = ""
    payment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What would be agreed by the order button. A voucher that does not count is refused, with its reason."""

    cart: Cart
    choice: Choice
    totals: Totals
    voucher: Voucher | None
    refused: Refusal | None
    way: Shipping | None
    store: Store | None
    fingerprint: str

    @property
    def key(self) -> str:
        """The order's key: one summary is ordered once."""
        return key_of(self.cart.conversation, self.fingerprint)


def key_of(conversation: str, fingerprint: str) -> str:
    """The key of the order that the summary with a fingerprint becomes."""
    return f"order:{conversation}:{fingerprint}"


Reason = Literal[
    "empty",
    "gone",
    "sold_out",
    "repriced",
    "addon_alone",
    "voucher",
    "fulfilment",
    "store",
    "address",
    "name",
    "shipping",
    "payment",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Something that stands between a summary and an order, with what belongs to it."""

    reason: Reason
    sku: str = ""
    left: int = 0
    was: Money | None = None
    price: Money | None = None
    refused: Refusal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """What the order button did. `same`: it was pressed before; `changed`: it belongs to an older summary."""

    outcome: Literal["ordered", "same", "changed", "not_ready"]
    order: Order | None = None
    obstacles: tuple[Obstacle, ...] = ()


def digital(cart: Cart) -> bool:
    """Whether nothing in the cart has to be sent or handed over."""
    return bool(cart.lines) and not any(line.physical for line in cart.lines)


def preview(reader: Reader, goods: Shelves, cart: Cart, *, now: datetime, choice: Choice | None = None) -> Totals:
    """What a cart comes to, as far as it is chosen; a voucher that does not count takes nothing off."""
    return _priced(goods, cart, choice or Choice(), _usable(reader, goods, cart, now)[0])


def summary(reader: Reader, goods: Shelves, cart: Cart, choice: Choice, *, now: datetime) -> Summary:
    """What would be agreed now."""
    voucher, refused = _usable(reader, goods, cart, now)
    totals = _priced(goods, cart, choice, voucher)
    return Summary(
        cart=cart,
        choice=choice,
        totals=totals,
        voucher=voucher,
        refused=refused,
        way=_way(goods, choice),
        store=goods.store(choice.store) if choice.store else None,
        fingerprint=_fingerprint(cart, choice, totals),
    )


def _usable(reader: Reader, goods: Goods, cart: Cart, now: datetime) -> tuple[Voucher | None, Refusal | None]:
    if not cart.voucher:
        return None, None
    voucher = goods.voucher(cart.voucher)
    if voucher is None:
        return None, Refusal(code=cart.voucher, reason="unknown")
    refused = vouchers.check(reader, voucher, cart.lines, conversation=cart.conversation, now=now)
    return (None, refused) if refused else (voucher, None)


def _priced(goods: Goods, cart: Cart, choice: Choice, voucher: Voucher | None) -> Totals:
    return pricing.totals(
        cart.lines,
        settings=goods.settings,
        country=_country(goods, choice),
        voucher=voucher,
        way=_way(goods, choice),
        fulfilment=choice.fulfilment or "delivery",
    )


def _country(goods: Goods, choice: Choice) -> str:
    """Whose taxes count: where the goods are handed over."""
    store = goods.store(choice.store) if choice.fulfilment == "pickup" else None
    if choice.fulfilment == "delivery" and choice.address is not None:
        return choice.address.country
    return store.country if store else goods.settings.country


def _way(goods: Goods, choice: Choice) -> Shipping | None:
    if choice.fulfilment != "delivery":
        return None
    ways = pricing.shipping_options(goods.settings, _country(goods, choice))
    return next((way for way in ways if way.id == choice.shipping), None)


def _fingerprint(cart: Cart, choice: Choice, totals: Totals) -> str:
    shown = [
        cart.conversation,
        cart.version,
        [[line.sku, line.quantity, line.total.amount, line.total.currency] for line in cart.lines],
        [totals.goods.amount, totals.discount.amount, totals.shipping.amount],
        [[tax.rate, tax.tax.amount] for tax in totals.taxes],
        [choice.fulfilment, choice.store, choice.shipping, choice.payment],
        addresses.dump(choice.address) if choice.address else None,
    ]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]


def obstacles(reader: Reader, goods: Goods, shown: Summary, *, methods: Collection[str]) -> tuple[Obstacle, ...]:
    """Everything that stands between a summary and an order; `methods` are the ways to pay here."""
    if not shown.cart.lines and not shown.cart.gone:
        return (Obstacle(reason="empty"),)
    return (
        *(Obstacle(reason="gone", sku=sku) for sku in shown.cart.gone),
        *_of_lines(reader, shown),
        *((Obstacle(reason="voucher", refused=shown.refused),) if shown.refused else ()),
        *(Obstacle(reason=reason) for reason in _missing(goods, shown, methods)),
    )


def _of_lines(reader: Reader, shown: Summary) -> list[Obstacle]:
    shelf = shown.choice.store if shown.choice.fulfilment == "pickup" else stock.ONLINE
    found = []
    for line in shown.cart.lines:
        left = stock.left(reader, line.variant, shelf)
        if left is not None and left < line.quantity:
            found.append(Obstacle(reason="sold_out", sku=line.sku, left=left))
        if line.repriced:
            found.append(Obstacle(reason="repriced", sku=line.sku, was=line.put_in_at, price=line.unit_price))
        if line.product.addon and all(other.product.addon for other in shown.cart.lines):
            found.append(Obstacle(reason="addon_alone", sku=line.sku))
    return found


def _missing(goods: Goods, shown: Summary, methods: Collection[str]) -> list[Reason]:
    """What is yet to be chosen, or was chosen and is not possible."""
    choice = shown.choice
    missing: list[Reason] = []
    if choice.fulfilment is None or (choice.fulfilment == "digital") != digital(shown.cart):
        missing.append("fulfilment")
    elif choice.fulfilment == "delivery":
        missing += _missing_for_delivery(goods, shown)
    elif choice.fulfilment == "pickup" and (shown.store is None or not shown.store.pickup):
        missing.append("store")
    if shown.totals.total and choice.payment not in methods:
        missing.append("payment")
    return missing


def _missing_for_delivery(goods: Goods, shown: Summary) -> list[Reason]:
    address = shown.choice.address
    countries = addresses.delivery_countries(goods.settings)
    if address is None or isinstance(addresses.check(address, countries=countries), addresses.Invalid):
        return ["address"]
    named: list[Reason] = [] if address.name else ["name"]
    return [*named, "shipping"] if shown.way is None else named


def order(
    tx: Transaction,
    goods: Shelves,
    conversation: str,
    choice: Choice,
    *,
    fingerprint: str,
    language: str,
    methods: Collection[str],
    now: datetime,
) -> Ordered:
    """The order button of the summary with a fingerprint was pressed: order it, once, if it still stands."""
    pressed = key_of(conversation, fingerprint)
    known = tx.row("SELECT id FROM orders WHERE key = :key", key=pressed)
    if known is not None:
        return Ordered(outcome="same", order=orders.load(tx, known["id"]))
    shown = summary(tx, goods, carts.load(tx, goods, conversation, now=now), choice, now=now)
    if pressed != shown.key:
        return Ordered(outcome="changed")
    hindered = obstacles(tx, goods, shown, methods=methods)
    if hindered:
        return Ordered(outcome="not_ready", obstacles=hindered)
    placed = orders.place(tx, goods, _draft(shown, language), now=now)
    if placed.order is None:
        short = tuple(Obstacle(reason="sold_out", sku=one.sku, left=one.left) for one in placed.short)
        return Ordered(outcome="not_ready", obstacles=short)
    if choice.fulfilment == "delivery" and choice.address is not None:
        addresses.remember(tx, conversation, choice.address, now=now)
    return Ordered(outcome="ordered", order=payment.begin(tx, placed.order, now=now))


def _draft(shown: Summary, language: str) -> Draft:
    choice = shown.choice
    return Draft(
        conversation=shown.cart.conversation,
        key=shown.key,
        lines=shown.cart.lines,
        totals=shown.totals,
        fulfilment=choice.fulfilment or "delivery",
        payment_method=choice.payment if shown.totals.total else payment.NOTHING_TO_PAY,
        language=language,
        voucher=shown.voucher,
        store=choice.store if choice.fulfilment == "pickup" else "",
        address=choice.address if choice.fulfilment == "delivery" else None,
    )
