"""One call of the Bot API, and what each way it can fail means to us."""

from __future__ import annotations

from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import CopyMessage, EditMessageText, SendMessage, TelegramMethod
from aiogram.utils.token import TokenValidationError

from bot.channels.base import Blocked, ChannelError, RetryLater, SendFailed
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.text import unescape

log = structlog.stdlib.get_logger(__name__)

UNAUTHORIZED = (
    "Telegram refuses the bot's token. Copy the current one from @BotFather (/mybots, API Token) into"
    " TRESEN_TELEGRAM_TOKEN or [telegram] token of config.toml, then start again. Nothing was lost."
)
TWO_RECEIVERS = (
    "Another program receives this bot's messages: a second process with the same token, or a webhook set elsewhere."
    " Stop it, then start again. Nothing was lost."
)
#: Refusals after which the world is as we wanted it, or cannot be any more.
_SETTLED = ("message is not modified", "query is too old")
#: Refusals of a copy: it was taken away meanwhile, or is of a kind that nobody can copy.
_NO_COPY = ("message to copy not found", "message can't be copied")
_SECONDS = 20


class MarkupRefused(SendFailed):
    """Telegram cannot read the formatting of a text."""


class Moved(SendFailed):
    """A group became a supergroup: it has another id now."""

    def __init__(self, to: int) -> None:
        super().__init__(f"the group has moved to {to}")
        self.to = to


class TooFast(RetryLater):
    """Telegram says how long to wait."""


class TelegramApi:
    """The bot's account at the Bot API."""

    def __init__(self, settings: TelegramSettings) -> None:
        self._settings = settings
        session = AiohttpSession(api=TelegramAPIServer.from_base(settings.api_url))
        try:
            self._bot = Bot(settings.token, session=session)
        except TokenValidationError as error:
            raise ChannelError(UNAUTHORIZED) from error

    @property
    def provider_token(self) -> str:
        """The account at a payment provider, if there is one."""
        return self._settings.provider_token

    @property
    def id(self) -> int:
        """The bot's own number."""
        return self._bot.id

    @property
    def takes_cards(self) -> bool:
        """Whether money other than Stars can be taken."""
        return bool(self._settings.provider_token)

    async def call(self, method: TelegramMethod[Any], *, seconds: int = _SECONDS) -> Any:
        """The method's result, None where Telegram says that it is done already.

        Raises Blocked, RetryLater, SendFailed, or ChannelError where nothing will work any more.
        """
        try:
            return await self._bot(method, request_timeout=seconds)
        except TelegramRetryAfter as error:
            raise TooFast(error.retry_after) from error
        except TelegramForbiddenError as error:
            raise Blocked(error.message) from error
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            raise _unknown(error) from error
        except TelegramConflictError as error:
            raise ChannelError(TWO_RECEIVERS) from error
        except TelegramBadRequest as error:
            return self._refused(error)
        except (TelegramNetworkError, TelegramServerError) as error:
            raise RetryLater(self._settings.retry_seconds, self._safe(error)) from error
        except ClientDecodeError as error:
            return self._unreadable(method, error)
        except TelegramMigrateToChat as error:
            raise Moved(error.migrate_to_chat_id) from error
        except TelegramAPIError as error:
            raise SendFailed(self._safe(error)) from error

    def _refused(self, error: TelegramBadRequest) -> None:
        if any(words in error.message for words in _SETTLED):
            return
        if "can't parse entities" in error.message:
            raise MarkupRefused(error.message) from error
        raise SendFailed(error.message) from error

    def _unreadable(self, method: TelegramMethod[Any], error: ClientDecodeError) -> None:
        """A success that aiogram cannot read has happened: repeating it would double it."""
        if isinstance(error.data, dict) and error.data.get("ok") is True:
            log.warning("telegram_answer_unreadable", method=method.__api_method__)
            return
        raise RetryLater(self._settings.retry_seconds, "the answer is no Bot API answer") from error

    def _safe(self, error: Exception) -> str:
        return str(error).replace(self._settings.token, "[token]")

    async def call_plainly(self, method: TelegramMethod[Any]) -> Any:
        """The same; a text whose formatting is refused goes out without any, a copy that cannot be made does not."""
        try:
            return await self.call(method)
        except MarkupRefused as refusal:
            log.warning("telegram_markup_refused", chat=getattr(method, "chat_id", 0), reason=str(refusal))
            return await self.call(_plain(method))
        except SendFailed as refusal:
            if not isinstance(method, CopyMessage) or not any(words in str(refusal) for words in _NO_COPY):
                raise
            log.warning(
                "telegram_copy_refused", source=f"{method.from_chat_id}/{method.message_id}", reason=str(refusal)
            )
            return None

    async def close(self) -> None:
        """Let go of the connections."""
        await self._bot.session.close()


def _plain(call: TelegramMethod[Any]) -> TelegramMethod[Any]:
    """The same call without formatting."""
    field = "text" if isinstance(call, SendMessage | EditMessageText) else "caption"
    return call.model_copy(update={"parse_mode": None, field: unescape(getattr(call, field))})


def _unknown(error: TelegramAPIError) -> Exception:
    """401 and 404: an older Bot API server may lack a method; otherwise nobody knows the bot."""
    return SendFailed(error.message) if "method not found" in error.message else ChannelError(UNAUTHORIZED)
