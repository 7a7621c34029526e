"""The strict server proves itself: the honest sample bot passes, and each broken copy of it goes red."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.telegram.fake import Cut, FakeTelegram, HtmlPage, RetryAfter, ServerError
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
