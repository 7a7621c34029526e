"""The channel against the strict server, with an inbox in memory instead of the whole shop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.settings import COMMANDS, CheckoutQuestion, TelegramSettings
from bot.clock import SystemClock
from bot.message import Message
from tests.telegram.fake import FakeTelegram

TEXTS = {
    "de": {name: f"Befehl {name}" for name in COMMANDS},
    "en": {name: f"command {name}" for name in COMMANDS},
}
SORRY = {"de": "Das geht gerade nicht.", "en": "This is not possible now."}


async def yes(_question: CheckoutQuestion) -> tuple[bool, str]:
    """Every order may be paid."""
    return True, ""


@dataclass
class Inbox:
    """Keeps messages; a test may close the door, or break it."""

    server: FakeTelegram
    kept: list[Message] = field(default_factory=list)
    batches: int = 0
    open: asyncio.Event = field(default_factory=asyncio.Event)
    broken: BaseException | None = None

    async def receive(self, messages: Sequence[Message]) -> None:
        """Keep what is new, once the door is open."""
        self.batches += 1
        self.server.changes.notify()
        await self.open.wait()
        if self.broken is not None:
            raise self.broken
        known = {message.key for message in self.kept}
        for message in messages:
            if message.key not in known:
                known.add(message.key)
                self.kept.append(message)
        self.server.changes.notify()

    async def next(self, number: int = 1) -> Message:
        """The message with this number, from 1 on, once it is kept."""
        await self.server.until(lambda: len(self.kept) >= number, f"message {number} kept; there is {self.kept}")
        return self.kept[number - 1]


@dataclass
class Running:
    """A channel at work."""

    channel: TelegramChannel
    api: TelegramApi
    inbox: Inbox
    stop: asyncio.Event
    task: asyncio.Task[None]
    ends_badly: bool = False  # whether the test itself looks at how it ended


def settings_for(server: FakeTelegram, **changes: Any) -> TelegramSettings:
    """Settings that point at the strict server, quick to try again."""
    settings = TelegramSettings(
        token=server.token,
        provider_token=server.provider_token,
        api_url=server.url,
        poll_seconds=20,
        retry_seconds=0.001,
    )
    return replace(settings, **changes)


@asynccontextmanager
async def running(
    server: FakeTelegram,
    *,
    inbox: Inbox | None = None,
    check_out: Callable[[CheckoutQuestion], Awaitable[tuple[bool, str]]] = yes,
    pictures: Path | None = None,
    **changes: Any,
) -> AsyncIterator[Running]:
    """A channel that is receiving; stopped cleanly at the end."""
    settings = settings_for(server, **changes)
    if inbox is None:
        inbox = Inbox(server)
        inbox.open.set()
    api = TelegramApi(settings)
    channel = TelegramChannel(
        settings,
        api=api,
        clock=SystemClock(),
        inbox=inbox.receive,
        check_out=check_out,
        commands=TEXTS,
        sorry=SORRY,
        pictures=pictures,
    )
    stop = asyncio.Event()
    task = asyncio.create_task(channel.run(stop))
    task.add_done_callback(lambda _: server.changes.notify())
    try:
        shop = Running(channel, api, inbox, stop, task)
        yield shop
    finally:
        stop.set()
        inbox.open.set()
        await asyncio.wait({task})
        await channel.close()
    if not shop.ends_badly:
        task.result()
