"""The schema's history: numbered files, applied in order, forwards only, all or none."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import closing
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from sqlite_utils import Database, Migrations

from bot.store.errors import StoreBroken, StoreNewer
from catalog import schema as catalog_schema

Progress = Callable[[str, int, int], None]  # what is being done, how much of it is, of how much
_NUMBERED = re.compile(r"\d{4}_\w+\.sql")

#: How many pages of a database are copied before somebody hears of it.
PAGES = 2000


def statements(script: str) -> Iterator[str]:
    """The statements of a script one by one, triggers whole."""
    statement = ""
    for part in script.split(";")[:-1]:
        statement += part + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def history(folder: Traversable | None = None) -> Migrations:
    """The numbered files of a folder, the shipped ones by default, as a set of migrations."""
    migrations = Migrations("bot")
    folder = folder or files("bot.store") / "migrations"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if _NUMBERED.fullmatch(file.name):
            migrations(name=file.name.removesuffix(".sql"))(_run(file.read_text(encoding="utf-8")))
    return migrations


def _run(script: str) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        for statement in statements(script):
            db.execute(statement)

    return run


def unseen(stage: str, done: int, total: int) -> None:
    """The progress of nobody watching."""


def migrate(connection: sqlite3.Connection, path: Path, *, known: Migrations, progress: Progress = unseen) -> list[str]:
    """Bring a database up to date in one transaction, after a backup if it held anything; the names of what ran.

    `progress` hears of an upgrade and its backup; a new database is made in a moment.
    """
    db = Database(connection, execute_plugins=False)
    _refuse_strangers(db, path)
    connection.execute("BEGIN IMMEDIATE")
    try:
        before = _applied(db)
        _refuse_newer(known, before, path)
        known_sets = {owner for owner, _ in before}
        _apply(db, (known, catalog_schema.migrations), progress, upgraded=known_sets)
        connection.execute("DELETE FROM conversation WHERE 0")  # a file that cannot be written is told now
        new = [name for name in _applied(db) if name not in before]
        upgrades = [name for name in new if name[0] in known_sets]
        if upgrades:
            back_up(path, before=upgrades[0], progress=progress)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return [name for _, name in new]


def _apply(db: Database, sets: Sequence[Migrations], progress: Progress, *, upgraded: Container[str]) -> None:
    """Run what is still to be done one by one; what is made for the first time is made in a moment."""
    steps = [(one, each.name) for one in sets for each in one.pending(db)]
    told = progress if any(one.name in upgraded for one, _ in steps) else unseen
    for done, (one, _) in enumerate(steps):
        told("upgrade", done, len(steps))
        one.apply(db, stop_before=[later for other, later in steps[done + 1 :] if other is one])
        told("upgrade", done + 1, len(steps))


def _applied(db: Database) -> list[tuple[str, str]]:
    """Every migration the file has seen, as (set, name)."""
    if not db[Migrations.migrations_table].exists():
        return []
    return [(row["migration_set"], row["name"]) for row in db[Migrations.migrations_table].rows_where(order_by="rowid")]


def _refuse_strangers(db: Database, path: Path) -> None:
    if db.table_names() and not _applied(db):
        raise StoreBroken(f"{path} is a database of another program. Nothing was changed; choose another path.")


def _refuse_newer(known: Migrations, applied: list[tuple[str, str]], path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as empty:
        names = {migration.name for migration in known.pending(Database(empty))}
    unknown = [name for owner, name in applied if owner == known.name and name not in names]
    if unknown:
        raise StoreNewer(
            f"{path} was written by a newer release (it has {unknown[0]}). Nothing was changed; "
            "install that release, or restore the backup made before the upgrade."
        )


def back_up(path: Path, *, before: tuple[str, str], progress: Progress = unseen) -> Path:
    """Copy what is committed into one file beside the database, complete or not at all."""
    name = f"{path.name}.before-{before[0]}-{before[1]}"
    unfinished, backup = path.with_name(name + ".unfinished"), path.with_name(name + ".backup")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(
            target, pages=PAGES, progress=lambda _, left, total: progress("backup", total - left, max(total, 1))
        )
        target.execute("PRAGMA journal_mode = DELETE")
    unfinished.replace(backup)
    return backup
