"""What every store must do with turns: all or nothing, kept, and closed in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

import pytest

from bot.store.base import Store, Transaction
from bot.store.errors import StoreClosed
from tests.bot.store.samples import (
    BEN,
    DAY,
    MIA,
    NOON,
    SECOND,
    InterruptedTurnError,
    Interrupting,
    Opened,
    everything,
    says,
    sends,
    timer,
)


class TurnContract(Opened):
    """All or nothing; opening and closing."""

    # All or nothing

    async def test_a_turn_broken_off_after_any_statement_leaves_nothing(self, store: Store) -> None:
        def turn(tx: Transaction) -> None:
            message = tx.unread(MIA)
            assert message is not None
            mia = tx.conversation(MIA)
            mia.misses += 1
            tx.save(mia)
            tx.receive(says("more", kind="stock"))
            tx.plan(sends("e1"))
            tx.plan(timer("e2", due=NOON + DAY))
            tx.cancel("old", NOON)
            tx.change("INSERT INTO counter (name, value) VALUES ('order', 1)")
            leased = tx.lease(NOON, NOON + SECOND, 10)
            tx.settle(leased[0], "sent", NOON)
            tx.failed(message.seq, "once", park_after=3)
            tx.done(message.seq, None, NOON)

        await store.receive([says("k1")])
        await store.run(lambda tx: tx.plan(timer("old", due=NOON + DAY)))
        before = store.read(everything)
        for after in range(1, 13):
            with pytest.raises(InterruptedTurnError):
                await store.run(lambda tx, n=after: turn(cast("Transaction", Interrupting(tx, n))))  # type: ignore[misc]
            assert store.read(everything) == before, f"after {after} statements"
        await store.run(lambda tx: turn(cast("Transaction", Interrupting(tx, 13))))
        assert store.read(lambda db: db.unread(MIA).key) == "more"  # type: ignore[union-attr]

    async def test_a_failing_work_does_no_harm_to_its_neighbours(self, store: Store) -> None:
        def work(tx: Transaction, n: int) -> int:
            tx.receive(says(f"k{n}"))
            if n % 3 == 0:
                raise InterruptedTurnError(n)
            return n

        outcomes = await asyncio.gather(
            *(store.run(lambda tx, n=n: work(tx, n)) for n in range(30)),  # type: ignore[misc]
            return_exceptions=True,
        )
        assert [n for n, outcome in enumerate(outcomes) if isinstance(outcome, InterruptedTurnError)] == list(
            range(0, 30, 3)
        )
        keys = store.read(lambda db: {row["key"] for row in db.rows("SELECT key FROM event")})
        assert keys == {f"k{n}" for n in range(30) if n % 3}

    async def test_even_an_exception_that_no_future_carries_reaches_its_caller(self, store: Store) -> None:
        stop = store.run(lambda _tx: next(iter(())))
        kept = store.run(lambda tx: tx.receive(says("k1")))
        with pytest.raises(RuntimeError, match="StopIteration"):
            await stop
        assert await kept is not None

    async def test_a_reader_sees_nothing_of_a_turn_under_way_and_one_moment_throughout(self, store: Store) -> None:
        await store.receive([says("k1")])
        with pytest.raises(InterruptedTurnError):
            await store.run(lambda tx: self._seen_from_outside(store, tx))
        assert store.read(lambda db: db.waiting()) == [MIA]

    @staticmethod
    def _seen_from_outside(store: Store, tx: Transaction) -> None:
        tx.receive(says("k2", who=BEN))
        assert tx.waiting() == [MIA, BEN]
        assert store.read(lambda db: db.waiting()) == [MIA]
        raise InterruptedTurnError

    async def test_a_reader_cannot_write(self, store: Store) -> None:
        with pytest.raises(Exception, match=r"write|readonly|read-only"):
            store.read(lambda db: db.rows("DELETE FROM event"))

    # Opening and closing

    async def test_everything_is_there_after_closing_and_opening_again(self, reopen: Callable[[], Store]) -> None:
        store = reopen()
        await store.receive([says("k1")])
        await store.run(lambda tx: tx.save(tx.conversation(MIA)))
        await store.run(lambda tx: tx.plan(sends("e1")))
        before = store.read(everything)
        await store.close()
        store = reopen()
        assert store.read(everything) == before
        old, new = await store.receive([says("k1"), says("k2")])
        assert old is None
        assert new is not None
        await store.close()

    async def test_what_was_accepted_before_closing_is_finished(self, reopen: Callable[[], Store]) -> None:
        store = reopen()
        waiting = [asyncio.ensure_future(store.run(lambda tx, n=n: tx.receive(says(f"k{n}")))) for n in range(100)]  # type: ignore[misc]
        await store.close()
        await asyncio.gather(*waiting)
        store = reopen()
        assert store.read(lambda db: db.rows("SELECT COUNT(*) AS n FROM event")) == [{"n": 100}]
        await store.close()

    async def test_a_closed_store_refuses_politely(self, reopen: Callable[[], Store]) -> None:
        store = reopen()
        await store.close()
        with pytest.raises(StoreClosed, match="open the store again"):
            await store.run(lambda tx: tx.waiting())
        with pytest.raises(StoreClosed, match="Open the store again"):
            store.read(lambda db: db.waiting())
        await store.close()
