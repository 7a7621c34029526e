"""What only a store in a file can meet: other processes, full disks, kills, and upgrades."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store import schema
from bot.store.base import Reader, Transaction
from bot.store.errors import (
    StoreBroken,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreNewer,
    StoreReadOnly,
)
from bot.store.sqlite import SqliteStore
from tests.bot.store.samples import MIA, NOON, says


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shop.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SqliteStore]:
    store = SqliteStore.open(path, durable=False)
    yield store
    await store.close()


def python(program: str, path: Path, **more: str) -> subprocess.Popen[str]:
    """Another process that works on the same file; `more` goes into its environment."""
    return subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **more},
    )


PRELUDE = """
import asyncio, os, resource, signal, sys
from pathlib import Path
from bot.store.errors import StoreError
from bot.store.sqlite import SqliteStore
from tests.bot.store.samples import says
path = Path(sys.argv[1])
"""


# Group commit


async def hold(store: SqliteStore) -> tuple[threading.Event, asyncio.Future[None]]:
    """Keep the writer busy, so that everything after waits and goes into one group."""
    begun, go = threading.Event(), threading.Event()

    def wait(_tx: Transaction) -> None:
        begun.set()
        go.wait(5)

    held = store.run(wait)
    await asyncio.to_thread(begun.wait, 5)
    return go, held


async def test_waiting_works_share_one_commit(store: SqliteStore) -> None:
    commits: list[str] = []
    await store.run(lambda tx: tx.rows("SELECT 1 AS one"))
    store._writer._connection.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)
    go, held = await hold(store)
    waiting = [store.run(lambda tx, n=n: tx.receive(says(f"k{n}"))) for n in range(100)]  # type: ignore[misc]
    go.set()
    await asyncio.gather(held, *waiting)
    assert len(commits) == 3  # the one that held, 64 and 36


async def test_an_error_that_takes_the_whole_transaction_along_costs_only_its_own_work(store: SqliteStore) -> None:
    def clash(tx: Transaction) -> None:
        tx.receive(says("clash"))
        tx.change("INSERT OR ROLLBACK INTO counter (name, value) VALUES ('once', 1), ('once', 2)")

    go, held = await hold(store)
    keep = [lambda tx, n=n: tx.receive(says(f"k{n}")) for n in range(5)]
    works = [store.run(work) for work in (*keep[:2], clash, *keep[2:])]
    go.set()
    outcomes = await asyncio.gather(held, *works, return_exceptions=True)
    assert [isinstance(outcome, StoreError) for outcome in outcomes[1:]] == [False, False, True, False, False, False]
    assert None not in outcomes[1:], "a neighbour was run again after it had been kept"
    keys = store.read(lambda db: [row["key"] for row in db.rows("SELECT key FROM event ORDER BY key")])
    assert keys == ["k0", "k1", "k2", "k3", "k4"]


async def test_a_result_arrives_only_after_the_commit(store: SqliteStore, path: Path) -> None:
    await store.run(lambda tx: tx.receive(says("k1")))
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT key FROM event").fetchall() == [("k1",)]


async def test_whoever_stops_waiting_does_no_harm_to_the_others(store: SqliteStore) -> None:
    go, held = await hold(store)
    given_up = store.run(lambda tx: tx.receive(says("k1")))
    kept = store.run(lambda tx: tx.receive(says("k2")))
    given_up.cancel()
    go.set()
    await held
    assert await kept == 2
    assert store.read(lambda db: len(db.rows("SELECT 1 AS one FROM event"))) == 2


async def test_durable_files_wait_for_the_disk_and_throw_away_ones_do_not(tmp_path: Path) -> None:
    for durable, level in ((True, 2), (False, 0)):
        store = SqliteStore.open(tmp_path / f"{durable}.db", durable=durable)
        modes = await store.run(
            lambda tx: [tx.row(f"PRAGMA {name}") for name in ("synchronous", "journal_mode", "foreign_keys")]
        )
        assert modes == [{"synchronous": level}, {"journal_mode": "wal"}, {"foreign_keys": 1}]
        await store.close()


async def test_every_thread_reads_by_itself(store: SqliteStore) -> None:
    await store.receive([says("k1")])
    seen = await asyncio.gather(*(asyncio.to_thread(store.read, lambda db: db.waiting()) for _ in range(20)))
    assert seen == [[MIA]] * 20


async def test_a_reader_sees_one_moment_however_often_it_looks(store: SqliteStore) -> None:
    await store.receive([says("k1")])
    loop = asyncio.get_running_loop()

    def look_twice() -> tuple[list[str], list[str]]:
        def look(_db: Reader) -> tuple[list[str], list[str]]:
            first = store.read(lambda inner: inner.waiting())
            asyncio.run_coroutine_threadsafe(store.receive([says("k2", who="test:ben")]), loop).result(5)
            return first, store.read(lambda inner: inner.waiting())

        return store.read(look)

    assert await asyncio.to_thread(look_twice) == ([MIA], [MIA])
    assert store.read(lambda db: db.waiting()) == [MIA, "test:ben"]


# Other processes


def test_a_second_process_is_told_who_holds_the_database(path: Path) -> None:
    program = PRELUDE + "store = SqliteStore.open(path); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreBusy, match=rf"in use by process {other.pid}\. .*end that one first"):
            SqliteStore.open(path)
        other.kill()


async def test_the_next_process_may_open_what_the_last_one_closed(path: Path) -> None:
    for _ in range(2):
        store = SqliteStore.open(path, durable=False)
        await store.close()


async def test_a_database_locked_by_another_program_says_so_and_goes_on_later(path: Path) -> None:
    store = SqliteStore.open(path, durable=False)
    await store.run(lambda tx: tx.rows("SELECT 1 AS one"))
    store._writer._connection.execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="locked by another program"):
            await store.receive([says("k1")])
        assert store.read(lambda db: db.waiting()) == []
        other.execute("COMMIT")
    assert await store.receive([says("k1")]) == [1]
    await store.close()


# Full, read-only and damaged


async def test_a_full_database_says_so_loses_nothing_and_goes_on_when_there_is_room(store: SqliteStore) -> None:
    await store.receive([says("k1")])
    pages = await store.run(lambda tx: tx.row("PRAGMA page_count"))
    assert pages is not None
    await store.run(lambda tx: tx.rows(f"PRAGMA max_page_count = {pages['page_count'] + 2}"))
    with pytest.raises(StoreFull, match=r"is full. Nothing was changed; free some space"):
        await store.receive([says("k2"), says("big", text="x" * 100_000)])
    go, held = await hold(store)
    small, big = store.receive([says("k3")]), store.receive([says("big", text="x" * 100_000)])
    tasks = [asyncio.ensure_future(small), asyncio.ensure_future(big)]
    await asyncio.sleep(0)
    go.set()
    outcomes = await asyncio.gather(held, *tasks, return_exceptions=True)
    assert isinstance(outcomes[2], StoreFull)
    assert isinstance(outcomes[1], list)
    await store.run(lambda tx: tx.rows("PRAGMA max_page_count = 1000000"))
    await store.receive([says("big", text="x" * 100_000)])
    keys = store.read(lambda db: [row["key"] for row in db.rows("SELECT key FROM event ORDER BY seq")])
    assert keys == ["k1", "k3", "big"]


def test_a_file_that_may_not_grow_is_one_clear_error_and_nothing_is_lost(path: Path) -> None:
    """A limit on the size of files stands for a full disk: the write itself fails."""
    program = PRELUDE + (
        "async def main():\n"
        "    store = SqliteStore.open(path)\n"
        "    await store.receive([says('k1')])\n"
        "    size = path.with_name(path.name + '-wal').stat().st_size\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 9000, resource.RLIM_INFINITY))\n"
        "    try:\n"
        "        await store.receive([says('big', text='x' * 200000)])\n"
        "    except StoreError as error:\n"
        "        print(type(error).__name__, error, flush=True)\n"
        "    print(store.read(lambda db: db.row('SELECT COUNT(*) AS n FROM event')), flush=True)\n"
        "    os._exit(0)\n"
        "asyncio.run(main())"
    )
    said, _ = python(program, path).communicate(timeout=30)
    assert "StoreBroken" in said or "StoreFull" in said
    assert "Nothing was changed" in said
    assert "{'n': 1}" in said
    store = SqliteStore.open(path)
    assert store.read(lambda db: db.waiting()) == [MIA]
    asyncio.run(store.close())


@pytest.fixture
def public(path: Path) -> Iterator[Path]:
    """A folder that every user may enter, with a database that nobody but its owner may write."""
    folder = Path(tempfile.mkdtemp())
    asyncio.run(SqliteStore.open(path, durable=False).close())
    database = Path(shutil.copy(path, folder / "shop.db"))
    database.chmod(0o444)
    folder.chmod(0o777)
    yield database
    shutil.rmtree(folder)


def test_a_file_that_may_not_be_written_is_one_clear_error(public: Path) -> None:
    """Root may write everything, so the process steps down first."""
    program = PRELUDE + (
        "from bot.store import schema\n"
        "schema.history()\n"  # reads what only root may read here
        "if os.geteuid() == 0:\n"
        "    os.seteuid(65534)\n"
        "try:\n"
        "    SqliteStore.open(path)\n"
        "except StoreError as error:\n"
        "    print(type(error).__name__, error)"
    )
    said, _ = python(program, public).communicate(timeout=30)
    assert said.startswith(f"StoreReadOnly {public} may not be written. Nothing was changed; give this user")


def test_a_folder_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StoreReadOnly, match="Check that the folder exists"):
        SqliteStore.open(tmp_path / "nowhere" / "shop.db")


def test_a_file_that_is_no_database_is_one_clear_error_and_stays_as_it_is(path: Path) -> None:
    path.write_text("Dear diary, " * 500)
    for _ in range(2):  # and the lock was let go
        with pytest.raises(StoreBroken, match=r"is not a database. Check the path"):
            SqliteStore.open(path)
    assert path.read_text().startswith("Dear diary, Dear diary")


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StoreBroken, match="database of another program"):
        SqliteStore.open(path)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


# Kills


def test_what_was_acknowledged_before_a_kill_is_there_and_what_was_not_is_whole_or_gone(path: Path) -> None:
    program = PRELUDE + (
        "def turn(tx):\n"
        "    tx.receive(says('half'))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "async def main():\n"
        "    store = SqliteStore.open(path)\n"
        "    print(await store.receive([says('k1'), says('k2')]), flush=True)\n"
        "    await store.run(turn)\n"
        "asyncio.run(main())"
    )
    child = python(program, path)
    said, _ = child.communicate(timeout=30)
    assert (said, child.returncode) == ("[1, 2]\n", -signal.SIGKILL)
    store = SqliteStore.open(path)
    assert store.read(lambda db: [row["key"] for row in db.rows("SELECT key FROM event")]) == ["k1", "k2"]
    asyncio.run(store.close())


# Upgrades


def second_file(folder: Path, script: str) -> Path:
    """The shipped history and one file more."""
    shipped = Path(schema.__file__).parent / "migrations"
    folder.mkdir()
    for file in shipped.iterdir():
        shutil.copy(file, folder)
    (folder / "9999_later.sql").write_text(script)
    return folder


def upgrade(path: Path, folder: Path) -> list[str]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return schema.migrate(connection, path, known=schema.history(folder))


def backups(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir() if "before" in file.name)


@pytest.fixture
async def old(path: Path) -> Path:
    """A database in use, with one event."""
    store = SqliteStore.open(path)
    await store.receive([says("k1")])
    await store.close()
    return path


def test_a_new_database_and_one_up_to_date_need_no_backup(old: Path) -> None:
    asyncio.run(SqliteStore.open(old).close())
    assert backups(old) == []


def test_an_upgrade_makes_a_backup_of_what_was_there_first(old: Path, tmp_path: Path) -> None:
    folder = second_file(tmp_path / "m", "ALTER TABLE event ADD COLUMN mood TEXT; UPDATE event SET mood = 'good';")
    assert upgrade(old, folder) == ["9999_later"]
    assert backups(old) == ["shop.db.before-bot-9999_later.backup"]
    with closing(sqlite3.connect(old)) as new, closing(sqlite3.connect(tmp_path / backups(old)[0])) as backup:
        assert new.execute("SELECT key, mood FROM event").fetchall() == [("k1", "good")]
        assert backup.execute("SELECT key FROM event").fetchall() == [("k1",)]
        assert "mood" not in [column[1] for column in backup.execute("PRAGMA table_info(event)")]
        assert backup.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert upgrade(old, folder) == []


def test_an_upgrade_that_fails_halfway_changes_nothing(old: Path, tmp_path: Path) -> None:
    folder = second_file(tmp_path / "m", "ALTER TABLE event ADD COLUMN mood TEXT; INSERT INTO nowhere VALUES (1);")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        upgrade(old, folder)
    with closing(sqlite3.connect(old)) as kept:
        assert "mood" not in [column[1] for column in kept.execute("PRAGMA table_info(event)")]
    asyncio.run(SqliteStore.open(old).close())


def test_a_database_of_a_newer_release_is_refused_and_left_alone(old: Path, tmp_path: Path) -> None:
    upgrade(old, second_file(tmp_path / "m", "ALTER TABLE event ADD COLUMN mood TEXT;"))
    before = old.read_bytes()
    with pytest.raises(StoreNewer, match=r"newer release .it has 9999_later.*install that release"):
        SqliteStore.open(old)
    assert old.read_bytes() == before


def test_statements_are_told_apart_with_triggers_whole() -> None:
    script = "-- a; b\nCREATE TABLE a (x); CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END;\n"
    assert [statement.split()[-1] for statement in schema.statements(script)] == ["(x);", "END;"]


async def test_the_window_is_what_the_store_was_opened_with(path: Path) -> None:
    store = SqliteStore.open(path, window=timedelta(hours=2), durable=False)
    await store.receive([says("k1")])
    assert store.read(lambda db: db.conversation(MIA)).active_until == NOON + timedelta(hours=2)
    await store.close()
