"""Messages, effects and faults that the tests of stores share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.message import Message
from bot.store.base import Effect, Reader, Store, Transaction

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)
TICK = timedelta(microseconds=1)
MIA = "test:mia"
BEN = "test:ben"


def says(key: str, *, who: str = MIA, kind: str = "text", at: datetime = NOON, **values: Any) -> Message:
    """A message of a shopper."""
    return Message(conversation=who, key=key, kind=kind, at=at, **values)


def sends(key: str, *, who: str = MIA, due: datetime = NOON, message_class: str = "reply") -> Effect:
    """A planned send."""
    return Effect(conversation=who, key=key, kind="send", data={"text": key}, due=due, message_class=message_class)


def timer(key: str, *, who: str = MIA, due: datetime = NOON) -> Effect:
    """A planned timer."""
    return Effect(conversation=who, key=key, kind="timer", data={"event": "order.late"}, due=due)


def everything(reader: Reader) -> dict[str, list[Mapping[str, Any]]]:
    """All rows that the verbs of the store write."""
    return {
        "conversation": reader.rows("SELECT * FROM conversation ORDER BY id"),
        "event": reader.rows("SELECT * FROM event ORDER BY seq"),
        "effect": reader.rows("SELECT * FROM effect ORDER BY id"),
    }


class InterruptedTurnError(Exception):
    """The fault put into a transaction."""


class Interrupting:
    """A transaction that fails after a number of verbs."""

    def __init__(self, inner: Transaction, after: int) -> None:
        self._inner = inner
        self._left = after

    def __getattr__(self, name: str) -> Callable[..., Any]:
        verb = getattr(self._inner, name)

        def interrupting(*values: Any, **named: Any) -> Any:
            result = verb(*values, **named)
            self._left -= 1
            if self._left == 0:
                raise InterruptedTurnError
            return result

        return interrupting


class Opened:
    """Tests of an open store; `reopen` opens the same database again."""

    @pytest.fixture
    async def store(self, reopen: Callable[[], Store]) -> AsyncIterator[Store]:
        store = reopen()
        yield store
        await store.close()
