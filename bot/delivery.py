"""The effect loop: take what is due, ask the gate, act outside, settle.

Replies, service news and refunds act, then mark: at least once, with a key. Offers mark, then act: at most once.
Timers become events, in one transaction. What breaks off halfway is taken again when its lease runs out.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot import reply_json
from bot.channels.base import Blocked, Channel, RetryLater, SendFailed
from bot.clock import Clock, to_micros
from bot.message import Message
from bot.outbound import Release
from bot.pacing import Lane, Pace, Pacer
from bot.reply import Button, Reply
from bot.store.base import Effect, Reader, Store, Transaction
from bot.store.errors import StoreError
from catalog.money import Money

log = structlog.get_logger(__name__)


class Gate(Protocol):
    """Decides whether an effect may leave now; writes down what it decides about offers."""

    def __call__(self, tx: Transaction, effect: Effect, /, *, now: datetime) -> Release:
        """The decision, made in the transaction given."""
        ...


class OfferText(Protocol):
    """Makes the reply of an offer that the gate has just let out."""

    def __call__(self, reader: Reader, effect: Effect, /, *, now: datetime) -> Reply:
        """The reply as it leaves."""
        ...


class RefundRefused(Exception):  # noqa: N818  (it says what happened)
    """The provider will never pay this back; trying again would not help."""


class Refunds(Protocol):
    """A payment provider, as far as it pays back."""

    @property
    def passing(self) -> tuple[type[Exception], ...]:
        """Errors that pass; the refund is repeated with the same key."""
        ...

    async def refund(self, order: str, amount: Money, *, charge_id: str, key: str) -> None:
        """Pay an amount of a charge back, once per key. Raises RefundRefused, or one of `passing`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long delivery waits, and how often it tries."""

    lease: timedelta = timedelta(minutes=3)  # after a crash, what was under way is taken again by then
    alone: float = 0.03  # seconds a send has its channel to itself, if it is not settled sooner
    act: float = 60.0  # seconds for one call to the outside; well below the lease
    first_pause: timedelta = timedelta(seconds=2)
    longest_pause: timedelta = timedelta(minutes=5)
    most_tries: int = 60
    at_once: int = 64  # conversations being written to side by side

    def pause(self, tries: int) -> timedelta:
        """The pause after a number of tries: doubled each time, up to the longest."""
        doublings = min(tries - 1, 20)
        return min(self.first_pause * (1 << doublings), self.longest_pause)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What one look into the table gave."""

    count: int
    rung: Sequence[str]  # conversations whose timers became events
    to_act: Sequence[Effect]
    until: datetime  # until when acting may begin: later, the lease could run out while it is under way


def written_when_planned(_reader: Reader, effect: Effect, *, now: datetime) -> Reply:  # noqa: ARG001
    """The reply that an effect carries."""
    return reply_json.load(effect.data)


