"""A small shop kept in memory, and a fresh database with the real schema."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import settings

from bot.commerce import cart, orders, pricing
from bot.commerce.address import Address
from bot.commerce.orders import Draft, Order, Placed
from bot.store.sqlite import SqliteStore
from bot.store.transaction import SqliteTransaction
from catalog.model import Offer, Product, Settings, Shipping, Store, Text, Variant, Voucher
from catalog.money import Money

#: Properties are tried with the same values each time, however busy the machine is.
STEADY = settings(derandomize=True, deadline=None)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MIA, BEN = "console:mia", "console:ben"
SETTINGS = Settings(
    id="kontor",
    name="Kontor",
    tax={"standard": {"DE": 1900, "AT": 2000}, "reduced": {"DE": 700, "AT": 1000}, "none": {"DE": 0}},
    shipping=(
        Shipping(id="standard", price=Money(490), free_from=Money(5000), countries=("DE", "AT")),
        Shipping(id="express", price=Money(990), days=(1, 1)),
    ),
)


class Shelf:
    """The goods of a test: everything that money asks of a catalogue."""

    def __init__(
        self,
        *products: Product,
        settings: Settings = SETTINGS,
        vouchers: tuple[Voucher, ...] = (),
        offers: tuple[Offer, ...] = (),
    ) -> None:
        self.settings = settings
        self.goods = {product.id: product for product in products}
        self.proposed = {offer.id: offer for offer in offers}
        self.vouchers = {voucher.code.casefold(): voucher for voucher in vouchers}
        self.stores = {"markt": a_store("markt"), "lager": a_store("lager", pickup=False)}

    def variant(self, sku: str) -> Variant | None:
        """The variant with a SKU."""
        return next((v for product in self.goods.values() for v in product.variants if v.sku == sku), None)

    def product(self, id: str) -> Product | None:
        """The product with an id."""
        return self.goods.get(id)

    def store(self, id: str) -> Store | None:
        """The store with an id."""
        return self.stores.get(id)

    def voucher(self, code: str) -> Voucher | None:
        """The voucher with a code, however it is written."""
        return self.vouchers.get(code.casefold())

    def products(self, ids: Sequence[str] | None = None) -> list[Product]:
        """Products by id, or all of them."""
        return [product for product in self.goods.values() if ids is None or product.id in ids]

    def offers(self) -> list[Offer]:
        """All offers."""
        return list(self.proposed.values())

    def offer(self, id: str) -> Offer | None:
        """The offer with an id."""
        return self.proposed.get(id)

    def reprice(self, sku: str, price: int) -> None:
        """Let a variant cost something else from now on."""
        variant = self.variant(sku)
        assert variant is not None
        product = self.goods[variant.product]
        others = tuple(v for v in product.variants if v.sku != sku)
        repriced = replace(variant, price=Money(price, variant.price.currency))
        self.goods[product.id] = replace(product, variants=(*others, repriced))


def words(text: str) -> Text:
    """A text in German."""
    return Text(values={"de": text})


def a_product(
    sku: str,
    price: int = 1000,
    *,
    currency: str = "EUR",
    category: str = "Küche > Becher",
    availability: str = "in_stock",
    **product: Any,
) -> Product:
    """A product with one variant."""
    variant = Variant(
        sku=sku,
        product=f"p-{sku}",
        title=words(sku.title()),
        price=Money(price, currency),
        availability=availability,  # type: ignore[arg-type]
    )
    names = {"title": words(sku.title()), "description": words(""), "category": words(category)}
    return Product(id=f"p-{sku}", variants=(variant,), **{**names, **product})


def a_store(id: str, **store: Any) -> Store:
    """A store in Köln."""
    return Store(
        id=id,
        name=words(id.title()),
        street="Markt 1",
        postcode="50667",
        city="Köln",
        country="DE",
        latitude=50.9,
        longitude=6.9,
        opening_hours="Mo-Sa 09:00-18:00",
        **store,
    )


@cache
def _template() -> sqlite3.Connection:
    """The database as the store makes it, once for all tests."""
    template = sqlite3.connect(":memory:", check_same_thread=False)
    with TemporaryDirectory() as folder:
        store = SqliteStore.open(Path(folder) / "shop.db", durable=False)
        with closing(sqlite3.connect(store.path)) as made:
            made.backup(template)
        asyncio.run(store.close())
    return template


def a_database() -> SqliteTransaction:
    """A fresh database in memory with the shop's real schema."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _template().backup(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    return SqliteTransaction(connection, Path("memory"), window=timedelta(hours=24))


def stocked(tx: SqliteTransaction, counts: Mapping[str, int], store: str = "") -> None:
    """Put pieces on the shelf."""
    for sku, on_hand in counts.items():
        tx.change("INSERT INTO stock (sku, store, on_hand) VALUES (:sku, :store, :n)", sku=sku, store=store, n=on_hand)


HOME = Address(name="Mia Sand", street="Uferzeile 3", postcode="50667", city="Köln", country="DE")


def a_draft(tx: SqliteTransaction, goods: Shelf, conversation: str, key: str = "", **changed: Any) -> Draft:
    """What the conversation's cart would be ordered as: sent home and paid by the demo provider."""
    seen = cart.load(tx, goods, conversation, now=NOW)
    values = {"fulfilment": "delivery", "payment_method": "demo", "language": "de", "address": HOME, **changed}
    way, fulfilment = goods.settings.shipping[0], values["fulfilment"]
    sums = pricing.totals(
        seen.lines,
        settings=goods.settings,
        country="DE",
        voucher=values.get("voucher"),
        way=way,
        fulfilment=fulfilment,
    )
    return Draft(
        conversation=conversation, key=key or f"{conversation}:{seen.version}", lines=seen.lines, totals=sums, **values
    )


def fill(tx: SqliteTransaction, goods: Shelf, conversation: str, pieces: Mapping[str, int]) -> None:
    """Put pieces into a cart."""
    for sku, quantity in pieces.items():
        assert cart.add(tx, goods, conversation, sku, quantity, now=NOW).done


def place(tx: SqliteTransaction, goods: Shelf, conversation: str, *, now: datetime = NOW, **changed: Any) -> Placed:
    """Press the order button of a cart."""
    return orders.place(tx, goods, a_draft(tx, goods, conversation, **changed), now=now)


def an_order(
    tx: SqliteTransaction,
    goods: Shelf,
    conversation: str = MIA,
    pieces: Mapping[str, int] | None = None,
    **changed: Any,
) -> Order:
    """An order of one cup, or of other pieces."""
    fill(tx, goods, conversation, pieces or {"cup": 1})
    order = place(tx, goods, conversation, **changed).order
    assert order is not None
    return order


def counts(tx: SqliteTransaction, sku: str, store: str = "") -> tuple[int, int]:
    """How many pieces are on hand and how many of them are reserved."""
    row = tx.row("SELECT on_hand, reserved FROM stock WHERE sku = :sku AND store = :store", sku=sku, store=store)
    assert row is not None
    return row["on_hand"], row["reserved"]
