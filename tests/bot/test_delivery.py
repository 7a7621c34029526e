from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import reply_json
from bot.channels.base import Blocked, RetryLater, SendFailed
from bot.clock import ManualClock, to_micros
from bot.delivery import Delivery, Patience, RefundRefused
from bot.message import Message
from bot.outbound import Release
from bot.pacing import Pace
from bot.reply import Button, Reply
from bot.store.base import Effect, Reader, Row, Transaction
from bot.store.sqlite import SqliteStore
from catalog.money import Money

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MIA = "test:mia"
BEN = "test:ben"


class Phone:
    """A channel that keeps what arrives, and can be told to fail first."""

    name = "test"

    def __init__(self) -> None:
        self.arrived: list[tuple[str, str, str]] = []
        self.faults: list[Exception] = []
        self.on_send: Callable[[str], None] = lambda _key: None
        self.doors: dict[str, asyncio.Event] = {}  # conversations whose sends wait
        self.begun: list[str] = []

    async def send(self, conversation: str, reply: Reply, *, key: str) -> None:
        self.on_send(key)
        self.begun.append(key)
        if conversation in self.doors:
            await self.doors[conversation].wait()
        if self.faults:
            raise self.faults.pop(0)
        self.arrived.append((conversation, key, str(reply.text)))

    @property
    def keys(self) -> list[str]:
        return [key for _, key, _ in self.arrived]


class Till:
    """A payment provider that keeps what it paid back."""

    passing = (ConnectionError,)

    def __init__(self) -> None:
        self.paid_back: list[tuple[str, Money, str, str]] = []
        self.faults: list[Exception] = []

    async def refund(self, order: str, amount: Money, *, charge_id: str, key: str) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.paid_back.append((order, amount, charge_id, key))


class Door:
    """A gate that writes decisions as the real one does."""

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}  # by effect key

    def __call__(self, tx: Transaction, effect: Effect, /, *, now: datetime) -> Release:
        reason = self.reasons.get(effect.key, "")
        if effect.message_class == "offer":
            tx.change(
                "INSERT INTO decision (conversation, offer, effect, outcome, reason, at) "
                "VALUES (:conversation, 'spring', :effect, :outcome, :reason, :at)",
                conversation=effect.conversation,
                effect=effect.key,
                outcome="withheld" if reason else "sent",
                reason=reason,
                at=to_micros(now),
            )
        return Release(not reason, reason)


class Shop:
    """A store, a clock, a phone and a till with a delivery between them."""

    def __init__(self, store: SqliteStore) -> None:
        self.store = store
        self.clock = ManualClock(NOON)
        self.phone = Phone()
        self.till = Till()
        self.door = Door()
        self.woken: list[str] = []

    def delivery(self, **changes: Any) -> Delivery:
        return Delivery(
            self.store,
            clock=self.clock,
            channels={"test": self.phone},
            gate=self.door,
            refunds={"till": self.till},
            wake=self.woken.append,
            **changes,
        )

    async def plan(self, *effects: Effect) -> None:
        await self.store.run(lambda tx: [tx.plan(effect) for effect in effects])

    async def deliver(self, **changes: Any) -> int:
        return await self.delivery(**changes).run_due(self.clock.now())

    def results(self) -> dict[str, str | None]:
        rows = self.store.read(lambda db: db.rows("SELECT key, result FROM effect ORDER BY id"))
        return {row["key"]: row["result"] for row in rows}

    def events(self) -> list[Row]:
        return self.store.read(lambda db: db.rows("SELECT conversation, key, kind, data, at FROM event ORDER BY seq"))

    def pass_time(self, seconds: float) -> None:
        self.clock.move_to(self.clock.now() + timedelta(seconds=seconds))

    async def open_for_offers(self) -> None:
        """Mia wrote just now and consented."""
        await self.store.receive([Message(conversation=MIA, key="hello", kind="text", at=NOON)])
        await self.store.run(
            lambda tx: tx.change(
                "INSERT INTO consent (conversation, purpose, granted, at, channel, wording) "
                "VALUES (:who, 'offers', 1, 0, 'test', 'yes')",
                who=MIA,
            )
        )


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    store = SqliteStore.open(tmp_path / "shop.db", durable=False)
    yield Shop(store)
    await store.close()


