"""What a turn costs: CPU time and turns a second, beside plain sqlite3 doing the same writes.

    python benchmarks/turn.py                 # 1,000 conversations in the file
    python benchmarks/turn.py --big           # and once more with 1,000,000 (about 1 GB in the temporary folder)

A turn's storage part is: receive the event, commit; then, in one transaction, read it and its conversation, save the
conversation, plan a reply and a timer, mark the event as done. Everything is synced to disk. CPU is that of the whole
process, all threads. Other load on the machine moves the figures, so runs alternate with their peer and the best of
each counts; the ratio between them is what to compare across machines.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.clock import to_micros
from bot.message import Message
from bot.store.base import Effect, Transaction
from bot.store.sqlite import SqliteStore

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
AT = to_micros(NOW)
LISTING = [{"position": n, "product": f"cup-{n}", "sku": f"CUP-{n}", "price": 1290} for n in range(1, 6)]
REPLY = {"text": "Zwei blaue Becher liegen im Korb, das macht 25,80 Euro.", "acts": ["order-added"], "language": "de"}
AT_ONCE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One measurement."""

    turns: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Turns a second."""
        return self.turns / self.seconds

    @property
    def micros(self) -> float:
        """CPU microseconds a turn."""
        return self.cpu / self.turns * 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A figure beside what it should be."""

    what: str
    value: float
    limit: float
    unit: str
    at_least: bool = False

    def __str__(self) -> str:
        met = self.value >= self.limit if self.at_least else self.value <= self.limit
        sign = "≥" if self.at_least else "≤"
        return (
            f"{'met   ' if met else 'MISSED'} {self.what}: {self.value:,.1f} {self.unit} (goal {sign} {self.limit:,g})"
        )


class Keys:
    """Event keys that are never used twice, for conversations drawn by lot."""

    def __init__(self, conversations: int) -> None:
        self._dice = random.Random(7)
        self._conversations = conversations
        self._count = 0

    def draw(self) -> tuple[str, str]:
        """A conversation and the key of its next event."""
        self._count += 1
        return f"tg:{self._dice.randrange(self._conversations)}", f"tg:{1_000_000_000 + self._count}"


def clocked(turns: int) -> Callable[[], Run]:
    """Start the clocks; call the result to stop them."""
    seconds, cpu = time.perf_counter(), time.process_time()
    return lambda: Run(turns=turns, seconds=time.perf_counter() - seconds, cpu=time.process_time() - cpu)


# The house


def turn(tx: Transaction, conversation: str) -> None:
    """What the bot stores in a turn, without understanding or skills."""
    message = tx.unread(conversation)
    if message is None:
        raise LookupError(f"nothing to answer in {conversation}")
    state = tx.conversation(conversation)
    state.language, state.listing, state.greeted = "de", LISTING, True
    tx.plan(
        Effect(
            conversation=conversation, key=f"{message.key}:0", kind="send", message_class="reply", data=REPLY, due=NOW
        )
    )
    tx.plan(Effect(conversation=conversation, key=f"{message.key}:1", kind="timer", data={"event": "cart"}, due=NOW))
    tx.save(state)
    tx.done(message.seq, {"intent": "order.add", "score": 0.98}, NOW)


