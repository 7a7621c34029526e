"""Everything of one import that does not change until the next, read once and kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from catalog.documents import load
from catalog.faq import Faq
from catalog.model import Offer, Product, Service, Settings, Store, Variant, Voucher
from catalog.moments import moment_of
from catalog.search import Words
from catalog.spelling import Spelling
from catalog.words import split, stems


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Places at a service that were booked outside of this program."""

    service: str
    store: str
    at: datetime
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One generation of the catalogue."""

    generation: int
    fingerprint: str
    settings: Settings
    products: Mapping[str, Product]
    variants: Mapping[str, Variant]
    stores: Mapping[str, Store]
    services: tuple[Service, ...]
    taken: tuple[Taken, ...]
    vouchers: Mapping[str, Voucher]
    offers: Mapping[str, Offer]
    words: Mapping[str, Words]
    titles: Mapping[
        str, Mapping[str, Mapping[str, None]]
    ]  # language -> word -> the ids of products, in the owner's order
    faqs: Mapping[str, Faq]
    synonyms: Mapping[str, Mapping[str, tuple[str, ...]]]  # language -> word -> others, as the owner wrote them
    legal: Mapping[tuple[str, str], str]


def read(db: sqlite3.Connection) -> Snapshot:
    """The newest import, in one view of the database."""
    with db:
        db.execute("BEGIN")
        return _read(db)


def _read(db: sqlite3.Connection) -> Snapshot:
    generation, fingerprint, document = db.execute(
        "SELECT generation, fingerprint, settings FROM catalog_state"
    ).fetchone()
    settings = load(Settings, document)
    products = [load(Product, row[0]) for row in db.execute("SELECT document FROM product ORDER BY position")]
    stores = [load(Store, row[0]) for row in db.execute("SELECT document FROM store ORDER BY position")]
    offers = [load(Offer, row[0]) for row in db.execute("SELECT document FROM offer ORDER BY position")]
    vouchers = [load(Voucher, row[0]) for row in db.execute("SELECT document FROM voucher")]
    synonyms = {language: _synonyms(db, language) for language in settings.languages}
    groups = {language: _groups(synonyms[language], language) for language in settings.languages}
    return Snapshot(
        generation=generation,
        fingerprint=fingerprint,
        settings=settings,
        products={product.id: product for product in products},
        variants={variant.sku: variant for product in products for variant in product.variants},
        stores={store.id: store for store in stores},
        services=tuple(load(Service, row[0]) for row in db.execute("SELECT document FROM service ORDER BY sku, store")),
        taken=tuple(
            Taken(service=service, store=store, at=moment_of(at), people=people)
            for service, store, at, people in db.execute("SELECT service, store, at, people FROM taken ORDER BY at")
        ),
        vouchers={voucher.code: voucher for voucher in vouchers},
        offers={offer.id: offer for offer in offers},
        words={
            language: Words(synonyms=groups[language], spelling=_spelling(db, language))
            for language in settings.languages
        },
        titles={language: _titles(products, language) for language in settings.languages},
        faqs={language: _faq(db, language, groups[language], products) for language in settings.languages},
        synonyms=synonyms,
        legal={(name, language): text for name, language, text in db.execute("SELECT name, language, text FROM legal")},
    )


def _synonyms(db: sqlite3.Connection, language: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    rows = db.execute("SELECT word, same FROM synonym WHERE language = ? ORDER BY word, same", (language,))
    for word, same in rows:
        found[word] = (*found.get(word, ()), same)
    return found


def _groups(synonyms: Mapping[str, tuple[str, ...]], language: str) -> dict[str, tuple[str, ...]]:
    """Stem -> the stems that mean the same, both ways."""
    found: dict[str, tuple[str, ...]] = {}
    for word, others in synonyms.items():
        forms = [" ".join(stems(each, language)) for each in (word, *others)]
        for form in forms:
            found[form] = tuple(dict.fromkeys((*found.get(form, ()), *(each for each in forms if each != form))))
    return found


def _titles(products: Iterable[Product], language: str) -> dict[str, dict[str, None]]:
    """Word -> the products that have it in their title."""
    found: dict[str, dict[str, None]] = {}
    for product in products:
        for word in split(product.title[language].casefold()):
            found.setdefault(word, {})[product.id] = None
    return found


def _spelling(db: sqlite3.Connection, language: str) -> Spelling:
    return Spelling(dict(db.execute("SELECT word, rows FROM word WHERE language = ?", (language,))))


def _faq(
    db: sqlite3.Connection, language: str, synonyms: Mapping[str, tuple[str, ...]], products: Iterable[Product]
) -> Faq:
    rows = db.execute("SELECT source, question, text, keywords FROM faq WHERE language = ? ORDER BY rowid", (language,))
    things = frozenset(word for product in products for word in stems(product.category[language], language))
    return Faq(language, rows.fetchall(), synonyms, things=things)
