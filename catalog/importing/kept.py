"""A shop's folder, imported once and kept as a database: a new one of the same shop begins as a copy of it."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from catalog.importing.folder import fingerprint
from catalog.moments import micros

_CODE = Path(__file__).parents[1]


class Kept:
    """Where the database of a folder is kept, while folder and code are what they were."""

    def __init__(self, folder: Path, cache: Path) -> None:
        place = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]
        self._older = f"shop-{place}-*.db"
        self._path = cache / f"shop-{place}-{_content(folder)}.db"

    def copy(self, database: Path, *, now: datetime) -> bool:
        """Make a new database as if the folder were imported now; False if none is kept, or a broken one."""
        try:
            shutil.copyfile(self._path, database)
            with closing(sqlite3.connect(database, isolation_level=None)) as db:
                db.execute("UPDATE price_history SET at = ?", (micros(now),))
        except (OSError, sqlite3.DatabaseError):
            database.unlink(missing_ok=True)
            return False
        return True

    def keep(self, database: Path) -> None:
        """Keep a database that the folder was just imported into, instead of older ones; whole or not at all."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._path.parent, prefix=self._path.stem) as beside:
            whole = Path(beside) / self._path.name
            with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(whole)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # all of it in one file
            for older in self._path.parent.glob(self._older):
                older.unlink(missing_ok=True)
            whole.replace(self._path)


def _content(folder: Path) -> str:
    """Everything an import depends on: what the folder says, which files it names, and the code."""
    digest = hashlib.sha256(fingerprint(folder).encode())
    for name in sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")):
        digest.update(name.encode() + b"\0")
    for code in _sources():
        digest.update(code)
    return digest.hexdigest()[:20]


def _sources() -> Iterator[bytes]:
    for pattern in ("*.py", "importing/*.py", "languages/*"):
        yield from (path.read_bytes() for path in sorted(_CODE.glob(pattern)) if path.is_file())
