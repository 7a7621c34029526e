"""A short visit to a database that another process may be serving: one transaction or one look, then gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from bot.store import schema
from bot.store.base import Reader, Transaction
from bot.store.errors import StoreBroken, translate
from bot.store.transaction import SqliteReader, SqliteTransaction

T = TypeVar("T")


def visit(
    path: Path,
    work: Callable[[Transaction], T],
    *,
    window: timedelta,
    progress: schema.Progress = schema.unseen,
) -> T:
    """Run `work` in one transaction of a shop's database and return its result; errors roll everything back.

    What it plans or receives is carried out by the process that serves the shop, now or when it starts.
    """
    _must_exist(path)
    try:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=5.0)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            schema.migrate(connection, path, known=schema.history(), progress=progress)
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(SqliteTransaction(connection, path, window=window))
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            return result
    except sqlite3.Error as error:
        raise translate(error, path) from error


def look(path: Path, work: Callable[[Reader], T]) -> T:
    """Run `work` on one snapshot, however long it takes: nobody has to wait for it."""
    _must_exist(path)
    try:
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=5.0)) as connection:
            connection.execute("BEGIN")
            return work(SqliteReader(connection, path))
    except sqlite3.Error as error:
        raise translate(error, path) from error


def _must_exist(path: Path) -> None:
    if not path.exists():
        raise StoreBroken(f"there is no database {path}. Import a shop first: tresen import FOLDER.")
