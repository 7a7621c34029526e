"""Pauses that Telegram asked for: how long a chat, or all of them, must not be written to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.channels.base import RetryLater
from bot.channels.telegram.api import TooFast

_TOGETHER = 3  # chats told to wait at the same time: then it is about all of us


class Pauses:
    """Remembers each `retry_after` until it is over."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._until: dict[int, float] = {}
        self._all_until = 0.0

    def left(self, chat: int) -> float:
        """The seconds for which a chat must still be left alone."""
        now = self._seconds()
        return max(0.0, self._all_until - now, self._until.get(chat, 0.0) - now)

    async def keep(self, chat: int, call: Callable[[], Awaitable[Any]]) -> Any:
        """Call unless the chat must be left alone; what Telegram asks for now is remembered."""
        if left := self.left(chat):
            raise RetryLater(left)
        try:
            return await call()
        except TooFast as pause:
            self.begin(chat, pause.seconds)
            raise

    def begin(self, chat: int, seconds: float) -> None:
        """Telegram said when to come back. Said in several chats at once, it counts for all."""
        now = self._seconds()
        self._until = {other: until for other, until in self._until.items() if until > now}
        self._until[chat] = now + seconds
        if len(self._until) >= _TOGETHER:
            self._all_until = max(self._until.values())
