"""What an import would change: new, changed and gone things of every kind, and moved prices."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.documents import dump
from catalog.importing.folder import ShopFolder
from catalog.money import Money

Contents = dict[str, dict[str, str]]  # kind -> id -> document


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The ids of one kind of thing that come, change and go."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceMove:
    """A SKU whose price changes."""

    sku: str
    before: Money
    after: Money


def contents(shop: ShopFolder) -> Contents:
    """What a folder holds, in the form it is compared and stored in."""
    return {
        "settings": {shop.settings.id: dump(shop.settings)},
        "variants": {sku: json.dumps(cells, ensure_ascii=False) for sku, cells in shop.cells.items()},
        "products": {product.id: dump(product) for product in shop.products},
        "stores": {store.id: dump(store) for store in shop.stores},
        "services": {f"{service.sku} @ {service.store}": dump(service) for service in shop.services},
        "vouchers": {voucher.code: dump(voucher) for voucher in shop.vouchers},
        "offers": {offer.id: dump(offer) for offer in shop.offers},
        "faq": {each.source: f"{each.question}\n{each.keywords}\n{each.text}" for each in shop.faq},
        "stock": {_shelf(*place): str(count) for place, count in shop.stock.items()},
    }


def stored(db: sqlite3.Connection) -> Contents:
    """What the database holds, in the same form; nothing if it has no catalogue yet."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'catalog_state'").fetchone():
        return {}
    return {
        "settings": {
            json.loads(document)["id"]: document for (document,) in db.execute("SELECT settings FROM catalog_state")
        },
        "variants": dict(db.execute("SELECT sku, cells FROM variant")),
        "products": dict(db.execute("SELECT id, document FROM product")),
        "stores": dict(db.execute("SELECT id, document FROM store")),
        "services": dict(db.execute("SELECT sku || ' @ ' || store, document FROM service")),
        "vouchers": dict(db.execute("SELECT code, document FROM voucher")),
        "offers": dict(db.execute("SELECT id, document FROM offer")),
        "faq": dict(db.execute("SELECT source, question || char(10) || keywords || char(10) || text FROM faq")),
        "stock": {
            _shelf(sku, store): str(count) for sku, store, count in db.execute("SELECT sku, store, on_hand FROM stock")
        },
    }


def _shelf(sku: str, store: str) -> str:
    return f"{sku} @ {store}" if store else sku


def compare(before: Contents, after: Contents) -> dict[str, Difference]:
    """The differences by kind, of those kinds that differ."""
    found = {kind: _difference(before.get(kind, {}), things) for kind, things in after.items()}
    return {kind: difference for kind, difference in found.items() if difference}


def _difference(before: Mapping[str, str], after: Mapping[str, str]) -> Difference:
    return Difference(
        new=tuple(key for key in after if key not in before),
        changed=tuple(key for key in after if key in before and after[key] != before[key]),
        gone=tuple(key for key in before if key not in after),
    )


def changed_cells(before: Contents, after: Contents) -> dict[str, tuple[str, ...]]:
    """The columns that differ, by SKU, for the SKUs that stay."""
    found = {}
    for sku, document in after["variants"].items():
        old, new = json.loads(before.get("variants", {}).get(sku, document)), json.loads(document)
        columns = tuple(column for column in {**old, **new} if old.get(column) != new.get(column))
        if columns:
            found[sku] = columns
    return found


def price_moves(db: sqlite3.Connection, shop: ShopFolder) -> tuple[PriceMove, ...]:
    """The prices that the import changes."""
    old = {
        sku: Money(price, currency) for sku, price, currency in db.execute("SELECT sku, price, currency FROM variant")
    }
    return tuple(
        PriceMove(sku=variant.sku, before=old[variant.sku], after=variant.price)
        for product in shop.products
        for variant in product.variants
        if variant.sku in old and old[variant.sku] != variant.price
    )
