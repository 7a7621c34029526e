"""Putting a checked shop into the database, inside one transaction."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from catalog import index
from catalog.documents import dump
from catalog.importing.folder import ShopFolder
from catalog.model import Product, Variant
from catalog.moments import micros

Progress = Callable[[str, int, int], None]


def write(db: sqlite3.Connection, shop: ShopFolder, now: datetime, progress: Progress) -> int:
    """Replace the catalogue by this shop; gives the new generation. The caller holds the transaction."""
    for table in (
        "facet",
        "variant",
        "product",
        "store",
        "service",
        "voucher",
        "offer",
        "taken",
        "faq",
        "synonym",
        "legal",
    ):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - only names from this room are put in
    variants = _products(db, shop, progress)
    _prices(db, (variant for _, _, variant in variants), micros(now))
    _places(db, shop)
    _promotions(db, shop)
    _texts(db, shop)
    _stock(db, shop)
    index.build(db, shop.settings.languages, variants, shop.synonyms, progress)
    return _state(db, shop)


def _products(db: sqlite3.Connection, shop: ShopFolder, progress: Progress) -> list[tuple[int, Product, Variant]]:
    language = shop.settings.languages[0]
    popular = sorted(shop.products, key=lambda product: -product.popularity)
    positions = {product.id: position for position, product in enumerate(shop.products)}
    numbered: list[tuple[int, Product, Variant]] = []
    for done, product in enumerate(popular, start=1):
        path = product.category[language].casefold()
        row = (product.id, positions[product.id], path, product.kind, product.popularity, dump(product))
        db.execute("INSERT INTO product VALUES (?, ?, ?, ?, ?, ?)", row)
        for position, variant in enumerate(product.variants):
            number = len(numbered) + 1
            numbered.append((number, product, variant))
            db.execute(
                "INSERT INTO variant VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, variant.sku, product.id, position, *_prices_of(variant), variant.availability,
                 variant.counted, json.dumps(shop.cells[variant.sku], ensure_ascii=False)),
            )  # fmt: skip
            db.executemany("INSERT OR IGNORE INTO facet VALUES (?, ?, ?)", _facets(number, variant, language))
        progress("products", done, len(popular))
    return numbered


def _prices_of(variant: Variant) -> tuple[str, int, int | None, int | None, int | None]:
    sale = variant.sale_price.amount if variant.sale_price else None
    begin, end = (micros(moment) if moment else None for moment in (variant.sale_from, variant.sale_until))
    return variant.price.currency, variant.price.amount, sale, begin, end


def parts(text: str) -> list[str]:
    """The single values of a cell: `rot/weiß` is both."""
    return [part.strip() for part in re.split(r"[|/]", text) if part.strip()]


def _facets(number: int, variant: Variant, language: str) -> Iterator[tuple[int, str, str]]:
    if variant.colour:
        colour = variant.colour[language]
        for part in {colour, *parts(colour)}:
            yield number, "colour", part.casefold()
    if variant.size:
        yield number, "size", variant.size.casefold()
    for attribute in variant.attributes:
        for value in attribute.value.values.values():
            for part in {value, *parts(value)}:
                yield number, f"attr:{attribute.name[language].casefold()}", part.casefold()


def _prices(db: sqlite3.Connection, variants: Iterable[Variant], now: int) -> None:
    """Note every price that is not the newest one noted already."""
    newest = {
        sku: noted
        for sku, *noted in db.execute(
            "SELECT sku, currency, price, sale_price, MAX(at) FROM price_history GROUP BY sku"
        )
    }
    for variant in variants:
        currency, price, sale, _, _ = _prices_of(variant)
        if newest.get(variant.sku, [])[:3] != [currency, price, sale]:
            db.execute(
                "INSERT OR REPLACE INTO price_history VALUES (?, ?, ?, ?, ?)", (variant.sku, now, currency, price, sale)
            )


def _places(db: sqlite3.Connection, shop: ShopFolder) -> None:
    stores = [(store.id, position, dump(store)) for position, store in enumerate(shop.stores)]
    db.executemany("INSERT INTO store VALUES (?, ?, ?)", stores)
    services = [(service.sku, service.store, dump(service)) for service in shop.services]
    db.executemany("INSERT INTO service VALUES (?, ?, ?)", services)
    taken = [(each.service, each.store, micros(each.at), each.people) for each in shop.taken]
    db.executemany("INSERT INTO taken VALUES (?, ?, ?, ?)", taken)


def _promotions(db: sqlite3.Connection, shop: ShopFolder) -> None:
    db.executemany("INSERT INTO voucher VALUES (?, ?)", [(each.code, dump(each)) for each in shop.vouchers])
    offers = [(offer.id, position, dump(offer)) for position, offer in enumerate(shop.offers)]
    db.executemany("INSERT INTO offer VALUES (?, ?, ?)", offers)


def _texts(db: sqlite3.Connection, shop: ShopFolder) -> None:
    faq = [(each.source, each.language, each.question, each.text, each.keywords) for each in shop.faq]
    db.executemany("INSERT INTO faq VALUES (?, ?, ?, ?, ?)", faq)
    synonyms = [
        (language, word, same)
        for language, words in shop.synonyms.items()
        for word, others in words.items()
        for same in others
    ]
    db.executemany("INSERT OR IGNORE INTO synonym VALUES (?, ?, ?)", synonyms)
    db.executemany("INSERT INTO legal VALUES (?, ?, ?)", [(*key, text) for key, text in shop.legal.items()])


def _stock(db: sqlite3.Connection, shop: ShopFolder) -> None:
    """Set what is on hand, never below what shoppers have reserved."""
    held = db.execute("SELECT sku, store, reserved FROM stock").fetchall()
    for sku, store, reserved in held:
        if (sku, store) not in shop.stock and not reserved:
            db.execute("DELETE FROM stock WHERE sku = ? AND store = ?", (sku, store))
        elif (sku, store) not in shop.stock:
            db.execute("UPDATE stock SET on_hand = reserved WHERE sku = ? AND store = ?", (sku, store))
    db.executemany(
        "INSERT INTO stock (sku, store, on_hand) VALUES (?, ?, ?) "
        "ON CONFLICT (sku, store) DO UPDATE SET on_hand = MAX(excluded.on_hand, stock.reserved)",
        [(sku, store, count) for (sku, store), count in shop.stock.items()],
    )


def _state(db: sqlite3.Connection, shop: ShopFolder) -> int:
    row = db.execute(
        "INSERT INTO catalog_state VALUES (1, 1, ?, ?) ON CONFLICT (one) DO UPDATE SET "
        "generation = generation + 1, fingerprint = excluded.fingerprint, settings = excluded.settings "
        "RETURNING generation",
        (shop.fingerprint, dump(shop.settings)),
    ).fetchone()
    return int(row[0])
