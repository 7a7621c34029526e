"""The catalogue, read side: what the shop has, always as of the last committed import."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from catalog import snapshot
from catalog.model import Answer, Offer, Product, Service, Settings, Store, Variant, Voucher
from catalog.query import Hit, Hits, Query
from catalog.search import Found, Row, Search
from catalog.shades import shades
from catalog.snapshot import Snapshot, Taken

__all__ = ["Catalog", "Hit", "Hits", "NoShopError", "Query", "Taken"]


class NoShopError(Exception):
    """The database holds no shop yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} holds no shop yet. Import one first: tresen import FOLDER")


class UnreadableError(Exception):
    """The file is no database, or a damaged one."""

    def __init__(self, path: Path, reason: object) -> None:
        super().__init__(
            f"{path} cannot be read as a shop's database ({reason}). "
            "Name another file under [shop] database in config.toml, or put a copy of it back."
        )


class Catalog:
    """Reads one shop's catalogue; may be used by many threads, each with a read-only connection of its own.

    Objects are immutable and kept; a new import is seen by the next call. Stock is never kept: it is read anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._connections: list[sqlite3.Connection] = []
        self._snapshot: Snapshot | None = None

    @property
    def path(self) -> Path:
        """Where the database lies."""
        return self._path

    def close(self) -> None:
        """Let go of the file, in all threads."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
            self._local = threading.local()

    @property
    def generation(self) -> int:
        """Counts imports: it changes exactly when the catalogue does; 0 before the first."""
        return self._generation(self._db())

    @property
    def fingerprint(self) -> str:
        """The hash of the imported folder's text files, as `catalog.importing.fingerprint` reckons it."""
        return self._current().fingerprint

    @property
    def settings(self) -> Settings:
        """What shop.toml says."""
        return self._current().settings

    def product(self, id: str) -> Product | None:
        """A product by its id, with its variants."""
        return self._current().products.get(id)

    def variant(self, sku: str) -> Variant | None:
        """A variant by its SKU."""
        return self._current().variants.get(sku)

    def products(self, ids: Iterable[str] | None = None) -> tuple[Product, ...]:
        """These products, unknown ids left out; all of them, in the owner's order, if none are named."""
        known = self._current().products
        return tuple(known.values()) if ids is None else tuple(known[each] for each in ids if each in known)

    def titled(self, words: Iterable[str], *, language: str) -> tuple[Product, ...]:
        """The products that have all these words, in small letters, in their title, in the owner's order."""
        current = self._current()
        titles = current.titles.get(language) or current.titles[current.settings.languages[0]]
        fewest, *others = sorted((titles.get(word, {}) for word in words), key=len) or [{}]
        return tuple(current.products[one] for one in fewest if all(one in each for each in others))

    def store(self, id: str) -> Store | None:
        """A store by its id."""
        return self._current().stores.get(id)

    def stores(self) -> tuple[Store, ...]:
        """All stores, in the owner's order."""
        return tuple(self._current().stores.values())

    def service(self, sku: str, store: str | None = None) -> Service | None:
        """When a service is to be had: in one store, or in the first that has it."""
        found = (each for each in self._current().services if each.sku == sku and store in (None, each.store))
        return next(found, None)

    def services(self) -> tuple[Service, ...]:
        """All services in all stores."""
        return self._current().services

    def taken(self, sku: str, store: str) -> tuple[Taken, ...]:
        """Places at a service that were booked outside of this program, by time."""
        return tuple(each for each in self._current().taken if (each.service, each.store) == (sku, store))

    def voucher(self, code: str) -> Voucher | None:
        """A voucher by its code, however it is written."""
        return self._current().vouchers.get(code.strip().upper())

    def offers(self) -> tuple[Offer, ...]:
        """All offers, in the owner's order."""
        return tuple(self._current().offers.values())

    def offer(self, id: str) -> Offer | None:
        """An offer by its id."""
        return self._current().offers.get(id)

    def legal(self, name: str, *, language: str) -> str:
        """A legal text ('imprint', 'terms', 'privacy', 'withdrawal'); empty if the owner gave none."""
        current = self._current()
        first = current.settings.languages[0]
        return current.legal.get((name, language)) or current.legal.get((name, first), "")

    def synonyms(self, language: str) -> dict[str, tuple[str, ...]]:
        """The owner's synonyms of a language."""
        return dict(self._current().synonyms.get(language, {}))

    def category_keys(self) -> tuple[str, ...]:
        """All category paths in the first language, with every path above them, in the owner's order."""
        first = self.settings.languages[0]
        keys: dict[str, None] = {}
        for product in self._current().products.values():
            path = product.category.values.get(first, "")
            parts = path.split(" > ") if path else []
            keys.update(dict.fromkeys(" > ".join(parts[: end + 1]) for end in range(len(parts))))
        return tuple(keys)

    def stock(self, sku: str, store: str = "") -> int | None:
        """Free pieces online or on a store's shelf, this moment; None where the online stock is not counted."""
        row = (
            self._db()
            .execute("SELECT on_hand - reserved FROM stock WHERE sku = ? AND store = ?", (sku, store))
            .fetchone()
        )
        variant = self.variant(sku)
        if row is None and not store and variant and not variant.counted:
            return None
        return int(row[0]) if row else 0

    def shelves(self, sku: str) -> dict[str, int]:
        """Free pieces by store, of the stores that have any."""
        rows = self._db().execute(
            "SELECT store, on_hand - reserved FROM stock WHERE sku = ? AND store <> '' AND on_hand > reserved", (sku,)
        )
        found = dict(rows.fetchall())
        return {store.id: found[store.id] for store in self.stores() if store.id in found}

    def search(self, query: Query, *, language: str, now: datetime) -> Hits:
        """Products that fit, best first, each once with its best variant."""
        current = self._current()
        languages = tuple(dict.fromkeys(
            each for each in (language, *current.settings.languages) if each in current.settings.languages
        ))  # fmt: skip
        found = self._found(query, languages, now)
        if query.colours and (not found.rows or found.relaxed):
            wider = self._found(replace(query, colours=(*query.colours, *shades(query.colours))), languages, now)
            found = wider if wider.rows and (not found.rows or not wider.relaxed) else found
        items = tuple(hit for row in found.rows if (hit := _hit(current, row, now)))
        return Hits(items=items, total=found.total, corrected=found.corrected, relaxed=found.relaxed)

    def _found(self, query: Query, languages: Sequence[str], now: datetime) -> Found:
        current = self._current()
        currency = current.settings.currency
        return Search(self._db(), query, languages=languages, words=current.words, currency=currency, now=now).run()

    def faq(self, text: str, *, language: str) -> Answer | None:
        """The passage of the FAQ that answers a question; None rather than one that may not."""
        current = self._current()
        faq = current.faqs.get(language) or current.faqs[current.settings.languages[0]]
        return faq.answer(text)

    def listed(self, text: str, *, language: str) -> Answer | None:
        """The passage of the FAQ whose own question a message is; None for anything else."""
        current = self._current()
        faq = current.faqs.get(language) or current.faqs[current.settings.languages[0]]
        return faq.said_alike(text)

    def _db(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._local, "db", None)
        if found is None:
            uri = f"{self._path.resolve().as_uri()}?mode=ro"
            found = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
            with self._lock:
                self._connections.append(found)
            self._local.db = found
        return found

    def _generation(self, db: sqlite3.Connection) -> int:
        row = db.execute("SELECT generation FROM catalog_state").fetchone()
        return int(row[0]) if row else 0

    @contextmanager
    def still(self) -> Iterator[None]:
        """In this thread, see the catalogue as it is now until the end of the block, whatever is imported meanwhile."""
        before = getattr(self._local, "held", None)
        self._local.held = before or self._current()
        try:
            yield
        finally:
            self._local.held = before

    def _current(self) -> Snapshot:
        held: Snapshot | None = getattr(self._local, "held", None)
        if held is not None:
            return held
        db = self._db()
        try:
            generation = self._generation(db)
        except sqlite3.OperationalError as error:  # a database of ours that nothing was imported into
            raise NoShopError(self._path) from error
        except sqlite3.DatabaseError as error:
            raise UnreadableError(self._path, error) from error
        if not generation:
            raise NoShopError(self._path)
        current = self._snapshot
        if current is None or current.generation != generation:
            current = snapshot.read(db)
            self._snapshot = current
        return current


def _hit(current: Snapshot, row: Row, now: datetime) -> Hit | None:
    variant = current.variants.get(row.sku)
    if variant is None:
        return None
    product = current.products[variant.product]
    price = variant.price_at(now)
    return Hit(product=product, variant=variant, price=price, stock=row.stock, score=row.score, partly=row.partly)
