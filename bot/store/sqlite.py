"""The store on one SQLite file: one writer, readers beside it, one process."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.message import Message
from bot.store import schema
from bot.store.errors import StoreClosed, translate
from bot.store.lock import ProcessLock
from bot.store.transaction import SqliteReader, SqliteTransaction
from bot.store.writer import Writer

if TYPE_CHECKING:
    import asyncio

    from bot.store.base import Reader, Transaction

T = TypeVar("T")
WINDOW = timedelta(hours=24)


class SqliteStore:
    """A shop's durable home in one file. Open it with `SqliteStore.open`."""

    def __init__(self, path: Path, *, writer: Writer, resources: ExitStack) -> None:
        self._path = path
        self._writer = writer
        self._resources = resources
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._door = threading.Lock()  # between a new reader and the closing
        self._open = True

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        window: timedelta = WINDOW,
        durable: bool = True,
        progress: schema.Progress = schema.unseen,
    ) -> SqliteStore:
        """Open or make the database, bring its schema up to date, and keep other processes out.

        `window` is how long a shopper's message keeps a conversation active. `durable=False` is for
        databases that are thrown away: a crash of the machine may damage them. `progress` hears of an upgrade.
        """
        with ExitStack() as resources:
            lock = ProcessLock(path)
            resources.callback(lock.release)
            try:
                connection = _connect(path)
                resources.callback(connection.close)
                _prepare(connection, durable=durable)
                schema.migrate(connection, path, known=schema.history(), progress=progress)
                # whoever held a lease is dead, or the lock would not be ours: its work is due again at once
                connection.execute("UPDATE effect SET leased_until = NULL, lease = NULL WHERE done IS NULL")
            except sqlite3.Error as error:
                raise translate(error, path) from error
            transaction = SqliteTransaction(connection, path, window=window)
            return cls(path, writer=Writer(connection, transaction, path), resources=resources.pop_all())

    @property
    def path(self) -> Path:
        """Where the database lies."""
        return self._path

    def run(self, work: Callable[[Transaction], T]) -> asyncio.Future[T]:
        """Run `work` in a transaction; its result arrives once the transaction is on disk.

        `work` runs in the writer's thread and may run again if an error took its neighbours with it:
        it loads what it changes itself and touches nothing else.
        """
        return self._writer.accept(work)

    def read(self, work: Callable[[Reader], T]) -> T:
        """Run `work` on one snapshot of what was committed last, at once, in the calling thread."""
        connection = self._reader()
        if connection.in_transaction:  # a read inside a read sees the same snapshot
            return work(SqliteReader(connection, self._path))
        try:
            connection.execute("BEGIN")
            return work(SqliteReader(connection, self._path))
        except sqlite3.Error as error:
            raise translate(error, self._path) from error
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    async def receive(self, messages: Sequence[Message]) -> list[int | None]:
        """Put events into the inbox with one commit; None for each that was known already."""
        return await self.run(lambda tx: [tx.receive(message) for message in messages])

    async def close(self) -> None:
        """Finish what was accepted and let go of the files."""
        await self._writer.close()
        with self._door:
            self._open = False
            for connection in self._readers:
                connection.close()
            self._readers.clear()
            self._resources.close()

    def _reader(self) -> sqlite3.Connection:
        """The calling thread's own connection, which can only read."""
        with self._door:
            if not self._open:
                raise StoreClosed(f"{self._path} was closed. Open the store again to read from it.")
            connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
            if connection is None:
                connection = _connect(self._path, mode="ro")
                connection.execute("PRAGMA query_only = ON")
                self._readers.append(connection)
                self._local.connection = connection
            return connection


def _connect(path: Path, *, mode: str = "rwc") -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
        timeout=5.0,
    )


def _prepare(connection: sqlite3.Connection, *, durable: bool) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")  # 64 MB
    connection.execute("PRAGMA temp_store = MEMORY")  # what a savepoint needs to go back stays in memory
