"""An upgrade that takes a while is seen: by whoever watches a terminal, and by nobody else."""

from __future__ import annotations

import asyncio
import os
import pty
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils

import catalog.schema
from bot.store import schema
from bot.store.sqlite import SqliteStore

PROGRAM = """
from bot.commands.progress import bars
with bars() as show:
    for done in range(3):
        show("upgrade", done, 2)
"""


def migrated(path: Path, folder: Path) -> list[tuple[str, int, int]]:
    """What is told of the way to the newest form."""
    told: list[tuple[str, int, int]] = []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        schema.migrate(connection, path, known=schema.history(folder), progress=lambda *seen: told.append(seen))
    return told


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """The shipped history and two files more."""
    folder = tmp_path / "migrations"
    shutil.copytree(Path(schema.__file__).parent / "migrations", folder)
    for name in ("9998_mood", "9999_weather"):
        (folder / f"{name}.sql").write_text(f"ALTER TABLE event ADD COLUMN {name[5:]} TEXT;", encoding="utf-8")
    return folder


def test_an_upgrade_tells_each_step_and_the_backup(tmp_path: Path, history: Path) -> None:
    path = tmp_path / "shop.db"
    asyncio.run(SqliteStore.open(path).close())
    told = migrated(path, history)
    assert [seen for seen in told if seen[0] == "upgrade"] == [("upgrade", done, 2) for done in (0, 1, 1, 2)]
    stage, done, total = told[-1]
    assert stage == "backup"
    assert done == total
    assert migrated(path, history) == []


def test_a_new_database_is_made_without_a_word(tmp_path: Path, history: Path) -> None:
    assert migrated(tmp_path / "shop.db", history) == []


def test_a_shop_that_was_only_imported_is_no_upgrade(tmp_path: Path, history: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "shop.db", isolation_level=None)) as db:
        catalog.schema.migrate(sqlite_utils.Database(db))
    assert migrated(tmp_path / "shop.db", history) == []


def test_the_store_hands_on_who_watches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, history: Path) -> None:
    path = tmp_path / "shop.db"
    asyncio.run(SqliteStore.open(path).close())
    newer = schema.history(history)
    monkeypatch.setattr(schema, "history", lambda: newer)
    told: list[str] = []
    store = SqliteStore.open(path, progress=lambda stage, _, __: told.append(stage))
    asyncio.run(store.close())
    assert set(told) == {"upgrade", "backup"}


def on_a_terminal(program: str) -> str:
    """What a program writes to its standard error if that is a terminal."""
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    subprocess.run([sys.executable, "-c", program], stderr=theirs, env=environ, check=True)
    os.close(theirs)
    told = b""
    while chunk := _read(ours):
        told += chunk
    os.close(ours)
    return told.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""


def test_a_bar_is_shown_on_a_terminal() -> None:
    told = on_a_terminal(PROGRAM)
    assert "upgrade" in told
    assert "2/2" in told


def test_nothing_is_shown_where_nobody_watches() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_a_terminal_stays_empty_while_there_is_nothing_to_show() -> None:
    assert on_a_terminal("from bot.commands.progress import bars\nwith bars():\n    pass") == ""
