"""What Telegram would refuse, the strict server refuses and remembers; what users cannot do, they cannot do there."""

from __future__ import annotations

import asyncio

import pytest

from tests.telegram.fake import FakeTelegram, NotThere
from tests.telegram.sample import Json, SampleBot

INVOICES: list[Json] = [
    {"provider_token": ""},
    {"provider_token": "wrong"},
    {"currency": "EURO"},
    {"currency": "XTR"},
    {"prices": []},
    {"prices": [{"label": "Mug", "amount": 0}]},
    {"prices": [{"label": "Mug", "amount": "12.90"}]},
    {"title": "A mug with a title that is much too long"},
    {"description": ""},
    {"payload": "x" * 129},
    {"start_parameter": "ä"},
    {"start_parameter": ""},
    {"suggested_tip_amounts": [200, 100], "max_tip_amount": 500},
    {"reply_markup": {"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]}},
]
MESSAGES: list[Json] = [
    {"text": ""},
    {"text": " \n"},
    {"text": "x" * 4097},
    {"text": "🙂" * 2049},
    {"text": "a<br/>b", "parse_mode": "HTML"},
    {"text": "<b>a", "parse_mode": "HTML"},
    {"text": "<b><i>a</b></i>", "parse_mode": "HTML"},
    {"text": "<span>a</span>", "parse_mode": "HTML"},
    {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}},
    {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "ä" * 33}]]}},
    {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "", "callback_data": "a"}]]}},
    {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a", "url": "https://a.b"}]]}},
    {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "url": "javascript:a"}]]}},
    {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a"}] * 9]}},
    {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]] * 101}},
    {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "callbackdata": "a"}]]}},
    {"text": "a", "reply_markup": {"inlinekeyboard": []}},
    {"text": "a", "reply_markup": {"keyboard": [[]]}},
    {"text": "a", "silent": True},
    {"chat_id": 999, "text": "a"},
]


@pytest.mark.parametrize("values", MESSAGES, ids=str)
async def test_a_malformed_message_is_refused_and_remembered(values: Json) -> None:
    async with FakeTelegram() as server:
        mia = server.user(42)
        await mia.send("/start")
        bot = SampleBot(server)
        answer = await bot.call("sendMessage", **{"chat_id": 42, **values})
        assert answer["error_code"] == 400
        assert len(server.findings) == 1
        assert not mia.messages
        await bot.session.close()


@pytest.mark.parametrize("values", INVOICES, ids=str)
async def test_a_wrong_invoice_is_a_finding(values: Json) -> None:
    async with FakeTelegram() as server:
        await server.user(42).send("/start")
        bot = SampleBot(server)
        await bot.invoice(42, **values)
        assert len(server.findings) == 1
        await bot.session.close()


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("sendVenue", {"latitude": 95, "longitude": 13, "title": "Shop", "address": "Weg 1"}),
        ("sendVenue", {"latitude": 52, "longitude": 13, "title": "Shop", "address": ""}),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "Begin"}]}),
        ("setMyCommands", {"commands": [{"command": "start", "description": ""}]}),
        ("answerCallbackQuery", {"callback_query_id": "none"}),
        ("answerPreCheckoutQuery", {"pre_checkout_query_id": "none", "ok": False}),
        ("setWebhook", {"url": "http://example.org/"}),
        ("setWebhook", {"url": "https://example.org:8444/", "secret_token": "s"}),
        ("refundStarPayment", {"user_id": 42, "telegram_payment_charge_id": "none"}),
    ],
)
async def test_other_mistakes_are_refused_too(method: str, values: Json) -> None:
    async with FakeTelegram() as server:
        await server.user(42).send("/start")
        bot = SampleBot(server)
        chat = {"chat_id": 42} if method.startswith("send") else {}
        assert (await bot.call(method, **chat, **values))["error_code"] == 400
        assert len(server.findings) == 1
        await bot.session.close()


async def test_a_user_can_press_only_what_stands_in_the_chat() -> None:
    async with FakeTelegram() as server, SampleBot(server):
        mia = server.user(42)
        await mia.send("/start")
        menu = await mia.next_reply()
        with pytest.raises(NotThere, match="Sell"):
            await mia.press("Sell")
        with pytest.raises(NotThere):
            await mia.press_location_button(52.5, 13.4)
        menu.deleted = True
        with pytest.raises(NotThere):
            await mia.press("Buy a mug")


async def test_the_older_of_two_pollers_is_told_to_stop() -> None:
    async with FakeTelegram() as server:
        bot = SampleBot(server)
        first = asyncio.create_task(bot.call("getUpdates", timeout=20))
        await server.until(lambda: server.updates.polls == 1, "the first poll")
        second = asyncio.create_task(bot.call("getUpdates", timeout=20))
        answer = await first
        assert answer["error_code"] == 409
        assert "terminated by other getUpdates request" in answer["description"]
        assert len(server.findings) == 1
        await server.user(42).send("Hello")
        assert len((await second)["result"]) == 1
        await bot.session.close()


async def test_a_late_answer_to_a_press_is_too_old() -> None:
    async with FakeTelegram() as server:
        mia = server.user(42)
        press = await mia.forge("anything")
        server.advance(151)
        bot = SampleBot(server)
        answer = await bot.call("answerCallbackQuery", callback_query_id=press.id)
        assert answer["description"].startswith("Bad Request: query is too old")
        assert not server.findings
        await bot.session.close()


async def test_stars_are_given_back_once() -> None:
    async with FakeTelegram() as server, SampleBot(server) as bot:
        mia = server.user(42)
        await mia.send("Hello")
        await mia.next_reply()
        stars: Json = {"currency": "XTR", "provider_token": "", "is_flexible": False}
        await bot.invoice(42, prices=[{"label": "Stickers", "amount": 1780}], **stars)
        paid = await mia.pay()
        refund = {"user_id": 42, "telegram_payment_charge_id": paid.charge_id}
        assert (await bot.call("refundStarPayment", **refund))["ok"]
        assert (await bot.call("refundStarPayment", **refund))["description"].endswith("CHARGE_ALREADY_REFUNDED")
        assert (await bot.call("getStarTransactions"))["result"]["transactions"][0]["id"] == paid.charge_id
        server.assert_clean()


async def test_updates_expire_as_telegram_lets_them_expire() -> None:
    async with FakeTelegram() as server:
        mia = server.user(42)
        await mia.send("Hello")
        press = await mia.forge("anything")
        bot = SampleBot(server)
        server.advance(151)
        kinds = [list(update)[1] for update in (await bot.call("getUpdates"))["result"]]
        assert kinds == ["message"]
        server.advance(86_400)
        assert (await bot.call("getUpdates"))["result"] == []
        assert not press.answered
        await bot.session.close()
