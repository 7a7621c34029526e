"""One thread writes: waiting works share a transaction, undone each by itself, and hear of it after the commit."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from bot.store.base import Transaction
from bot.store.errors import StoreClosed, translate

#: How many works share one commit at most.
GROUP = 64


@dataclass(slots=True)
class Work:
    """What somebody waits for."""

    function: Callable[[Transaction], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    result: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        """Give the outcome to whoever still waits for it."""
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        elif isinstance(self.error, StopIteration):  # no future can carry it
            self.future.set_exception(RuntimeError(f"a work ended with {self.error!r}"))
        else:
            self.future.set_exception(self.error)


class _GroupLostError(Exception):
    """An error took the whole transaction with it, finished neighbours included."""


class Writer:
    """The only one who writes to the database."""

    def __init__(self, connection: sqlite3.Connection, transaction: Transaction, path: Path) -> None:
        self._connection = connection
        self._transaction = transaction
        self._path = path
        self._accepted: dict[asyncio.AbstractEventLoop, list[Work]] = {}  # not handed over yet
        self._queue: SimpleQueue[list[Work] | None] = SimpleQueue()
        self._open = True
        self._door = threading.Lock()  # between the last work and the closing
        self._thread = threading.Thread(target=self._serve, name=f"writer of {path.name}", daemon=True)
        self._thread.start()

    def accept(self, function: Callable[[Transaction], Any]) -> asyncio.Future[Any]:
        """Take a work; the future tells its result once it is on disk.

        What one round of the event loop brings is handed over together: one group, one commit, one switch of threads.
        """
        loop = asyncio.get_running_loop()
        work = Work(function, loop.create_future(), loop)
        if loop in self._accepted:
            self._accepted[loop].append(work)
        else:
            self._accepted[loop] = [work]
            loop.call_soon(self._hand_over, loop)
        return work.future

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        works = self._accepted.pop(loop, [])
        with self._door:
            if works and self._open:
                self._queue.put(works)
                return
        for work in works:
            work.error = StoreClosed(f"{self._path} was closed. Nothing was stored; open the store again.")
            work.tell()

    async def close(self) -> None:
        """Finish what was accepted, take nothing more."""
        self._hand_over(asyncio.get_running_loop())
        with self._door:
            if self._open:
                self._open = False
                self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _serve(self) -> None:
        while (works := self._queue.get()) is not None:
            last = self._gather(works)
            for start in range(0, len(works), GROUP):
                group = works[start : start + GROUP]
                self._run(group)
                _tell(group)
            if last:
                return

    def _gather(self, works: list[Work]) -> bool:
        """Add the works that wait by now; whether the store closes after them."""
        try:
            while len(works) < GROUP:
                more = self._queue.get_nowait()
                if more is None:
                    return True
                works += more
        except Empty:
            pass
        return False

    def _run(self, group: Sequence[Work]) -> None:
        """Run a group in one transaction; if one of it fails, again with savepoints; if all is lost, one by one.

        Savepoints cost as much as a few statements, and works seldom fail.
        """
        try:
            if not self._together(group, apart=False) and len(group) > 1:
                self._together(group, apart=True)
        except _GroupLostError:
            for work in group:
                if work.error is None:
                    self._alone(work)

    def _alone(self, work: Work) -> None:
        try:
            self._together([work], apart=True)
        except _GroupLostError as lost:
            work.error = work.error or lost.__cause__

    def _together(self, group: Sequence[Work], *, apart: bool) -> bool:
        """Run a group in one transaction; False if a work failed and took those that were not `apart` with it."""
        execute = self._connection.execute
        try:
            execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            for work in group:
                work.error = translate(error, self._path)
            return True
        attempt = self._attempt_apart if apart else self._attempt
        try:
            for work in group:
                attempt(work)
                if not self._connection.in_transaction:
                    raise _GroupLostError from work.error
                if work.error and not apart:
                    execute("ROLLBACK")
                    return False
            execute("COMMIT")
        except sqlite3.Error as error:
            if self._connection.in_transaction:
                execute("ROLLBACK")
            raise _GroupLostError from translate(error, self._path)
        return True

    def _attempt(self, work: Work) -> None:
        """Run one work; what it raises is its caller's to handle."""
        work.error = None
        try:
            work.result = work.function(self._transaction)
        except BaseException as error:  # noqa: BLE001 - its caller hears of it; what escaped here would end the one thread that writes
            work.error = error

    def _attempt_apart(self, work: Work) -> None:
        """Run one work in its own savepoint, which undoes it if it fails."""
        execute = self._connection.execute
        execute("SAVEPOINT work")
        self._attempt(work)
        if self._connection.in_transaction:
            if work.error:
                execute("ROLLBACK TO work")
            execute("RELEASE work")


def _tell(group: Sequence[Work]) -> None:
    """Wake every event loop once, whatever the number of its works."""
    for loop in {work.loop for work in group}:
        mine = [work for work in group if work.loop is loop]
        try:
            loop.call_soon_threadsafe(_tell_all, mine)
        except RuntimeError:  # the loop was closed: nobody waits any more
            continue


def _tell_all(works: Sequence[Work]) -> None:
    for work in works:
        work.tell()
