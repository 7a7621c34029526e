"""One process per database: a lock that the kernel drops when its holder dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from bot.store.errors import StoreBusy, StoreReadOnly


class ProcessLock:
    """An exclusive lock on `<database>.lock`, which also tells who holds it."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreReadOnly(
                f"{self._path} cannot be written ({error.strerror}). "
                "Check that the folder exists and that this user may write there."
            ) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(self._file, 32).decode(errors="replace").strip() or "unknown"
            os.close(self._file)
            raise StoreBusy(
                f"{database} is in use by process {holder}. One process serves a database: end that one first, "
                "or give this one another database."
            ) from error
        self._sign()

    def _sign(self) -> None:
        """Write down who holds the lock; a full disk must not keep a shop closed."""
        try:
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)
        except OSError:
            return

    def release(self) -> None:
        """Let the next process in. The file stays: removing it would let two in."""
        os.close(self._file)
