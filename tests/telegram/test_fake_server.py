"""The strict server proves itself: the honest sample bot passes, and each broken copy of it goes red."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.telegram.fake import Cut, FakeTelegram, HtmlPage, NotThere, RetryAfter, ServerError
from tests.telegram.sample import Json, SampleBot, Shop, WebhookBot

BERLIN = {"country_code": "DE", "city": "Berlin", "street_line1": "Weg 1", "post_code": "10115"}
Scenario = Callable[[type[SampleBot]], Awaitable[None]]


class Crash(Exception):  # noqa: N818  (what happens to the bot)
    """The bot dies."""


async def a_crash_loses_nothing(kind: type[SampleBot]) -> None:
    """The bot dies right after it got an update; its next life answers it."""

    class Dying(kind):  # type: ignore[misc, valid-type]
        def store(self, _update: Json) -> None:
            raise Crash

    async with FakeTelegram() as server:
        mia = server.user(42)
        async with Dying(server) as bot:
            await mia.send("Hello")
            await asyncio.gather(bot.task, return_exceptions=True)
        async with kind(server, bot.shop):
            assert "Hello" in (await mia.next_reply(2)).text
        server.assert_clean()


async def an_update_sent_twice_is_one_order(kind: type[SampleBot]) -> None:
    """Every update comes twice at the same moment, and the news of the charge again later."""
    async with FakeTelegram() as server, kind(server) as bot:
        server.updates.twice = True
        mia = server.user(42)
        await mia.send("/start")
        await mia.next_reply(2)
        await (await mia.press("Buy a mug")).answer()
        await mia.next_reply(2)
        result = await mia.pay(address=BERLIN)
        await mia.next_reply(2)
        await mia.hear_again(result.charge_id)
        await mia.send("anything else")
        await mia.next_reply(2)
        assert len(bot.shop.orders) == 1
        assert [message.text for message in mia.messages].count("Paid.") == 1


async def a_webhook_keeps_before_it_says_200(kind: type[SampleBot]) -> None:
    """Wrong secrets are refused, failed calls come again, nothing is lost."""
    async with FakeTelegram() as server, kind(server) as bot:
        assert await server.updates.post({"update_id": 1, "message": {}}, secret="wrong") == 401
        assert await server.updates.post({"update_id": 1, "message": {}}, secret="") == 401
        mia = server.user(42)
        await mia.send("Hello")
        assert "Hello" in (await mia.next_reply(2)).text
        assert not bot.shop.queue
        server.assert_clean()


async def every_press_is_answered_and_checked(kind: type[SampleBot]) -> None:
    """A foreign button orders nothing; the spinner stops."""
    async with FakeTelegram() as server, kind(server):
        mia, ben = server.user(42), server.user(43)
        await mia.send("/start")
        await mia.next_reply(2)
        await ben.send("/start")
        await ben.next_reply(2)
        forged = await ben.forge(mia.messages[0].data("Buy a mug"))
        assert (await ben.next_reply(2)).invoice is None
        await forged.answer(1)
        server.assert_clean()


async def texts_and_menus_are_well_formed(kind: type[SampleBot]) -> None:
    """What a user writes comes back escaped; the menu is edited in place."""
    async with FakeTelegram() as server, kind(server):
        mia = server.user(42)
        await mia.send("1 < 2 & 3 > 2")
        assert (await mia.next_reply(2)).text == "You said 1 < 2 & 3 > 2"
        await mia.send("/start")
        await mia.next_reply(2)
        await mia.send("/start")
        await mia.send("done?")
        assert "done?" in (await mia.next_reply(2)).text
        assert len(mia.messages) == 3
        server.assert_clean()


async def one_mug_is_sold_once(kind: type[SampleBot]) -> None:
    """Two buyers, one mug: one pays; the other is told why not; a stranger cannot pay."""
    async with FakeTelegram() as server, kind(server) as bot:
        server.payments.checkout_seconds = server.payments.shipping_seconds = 0.3
        mia, ben = server.user(42), server.user(43)
        for user in (mia, ben):
            await user.send("/start")
            await user.next_reply(2)
            await user.press("Buy a mug")
            await user.next_reply(2)
        assert (await ben.pay(mia.messages[-1], address=BERLIN)).outcome == "refused"
        assert (await mia.pay(address=BERLIN, declined=True)).outcome == "declined"
        assert not bot.shop.orders
        results = [await mia.pay(address=BERLIN), await ben.pay(address=BERLIN)]
        assert [result.outcome for result in results] == ["paid", "refused"]
        assert (await mia.next_reply(2)).text == "Paid."
        assert len(bot.shop.orders) == 1
        server.assert_clean()


async def faults_are_waited_out(kind: type[SampleBot]) -> None:
    """429 is waited out, a blocked chat is left alone, an unknown outcome is not repeated at once."""
    async with FakeTelegram() as server, kind(server) as bot:
        mia, ben = server.user(42), server.user(43)
        server.fault("sendMessage", RetryAfter(7), chat=42)
        await mia.send("Hello")
        await mia.next_reply(2)
        for fault in (ServerError(after=True), Cut(after=True), HtmlPage(after=True)):
            server.fault("sendMessage", fault)
            await mia.send("Hello")
            await mia.next_reply(2)
        await mia.send("Bye")
        await server.until(lambda: "Bye" in mia.messages[-1].text, "the last answer")
        assert len(mia.messages) == 5
        await ben.send("Hello")
        await ben.next_reply(2)
        await ben.block()
        await bot.offer(43)
        await bot.offer(43)
        server.assert_clean()


async def offers_go_to_the_active_only(kind: type[SampleBot]) -> None:
    """Nobody hears from the bot more than 24 hours after the own last action."""
    async with FakeTelegram() as server, kind(server) as bot:
        mia = server.user(42)
        await mia.send("Hello")
        await mia.next_reply(2)
        server.advance(90_000)
        await bot.offer(42)
        assert not server.late
        server.assert_clean()


class ConfirmsFirst(SampleBot):
    async def run(self) -> None:
        while True:
            answer = await self.call("getUpdates", offset=self.offset, timeout=20)
            for update in answer["result"]:
                await self.call("getUpdates", offset=update["update_id"] + 1, timeout=0)
                self.store(update)
            await self.work()


class BooksTwice(SampleBot):
    def store(self, update: Json) -> None:
        self.shop.queue.append(update)

    async def paid(self, user: int, payment: Json) -> None:
        self.shop.orders.append((user, payment["telegram_payment_charge_id"]))
        await self.send(user, "Paid.")


class OpenWebhook(WebhookBot):
    async def called(self, request: Any) -> Any:
        request = request.clone(headers={"X-Telegram-Bot-Api-Secret-Token": self.secret})
        return await super().called(request)


class SaysOkTooEarly(WebhookBot):
    """Says 200, then loses the update."""

    def store(self, update: Json) -> None:
        self.shop.seen.add(update["update_id"])


class SilentButton(SampleBot):
    async def call(self, method: str, **values: Any) -> Json:
        return {} if method == "answerCallbackQuery" else await super().call(method, **values)


class TrustsData(SampleBot):
    async def pressed(self, query: Json) -> None:
        await self.call("answerCallbackQuery", callback_query_id=query["id"])
        await self.invoice(query["from"]["id"])


class Unescaped(SampleBot):
    async def message(self, message: Json) -> None:
        await self.send(message["chat"]["id"], f"<b>You said</b> {message['text']}")


class SendsMenuAgain(SampleBot):
    async def menu(self, user: int) -> None:
        self.menus.clear()
        await super().menu(user)


class NoShipping(SampleBot):
    async def shipping(self, _query: Json) -> None:
        return


class NoStockCheck(SampleBot):
    def hold(self, _user: int) -> bool:
        return True


class AnswersNobodyElse(SampleBot):
    """Does not look who pays."""

    async def pre_checkout(self, query: Json) -> None:
        await self.call("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)


class BooksEarly(SampleBot):
    async def pre_checkout(self, query: Json) -> None:
        self.shop.orders.append((query["from"]["id"], "early"))
        await super().pre_checkout(query)


class SilentAtCheckout(SampleBot):
    async def pre_checkout(self, _query: Json) -> None:
        return


class Hammers(SampleBot):
    async def send(self, user: int, text: str, **_values: Any) -> Json:
        answer = await self.call("sendMessage", chat_id=user, text=text)
        return await self.send(user, text) if answer.get("error_code") == 429 else answer


class Doubles(SampleBot):
    async def send(self, user: int, text: str, **values: Any) -> Json:
        answer = await super().send(user, text, **values)
        return await self.send(user, text) if answer.get("error_code") in (0, 500) else answer


class WritesToTheBlocked(SampleBot):
    async def send(self, user: int, text: str, **values: Any) -> Json:
        self.shop.blocked.clear()
        return await super().send(user, text, **values)


class OffersAnyTime(SampleBot):
    def active(self, _user: int) -> bool:
        return True


HONEST: list[tuple[Scenario, type[SampleBot]]] = [
    (a_crash_loses_nothing, SampleBot),
    (an_update_sent_twice_is_one_order, SampleBot),
    (a_webhook_keeps_before_it_says_200, WebhookBot),
    (every_press_is_answered_and_checked, SampleBot),
    (texts_and_menus_are_well_formed, SampleBot),
    (one_mug_is_sold_once, SampleBot),
    (faults_are_waited_out, SampleBot),
    (offers_go_to_the_active_only, SampleBot),
]
BROKEN: list[tuple[Scenario, type[SampleBot]]] = [
    (a_crash_loses_nothing, ConfirmsFirst),
    (an_update_sent_twice_is_one_order, BooksTwice),
    (a_webhook_keeps_before_it_says_200, OpenWebhook),
    (a_webhook_keeps_before_it_says_200, SaysOkTooEarly),
    (every_press_is_answered_and_checked, SilentButton),
    (every_press_is_answered_and_checked, TrustsData),
    (texts_and_menus_are_well_formed, Unescaped),
    (texts_and_menus_are_well_formed, SendsMenuAgain),
    (one_mug_is_sold_once, NoShipping),
    (one_mug_is_sold_once, NoStockCheck),
    (one_mug_is_sold_once, AnswersNobodyElse),
    (one_mug_is_sold_once, BooksEarly),
    (one_mug_is_sold_once, SilentAtCheckout),
    (faults_are_waited_out, Hammers),
    (faults_are_waited_out, Doubles),
    (faults_are_waited_out, WritesToTheBlocked),
    (offers_go_to_the_active_only, OffersAnyTime),
]


@pytest.mark.parametrize(("scenario", "kind"), HONEST)
async def test_an_honest_bot_passes(scenario: Scenario, kind: type[SampleBot]) -> None:
    await scenario(kind)


@pytest.mark.parametrize(("scenario", "kind"), BROKEN)
async def test_a_broken_copy_goes_red(scenario: Scenario, kind: type[SampleBot]) -> None:
    with pytest.raises(AssertionError):
        await scenario(kind)


async def test_a_webhook_call_that_fails_comes_again_and_kinds_do_not_wait_for_each_other() -> None:
    async with FakeTelegram() as server:
        server.updates.retry_unit = 0.001
        bot = WebhookBot(server, Shop())
        bot.fail_first = 3
        async with bot:
            mia = server.user(42)
            number = await mia.send("Hello")
            await mia.next_reply(2)
            assert [status for update, status in server.updates.deliveries if update == number][-1] == 200
            assert len(server.updates.deliveries) == 4


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
