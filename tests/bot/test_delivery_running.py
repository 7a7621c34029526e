from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.delivery import Patience
from bot.store.sqlite import SqliteStore
from tests.bot.delivery_shop import BEN, MIA, NOON, SECOND, Shop, send


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    store = SqliteStore.open(tmp_path / "shop.db", durable=False)
    yield Shop(store)
    await store.close()


async def until(condition: Callable[[], bool]) -> None:
    """Let the event loop go on until something is true."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110  (what is waited for lies in the database)
            await asyncio.sleep(0)


async def test_a_running_delivery_serves_conversations_side_by_side_and_each_in_order(shop: Shop) -> None:
    shop.phone.doors[MIA] = asyncio.Event()
    await shop.plan(send("1:0"), send("1:1"), send("2:0", who=BEN), send("2:1", who=BEN))
    stop = asyncio.Event()
    running = asyncio.create_task(shop.delivery().run_forever(stop))
    await until(lambda: shop.phone.keys == ["2:0", "2:1"])
    assert shop.phone.begun.count("1:1") == 0
    shop.phone.doors[MIA].set()
    await until(lambda: len(shop.phone.keys) == 4)
    stop.set()
    await running
    assert shop.phone.keys[2:] == ["1:0", "1:1"]


async def test_a_running_delivery_hears_of_what_was_planned_since(shop: Shop) -> None:
    delivery, stop = shop.delivery(), asyncio.Event()
    running = asyncio.create_task(delivery.run_forever(stop))
    await shop.plan(send("1:0"))
    delivery.notify()
    await until(lambda: shop.phone.keys == ["1:0"])
    stop.set()
    await running


async def test_a_running_delivery_wakes_by_itself_when_something_falls_due(shop: Shop) -> None:
    delivery, stop = shop.delivery(), asyncio.Event()
    await shop.plan(send("1:0", due=NOON + timedelta(milliseconds=20)))
    shop.phone.on_send = lambda _key: stop.set()
    running = asyncio.create_task(delivery.run_forever(stop))
    await until(lambda: bool(shop.store.read(lambda db: db.next_due(NOON))))
    shop.pass_time(0.02)
    await asyncio.wait_for(running, 5)
    assert shop.phone.keys == ["1:0"]


async def test_no_more_is_under_way_than_allowed(shop: Shop) -> None:
    door = asyncio.Event()
    people = [f"test:{number}" for number in range(9)]
    shop.phone.doors = dict.fromkeys(people, door)
    await shop.plan(*(send(f"{who}:0", who=who) for who in people))
    stop = asyncio.Event()
    running = asyncio.create_task(shop.delivery(patience=Patience(at_once=4, alone=0)).run_forever(stop))
    await until(lambda: len(shop.phone.begun) == 4)
    for _ in range(200):
        await asyncio.sleep(0)
    assert len(shop.phone.begun) == 4
    door.set()
    await until(lambda: len(shop.phone.keys) == 9)
    stop.set()
    await running


async def test_stopping_waits_for_what_is_under_way(shop: Shop) -> None:
    shop.phone.doors[MIA] = asyncio.Event()
    await shop.plan(send("1:0"), send("1:1"))
    stop = asyncio.Event()
    running = asyncio.create_task(shop.delivery().run_forever(stop))
    await until(lambda: shop.phone.begun == ["1:0"])
    stop.set()
    for _ in range(20):
        await asyncio.sleep(0)
    assert not running.done()
    shop.phone.doors[MIA].set()
    await running
    assert shop.results() == {"1:0": "sent", "1:1": None}


async def test_an_unexpected_error_stops_one_effect_and_not_the_delivery(shop: Shop) -> None:
    shop.phone.faults = [ZeroDivisionError()]
    await shop.plan(send("1:0"))
    delivery, stop = shop.delivery(), asyncio.Event()
    running = asyncio.create_task(delivery.run_forever(stop))
    await until(lambda: shop.phone.begun == ["1:0"])
    await shop.plan(send("2:0", who=BEN))
    delivery.notify()
    await until(lambda: shop.phone.keys == ["2:0"])
    stop.set()
    await running
    assert shop.results() == {"1:0": None, "2:0": "sent"}


async def test_a_store_that_refuses_for_a_while_does_not_end_the_delivery(shop: Shop) -> None:
    await shop.plan(send("1:0"))
    shop.store._writer._connection.execute("PRAGMA busy_timeout = 1")
    delivery, stop = shop.delivery(patience=Patience(first_pause=timedelta(milliseconds=1))), asyncio.Event()
    with closing(sqlite3.connect(shop.store.path, isolation_level=None)) as other, capture_logs() as logs:
        other.execute("BEGIN IMMEDIATE")
        running = asyncio.create_task(delivery.run_forever(stop))
        await until(lambda: any("locked by another program" in line.get("reason", "") for line in logs))
        other.execute("ROLLBACK")
        await until(lambda: shop.phone.keys == ["1:0"])
    stop.set()
    await running


async def test_what_waited_too_long_for_its_turn_is_taken_anew_before_it_is_sent(shop: Shop) -> None:
    """Else its lease could run out while it is under way, and somebody else send it too."""
    patience = Patience(alone=5)
    shop.phone.doors[MIA] = asyncio.Event()
    await shop.plan(send("1:0"), send("2:0", who=BEN))
    stop = asyncio.Event()
    running = asyncio.create_task(shop.delivery(patience=patience).run_forever(stop))
    await until(lambda: shop.phone.begun == ["1:0"])
    shop.clock.move_to(NOON + patience.lease - SECOND)
    shop.phone.doors[MIA].set()
    await until(lambda: shop.phone.keys == ["1:0", "2:0"])
    stop.set()
    await running
    tries = shop.store.read(lambda db: db.rows("SELECT tries FROM effect ORDER BY id"))
    assert tries == [{"tries": 1}, {"tries": 2}]
