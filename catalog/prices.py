"""A price that changes between two imports."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from catalog.documents import dump, load
from catalog.model import Product
from catalog.moments import micros
from catalog.money import Money

_PATIENCE = 5.0  # seconds that the change waits for another writer


def set_price(database: Path, sku: str, price: Money, *, now: datetime) -> bool:
    """Let a variant cost this much from now on, reductions ended; False if there is no such variant.

    It is noted in the price history, and holds until the next import.
    """
    with closing(sqlite3.connect(database, isolation_level=None, timeout=_PATIENCE)) as db, db:
        db.execute("BEGIN IMMEDIATE")
        row = db.execute(
            "SELECT product.document FROM variant JOIN product ON product.id = variant.product WHERE sku = ?", (sku,)
        ).fetchone()
        if row is None:
            return False
        product = load(Product, row[0])
        variants = tuple(
            replace(one, price=price, sale_price=None, sale_from=None, sale_until=None) if one.sku == sku else one
            for one in product.variants
        )
        document = dump(replace(product, variants=variants))
        db.execute("UPDATE product SET document = ? WHERE id = ?", (document, product.id))
        db.execute(
            "UPDATE variant SET currency = ?, price = ?, sale_price = NULL, sale_from = NULL, sale_until = NULL"
            " WHERE sku = ?",
            (price.currency, price.amount, sku),
        )
        db.execute(
            "INSERT OR REPLACE INTO price_history (sku, at, currency, price) VALUES (?, ?, ?, ?)",
            (sku, micros(now), price.currency, price.amount),
        )
        db.execute("UPDATE catalog_state SET generation = generation + 1")
    return True
