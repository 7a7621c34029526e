"""Parcels: news of a carrier only ever brings one further; what comes late is written down and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from bot.clock import from_micros, to_micros
from bot.commerce import orders
from bot.commerce.orders import Order
from bot.commerce.states import State, UnknownOrderError, may
from bot.store.base import Reader, Row, Transaction

Status = Literal[
    "label_created", "in_transit", "delayed", "out_for_delivery", "ready_for_pickup", "lost", "delivered", "returned"
]
#: How far each status is. A parcel given up as lost may still be found.
RANKS: Mapping[Status, int] = MappingProxyType(
    {
        "label_created": 10,
        "in_transit": 20,
        "delayed": 30,
        "out_for_delivery": 40,
        "ready_for_pickup": 50,
        "lost": 60,
        "delivered": 70,
        "returned": 80,
    }
)
#: What a parcel's status says of its order.
_ORDER: Mapping[Status, State] = MappingProxyType(
    {
        "label_created": "packed",
        "in_transit": "shipped",
        "delayed": "shipped",
        "out_for_delivery": "out_for_delivery",
        "ready_for_pickup": "ready_for_pickup",
        "delivered": "delivered",
        "returned": "returned",
    }
)
#: States of an order that parcels have nothing to say about.
_WITHOUT_PARCELS: frozenset[State] = frozenset({"awaiting_payment", "cancelled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """One parcel of an order. `eta` is a date or a time as the carrier tells it."""

    id: int
    order: str
    carrier: str
    number: str
    status: Status
    eta: str
    at: datetime
    notify: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a carrier's message changed. `tell`: the shopper wants to hear of it and has not yet."""

    result: Literal["news", "known", "late", "no_parcels", "another_order"]
    order: Order
    shipment: Shipment | None = None
    tell: bool = False


def update(
    tx: Transaction, order: str, status: Status, *, carrier: str = "", number: str = "", eta: str = "", now: datetime
) -> News:
    """A carrier tells where a parcel is. Raises if there is no such order."""
    found = orders.load(tx, order)
    if found is None:
        raise UnknownOrderError(f"there is no order {order}")
    if found.state in _WITHOUT_PARCELS:
        return News(result="no_parcels", order=found)
    row = _row(tx, order, carrier, number)
    if row is not None and row["order_id"] != order:
        return News(result="another_order", order=found)
    if row is None:
        _insert(tx, order, status, carrier=carrier, number=number, eta=eta, now=now)
    elif not _further(row, status, eta):
        late = RANKS[status] < row["rank"]
        if late:
            orders.note(tx, order, before=found.state, after=found.state, who="carrier", why=f"late: {status}", now=now)
        return News(result="late" if late else "known", order=found, shipment=_shipment(row))
    else:
        _apply(tx, row, status, carrier=carrier, number=number, eta=eta, now=now)
    shipment = _shipment(_existing(tx, order, carrier, number))
    moved = _move(tx, found, status, now)
    return News(result="news", order=moved, shipment=shipment, tell=shipment.notify)


def _further(row: Row, status: Status, eta: str) -> bool:
    """Whether a message brings a parcel further, or tells another time of arrival where it is."""
    return RANKS[status] > row["rank"] or (status == row["state"] and bool(eta) and eta != (row["eta"] or ""))


def _row(tx: Transaction, order: str, carrier: str, number: str) -> Row | None:
    """The parcel with a number; else the order's parcel that has none yet, or the only one if none is named."""
    if number:
        row = tx.row(
            "SELECT * FROM shipment WHERE number = :number AND (carrier = :carrier OR :carrier = '') ORDER BY id",
            carrier=carrier,
            number=number,
        )
        return row or tx.row("SELECT * FROM shipment WHERE order_id = :order AND number = '' ORDER BY id", order=order)
    return tx.row("SELECT * FROM shipment WHERE order_id = :order ORDER BY id DESC", order=order)


def _existing(tx: Transaction, order: str, carrier: str, number: str) -> Row:
    row = _row(tx, order, carrier, number)
    if row is None:
        raise LookupError(f"order {order} has no parcel {carrier} {number}")
    return row


def _insert(tx: Transaction, order: str, status: Status, *, carrier: str, number: str, eta: str, now: datetime) -> None:
    tx.change(
        "INSERT INTO shipment (order_id, carrier, number, state, rank, eta, at)"
        " VALUES (:order, :carrier, :number, :state, :rank, :eta, :now)",
        order=order,
        carrier=carrier,
        number=number,
        state=status,
        rank=RANKS[status],
        eta=eta or None,
        now=to_micros(now),
    )


def _apply(tx: Transaction, row: Row, status: Status, *, carrier: str, number: str, eta: str, now: datetime) -> None:
    tx.change(
        "UPDATE shipment SET carrier = :carrier, number = :number, state = :state, rank = :rank, eta = :eta, at = :now"
        " WHERE id = :id",
        carrier=carrier or row["carrier"],
        number=number or row["number"],
        state=status,
        rank=RANKS[status],
        eta=eta or row["eta"],
        now=to_micros(now),
        id=row["id"],
    )


def _move(tx: Transaction, order: Order, status: Status, now: datetime) -> Order:
    """Bring the order as far as all its parcels are, if that is further than it was."""
    to = _ORDER.get(status)
    behind = [one for one in of(tx, order.id) if RANKS[one.status] < RANKS[status]]
    waits = to in {"delivered", "returned"} and bool(behind)
    if to is None or waits or not may(order.state, to):
        return order
    return orders.move(tx, order.id, to, who="carrier", why=status, now=now)


def set_notify(tx: Transaction, order: str, *, on: bool) -> int:
    """Switch news of an order's parcels on or off; how many parcels it has."""
    return tx.change("UPDATE shipment SET notify = :on WHERE order_id = :order", on=int(on), order=order)


def of(reader: Reader, order: str) -> tuple[Shipment, ...]:
    """The parcels of an order, the first one first."""
    rows = reader.rows("SELECT * FROM shipment WHERE order_id = :order ORDER BY id", order=order)
    return tuple(_shipment(row) for row in rows)


def _shipment(row: Row) -> Shipment:
    return Shipment(
        id=row["id"],
        order=row["order_id"],
        carrier=row["carrier"],
        number=row["number"],
        status=row["state"],
        eta=row["eta"] or "",
        at=from_micros(row["at"]),
        notify=bool(row["notify"]),
    )
