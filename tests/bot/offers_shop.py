"""A small shop and its shoppers for the tests of offers: real tables, real transactions, a clock that is an argument."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from bot.clock import from_micros, to_micros
from bot.commerce import consent, offers
from bot.commerce.goods import Line
from bot.conversation import Task
from bot.message import Message
from bot.store import schema
from bot.store.base import Effect
from bot.store.transaction import SqliteTransaction
from catalog.model import Offer, Product, Settings, Text, Variant
from catalog.money import Money

#: A Monday noon in Berlin.
NOW = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TICK = timedelta(microseconds=1)
MIA = "console:mia"


def text(value: str) -> Text:
    return Text(values={"de": value})


def product(id: str, category: str, *skus: str, availability: str = "in_stock") -> Product:
    variants = tuple(
        Variant(sku=sku, product=id, title=text(sku), price=Money(1290), availability=availability)  # type: ignore[arg-type]
        for sku in skus or (id,)
    )
    return Product(id=id, title=text(id), description=text(""), category=text(category), variants=variants)


def offer(id: str, *products: str, kind: str = "campaign", **more: object) -> Offer:
    return Offer(id=id, kind=kind, text=text(id), products=products, **more)  # type: ignore[arg-type]


PRODUCTS = (
    product("mug", "Küche > Becher", "mug-red", "mug-blue"),
    product("bowl", "Küche > Schalen"),
    product("pot", "Küche > Kannen"),
    product("filter", "Zubehör"),
    product("lamp", "Wohnen", availability="out_of_stock"),
    product("stool", "Wohnen", availability="preorder"),
)
OFFERS = (
    offer("news"),
    offer("more"),
    offer("third"),
    offer("mugs", "mug"),
    offer("red-mugs", "mug-red"),
    offer("kitchen", "Küche"),
    offer("gone", "no-such-thing"),
    offer("lamps", "lamp"),
    offer("stools", "stool"),
    offer("not-for-owners", "bowl", not_if_bought=("Küche > Kannen", "old-pot")),
    offer("ends", valid_until=NOW),
    offer("filters", "filter", kind="after_purchase", bought=("pot",), after=14 * DAY),
    offer("again", "filter", kind="after_purchase", bought=("filter",), after=28 * DAY),
    offer("cart", kind="abandoned_cart", after=2 * HOUR),
    offer("matching", "filter", kind="cart_complement", cart_has=("pot",), cart_lacks=("filter",)),
    offer("back", kind="back_in_stock"),
    offer("discounted", "mug", discount="15%", valid_until=NOW + DAY),
    offer("two-off", "bowl", discount="2.00 EUR"),
)
SHOP = Settings(id="kontor", name="Kontor")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What offers ask of a catalogue, out of tuples."""

    settings: Settings = SHOP
    goods: Sequence[Product] = PRODUCTS
    proposals: Sequence[Offer] = OFFERS

    def variant(self, sku: str) -> Variant | None:
        return next((one for product in self.goods for one in product.variants if one.sku == sku), None)

    def product(self, id: str) -> Product | None:
        return next((product for product in self.goods if product.id == id), None)

    def products(self, ids: Sequence[str] | None = None) -> Sequence[Product]:
        return [product for product in self.goods if ids is None or product.id in ids]

    def offers(self) -> Sequence[Offer]:
        return self.proposals

    def offer(self, id: str) -> Offer | None:
        return next((offer for offer in self.proposals if offer.id == id), None)


@cache
def _empty() -> sqlite3.Connection:
    """A database with the shop's own schema and no rows, to copy."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(connection, Path(":memory:"), known=schema.history())
    return connection


@contextmanager
def database(*, window: timedelta = DAY) -> Iterator[SqliteTransaction]:
    """An open transaction on a fresh database with the shop's own schema."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _empty().backup(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN IMMEDIATE")
        yield SqliteTransaction(connection, Path(":memory:"), window=window)


