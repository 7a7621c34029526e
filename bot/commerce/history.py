"""What a shopper bought, has in the cart, has still to pay and waits for: what offers must know before they speak."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import from_micros, to_micros
from bot.store.base import Reader, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """A cart as offers see it: which change it is at, when that was, and what lies in it."""

    version: int
    changed_at: datetime
    skus: frozenset[str]


def bought(reader: Reader, conversation: str) -> frozenset[str]:
    """The SKUs a shopper ordered and neither cancelled nor returned."""
    rows = reader.rows(
        "SELECT DISTINCT l.sku FROM orders o JOIN order_line l ON l.order_id = o.id"
        " WHERE o.conversation = :conversation AND o.state NOT IN ('cancelled', 'returned')",
        conversation=conversation,
    )
    return frozenset(row["sku"] for row in rows)


def ordered(reader: Reader, order: str) -> frozenset[str]:
    """The SKUs of one order; none once it is cancelled or returned."""
    rows = reader.rows(
        "SELECT l.sku FROM orders o JOIN order_line l ON l.order_id = o.id"
        " WHERE o.id = :id AND o.state NOT IN ('cancelled', 'returned')",
        id=order,
    )
    return frozenset(row["sku"] for row in rows)


def ordered_at(reader: Reader, conversation: str) -> datetime | None:
    """When a shopper last ordered, or None if never."""
    row = reader.row(
        "SELECT MAX(created_at) AS at FROM orders WHERE conversation = :conversation", conversation=conversation
    )
    return None if row is None or row["at"] is None else from_micros(row["at"])


def basket(reader: Reader, conversation: str) -> Basket | None:
    """A shopper's cart, or None if there is none or nothing lies in it."""
    rows = reader.rows(
        "SELECT c.version, c.changed_at, l.sku FROM cart c JOIN cart_line l ON l.conversation = c.conversation"
        " WHERE c.conversation = :conversation",
        conversation=conversation,
    )
    if not rows:
        return None
    return Basket(
        version=rows[0]["version"],
        changed_at=from_micros(rows[0]["changed_at"]),
        skus=frozenset(row["sku"] for row in rows),
    )


def awaits_payment(reader: Reader, conversation: str, *, reserve: timedelta, now: datetime) -> bool:
    """Whether an order waits for the shopper's money: its goods are held, or the time to pay is not over."""
    row = reader.row(
        "SELECT o.id FROM orders o WHERE o.conversation = :conversation AND o.state = 'awaiting_payment'"
        " AND (o.created_at > :begun OR EXISTS (SELECT 1 FROM hold h WHERE h.order_id = o.id AND h.until > :now))"
        " LIMIT 1",
        conversation=conversation,
        begun=to_micros(now - reserve),
        now=to_micros(now),
    )
    return row is not None


def watched_since(reader: Reader, conversation: str, sku: str) -> int:
    """Since when (in microseconds) a shopper waits for a SKU; 0 if they do not."""
    row = reader.row(
        "SELECT at FROM watch WHERE conversation = :conversation AND sku = :sku", conversation=conversation, sku=sku
    )
    return 0 if row is None else int(row["at"])


def watch(tx: Transaction, conversation: str, sku: str, *, now: datetime) -> None:
    """Note that a shopper waits for a SKU; who does already goes on waiting since then."""
    tx.change(
        "INSERT INTO watch (conversation, sku, at) VALUES (:conversation, :sku, :now) ON CONFLICT DO NOTHING",
        conversation=conversation,
        sku=sku,
        now=to_micros(now),
    )


def watched(reader: Reader, conversation: str) -> list[str]:
    """The SKUs that a shopper waits for, the longest awaited first."""
    rows = reader.rows("SELECT sku FROM watch WHERE conversation = :talk ORDER BY at, sku", talk=conversation)
    return [row["sku"] for row in rows]


def watchers(reader: Reader, sku: str) -> list[str]:
    """The conversations that wait for a SKU, the longest waiting first."""
    rows = reader.rows("SELECT conversation FROM watch WHERE sku = :sku ORDER BY at, conversation", sku=sku)
    return [row["conversation"] for row in rows]