def send(key: str, *, who: str = MIA, due: datetime = NOON, message_class: str = "reply", **reply: Any) -> Effect:
    data = reply_json.dump(Reply(text=f"text of {key}", **reply))
    return Effect(conversation=who, key=key, kind="send", message_class=message_class, data=data, due=due)


def refund(key: str = "refund:T-1") -> Effect:
    data = {"provider": "till", "order": "T-1", "amount": 4980, "currency": "EUR", "charge_id": "CH-1"}
    return Effect(conversation=MIA, key=key, kind="refund", data=data, due=NOON)


# Replies and service news: act, then mark


async def test_what_is_due_is_sent_with_its_key_and_settled(shop: Shop) -> None:
    await shop.plan(send("1:0"), send("1:1", message_class="service"), send("later", due=NOON + SECOND))
    assert await shop.deliver() == 2
    assert shop.phone.arrived == [(MIA, "1:0", "text of 1:0"), (MIA, "1:1", "text of 1:1")]
    assert shop.results() == {"1:0": "sent", "1:1": "sent", "later": None}


async def test_nothing_is_sent_again_by_the_next_pass(shop: Shop) -> None:
    await shop.plan(send("1:0"))
    await shop.deliver()
    assert await shop.deliver() == 0
    assert shop.phone.keys == ["1:0"]


async def test_a_reply_is_marked_only_after_it_was_sent(shop: Shop) -> None:
    seen: list[str | None] = []
    shop.phone.on_send = lambda key: seen.append(shop.results()[key])
    await shop.plan(send("1:0"))
    await shop.deliver()
    assert seen == [None]


async def test_a_reply_whose_sending_broke_off_is_sent_again_after_its_lease(shop: Shop) -> None:
    shop.phone.faults = [ZeroDivisionError()]  # nobody expects it: as good as a crash
    await shop.plan(send("1:0"), send("1:1"))
    with pytest.raises(ZeroDivisionError):
        await shop.deliver()
    assert await shop.deliver() == 0
    shop.clock.move_to(NOON + Patience().lease)
    await shop.deliver()
    assert shop.phone.keys == ["1:0", "1:1"]


async def test_what_the_gate_withholds_is_settled_with_its_reason(shop: Shop) -> None:
    shop.door.reasons = {"1:0": "blocked"}
    await shop.plan(send("1:0"), send("2:0", who=BEN))
    assert await shop.deliver() == 2
    assert shop.phone.keys == ["2:0"]
    assert shop.results() == {"1:0": "withheld:blocked", "2:0": "sent"}


async def test_everything_planned_while_delivering_is_delivered_too(shop: Shop) -> None:
    more = iter(["2:0", "3:0"])

    def plan_another(_key: str) -> None:
        if key := next(more, None):
            shop.store.run(lambda tx: tx.plan(send(key)))

    shop.phone.on_send = plan_another
    await shop.plan(send("1:0"))
    assert await shop.deliver() == 3
    assert shop.phone.keys == ["1:0", "2:0", "3:0"]


# What can go wrong with a send


async def test_a_channel_that_asks_for_patience_gets_it_and_the_order_stays(shop: Shop) -> None:
    shop.phone.faults = [RetryLater(7)]
    await shop.plan(send("1:0"), send("1:1"), send("2:0", who=BEN))
    await shop.deliver()
    assert shop.phone.keys == ["2:0"]
    assert shop.store.read(lambda db: db.next_due(NOON)) == NOON + 7 * SECOND
    shop.pass_time(6.9)
    assert await shop.deliver() == 0
    shop.pass_time(0.1)
    await shop.deliver()
    assert shop.phone.keys == ["2:0", "1:0", "1:1"]


async def test_a_reply_that_can_never_be_sent_fails_and_the_next_one_goes_on(shop: Shop) -> None:
    shop.phone.faults = [SendFailed("text is too long")]
    await shop.plan(send("1:0"), send("1:1"))
    await shop.deliver()
    assert shop.results() == {"1:0": "failed:text is too long", "1:1": "sent"}