@dataclass(slots=True)
class Shopper:
    """One shopper's doings, as the rest of the house would store them."""

    tx: SqliteTransaction
    id: str = MIA
    done: int = 0
    catalog: Shelf = field(default_factory=Shelf)

    def does(self, kind: str = "text", *, at: datetime = NOW - HOUR) -> None:
        """Write, press, pay, block: anything that reaches the inbox."""
        self.done += 1
        message = Message(conversation=self.id, key=f"{self.id}:{self.done}", kind=kind, at=at)
        assert self.tx.receive(message)

    def agrees(self, *, at: datetime = NOW - HOUR, purpose: str = "offers") -> None:
        consent.give(
            self.tx, self.id, wording="Ja, Angebote in diesem Chat", channel="console", now=at, purpose=purpose
        )

    def objects(self, *, at: datetime = NOW - HOUR) -> None:
        consent.withdraw(self.tx, self.id, wording="stop", channel="console", now=at)

    def is_with(self, handover: str) -> None:
        conversation = self.tx.conversation(self.id)
        conversation.handover = handover
        self.tx.save(conversation)

    def is_at(self, task: str, *suspended: str) -> None:
        """Have a task open, and others set aside."""
        conversation = self.tx.conversation(self.id)
        conversation.task = Task(intent=f"order.{task}", name=task) if task else None
        conversation.suspended = [Task(intent=f"order.{name}", name=name) for name in suspended]
        self.tx.save(conversation)

    def orders(
        self, *skus: str, state: str = "confirmed", at: datetime = NOW - 30 * DAY, held_until: datetime | None = None
    ) -> str:
        self.done += 1
        order = f"{self.id}-{self.done}"
        self.tx.change(
            "INSERT INTO orders (id, conversation, key, state, created_at, currency, goods, total, fulfilment,"
            " payment_method) VALUES (:id, :c, :id, :state, :at, 'EUR', 0, 0, 'pickup', 'demo')",
            id=order, c=self.id, state=state, at=to_micros(at),
        )  # fmt: skip
        for position, sku in enumerate(skus):
            self.tx.change(
                "INSERT INTO order_line (order_id, position, sku, title, quantity, unit_price, tax_rate)"
                " VALUES (:id, :position, :sku, :sku, 1, 0, 1900)",
                id=order, position=position, sku=sku,
            )  # fmt: skip
            if held_until:
                self.tx.change(
                    "INSERT INTO hold (order_id, sku, quantity, until) VALUES (:id, :sku, 1, :until)",
                    id=order, sku=sku, until=to_micros(held_until),
                )  # fmt: skip
        return order

    def fills_cart(self, *skus: str, at: datetime = NOW - HOUR, version: int = 1) -> None:
        """Have exactly these things in the cart, at its n-th change."""
        self.tx.change("DELETE FROM cart_line WHERE conversation = :c", c=self.id)
        self.tx.change(
            "INSERT INTO cart (conversation, version, changed_at) VALUES (:c, :v, :at)"
            " ON CONFLICT (conversation) DO UPDATE SET version = :v, changed_at = :at",
            c=self.id, v=version, at=to_micros(at),
        )  # fmt: skip
        for position, sku in enumerate(skus):
            self.tx.change(
                "INSERT INTO cart_line (conversation, sku, quantity, unit_price, position)"
                " VALUES (:c, :sku, 1, 1290, :position)",
                c=self.id,
                sku=sku,
                position=position,
            )

    def watches(self, sku: str, *, at: datetime) -> None:
        self.tx.change(
            "INSERT INTO watch (conversation, sku, at) VALUES (:c, :sku, :at)", c=self.id, sku=sku, at=to_micros(at)
        )

    def has_left(self, sku: str, free: int, *, store: str = "") -> None:
        """The shop's stock of a SKU: `free` pieces beside one that is reserved."""
        self.tx.change(
            "INSERT INTO stock (sku, store, on_hand, reserved) VALUES (:sku, :store, :on_hand, 1) ON CONFLICT (sku, store) DO UPDATE SET on_hand = :on_hand",
            sku=sku, store=store, on_hand=free + 1,
        )  # fmt: skip


def offering(
    id: str, *, key: str = "k", to: str = MIA, now: datetime = NOW, data: Mapping[str, object] | None = None
) -> Effect:
    """A planned offer as delivery holds it."""
    return Effect(
        conversation=to, key=key, kind="send", message_class="offer", data={"offer": id, **(data or {})}, due=now
    )


def ring(tx: SqliteTransaction, at: datetime, catalog: Shelf) -> list[str]:
    """Let every timer that is due become an event, and answer it; what the offers said to each."""
    said = []
    for effect in tx.lease(at, at + HOUR, 100):
        if effect.kind == "timer":
            message = Message(
                conversation=effect.conversation, key=effect.key, kind=effect.data["event"], at=at, data=effect.data
            )
            assert tx.receive(message)
            tx.settle(effect, "rung", at)
            said.append(offers.on_timer(tx, catalog, message, now=at))
    return said


def planned(tx: SqliteTransaction, kind: str = "send") -> list[tuple[str, dict[str, object], datetime]]:
    """What is planned and not done: to whom, what, when."""
    rows = tx.rows(
        "SELECT conversation, data, due FROM effect WHERE done IS NULL AND kind = :kind ORDER BY id", kind=kind
    )
    return [(row["conversation"], json.loads(row["data"]), from_micros(row["due"])) for row in rows]


def discount(tx: SqliteTransaction, shelf: Shelf, who: str, line: Line, *, now: datetime) -> Money:
    """What the offers sent to a shopper take off a line."""
    return offers.discount(offers.standing(tx, shelf, who, now=now), line)
