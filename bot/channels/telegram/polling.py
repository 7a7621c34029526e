"""Updates by polling: what came is kept before the next call confirms it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

import structlog
from aiogram.methods import DeleteWebhook, GetUpdates

from bot.channels.base import RetryLater, SendFailed
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.updates import WANTED

log = structlog.stdlib.get_logger(__name__)

T = TypeVar("T")
_LONGEST_PAUSE = 20.0


class RawUpdates(GetUpdates):
    """getUpdates with plain answers: one update that cannot be read must not hide the others."""

    __returning__ = list[dict[str, Any]]


async def unless(stop: asyncio.Event, work: Awaitable[T]) -> T | None:
    """The result of something that may be broken off at any moment; None if it was."""
    task, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        stopping.cancel()
        task.cancel()
        await asyncio.wait({task, stopping})


class Backoff:
    """Pauses between failures: each twice as long as the one before."""

    def __init__(self, first: float) -> None:
        self._first, self._failures = first, 0

    async def wait(self, stop: asyncio.Event, error: Exception) -> None:
        """Wait for the next try, or until told to stop."""
        pause = min(self._first * 2 ** min(self._failures, 10), _LONGEST_PAUSE)
        if isinstance(error, RetryLater):
            pause = max(pause, error.seconds)
        self._failures += 1
        log.warning("telegram_unreachable", reason=str(error), retry_in=pause)
        await unless(stop, asyncio.sleep(pause))

    def reset(self) -> None:
        """It works again."""
        self._failures = 0


async def insist(api: TelegramApi, method: Any, stop: asyncio.Event, backoff: Backoff) -> Any:
    """Call until it works: a shop may start before its network does. None if told to stop."""
    while not stop.is_set():
        try:
            result = await unless(stop, api.call(method))
        except RetryLater as error:
            await backoff.wait(stop, error)
        else:
            backoff.reset()
            return result
    return None


async def poll(api: TelegramApi, intake: Intake, settings: TelegramSettings, stop: asyncio.Event) -> None:
    """Take updates in until told to stop; raises ChannelError if that cannot work."""
    backoff = Backoff(settings.retry_seconds)
    await insist(api, DeleteWebhook(), stop, backoff)
    confirmed: int | None = None
    while not stop.is_set():
        request = RawUpdates(offset=confirmed, timeout=settings.poll_seconds, allowed_updates=list(WANTED))
        try:
            raws = await unless(stop, api.call(request, seconds=settings.poll_seconds + 10))
        except (RetryLater, SendFailed) as error:
            await backoff.wait(stop, error)
            continue
        backoff.reset()
        # Ids go on from a random number after a week of silence, so an offset is used up once it has confirmed.
        confirmed = None
        if raws:
            await intake.take(raws)
            confirmed = max(raw["update_id"] for raw in raws) + 1