class Delivery:
    """Carries out what turns have planned."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock,
        channels: Mapping[str, Channel],
        gate: Gate,
        refunds: Mapping[str, Refunds] | None = None,
        offer_text: OfferText = written_when_planned,
        wake: Callable[[str], None] = lambda _conversation: None,
        paces: Mapping[str, Pace] | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._channels = channels
        self._gate = gate
        self._refunds = refunds or {}
        self._offer_text = offer_text
        self._wake = wake
        self._patience = patience or Patience()
        self._pacers = {name: Pacer(pace) for name, pace in (paces or {}).items()}
        self._lanes = {name: Lane(self._patience.alone) for name in channels}
        self._news = asyncio.Event()
        self._busy: set[asyncio.Task[None]] = set()

    def notify(self) -> None:
        """There may be something new to deliver."""
        self._news.set()

    async def run_due(self, now: datetime) -> int:
        """Carry out everything that is due, one after the other in its order; how many effects that were."""
        count = 0
        while (taken := await self._take(now, self._patience.at_once)).count:
            for effect in taken.to_act:
                await self._act(effect, until=taken.until)
            count += taken.count
        return count

    async def run_forever(self, stop: asyncio.Event) -> None:
        """Carry out effects as they fall due, different conversations side by side, until told to stop."""
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _: self.notify())
        try:
            while not stop.is_set():
                self._news.clear()
                await self._wait(await self._start_what_is_due())
        finally:
            stopping.cancel()
            await asyncio.gather(*self._busy, return_exceptions=True)

    async def _start_what_is_due(self) -> float | None:
        """Start what is due, as far as the store can tell; seconds until the next look."""
        try:
            return await self._start_due()
        except StoreError as error:
            log.error("delivery waits for the store", reason=str(error))  # noqa: TRY400  (the sentence says it all)
            return self._patience.first_pause.total_seconds()

    async def _start_due(self) -> float | None:
        """Start what is due; seconds until there may be more without anybody telling, None for never."""
        now = self._clock.now()
        free = self._patience.at_once - len(self._busy)
        if not free:
            return None
        taken = await self._take(now, free)
        for effect in taken.to_act:
            self._start(effect, until=taken.until)
        if taken.count == free:
            return 0.0
        due = self._store.read(lambda reader: reader.next_due(now))
        return None if due is None else max(0.0, (due - self._clock.now()).total_seconds())

    def _start(self, effect: Effect, *, until: datetime) -> None:
        task = asyncio.create_task(self._act(effect, until=until), name=effect.key)
        self._busy.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        """Make room. What an act did not expect is told; its effect is taken again when the lease runs out."""
        self._busy.discard(task)
        self._news.set()
        if not task.cancelled() and (error := task.exception()):
            log.error("delivery broke off", effect=task.get_name(), exc_info=error)

    async def _wait(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return

    # Taking

    async def _take(self, now: datetime, limit: int) -> _Taken:
        """Lease what is due, with the timers among it rung and what may not leave withheld."""
        taken = await self._store.run(lambda tx: self._lease(tx, now, limit))
        for conversation in taken.rung:
            self._wake(conversation)
        return taken

    def _lease(self, tx: Transaction, now: datetime, limit: int) -> _Taken:
        leased = tx.lease(now, now + self._patience.lease, limit)
        timers = [effect for effect in leased if effect.kind == "timer"]
        for effect in timers:
            tx.receive(_rung(effect, now))
            tx.settle(effect, "rung", now)
        others = [effect for effect in leased if effect.kind != "timer"]
        return _Taken(
            count=len(leased),
            rung=[effect.conversation for effect in timers],
            until=now + self._patience.lease - timedelta(seconds=self._patience.act),
            to_act=[effect for effect in others if effect.message_class == "offer" or self._released(tx, effect, now)],
        )

    def _released(self, tx: Transaction, effect: Effect, now: datetime) -> bool:
        """Ask the gate; what is withheld is settled with the reason."""
        release = self._gate(tx, effect, now=now)
        if not release.allowed:
            tx.settle(effect, f"withheld:{release.reason}", now)
        return release.allowed

    # Acting

    async def _act(self, effect: Effect, *, until: datetime) -> None:
        if effect.kind == "refund":
            await self._pay_back(effect)
        else:
            await self._send(effect, until=until)

    async def _send(self, effect: Effect, *, until: datetime) -> None:
        name = effect.conversation.partition(":")[0]
        if name not in self._channels:
            await self._again(effect, f"no channel {name!r} is connected")
            return
        if pacer := self._pacers.get(name):
            await pacer.wait(effect.conversation)
        async with self._lanes[name].alone():
            if self._clock.now() > until:  # it waited too long for its turn
                await self._store.run(lambda tx: tx.postpone(effect, effect.due))
                return
            await self._carry(self._channels[name], effect)

    async def _carry(self, channel: Channel, effect: Effect) -> None:
        """Send one effect and settle it."""
        reply = reply_json.load(effect.data) if effect.message_class != "offer" else await self._mark_offer(effect)
        if reply is None:
            return
        try:
            async with asyncio.timeout(self._patience.act):
                await channel.send(effect.conversation, reply, key=effect.key)
        except Blocked:
            await self._blocked(effect)
        except SendFailed as error:
            await self._finish(effect, f"failed:{error}")
        except RetryLater as error:
            await self._again(effect, str(error), timedelta(seconds=error.seconds))
        except TimeoutError:
            await self._again(effect, f"no answer within {self._patience.act:g} s")
        else:
            await self._finish(effect, "sent")

    async def _mark_offer(self, effect: Effect) -> Reply | None:
        """Ask the gate at the very moment of sending and mark the offer as sent, on disk, before it is."""

        def mark(tx: Transaction) -> Reply | None:
            now = self._clock.now()
            if not self._released(tx, effect, now):
                return None
            reply = with_button_ids(self._offer_text(tx, effect, now=now), effect.key)
            data = json.dumps({**effect.data, **reply_json.dump(reply)}, ensure_ascii=False)
            tx.change("UPDATE effect SET data = :data WHERE id = :id", id=effect.id, data=data)
            return reply if tx.settle(effect, "sent", now) else None

        return await self._store.run(mark)

    async def _pay_back(self, effect: Effect) -> None:
        data = effect.data
        provider = self._refunds.get(data["provider"])
        if provider is None:
            await self._again(effect, f"no payment provider {data['provider']!r} is connected")
            return
        try:
            async with asyncio.timeout(self._patience.act):
                amount = Money(data["amount"], data["currency"])
                await provider.refund(data["order"], amount, charge_id=data["charge_id"], key=effect.key)
        except RefundRefused as error:
            await self._finish(effect, f"failed:{error}", news=_paid_back(effect, "refund_failed", self._clock.now()))
        except TimeoutError:
            await self._again(effect, f"no answer within {self._patience.act:g} s")
        except provider.passing as error:
            await self._again(effect, str(error) or type(error).__name__)
        else:
            await self._finish(effect, "refunded", news=_paid_back(effect, "refunded", self._clock.now()))

    # Settling

    async def _finish(self, effect: Effect, result: str, *, news: Message | None = None) -> None:
        """Settle an effect together with the event that comes of it."""
        await self._store.run(lambda tx: self._settle(tx, effect, result, news))
        if result.startswith("failed:"):
            log.error("effect failed", effect=effect.key, conversation=effect.conversation, reason=result)
        if news:
            self._wake(effect.conversation)

    def _settle(self, tx: Transaction, effect: Effect, result: str, news: Message | None) -> None:
        if news:
            tx.receive(news)
        if effect.message_class == "offer":  # settled before it was sent; only a failure is left to tell
            tx.change("UPDATE effect SET result = :result WHERE id = :id", id=effect.id, result=result)
        elif not tx.settle(effect, result, self._clock.now()):
            log.warning("lease lost", effect=effect.key, conversation=effect.conversation)

    async def _again(self, effect: Effect, reason: str, pause: timedelta = timedelta()) -> None:
        """Try again after this pause at least, later each time; an offer, or what was tried too often, never."""
        if effect.message_class == "offer" or effect.tries >= self._patience.most_tries:
            await self._give_up(effect, reason)
            return
        due = self._clock.now() + max(pause, self._patience.pause(effect.tries))
        await self._store.run(lambda tx: tx.postpone(effect, due))
        log.warning("effect postponed", effect=effect.key, conversation=effect.conversation, reason=reason)

    async def _give_up(self, effect: Effect, reason: str) -> None:
        news = _paid_back(effect, "refund_failed", self._clock.now()) if effect.kind == "refund" else None
        await self._finish(effect, f"failed:{reason}", news=news)

    async def _blocked(self, effect: Effect) -> None:
        """The shopper is gone: nothing more is sent, and the conversation hears of it."""
        now = self._clock.now()
        news = Message(conversation=effect.conversation, key=f"{effect.key}:blocked", kind="blocked", at=now)
        await self._store.run(lambda tx: self._settle_all(tx, effect, news))
        log.info("blocked by the shopper", effect=effect.key, conversation=effect.conversation)
        self._wake(effect.conversation)

    def _settle_all(self, tx: Transaction, effect: Effect, news: Message) -> None:
        """Settle every waiting send of a conversation but offers, about which the gate keeps its own record."""
        self._settle(tx, effect, "failed:blocked", news)
        tx.change(
            "UPDATE effect SET done = :now, result = 'failed:blocked' "
            "WHERE conversation = :conversation AND kind = 'send' AND class <> 'offer' AND done IS NULL",
            conversation=effect.conversation,
            now=to_micros(news.at),
        )


def with_button_ids(reply: Reply, key: str) -> Reply:
    """A reply whose buttons are bound to the effect that carries it."""
    return replace(reply, buttons=bound(reply.buttons, key))


def bound(buttons: Sequence[Button], key: str) -> tuple[Button, ...]:
    """Buttons with ids of the effect that carries them."""
    return tuple(replace(button, id=f"{key}.{number}") for number, button in enumerate(buttons))


def _rung(effect: Effect, now: datetime) -> Message:
    """The event that a timer becomes."""
    about = {name: value for name, value in effect.data.items() if name != "event"}
    return Message(conversation=effect.conversation, key=effect.key, kind=effect.data["event"], at=now, data=about)


def _paid_back(effect: Effect, outcome: str, now: datetime) -> Message:
    """The event that a refund becomes."""
    return Message(
        conversation=effect.conversation,
        key=f"{effect.key}:{outcome}",
        kind="payment",
        at=now,
        data={**effect.data, "outcome": outcome},
    )
