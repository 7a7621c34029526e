"""Two shoppers' lives on the real store, gate and delivery, with an oracle that is asked beside the gate."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from bot.clock import ManualClock
from bot.commerce import offers
from bot.delivery import Delivery
from bot.message import ACTIVE_KINDS, Message
from bot.outbound import Release, release
from bot.reply import Reply
from bot.store.base import Effect, Reader, Transaction
from bot.store.sqlite import SqliteStore
from bot.store.transaction import SqliteTransaction
from tests.bot.offers_oracle import Bought, Left, Past, Proposal, may_leave
from tests.bot.offers_shop import DAY, NOW, Shelf, Shopper, offer, offering

T = TypeVar("T")
_GOODS = {"mugs": frozenset({"mug-red", "mug-blue"}), "red": frozenset({"mug-red"})}
_NEWS = tuple(f"news-{n}" for n in range(6))
_ENDS = NOW + 3 * DAY
OFFERS = (
    offer("mugs", "mug"),
    offer("red", "mug-red"),
    offer("ends", valid_until=_ENDS),
    offer("cart", kind="abandoned_cart"),
    offer("back", kind="back_in_stock"),
    *(offer(name) for name in _NEWS),
)
SHELF = Shelf(proposals=OFFERS)


class CrashError(Exception):
    """The program died here."""


@cache
def _empty() -> Path:
    """A new database file, to copy."""
    path = Path(tempfile.mkdtemp()) / "empty.db"

    async def make() -> None:
        await SqliteStore.open(path, durable=False).close()

    asyncio.run(make())
    return path


class Life:
    """The lives of two shoppers, lived in the shop and remembered for the oracle."""

    def __init__(self, clock: ManualClock) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "shop.db"
        shutil.copy(_empty(), self.path)
        self.loop = asyncio.new_event_loop()
        self.clock = clock
        self.pasts: dict[str, Past] = {"console:mia": Past(), "console:ben": Past()}
        self.in_stock: dict[str, bool] = {}
        self.decided: dict[str, str] = {}  # effect -> reason
        self.arrived: Counter[str] = Counter()
        self.count = 0
        self.crash = ""
        self.reasons: Counter[str] = Counter()
        self.name = "console"
        self.open()

    # the shop

    def open(self) -> None:
        self.store = SqliteStore.open(self.path, durable=False)
        self.delivery = Delivery(
            self.store, clock=self.clock, channels={"console": self}, gate=self.gate, offer_text=self.text
        )

    def await_(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def run(self, work: Callable[[SqliteTransaction], T]) -> T:
        async def in_transaction() -> T:
            return await self.store.run(work)  # type: ignore[arg-type]  # the store gives its own transaction

        return self.await_(in_transaction())

    def text(self, _reader: Reader, effect: Effect, *, now: datetime) -> Reply:
        assert now == self.now
        return Reply(text="…", kind="offer", offer=effect.data["offer"])

    def gate(self, tx: Transaction, effect: Effect, *, now: datetime) -> Release:
        """The real gate, asked side by side with the oracle."""
        answer = release(tx, effect, now=now, catalog=SHELF)
        if effect.message_class != "offer":
            assert answer.allowed == (not self.pasts[effect.conversation].blocked)
            return answer
        expected = effect.key not in self.decided and self.may(effect.conversation, effect.data, now)
        assert answer.allowed == expected, f"{effect.key}: the gate says {answer}, the oracle {expected}"
        if self.crash == "deciding":
            raise CrashError
        self.decide(effect, answer.reason)
        return answer

    def decide(self, effect: Effect, reason: str) -> None:
        self.reasons[reason] += 1
        if self.decided.setdefault(effect.key, reason) or reason:
            return
        past, sku = self.pasts[effect.conversation], effect.data.get("sku")
        past.left.append(Left(effect.data["offer"], self.now, sku))
        past.watches.pop(sku or "", None)

    async def send(self, conversation: str, reply: Reply, *, key: str) -> None:
        """Be the channel: what comes here has left the house."""
        if self.crash == "before sending":
            raise CrashError
        self.arrived[key] += 1
        if reply.kind == "offer":
            assert self.pasts[conversation].left[-1].at == self.now
            assert not self.decided[key]
        if self.crash == "after sending":
            raise CrashError

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def may(self, who: str, data: Any, now: datetime) -> bool:
        name = data["offer"]
        proposal = Proposal(
            offer=name,
            goods=_GOODS.get(name, frozenset()),
            for_cart=name == "cart",
            cart_version=data.get("cart"),
            sku=data.get("sku"),
            last_moment=_ENDS if name == "ends" else None,
        )
        return may_leave(self.pasts[who], proposal, now, self.in_stock)

    def shopper(self, tx: SqliteTransaction, who: str) -> Shopper:
        self.count += 1000
        return Shopper(tx, who, done=self.count)

    def key(self, word: str) -> str:
        self.count += 1
        return f"{word}:{self.count}"

    def writes(self, who: str, kind: str) -> None:
        """Write, press, pay, block; the same news twice is one."""
        message = Message(conversation=who, key=self.key("m"), kind=kind, at=self.now)
        self.await_(self.store.receive([message, message]))
        past = self.pasts[who]
        past.blocked = kind == "blocked" or (past.blocked and kind not in {*ACTIVE_KINDS, "unblocked"})
        if kind in ACTIVE_KINDS:
            past.wrote.append(self.now)

    def cancels(self, who: str) -> None:
        self.run(lambda tx: tx.change("UPDATE orders SET state = 'cancelled' WHERE conversation = :who", who=who))
        for order in self.pasts[who].orders:
            order.cancelled = True

    def waits_for(self, who: str, sku: str) -> None:
        def wait(tx: SqliteTransaction) -> None:
            tx.change("DELETE FROM watch WHERE conversation = :who AND sku = :sku", who=who, sku=sku)
            self.shopper(tx, who).watches(sku, at=self.now)

        self.run(wait)
        self.pasts[who].watches[sku] = self.now

    def states(self, who: str, *, granted: bool) -> None:
        def state(tx: SqliteTransaction) -> None:
            shopper = self.shopper(tx, who)
            (shopper.agrees if granted else shopper.objects)(at=self.now)

        self.run(state)
        self.pasts[who].stated.append(granted)

    def is_busy(self, who: str, *tasks: str, handover: str = "bot") -> None:
        def change(tx: SqliteTransaction) -> None:
            self.shopper(tx, who).is_with(handover)
            self.shopper(tx, who).is_at(*(tasks or ("",)))

        self.run(change)
        self.pasts[who].person, self.pasts[who].checkout = handover != "bot", "checkout" in tasks

    def orders(self, who: str, sku: str, *, awaited_until: datetime | None) -> None:
        state = "awaiting_payment" if awaited_until else "confirmed"
        self.run(lambda tx: self.shopper(tx, who).orders(sku, state=state, at=self.now, held_until=awaited_until))
        self.pasts[who].orders.append(Bought(frozenset({sku}), self.now, awaited_until))

    def has_in_the_cart(self, who: str, *skus: str) -> None:
        past = self.pasts[who]
        past.cart, past.cart_version = frozenset(skus), past.cart_version + 1

        def change(tx: SqliteTransaction) -> None:
            self.shopper(tx, who).fills_cart(*skus, at=self.now, version=past.cart_version)
            offers.after_cart_change(tx, SHELF, who, now=self.now)

        self.run(change)

    def time_passes_to(self, hour: int, over: timedelta = 0 * DAY) -> None:
        """Until it is this hour in Berlin, in winter."""
        edge = self.now.replace(hour=hour - 1, minute=0, second=0, microsecond=0) + over
        self.clock.move_to(edge if edge >= self.now else edge + DAY)

    def counts_stock(self, sku: str, left: int) -> None:
        self.run(lambda tx: self.shopper(tx, "").has_left(sku, left))
        self.in_stock[sku] = bool(left)

    def plans_without_asking(self, who: str, id: str, *, later: timedelta = timedelta()) -> str:
        """Plan an offer past all rules, so that the gate stands alone; its key."""
        key = self.key("wild")
        effect = offering(id, key=key, to=who, now=self.now + later)
        assert self.run(lambda tx: tx.plan(effect))
        return key

    def delivers(self, crash: str = "") -> None:
        """Carry out what is due; the program may die on the way and is started again."""
        self.crash = crash
        try:
            while self.await_(self.delivery.run_due(self.now)) and self.ring():
                pass
        except CrashError:
            self.await_(self.store.close())
            self.open()
        self.crash = ""

    def ring(self) -> int:
        """Answer the timers that have become events."""

        def answer(tx: SqliteTransaction) -> int:
            rung = [tx.unread(who) for who in self.pasts]
            for message in rung:
                if message is not None and message.kind == offers.DUE:
                    offers.on_timer(tx, SHELF, message, now=self.now)
                if message is not None:
                    tx.done(message.seq, None, self.now)
            return len([message for message in rung if message])

        count = 0
        while step := self.run(answer):
            count += step
        return count

    def end(self) -> None:
        """At the end the ledger tells what was decided, and no offer passes for sent without its row."""
        rows = self.run(lambda tx: tx.rows("SELECT effect FROM decision WHERE outcome = 'sent'"))
        marked = {row["effect"] for row in rows}
        assert marked == {key for key, reason in self.decided.items() if not reason}
        rows = self.run(lambda tx: tx.rows("SELECT key FROM effect WHERE class = 'offer' AND result = 'sent'"))
        assert {row["key"] for row in rows} <= marked
        self.await_(self.store.close())
        self.loop.close()
        self.folder.cleanup()