async def test_a_block_ends_everything_that_waits_and_the_conversation_hears_of_it(shop: Shop) -> None:
    shop.phone.faults = [Blocked()]
    await shop.plan(send("1:0"), send("1:1"), send("soon", message_class="service", due=NOON + SECOND))
    await shop.plan(send("2:0", who=BEN), Effect(conversation=MIA, key="t", kind="timer", data={"event": "x"}, due=NOON + SECOND))  # fmt: skip
    await shop.deliver()
    gone = "failed:blocked"
    assert shop.results() == {"1:0": gone, "1:1": gone, "soon": gone, "2:0": "sent", "t": None}
    (event,) = shop.events()
    assert (event["conversation"], event["kind"], event["key"]) == (MIA, "blocked", "1:0:blocked")
    assert shop.store.read(lambda db: db.conversation(MIA)).blocked is True
    assert shop.woken == [MIA]


async def test_a_block_leaves_planned_offers_to_the_gate(shop: Shop) -> None:
    shop.phone.faults = [Blocked()]
    shop.door.reasons = {"offer:1": "blocked"}
    await shop.plan(send("1:0"), send("offer:1", message_class="offer", due=NOON + SECOND))
    await shop.deliver()
    assert shop.results()["offer:1"] is None
    shop.pass_time(1)
    await shop.deliver()
    assert shop.results()["offer:1"] == "withheld:blocked"


async def test_a_send_without_an_answer_is_tried_again(shop: Shop) -> None:
    shop.phone.doors[MIA] = asyncio.Event()
    await shop.plan(send("1:0"))
    await shop.deliver(patience=Patience(act=0.001))
    shop.phone.doors.clear()
    shop.pass_time(1.9)
    assert await shop.deliver() == 0
    shop.pass_time(0.1)
    await shop.deliver()
    assert shop.phone.keys == ["1:0"]


async def test_what_was_tried_often_enough_is_given_up(shop: Shop) -> None:
    shop.phone.faults = [RetryLater(1), RetryLater(1), RetryLater(1)]
    await shop.plan(send("1:0"), send("1:1"))
    for _ in range(4):
        await shop.deliver(patience=Patience(most_tries=3))
        shop.pass_time(1)
    assert shop.results() == {"1:0": "failed:retry after 1 s", "1:1": "sent"}


async def test_a_conversation_of_a_channel_that_is_not_connected_waits(shop: Shop) -> None:
    await shop.plan(send("1:0", who="tg:42"))
    await shop.deliver()
    assert shop.results() == {"1:0": None}
    assert shop.store.read(lambda db: db.next_due()) == NOON + 2 * SECOND


def test_pauses_double_up_to_the_longest() -> None:
    pauses = [Patience().pause(tries).total_seconds() for tries in (1, 2, 3, 8, 9, 60)]
    assert pauses == [2, 4, 8, 256, 300, 300]


# Offers: mark, then act


async def test_an_offer_is_marked_before_it_is_sent(shop: Shop) -> None:
    await shop.open_for_offers()
    seen: list[str | None] = []
    shop.phone.on_send = lambda key: seen.append(shop.results()[key])
    await shop.plan(send("offer:1", message_class="offer"))
    await shop.deliver()
    assert seen == ["sent"]
    assert shop.phone.keys == ["offer:1"]


@pytest.mark.parametrize("fault", [RetryLater(1), SendFailed("too long"), ZeroDivisionError()])
async def test_an_offer_whose_sending_failed_is_never_tried_again(shop: Shop, fault: Exception) -> None:
    await shop.open_for_offers()
    shop.phone.faults = [fault]
    await shop.plan(send("offer:1", message_class="offer"))
    if isinstance(fault, ZeroDivisionError):
        with pytest.raises(ZeroDivisionError):
            await shop.deliver()
    else:
        await shop.deliver()
        assert str(shop.results()["offer:1"]).startswith("failed:")
    shop.pass_time(3600)
    assert await shop.deliver() == 0
    assert shop.phone.begun == ["offer:1"]


async def test_a_withheld_offer_never_reaches_the_channel(shop: Shop) -> None:
    shop.door.reasons = {"offer:1": "quiet_hours"}
    await shop.plan(send("offer:1", message_class="offer"))
    await shop.deliver()
    assert shop.phone.begun == []
    assert shop.results() == {"offer:1": "withheld:quiet_hours"}


