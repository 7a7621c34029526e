"""The import as a whole: read, compare, write in one transaction, report."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import sqlite_utils

from catalog.importing.difference import (
    Contents,
    Difference,
    PriceMove,
    changed_cells,
    compare,
    contents,
    price_moves,
    stored,
)
from catalog.importing.folder import ShopFolder, read_folder
from catalog.importing.missing import hints
from catalog.importing.problems import Problem
from catalog.importing.write import Progress, write
from catalog.schema import migrate

_ADVICE = {
    "SQLITE_FULL": "Free some space on the disk and import again.",
    "SQLITE_IOERR": "Check that the disk is not full and not faulty, then import again.",
    "SQLITE_BUSY": "Another program is writing to the database. Wait a moment and import again.",
    "SQLITE_READONLY": "Check that the file and its folder may be written to.",
    "SQLITE_CANTOPEN": "Check that the folder exists and may be written to.",
    "SQLITE_NOTADB": "The file is not a database. Name another one in --database or in config.toml.",
    "SQLITE_CORRUPT": "The database is damaged. Put back a copy that is not.",
}


class ImportFailedError(Exception):
    """The database could not be written: what happened, and what to do; nothing was changed."""

    def __init__(self, what: str, help: str) -> None:
        super().__init__(f"{what} Nothing was changed. {help}")
        self.what = what
        self.help = help


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import found and did."""

    applied: bool = False
    problems: tuple[Problem, ...] = ()
    hints: tuple[Problem, ...] = ()  # what should be mended and hinders nothing
    shop: str = ""
    generation: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)  # kind -> how many the folder holds
    differences: Mapping[str, Difference] = field(default_factory=dict)  # kind -> ids that come, change, go
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # SKU -> changed columns
    prices: tuple[PriceMove, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the folder was without fault."""
        return not self.problems


def import_folder(
    path: Path,
    database: Path,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    now: datetime | None = None,
    patience: float = 5.0,
) -> ImportReport:
    """Check a shop's folder and put it into a database; a dry run only says what would change.

    A folder with problems changes nothing: the report lists them. `progress` is called with (stage, done, total).
    `patience` is how many seconds it waits for another writer.
    Raises `ImportFailedError` when the database cannot be read or written.
    """
    shop = read_folder(path)
    if isinstance(shop, tuple):
        return ImportReport(problems=shop)
    after = contents(shop)
    with _explained(database):
        if dry_run:
            return _preview(shop, after, database)
        with closing(sqlite3.connect(database, isolation_level=None, timeout=patience)) as db:
            return _apply(shop, after, db, progress or _silent, now or datetime.now(UTC))


def _silent(stage: str, done: int, total: int) -> None:
    """The progress of nobody watching."""


def _preview(shop: ShopFolder, after: Contents, database: Path) -> ImportReport:
    if not database.exists():
        return _report(shop, {}, after, ())
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as db:
        before = stored(db)
        return _report(shop, before, after, price_moves(db, shop) if before else ())


def _prepare(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    migrate(sqlite_utils.Database(db))


def _apply(
    shop: ShopFolder, after: Contents, db: sqlite3.Connection, progress: Progress, now: datetime
) -> ImportReport:
    _prepare(db)
    with db:  # commits at the end, rolls back on any error
        db.execute("BEGIN IMMEDIATE")
        report = _report(shop, stored(db), after, price_moves(db, shop))
        generation = write(db, shop, now, progress)
    return replace(report, applied=True, generation=generation)


def _report(shop: ShopFolder, before: Contents, after: Contents, prices: tuple[PriceMove, ...]) -> ImportReport:
    return ImportReport(
        hints=tuple(hints(shop)),
        shop=shop.settings.name,
        counts={kind: len(things) for kind, things in after.items() if kind != "settings"},
        differences=compare(before, after),
        cells=changed_cells(before, after),
        prices=prices,
    )


@contextmanager
def _explained(database: Path) -> Iterator[None]:
    """Turns the database's own errors into one sentence with advice."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        advice = next((text for key, text in _ADVICE.items() if name.startswith(key)), None)
        if advice is None:
            raise
        raise ImportFailedError(f"The database {database} could not be used: {error}.", advice) from error
