"""Updates by webhook: Telegram calls, and hears 200 once the update is on disk."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import structlog
from aiogram.methods import SetWebhook
from aiohttp import web

from bot.channels.base import ChannelError
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.polling import Backoff, insist
from bot.channels.telegram.settings import TelegramSettings, Webhook
from bot.channels.telegram.updates import WANTED

log = structlog.stdlib.get_logger(__name__)

_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Receiver:
    """Answers Telegram's calls."""

    def __init__(self, intake: Intake, webhook: Webhook) -> None:
        self._intake, self._secret = intake, webhook.secret.encode()

    async def called(self, request: web.Request) -> web.Response:
        """One call: 401 without our secret, 400 for what is no update, 200 once it is kept."""
        if not hmac.compare_digest(request.headers.get(_HEADER, "").encode(), self._secret):
            log.warning("telegram_webhook_wrong_secret", remote=request.remote)
            return web.Response(status=401)
        try:
            raw = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
            return web.Response(status=400)
        urgent = await self._intake.take([raw])
        if urgent:
            await asyncio.wait(urgent)
        return web.Response()


@asynccontextmanager
async def listening(receiver: Receiver, webhook: Webhook) -> AsyncIterator[None]:
    """Listen at the webhook's path; calls under way are finished at the end."""
    app = web.Application()
    app.router.add_post(urlsplit(webhook.url).path or "/", receiver.called)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, webhook.host, webhook.port).start()
    except OSError as error:
        await runner.cleanup()
        raise ChannelError(
            f"Cannot listen on {webhook.host}:{webhook.port} for Telegram's calls: {error.strerror}."
            " Choose another [telegram] webhook_host or webhook_port, or stop the program that uses it."
        ) from error
    try:
        yield
    finally:
        await runner.cleanup()


async def serve(
    api: TelegramApi, intake: Intake, settings: TelegramSettings, webhook: Webhook, stop: asyncio.Event
) -> None:
    """Be called until told to stop. The webhook stays set: Telegram keeps what comes while we are away."""
    async with listening(Receiver(intake, webhook), webhook):
        method = SetWebhook(url=webhook.url, secret_token=webhook.secret, allowed_updates=list(WANTED))
        await insist(api, method, stop, Backoff(settings.retry_seconds))
        await stop.wait()
