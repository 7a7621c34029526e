"""Telegram: polling or webhook in, replies out. The only user of aiogram; import it only when Telegram starts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

import structlog
from aiogram.methods import GetMe, SetMyCommands
from aiogram.types import BotCommand

from bot.channels.base import SendFailed
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.operators import Operators
from bot.channels.telegram.payments import Payloads
from bot.channels.telegram.polling import Backoff, insist, poll
from bot.channels.telegram.sending import Sender
from bot.channels.telegram.settings import COMMANDS, NAME, CheckOut, Inbox, TelegramSettings
from bot.channels.telegram.topics import Topics
from bot.channels.telegram.updates import Reader
from bot.channels.telegram.webhook import serve
from bot.clock import Clock
from bot.reply import Reply
from bot.store.base import Store

log = structlog.stdlib.get_logger(__name__)

#: Language -> command -> what the menu says about it. The first language is for profiles in any other one.
Descriptions = Mapping[str, Mapping[str, str]]


def operators_at(chat: int, api: TelegramApi, store: Callable[[], Store], *, commands: Mapping[str, str]) -> Operators:
    """The group in which people of the shop answer; `commands` says what its menu says about each."""
    return Operators(api, Topics(store), chat=chat, commands=commands)


class TelegramChannel:
    """One bot account.

    `inbox` keeps messages and returns once they are on disk; `check_out` answers at once whether an order may be paid;
    `sorry` says per language that a payment cannot go on, where the shop gave no reason.
    """

    name = NAME

    def __init__(
        self,
        settings: TelegramSettings,
        *,
        api: TelegramApi,
        clock: Clock,
        inbox: Inbox,
        check_out: CheckOut,
        commands: Descriptions,
        sorry: Mapping[str, str],
        pictures: Path | None = None,
        operators: Operators | None = None,
    ) -> None:
        payloads = Payloads(settings.token)
        self._settings, self._api, self._commands = settings, api, commands
        self._operators = operators
        self._sender = Sender(api, payloads, pictures=pictures)
        self._intake = Intake(
            api,
            Reader(payloads, operators),
            clock,
            inbox=inbox,
            check_out=check_out,
            sorry=sorry,
            settings=settings,
        )

    async def send(self, conversation: str, reply: Reply, *, key: str) -> None:
        """Show a reply in a chat; raises Blocked, RetryLater or SendFailed."""
        await self._sender.send(conversation, reply, key=key)

    async def run(self, stop: asyncio.Event) -> None:
        """Take updates in until told to stop, then finish what was begun; raises ChannelError if it cannot work."""
        settings = self._settings
        backoff = Backoff(settings.retry_seconds)
        try:
            await insist(self._api, GetMe(), stop, backoff)
            await self._publish_commands(stop, backoff)
            if self._operators is not None:
                await self._operators.ready(stop, backoff)
            if settings.webhook is None:
                await poll(self._api, self._intake, settings, stop)
            else:
                await serve(self._api, self._intake, settings, settings.webhook, stop)
        finally:
            await self._intake.drain()

    async def close(self) -> None:
        """Let go of the connections; after this nothing can be sent."""
        await self._api.close()

    async def _publish_commands(self, stop: asyncio.Event, backoff: Backoff) -> None:
        """The command menu in every language. The shop works without it, so a refusal is only told."""
        for number, (language, texts) in enumerate(self._commands.items()):
            menu = [BotCommand(command=name, description=texts[name]) for name in COMMANDS]
            for code in [None, language] if number == 0 else [language]:
                try:
                    await insist(self._api, SetMyCommands(commands=menu, language_code=code), stop, backoff)
                except SendFailed as error:
                    log.warning("telegram_commands_refused", language=language, reason=str(error))
