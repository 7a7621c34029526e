"""Carries replies to chats: each call once where that can be known, in order within a chat."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import structlog
from aiogram.methods import SendPhoto
from aiogram.types import FSInputFile, InputFile, ReplyKeyboardMarkup, ReplyKeyboardRemove
from aiogram.types import Message as TelegramMessage

from bot.channels.base import Blocked, ChannelError, RetryLater, SendFailed
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.compose import Call, compose
from bot.channels.telegram.pauses import Pauses
from bot.channels.telegram.payments import Payloads
from bot.channels.telegram.updates import chat_of
from bot.reply import Reply

log = structlog.stdlib.get_logger(__name__)

_HOPELESS_SECONDS = 60  # until somebody has mended the token
_PICTURE_BYTES = 10_000_000


class Sender:
    """Sends the calls of a reply one after the other and remembers how far it came."""

    def __init__(
        self,
        api: TelegramApi,
        payloads: Payloads,
        *,
        pictures: Path | None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api, self._payloads, self._pictures = api, payloads, pictures
        self._pauses = Pauses(seconds)
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._sent: dict[str, int] = {}  # effect -> its calls that are through, while it is not done
        self._file_ids: dict[str, str] = {}
        self._asked_location: set[int] = set()

    async def send(self, conversation: str, reply: Reply, *, key: str) -> None:
        """Show a reply; raises Blocked, RetryLater or SendFailed. A repetition goes on where the last try stopped."""
        chat = chat_of(conversation)
        lock = self._chats.setdefault(chat, asyncio.Lock())
        async with lock:
            try:
                await self._send_all(chat, reply, key)
            except (Blocked, SendFailed):
                self._sent.pop(key, None)
                raise
            except ChannelError as error:
                raise RetryLater(_HOPELESS_SECONDS, str(error)) from error
        self._sent.pop(key, None)

    async def _send_all(self, chat: int, reply: Reply, key: str) -> None:
        calls = compose(
            reply,
            chat=chat,
            picture=self._picture(reply.picture),
            payloads=self._payloads,
            provider_token=self._api.provider_token,
            take_keyboard=chat in self._asked_location,
        )
        for number, call in enumerate(calls):
            if number >= self._sent.get(key, 0):
                await self._send_one(chat, call, reply.picture)
                self._sent[key] = number + 1

    async def _send_one(self, chat: int, call: Call, picture: str) -> None:
        sent = await self._pauses.keep(chat, lambda: self._api.call_plainly(call))
        self._remember(chat, call, sent, picture)

    def _remember(self, chat: int, call: Call, sent: Any, picture: str) -> None:
        """Keep what the next reply needs: a picture's file id, and whether the location button still stands there."""
        if isinstance(call, SendPhoto) and isinstance(sent, TelegramMessage) and sent.photo:
            self._file_ids[picture] = sent.photo[-1].file_id
        markup = getattr(call, "reply_markup", None)
        if isinstance(markup, ReplyKeyboardMarkup):
            self._asked_location.add(chat)
        if isinstance(markup, ReplyKeyboardRemove):
            self._asked_location.discard(chat)

    def _picture(self, name: str) -> InputFile | str | None:
        """The picture of a reply: known to Telegram already, or a file of the shop's folder."""
        if not name or name in self._file_ids or name.startswith("https://"):
            return self._file_ids.get(name, name) or None
        path = (self._pictures / name).resolve() if self._pictures else None
        if path is None or self._pictures is None or not path.is_relative_to(self._pictures.resolve()):
            log.warning("telegram_picture_outside", picture=name)
            return None
        if not path.is_file() or not 0 < path.stat().st_size <= _PICTURE_BYTES:
            log.warning("telegram_picture_missing", picture=name)
            return None
        return FSInputFile(path)
