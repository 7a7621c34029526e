"""The Store protocol: what a turn needs of a database, in the words of the domain."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.conversation import Conversation
from bot.message import Message

T = TypeVar("T")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Something to do outside, once: a send, a timer, a refund.

    `kind` 'send' carries a Reply (see bot.delivery for its JSON form) and a message class; 'timer' becomes an
    event of kind `data["event"]` when due; 'refund' goes to the payment provider `data["provider"]`.
    """

    conversation: str
    key: str
    kind: str
    data: Mapping[str, Any]
    due: datetime
    message_class: str | None = None
    id: int = 0
    tries: int = 0
    lease: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """An event that failed too often and waits for a person."""

    seq: int
    conversation: str
    key: str
    kind: str
    error: str
    at: datetime


class Reader(Protocol):
    """A consistent view of what was committed last. Portable SQL, named parameters (`:name`)."""

    def row(self, sql: str, **values: Any) -> Row | None:
        """The first row as a mapping, or None."""
        ...

    def rows(self, sql: str, **values: Any) -> list[Row]:
        """All rows as mappings."""
        ...

    def conversation(self, id: str) -> Conversation:
        """The conversation as stored, a new one if it is not known yet."""
        ...

    def unread(self, conversation: str) -> Message | None:
        """The oldest event of a conversation that is neither done nor parked."""
        ...

    def waiting(self) -> list[str]:
        """Conversations with unread events: where work goes on after a start."""
        ...

    def next_due(self, after: datetime | None = None) -> datetime | None:
        """When the next effect is due or its lease runs out: the first such moment, or the first later than `after`."""
        ...

    def parked(self) -> list[Parked]:
        """Events that failed too often."""
        ...


class Transaction(Reader, Protocol):
    """One transaction; everything in it becomes true together or not at all. Never waits for the world."""

    def change(self, sql: str, **values: Any) -> int:
        """Run one INSERT, UPDATE or DELETE; the number of rows it changed."""
        ...

    def receive(self, message: Message) -> int | None:
        """Put an event into the inbox; its sequence number, or None if its key is known already."""
        ...

    def save(self, conversation: Conversation) -> None:
        """Store a conversation; raises Conflict if somebody else stored it since it was loaded.

        `user_at`, `active_since`, `active_until` and `blocked` belong to `receive`: they are stored with a new
        conversation only.
        """
        ...

    def done(self, seq: int, record: Mapping[str, Any] | None, now: datetime) -> None:
        """Mark an event as answered, with the record of why."""
        ...

    def failed(self, seq: int, error: str, *, park_after: int) -> bool:
        """Count a failed try; True if the event is parked by it."""
        ...

    def plan(self, effect: Effect) -> bool:
        """Plan an effect; False if its key is known already."""
        ...

    def cancel(self, key: str, now: datetime) -> bool:
        """Cancel an effect that has not happened yet; False if there is none."""
        ...

    def lease(self, now: datetime, until: datetime, limit: int) -> list[Effect]:
        """Take due effects, oldest first, at most one 'send' per conversation and none behind a leased one."""
        ...

    def settle(self, effect: Effect, result: str, now: datetime) -> bool:
        """Mark a leased effect as done; False if the lease was lost to another worker."""
        ...

    def postpone(self, effect: Effect, due: datetime) -> bool:
        """Give a leased effect back for a later try; False if the lease was lost."""
        ...


class Store(Protocol):
    """A durable home for one shop."""

    def run(self, work: Callable[[Transaction], T]) -> Awaitable[T]:
        """Run `work` in a transaction; its result arrives once the transaction is on disk.

        What `work` raises undoes its own changes and goes to the caller. `work` may run twice (an error can take its
        neighbours with it): it loads what it changes itself and touches nothing but the transaction.
        """
        ...

    def read(self, work: Callable[[Reader], T]) -> T:
        """Run `work` on a read-only view, at once, in the calling thread."""
        ...

    async def receive(self, messages: Sequence[Message]) -> list[int | None]:
        """Put events into the inbox with one commit; None for each that was known already."""
        ...

    async def close(self) -> None:
        """Finish what was accepted and let go of the files."""
        ...