async def stored(store: SqliteStore, keys: Keys, turns: int, at_once: int) -> Run:
    """Turns of so many conversations at once through the store."""

    async def one(conversation: str, key: str) -> None:
        message = Message(conversation=conversation, key=key, kind="text", text="zwei blaue Becher", at=NOW)
        await store.receive([message])
        await store.run(lambda tx: turn(tx, conversation))

    async def chat() -> None:
        for _ in range(turns // at_once):
            await one(*keys.draw())

    stop = clocked(turns // at_once * at_once)
    await asyncio.gather(*(chat() for _ in range(at_once)))
    return stop()


# The peer


STATE = '{"listing":' + str(LISTING).replace("'", '"').replace(" ", "") + ',"greeted":true}'
PLAIN_REPLY = str(REPLY).replace("'", '"')


def plain_receive(db: sqlite3.Connection, conversation: str, key: str) -> None:
    """The same rows as the store's, by hand."""
    db.execute(
        "INSERT INTO event (conversation, key, kind, text, at) VALUES (?, ?, 'text', 'zwei blaue Becher', ?) "
        "ON CONFLICT (key) DO NOTHING",
        (conversation, key, AT),
    )
    db.execute(
        "INSERT INTO conversation (id, user_at, active_since, active_until) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET user_at = excluded.user_at, active_until = excluded.active_until, blocked = 0",
        (conversation, AT, AT, AT + 86_400_000_000),
    )


def plain_turn(db: sqlite3.Connection, conversation: str) -> None:
    """The same rows as the store's, by hand."""
    seq, key = db.execute(
        "SELECT seq, key FROM event WHERE conversation = ? AND done IS NULL AND parked IS NULL ORDER BY seq LIMIT 1",
        (conversation,),
    ).fetchone()
    (version,) = db.execute("SELECT version FROM conversation WHERE id = ?", (conversation,)).fetchone()
    effects = ((":0", "send", "reply", PLAIN_REPLY), (":1", "timer", None, '{"event":"cart"}'))
    for suffix, kind, message_class, data in effects:
        db.execute(
            "INSERT INTO effect (conversation, key, kind, class, data, due) VALUES (?, ?, ?, ?, ?, ?)",
            (conversation, key + suffix, kind, message_class, data, AT),
        )
    db.execute(
        "UPDATE conversation SET state = ?, language = 'de', version = version + 1 WHERE id = ? AND version = ?",
        (STATE, conversation, version),
    )
    db.execute("UPDATE event SET done = ?, record = ? WHERE seq = ?", (AT, '{"intent":"order.add"}', seq))


def plain(db: sqlite3.Connection, keys: Keys, turns: int, at_once: int) -> Run:
    """So many turns by hand, `at_once` of them in one commit."""
    stop = clocked(turns // at_once * at_once)
    for _ in range(turns // at_once):
        drawn = [keys.draw() for _ in range(at_once)]
        db.execute("BEGIN IMMEDIATE")
        for conversation, key in drawn:
            plain_receive(db, conversation, key)
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
        for conversation, _ in drawn:
            plain_turn(db, conversation)
        db.execute("COMMIT")
    return stop()


# A file and its figures


def fill(path: Path, conversations: int) -> None:
    """So many conversations with a done event each."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN IMMEDIATE")
        db.executemany(
            "INSERT INTO conversation (id, state, version, language, user_at, active_since, active_until) "
            "VALUES ('tg:' || ?1, ?2, 1, 'de', ?3, ?3, ?3)",
            ((number, STATE, AT) for number in range(conversations)),
        )
        db.executemany(
            "INSERT INTO event (conversation, key, kind, text, at, done) VALUES ('tg:' || ?1, ?1, 'text', 'Hallo', ?2, ?2)",
            ((number, AT) for number in range(conversations)),
        )
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The best runs on one file."""

    grouped: Run  # the store, 32 conversations at once
    single: Run  # the store, one conversation after the other
    plain_grouped: Run
    plain_single: Run


async def measure(path: Path, conversations: int, turns: int, rounds: int) -> Figures:
    """The store and its peer on one file each, taking turns."""
    other = path.with_name("plain.db")
    for file in (path, other):
        await SqliteStore.open(file).close()
        fill(file, conversations)
    store, keys, plain_keys = SqliteStore.open(path), Keys(conversations), Keys(conversations)
    with closing(sqlite3.connect(other, isolation_level=None)) as db:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -65536"):
            db.execute(f"PRAGMA {pragma}")
        await stored(store, keys, turns // 4, AT_ONCE)
        plain(db, plain_keys, turns // 4, AT_ONCE)
        runs = [
            Figures(
                grouped=await stored(store, keys, turns, AT_ONCE),
                plain_grouped=plain(db, plain_keys, turns, AT_ONCE),
                single=await stored(store, keys, turns // 8, 1),
                plain_single=plain(db, plain_keys, turns // 8, 1),
            )
            for _ in range(rounds)
        ]
    await store.close()
    return Figures(
        grouped=best([run.grouped for run in runs]),
        single=best([run.single for run in runs]),
        plain_grouped=best([run.plain_grouped for run in runs]),
        plain_single=best([run.plain_single for run in runs]),
    )


def best(runs: Sequence[Run]) -> Run:
    """The fastest time and the least CPU of several runs of one size."""
    return Run(turns=runs[0].turns, seconds=min(run.seconds for run in runs), cpu=min(run.cpu for run in runs))


def show(title: str, figures: Figures) -> None:
    """A small table."""
    print(f"\n{title}\n{'':34}{'turns/s':>10}{'CPU µs a turn':>16}")
    for name, run in (
        (f"store, {AT_ONCE} conversations at once", figures.grouped),
        (f"plain sqlite3, {AT_ONCE} turns a commit", figures.plain_grouped),
        ("store, one after the other", figures.single),
        ("plain sqlite3, one after the other", figures.plain_single),
    ):
        print(f"{name:34}{run.rate:10,.0f}{run.micros:16,.0f}")


def storage(options: argparse.Namespace) -> Iterator[Goal]:
    """The storage part of a turn."""
    small = in_folder(1_000, options)
    show("Storage part of a turn, 1,000 conversations in the file", small)
    yield Goal(what="storage part, CPU", value=small.grouped.micros, limit=150, unit="µs")
    yield Goal(what="durable turns, 32 at once", value=small.grouped.rate, limit=3000, unit="turns/s", at_least=True)
    if options.big:
        big = in_folder(1_000_000, options)
        show("Storage part of a turn, 1,000,000 conversations in the file", big)
        slower = small.grouped.rate / big.grouped.rate
        yield Goal(what="slower with 1,000,000 conversations", value=slower, limit=2, unit="times")


def in_folder(conversations: int, options: argparse.Namespace) -> Figures:
    """Measure in a temporary folder that is removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="turns-", dir=options.folder))
    try:
        return asyncio.run(measure(folder / "shop.db", conversations, options.turns, options.rounds))
    finally:
        shutil.rmtree(folder)


#: Each part prints its table and yields its goals.
PARTS: tuple[Callable[[argparse.Namespace], Iterator[Goal]], ...] = (storage,)


def main() -> None:
    """Measure every part, then list the goals."""
    parser = argparse.ArgumentParser(description="What a turn costs.")
    parser.add_argument("--big", action="store_true", help="also with 1,000,000 conversations in the file")
    parser.add_argument("--turns", type=int, default=4000, help="turns a run (4000)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of which the best counts (5)")
    parser.add_argument("--folder", type=Path, help="where the databases lie while measuring")
    options = parser.parse_args()
    goals = [goal for part in PARTS for goal in part(options)]
    print("\n" + "\n".join(map(str, goals)))


if __name__ == "__main__":
    main()
