"""The catalogue's tables, as numbered migrations that only go forward."""

from __future__ import annotations

import sqlite_utils
from sqlite_utils.migrations import Migrations

migrations = Migrations("catalog")

_OPEN = (
    """CREATE TABLE catalog_state (      -- one row: which import is in force
        one INTEGER PRIMARY KEY CHECK (one = 1),
        generation INTEGER NOT NULL,
        fingerprint TEXT NOT NULL,
        settings TEXT NOT NULL
    )""",
    """CREATE TABLE product (
        id TEXT PRIMARY KEY,
        position INTEGER NOT NULL,
        category TEXT NOT NULL,       -- the path in the shop's first language, case folded
        kind TEXT NOT NULL,
        popularity REAL NOT NULL,
        document TEXT NOT NULL
    )""",
    """CREATE TABLE variant (
        n INTEGER PRIMARY KEY,        -- also the row in the search indexes
        sku TEXT NOT NULL UNIQUE,
        product TEXT NOT NULL REFERENCES product (id),
        position INTEGER NOT NULL,
        currency TEXT NOT NULL,
        price BIGINT NOT NULL CHECK (price >= 0),
        sale_price BIGINT,
        sale_from BIGINT,             -- microseconds since 1970 UTC
        sale_until BIGINT,
        availability TEXT NOT NULL,
        counted INTEGER NOT NULL,
        cells TEXT NOT NULL           -- the row of the owner's file as JSON, to say what changed
    )""",
    "CREATE INDEX variant_product ON variant (product, position)",
    """CREATE TABLE facet (              -- what filters look at, case folded
        n INTEGER NOT NULL REFERENCES variant (n),
        name TEXT NOT NULL,           -- 'colour', 'size' or an attribute's name
        value TEXT NOT NULL,
        PRIMARY KEY (n, name, value)
    ) WITHOUT ROWID""",
    "CREATE TABLE store (id TEXT PRIMARY KEY, position INTEGER NOT NULL, document TEXT NOT NULL)",
    "CREATE TABLE service (sku TEXT NOT NULL, store TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (sku, store))",
    "CREATE TABLE voucher (code TEXT PRIMARY KEY, document TEXT NOT NULL)",
    "CREATE TABLE offer (id TEXT PRIMARY KEY, position INTEGER NOT NULL, document TEXT NOT NULL)",
    """CREATE TABLE taken (              -- places booked outside of this program
        service TEXT NOT NULL, store TEXT NOT NULL, at BIGINT NOT NULL, people INTEGER NOT NULL CHECK (people > 0)
    )""",
    """CREATE TABLE faq (
        source TEXT NOT NULL PRIMARY KEY,
        language TEXT NOT NULL, question TEXT NOT NULL, text TEXT NOT NULL, keywords TEXT NOT NULL
    )""",
    "CREATE TABLE synonym (language TEXT NOT NULL, word TEXT NOT NULL, same TEXT NOT NULL, PRIMARY KEY (language, word, same))",
    """CREATE TABLE word (               -- the shop's own words, for putting typing errors right
        language TEXT NOT NULL, word TEXT NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY (language, word)
    ) WITHOUT ROWID""",
    """CREATE TABLE price_history (
        sku TEXT NOT NULL, at BIGINT NOT NULL, currency TEXT NOT NULL, price BIGINT NOT NULL, sale_price BIGINT,
        PRIMARY KEY (sku, at)
    )""",
    """CREATE TABLE legal (name TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (name, language))""",
    """CREATE TABLE stock (              -- store '' is the online stock; a SKU without a row is not counted
        sku TEXT NOT NULL,
        store TEXT NOT NULL DEFAULT '',
        on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
        reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0 AND reserved <= on_hand),
        PRIMARY KEY (sku, store)
    )""",
)


@migrations(name="0001_open")
def _open(db: sqlite_utils.Database) -> None:
    for statement in _OPEN:
        db.execute(statement)


def migrate(db: sqlite_utils.Database) -> None:
    """Bring the catalogue's tables to the newest form; changes nothing when they are."""
    migrations.apply(db)
