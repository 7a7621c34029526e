"""A shop with a phone, a till and a gate for the tests of delivery."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot import reply_json
from bot.clock import ManualClock, to_micros
from bot.delivery import Delivery
from bot.message import Message
from bot.outbound import Release
from bot.reply import Reply
from bot.store.base import Effect, Row, Transaction
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


def send(key: str, *, who: str = MIA, due: datetime = NOON, message_class: str = "reply", **reply: Any) -> Effect:
    data = reply_json.dump(Reply(text=f"text of {key}", **reply))
    return Effect(conversation=who, key=key, kind="send", message_class=message_class, data=data, due=due)


def refund(key: str = "refund:T-1") -> Effect:
    data = {"provider": "till", "order": "T-1", "amount": 4980, "currency": "EUR", "charge_id": "CH-1"}
    return Effect(conversation=MIA, key=key, kind="refund", data=data, due=NOON)