async def test_the_gate_decides_about_an_offer_after_the_wait_for_the_pace(shop: Shop) -> None:
    """Between being due and being sent the shopper may have withdrawn consent."""
    await shop.open_for_offers()
    delivery = shop.delivery(paces={"test": Pace(per_second=1000, per_conversation=1000, conversation_burst=1)})
    await shop.plan(send("1:0"), send("offer:1", message_class="offer"))
    shop.phone.on_send = lambda _key: shop.door.reasons.update({"offer:1": "no_consent"})
    await delivery.run_due(NOON)
    assert shop.phone.begun == ["1:0"]
    assert shop.results()["offer:1"] == "withheld:no_consent"


async def test_the_text_of_an_offer_is_made_when_it_leaves_and_kept_with_its_buttons(shop: Shop) -> None:
    await shop.open_for_offers()

    def text(_reader: Reader, effect: Effect, /, *, now: datetime) -> Reply:
        return Reply(text=f"{effect.data['offer']} at {now:%H:%M}", kind="offer", buttons=(Button(label="Stop"),))

    planned = send("offer:1", message_class="offer")
    await shop.plan(replace(planned, data={"offer": "spring", "sku": "B-1"}))
    await shop.deliver(offer_text=text)
    assert shop.phone.arrived == [(MIA, "offer:1", "spring at 12:00")]
    row = shop.store.read(lambda db: db.row("SELECT data FROM effect"))
    assert row is not None
    kept = json.loads(row["data"])
    assert (kept["sku"], kept["buttons"]) == ("B-1", [{"label": "Stop", "id": "offer:1.0"}])


# Timers and refunds


async def test_a_timer_becomes_an_event_once(shop: Shop) -> None:
    await shop.plan(Effect(conversation=MIA, key="t:1", kind="timer", data={"event": "order.late", "order": "T-1"}, due=NOON))  # fmt: skip
    shop.pass_time(5)
    assert await shop.deliver() == 1
    assert await shop.deliver() == 0
    (event,) = shop.events()
    assert (event["key"], event["kind"], event["at"]) == ("t:1", "order.late", to_micros(NOON + 5 * SECOND))
    assert json.loads(event["data"]) == {"order": "T-1"}
    assert shop.woken == [MIA]


async def test_a_refund_is_paid_once_and_its_result_is_news(shop: Shop) -> None:
    await shop.plan(refund())
    await shop.deliver()
    assert shop.till.paid_back == [("T-1", Money(4980), "CH-1", "refund:T-1")]
    assert shop.results() == {"refund:T-1": "refunded"}
    (event,) = shop.events()
    data = json.loads(event["data"])
    assert (event["kind"], data["outcome"], data["order"], data["amount"]) == ("payment", "refunded", "T-1", 4980)
    assert shop.woken == [MIA]


async def test_a_refund_that_is_refused_is_news_too(shop: Shop) -> None:
    shop.till.faults = [RefundRefused("unknown charge")]
    await shop.plan(refund())
    await shop.deliver()
    assert shop.results() == {"refund:T-1": "failed:unknown charge"}
    assert json.loads(shop.events()[0]["data"])["outcome"] == "refund_failed"


async def test_a_refund_is_repeated_with_the_same_key_until_it_works(shop: Shop) -> None:
    shop.till.faults = [ConnectionError()]
    await shop.plan(refund())
    await shop.deliver()
    assert shop.events() == []
    shop.pass_time(2)
    await shop.deliver()
    assert [key for *_, key in shop.till.paid_back] == ["refund:T-1"]


async def test_a_refund_given_up_is_news(shop: Shop) -> None:
    shop.till.faults = [ConnectionError()]
    await shop.plan(refund())
    await shop.deliver(patience=Patience(most_tries=1))
    assert json.loads(shop.events()[0]["data"])["outcome"] == "refund_failed"


async def test_a_refund_waits_for_its_provider_to_be_connected(shop: Shop) -> None:
    planned = refund()
    await shop.plan(replace(planned, data={**planned.data, "provider": "elsewhere"}))
    await shop.deliver()
    assert shop.results() == {"refund:T-1": None}


# Running


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
    running = asyncio.create_task(shop.delivery(patience=Patience(at_once=4)).run_forever(stop))
    await until(lambda: len(shop.phone.begun) == 4)
    for _ in range(50):
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
    await asyncio.sleep(0)
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
