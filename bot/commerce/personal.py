"""What is stored about a shopper: a copy of it, and its erasure.

Art. 15 and 20 GDPR ask for the copy, art. 17 for the erasure; orders stay, because invoices must be kept
(art. 17 (3)(b) GDPR, § 147 AO, § 14b UStG: eight years from the year's end).
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.clock import from_micros, to_micros
from bot.commerce import consent, offers
from bot.store.base import Reader, Transaction

#: Tables whose rows go, children first. The decisions about offers stay: they hold no words, and the caps rest on them.
_ERASED = ("cart_line", "cart", "address", "watch")
_ORDERS = (
    "SELECT id, created_at, state, goods, discount, shipping, total, currency, voucher, fulfilment, store, address,"
    " payment_method FROM orders WHERE conversation = :shopper ORDER BY created_at"
)
#: What hangs on orders: columns by table.
_OF_ORDERS = {
    "order_line": "order_id, sku, title, quantity, unit_price, reduction",
    "order_event": "order_id, at, from_state, to_state, who, why",
    "payment": "order_id, at, provider, state, amount, currency, charge_id",
    "shipment": "order_id, at, carrier, number, state, eta",
}


def export(reader: Reader, shopper: str) -> str:
    """Everything stored about a shopper as a JSON document, times in ISO 8601."""
    conversation = reader.row("SELECT state, language, user_at FROM conversation WHERE id = :shopper", shopper=shopper)
    document: dict[str, Any] = {
        "conversation": shopper,
        "state": json.loads(conversation["state"]) if conversation else {},
        "messages": _rows(
            reader, "SELECT at, kind, text, data FROM event WHERE conversation = :shopper ORDER BY seq", shopper
        ),
        "replies": _rows(
            reader,
            "SELECT due AS at, class, data, result FROM effect WHERE conversation = :shopper AND kind = 'send'",
            shopper,
        ),
        "cart": _rows(reader, "SELECT sku, quantity FROM cart_line WHERE conversation = :shopper", shopper),
        "orders": _rows(reader, _ORDERS, shopper),
        **{table: _of_orders(reader, table, columns, shopper) for table, columns in _OF_ORDERS.items()},
        "vouchers": _rows(reader, "SELECT order_id, code FROM voucher_use WHERE conversation = :shopper", shopper),
        "watches": _rows(reader, "SELECT at, sku FROM watch WHERE conversation = :shopper", shopper),
        "topics": _rows(reader, "SELECT chat, thread FROM topic WHERE conversation = :shopper", shopper),
        "consents": _rows(
            reader, "SELECT at, purpose, granted, wording FROM consent WHERE conversation = :shopper", shopper
        ),
        "addresses": _rows(
            reader, "SELECT name, street, postcode, city, country FROM address WHERE conversation = :shopper", shopper
        ),
        "offers": _rows(
            reader, "SELECT at, offer, outcome, reason FROM decision WHERE conversation = :shopper", shopper
        ),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _of_orders(reader: Reader, table: str, columns: str, shopper: str) -> list[dict[str, Any]]:
    mine = "SELECT id FROM orders WHERE conversation = :shopper"
    return _rows(reader, f"SELECT {columns} FROM {table} WHERE order_id IN ({mine})", shopper)  # noqa: S608  # fixed names


def erase(tx: Transaction, shopper: str, *, now: datetime, shown_at: str = "") -> int:
    """Erase what may go and end the consent to offers; the number of orders that stay, as the law keeps their invoices.

    `shown_at` is where people of the shop were shown what the shopper wrote.
    """
    consent.withdraw(tx, shopper, wording="erase", channel=shopper.partition(":")[0], now=now)
    for table in _ERASED:
        tx.change(f"DELETE FROM {table} WHERE conversation = :shopper", shopper=shopper)  # noqa: S608  # fixed names
    tx.change("UPDATE event SET text = '', data = '{}', record = NULL WHERE conversation = :shopper", shopper=shopper)
    tx.change(
        "UPDATE effect SET data = '{}', done = COALESCE(done, :now), result = COALESCE(result, 'erased')"
        " WHERE conversation IN (:shopper, :shown_at)"
        " AND (done IS NOT NULL OR kind = 'send' OR (kind = 'timer' AND data LIKE :offers))",
        shopper=shopper,
        shown_at=shown_at,
        offers=f'%"{offers.DUE}"%',
        now=to_micros(now),
    )
    row = tx.row("SELECT count(*) AS n FROM orders WHERE conversation = :shopper", shopper=shopper)
    return int(row["n"]) if row else 0


def _rows(reader: Reader, sql: str, shopper: str) -> list[dict[str, Any]]:
    return [{key: _plain(key, value) for key, value in row.items()} for row in reader.rows(sql, shopper=shopper)]


def _plain(key: str, value: Any) -> Any:
    if key in ("at", "created_at") and isinstance(value, int):
        return from_micros(value).isoformat()
    if key in ("data", "address") and isinstance(value, str):
        return json.loads(value)
    return value
