"""What can go wrong with a shop's database. Every sentence says what happened and what to do.

StoreError
├── StoreBusy       another process holds the database
├── StoreFull       the disk is full
├── StoreReadOnly   the file or its folder may not be written
├── StoreBroken     the file is damaged, no database, or could not be brought up to date
├── StoreNewer      a newer release has written the file
├── StoreClosed     the store was closed before
├── Refused         the schema refused a row
└── Conflict        somebody else stored the conversation first
"""

# ruff: noqa: N818  (each name says what happened, as the sentences do)
from __future__ import annotations

import sqlite3
from pathlib import Path


class StoreError(Exception):
    """Something is wrong with the shop's database."""


class StoreBusy(StoreError):
    """Another process holds the database."""


class StoreFull(StoreError):
    """There is no room left on the disk."""


class StoreReadOnly(StoreError):
    """The database may not be written."""


class StoreBroken(StoreError):
    """The file is damaged, no database at all, or could not be brought up to date."""


class StoreNewer(StoreError):
    """The database was written by a newer release."""


class StoreClosed(StoreError):
    """The store was closed before."""


class Refused(StoreError):
    """A rule of the schema refused a row; nothing of the statement was kept."""


class Conflict(StoreError):
    """A conversation was stored by somebody else since it was loaded."""


_KINDS: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_BUSY: (
        StoreBusy,
        "{path} is locked by another program. Nothing was changed; end that program or wait for it, then try again.",
    ),
    sqlite3.SQLITE_FULL: (
        StoreFull,
        "The disk that holds {path} is full. Nothing was changed; free some space, then try again.",
    ),
    sqlite3.SQLITE_READONLY: (
        StoreReadOnly,
        "{path} may not be written. Nothing was changed; give this user write permission on the file and its folder.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        StoreReadOnly,
        "{path} cannot be opened. Check that its folder exists and that this user may read and write there.",
    ),
    sqlite3.SQLITE_IOERR: (
        StoreBroken,
        "The disk that holds {path} failed to read or write. Nothing was changed; check the disk and its free space.",
    ),
    sqlite3.SQLITE_CORRUPT: (StoreBroken, "{path} is damaged. Stop the shop and restore the newest backup beside it."),
    sqlite3.SQLITE_NOTADB: (
        StoreBroken,
        "{path} is not a database. Check the path, or restore the newest backup beside it.",
    ),
}


def translate(error: sqlite3.Error, path: Path) -> Exception:
    """The error of this tree that a database error means; the error itself where it is a mistake in the program."""
    if isinstance(error, sqlite3.IntegrityError):
        return Refused(
            f"The database refused a row: {error}. Nothing was changed by it; this is a fault in the program."
        )
    code = getattr(error, "sqlite_errorcode", None)
    if code is None or code & 0xFF not in _KINDS:
        return error
    kind, sentence = _KINDS[code & 0xFF]
    return kind(sentence.format(path=path))
