"""How fast a channel may be written to: as a whole, and to each conversation."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

#: From so many remembered conversations on, those that are at rest are forgotten.
_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Messages a second, and how many may go at once after a rest."""

    per_second: float = 30.0
    burst: int = 30
    per_conversation: float = 1.0
    conversation_burst: int = 3


class Pacer:
    """Token buckets of one channel. Whoever waits first goes first."""

    def __init__(
        self,
        pace: Pace,
        *,
        seconds: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._pace = pace
        self._seconds = seconds
        self._sleep = sleep
        self._all = 0.0  # when the whole channel's bucket is full again
        self._each: dict[str, float] = {}  # the same for each conversation

    async def wait(self, conversation: str) -> None:
        """Come back when the next message to a conversation may leave."""
        now = self._seconds()
        self._forget(now)
        pace = self._pace
        mine, own_wait = _take(
            self._each.get(conversation, now), now, 1 / pace.per_conversation, pace.conversation_burst
        )
        self._each[conversation] = mine
        self._all, shared_wait = _take(self._all, now, 1 / pace.per_second, pace.burst)
        if (wait := max(own_wait, shared_wait)) > 0:
            await self._sleep(wait)

    def _forget(self, now: float) -> None:
        if len(self._each) > _REMEMBERED:
            self._each = {conversation: full for conversation, full in self._each.items() if full > now}


def _take(full: float, now: float, interval: float, burst: int) -> tuple[float, float]:
    """Take one token: when the bucket is full again after it, and how long to wait for it."""
    full = max(full, now) + interval
    return full, max(0.0, full - now - interval * burst)


class Lane:
    """A way that one send at a time has to itself, until it is settled or a moment has passed.

    So what breaks off between sending and settling, and is sent again, is one message at most; and a send that takes
    long holds nobody up.
    """

    def __init__(self, moment: float) -> None:
        self._moment = moment
        self._free = asyncio.Lock()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Wait for the way to be free, and have it for a moment."""
        await self._free.acquire()
        held = True

        def leave() -> None:
            nonlocal held
            if held:
                held = False
                self._free.release()

        timer = asyncio.get_running_loop().call_later(self._moment, leave)
        try:
            yield
        finally:
            timer.cancel()
            leave()
