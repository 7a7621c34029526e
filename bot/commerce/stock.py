"""How many pieces there are, and holding them for an order; no piece is ever promised twice.

A row of `stock` counts the pieces of one SKU in one place, '' being the online stock. `reserved` of them belong to
orders, each with a row of `hold` until the pieces leave the shop. What has no row is not counted and never runs out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.clock import from_micros, to_micros
from bot.store.base import Reader, Row, Transaction
from catalog.model import Variant

ONLINE = ""
#: The end of a hold whose order is paid or agreed: the pieces stay until they leave the shop.
KEPT = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The pieces one may still buy; None where they are not counted."""

    online: int | None = None
    stores: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """A SKU of which fewer are left than wanted."""

    sku: str
    wanted: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The SKUs that were reserved (those that are not counted need not be), or what falls short of the whole."""

    skus: frozenset[str] = frozenset()
    short: tuple[Short, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restocked:
    """Pieces that came in: how many could be bought before and can be now."""

    before: int
    after: int


def available(reader: Reader, sku: str, store: str = ONLINE) -> int | None:
    """How many pieces can be bought in a place, None if they are not counted there.

    A store counts every SKU that is counted anywhere: no row there means there is none on its shelf.
    """
    row = reader.row(
        "SELECT SUM(CASE WHEN store = :store THEN on_hand - reserved END) AS here, COUNT(*) AS places"
        " FROM stock WHERE sku = :sku",
        sku=sku,
        store=store,
    )
    if row is None or not row["places"]:
        return None
    if row["here"] is None:
        return None if store == ONLINE else 0
    return int(row["here"])


def left(reader: Reader, variant: Variant, store: str = ONLINE) -> int | None:
    """How many pieces of a variant can be bought in a place: none if the shop marked it as out of stock."""
    return 0 if variant.availability == "out_of_stock" else available(reader, variant.sku, store)


def levels(reader: Reader, sku: str) -> Levels:
    """How many pieces of a SKU can be bought, online and in each store that has a count."""
    rows = reader.rows("SELECT store, on_hand - reserved AS free FROM stock WHERE sku = :sku ORDER BY store", sku=sku)
    counts = {row["store"]: int(row["free"]) for row in rows}
    return Levels(online=counts.pop(ONLINE, None), stores=counts)


def take(tx: Transaction, wanted: Mapping[str, int], *, store: str, now: datetime) -> Taken:
    """Reserve pieces for an order about to be written, all of them or none; `hold` then says whose they are."""
    taken, short = set(), []
    for sku, quantity in sorted(wanted.items()):
        if _take(tx, sku, store, quantity) or (_free_expired(tx, sku, store, now) and _take(tx, sku, store, quantity)):
            taken.add(sku)
        elif (rest := available(tx, sku, store)) is not None:
            short.append(Short(sku=sku, wanted=quantity, left=rest))
    if not short:
        return Taken(skus=frozenset(taken))
    for sku in taken:
        _give_back(tx, sku, store, wanted[sku])
    return Taken(short=tuple(short))


def hold(tx: Transaction, order: str, pieces: Mapping[str, int], *, store: str, until: datetime) -> None:
    """Write down for which order the pieces just taken are, and until when."""
    for sku, quantity in pieces.items():
        tx.change(
            "INSERT INTO hold (order_id, sku, store, quantity, until) VALUES (:order, :sku, :store, :quantity, :until)",
            order=order,
            sku=sku,
            store=store,
            quantity=quantity,
            until=to_micros(until),
        )


def reserve(
    tx: Transaction, order: str, wanted: Mapping[str, int], *, store: str, until: datetime, now: datetime
) -> tuple[Short, ...]:
    """Hold pieces for an order, all of them or none; the SKUs that fall short, empty if all are held."""
    taken = take(tx, wanted, store=store, now=now)
    hold(tx, order, {sku: wanted[sku] for sku in taken.skus}, store=store, until=until)
    return taken.short


def _take(tx: Transaction, sku: str, store: str, quantity: int) -> bool:
    changed = tx.change(
        "UPDATE stock SET reserved = reserved + :quantity"
        " WHERE sku = :sku AND store = :store AND on_hand - reserved >= :quantity",
        sku=sku,
        store=store,
        quantity=quantity,
    )
    return changed == 1


def _give_back(tx: Transaction, sku: str, store: str, quantity: int) -> None:
    tx.change(
        "UPDATE stock SET reserved = reserved - :quantity WHERE sku = :sku AND store = :store",
        sku=sku,
        store=store,
        quantity=quantity,
    )


def _free_expired(tx: Transaction, sku: str, store: str, now: datetime) -> bool:
    """Take back what orders hold beyond their time, when somebody else wants it."""
    rows = tx.rows(
        "SELECT order_id FROM hold WHERE sku = :sku AND store = :store AND until <= :now ORDER BY until, order_id",
        sku=sku,
        store=store,
        now=to_micros(now),
    )
    for row in rows:
        release(tx, row["order_id"])
    return bool(rows)


def release(tx: Transaction, order: str) -> int:
    """Give back everything that is held for an order; how many SKUs it were."""
    for row in _holds(tx, order):
        _give_back(tx, row["sku"], row["store"], row["quantity"])
    return tx.change("DELETE FROM hold WHERE order_id = :order", order=order)


def consume(tx: Transaction, order: str) -> int:
    """The pieces held for an order leave the shop; how many SKUs it were."""
    for row in _holds(tx, order):
        tx.change(
            "UPDATE stock SET on_hand = on_hand - :quantity, reserved = reserved - :quantity"
            " WHERE sku = :sku AND store = :store",
            sku=row["sku"],
            store=row["store"],
            quantity=row["quantity"],
        )
    return tx.change("DELETE FROM hold WHERE order_id = :order", order=order)


def _holds(tx: Transaction, order: str) -> list[Row]:
    return tx.rows("SELECT sku, store, quantity FROM hold WHERE order_id = :order ORDER BY sku", order=order)


def extend(tx: Transaction, order: str, *, until: datetime, now: datetime) -> bool:
    """Let an order's holds last longer; False if nothing is held or its time is over."""
    prolonged = tx.change(
        "UPDATE hold SET until = :until WHERE order_id = :order AND until > :now",
        order=order,
        until=to_micros(until),
        now=to_micros(now),
    )
    return prolonged > 0


def keep(tx: Transaction, order: str) -> None:
    """Hold an order's pieces until they leave the shop."""
    tx.change("UPDATE hold SET until = :until WHERE order_id = :order", order=order, until=to_micros(KEPT))


def held_until(reader: Reader, order: str) -> datetime | None:
    """When the first of an order's holds ends, None if nothing is held."""
    row = reader.row("SELECT MIN(until) AS until FROM hold WHERE order_id = :order", order=order)
    return None if row is None or row["until"] is None else from_micros(row["until"])


def restock(tx: Transaction, sku: str, *, store: str = ONLINE, quantity: int) -> Restocked | None:
    """Pieces came in; None if the shop does not count this SKU there."""
    before = available(tx, sku, store)
    if before is None:
        return None
    tx.change(
        "INSERT INTO stock (sku, store, on_hand) VALUES (:sku, :store, :quantity)"
        " ON CONFLICT (sku, store) DO UPDATE SET on_hand = stock.on_hand + excluded.on_hand",
        sku=sku,
        store=store,
        quantity=quantity,
    )
    return Restocked(before=before, after=before + quantity)
