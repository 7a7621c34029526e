"""The webhook: only Telegram gets in, and it hears 200 only once the update is kept."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiogram.methods import GetMe

from bot.channels.base import ChannelError
from bot.channels.telegram.settings import Webhook
from bot.reply import Invoice, Reply
from catalog.money import Money
from tests.telegram.fake import FakeTelegram
from tests.telegram.shop import Inbox, Running, running

SECRET = "s3cret-for-the-webhook"


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        server.updates.retry_unit = 0.001
        yield server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def called(server: FakeTelegram, **options: Any) -> AsyncIterator[Running]:
    """A channel behind a webhook, once Telegram knows of it."""
    port = free_port()
    webhook = Webhook(url=f"http://127.0.0.1:{port}/telegram", secret=SECRET, port=port)
    async with running(server, webhook=webhook, **options) as shop:
        await server.until(lambda: server.updates.webhook or shop.task.done(), "the webhook")
        yield shop


async def test_messages_arrive_and_are_answered(server: FakeTelegram) -> None:
    async with called(server) as shop:
        mia = server.user(42, language="de")
        await mia.send("Hallo")
        message = await shop.inbox.next()
        assert (message.text, message.language) == ("Hallo", "de")
        await (await mia.forge("x")).answer()
    server.assert_clean()


async def test_only_who_knows_the_secret_gets_in(server: FakeTelegram) -> None:
    async with called(server) as shop:
        mia = server.user(42)
        update = {"update_id": 1, "message": mia.message_json(text="let me in")}
        for secret in ("", "wrong", SECRET[:-1], SECRET + "x", "ü"):
            assert await server.updates.post(update, secret=secret) == 401
        assert not shop.inbox.kept
        assert await server.updates.post(update) == 200
        assert [message.text for message in shop.inbox.kept] == ["let me in"]


async def test_telegram_hears_200_only_when_the_update_is_kept(server: FakeTelegram) -> None:
    inbox = Inbox(server)
    async with called(server, inbox=inbox) as shop:
        await server.user(42).send("Hallo")
        await server.until(lambda: inbox.batches, "the call at the door")
        for _ in range(5):
            await shop.api.call(GetMe())  # time enough for an answer that does not wait
        assert not server.updates.deliveries
        inbox.open.set()
        await server.until(lambda: server.updates.deliveries, "an answer")
        assert [status for _, status in server.updates.deliveries] == [200]


async def test_what_could_not_be_kept_comes_again(server: FakeTelegram, caplog: pytest.LogCaptureFixture) -> None:
    inbox = Inbox(server, broken=OSError("disk full"))
    inbox.open.set()
    async with called(server, inbox=inbox):
        await server.user(42).send("Hallo")
        await server.until(lambda: len(server.updates.deliveries) >= 2, "two failures")
        inbox.broken = None
        assert (await inbox.next()).text == "Hallo"
        await server.until(lambda: not server.updates.pending, "confirmed")
    assert {status for _, status in server.updates.deliveries} == {500, 200}
    assert "disk full" in caplog.text


async def test_an_update_called_twice_at_once_has_one_key(server: FakeTelegram) -> None:
    server.updates.twice = True
    async with called(server) as shop:
        await server.user(42).send("Hallo")
        await server.until(lambda: not server.updates.pending, "confirmed")
        assert len(shop.inbox.kept) == 1
        assert shop.inbox.batches == 2


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b'{"update_id": "x"}', b"\xff"])
async def test_what_is_no_update_is_refused(server: FakeTelegram, body: bytes) -> None:
    async with called(server) as shop, aiohttp.ClientSession() as session:
        assert server.updates.webhook is not None
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        async with session.post(server.updates.webhook.url, data=body, headers=headers) as response:
            assert response.status == 400
        assert not shop.inbox.kept


async def test_a_question_about_money_passes_a_message_that_takes_long(server: FakeTelegram) -> None:
    inbox = Inbox(server)
    async with called(server, inbox=inbox) as shop:
        mia = server.user(42)
        await mia.send("Hallo")
        await server.until(lambda: inbox.batches, "the call at the door")
        invoice = Invoice(order="kontor-1001", title="Order", description="x", amount=Money(1780))
        await shop.channel.send("tg:42", Reply(text="", invoice=invoice), key="e1")
        assert (await mia.pay()).outcome == "paid"
        assert not inbox.kept


async def test_stopping_finishes_the_call_under_way(server: FakeTelegram) -> None:
    inbox = Inbox(server)
    async with called(server, inbox=inbox) as shop:
        await server.user(42).send("Hallo")
        await server.until(lambda: inbox.batches, "the call at the door")
        shop.stop.set()
        inbox.open.set()
        await asyncio.wait({shop.task})
        assert [message.text for message in inbox.kept] == ["Hallo"]


async def test_a_port_in_use_is_one_sentence_that_says_what_to_do(server: FakeTelegram) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        webhook = Webhook(url="http://127.0.0.1/x", secret=SECRET, port=taken.getsockname()[1])
        async with running(server, webhook=webhook) as shop:
            shop.ends_badly = True
            await server.until(shop.task.done, "the end of the channel")
            error = shop.task.exception()
    assert isinstance(error, ChannelError)
    assert "webhook_port" in str(error)


async def test_polling_takes_over_from_a_webhook(server: FakeTelegram) -> None:
    async with called(server):
        pass
    mia = server.user(42)
    await mia.send("while nobody listens")
    async with running(server) as shop:
        assert (await shop.inbox.next()).text == "while nobody listens"
    assert server.updates.webhook is None
