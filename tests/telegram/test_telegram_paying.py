"""Questions about money are answered at once and by the shop alone; what was paid is told once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.telegram.payments import Payloads
from bot.channels.telegram.settings import CheckoutQuestion
from bot.reply import Invoice, Reply
from catalog.money import Money
from tests.telegram.fake import FakeTelegram, PaymentResult
from tests.telegram.shop import SORRY, Inbox, running

INVOICE = Invoice(order="kontor-1001", title="Order", description="A mug", amount=Money(1780))


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


async def pay(server: FakeTelegram, shop: Any, invoice: Invoice = INVOICE, language: str = "en") -> PaymentResult:
    mia = server.user(42, language=language)
    await mia.send("/start")
    await shop.inbox.next()
    await shop.channel.send("tg:42", Reply(text="Please pay.", invoice=invoice), key="e1")
    return await mia.pay()


async def test_a_payment_is_asked_about_and_then_told(server: FakeTelegram) -> None:
    questions: list[CheckoutQuestion] = []

    async def check_out(question: CheckoutQuestion) -> tuple[bool, str]:
        questions.append(question)
        return True, ""

    async with running(server, check_out=check_out) as shop:
        result = await pay(server, shop)
        message = await shop.inbox.next(2)
    assert result.outcome == "paid"
    [question] = questions
    assert (question.conversation, question.order, question.amount) == ("tg:42", "kontor-1001", Money(1780))
    assert (question.method, question.language) == ("telegram", "en")
    assert message.kind == "payment"
    assert message.data == {
        "outcome": "succeeded",
        "order": "kontor-1001",
        "amount": 1780,
        "currency": "EUR",
        "charge_id": f"42:{result.charge_id}",
        "provider": "telegram",
        "provider_charge_id": f"provider-{result.charge_id}",
    }
    server.assert_clean()


async def test_a_payment_is_stopped_with_the_shops_reason(server: FakeTelegram) -> None:
    async def sold_out(_question: CheckoutQuestion) -> tuple[bool, str]:
        return False, "The last one is gone."

    async with running(server, check_out=sold_out) as shop:
        result = await pay(server, shop)
    assert (result.outcome, result.reason) == ("refused", "The last one is gone.")
    server.assert_clean()


async def fails(_question: CheckoutQuestion) -> tuple[bool, str]:
    raise LookupError("no such order")


async def thinks(_question: CheckoutQuestion) -> tuple[bool, str]:
    await asyncio.Event().wait()
    return True, ""


@pytest.mark.parametrize("check_out", [fails, thinks])
async def test_a_shop_that_fails_or_thinks_too_long_takes_no_money(server: FakeTelegram, check_out: Any) -> None:
    async with running(server, check_out=check_out, checkout_seconds=0.05) as shop:
        result = await pay(server, shop, language="de")
    assert (result.outcome, result.reason) == ("refused", SORRY["de"])
    server.assert_clean()


async def test_an_invoice_of_another_hand_is_never_paid(server: FakeTelegram) -> None:
    async with running(server) as shop:
        mia = server.user(42, language="en")
        await mia.send("/start")
        await shop.inbox.next()
        stranger = Payloads("654321:another-token")
        for payload in ("kontor-1001", "kontor-1001:", "", stranger.sign("kontor-1001")):
            values = {"currency": "EUR", "total_amount": 1, "invoice_payload": payload}
            answer = await server.payments.ask("pre_checkout_query", mia, values, 5)
            assert answer is not None
            assert (answer["ok"], answer["error_message"]) == (False, SORRY["en"])


async def test_a_payment_for_an_unknown_payload_names_no_order(server: FakeTelegram) -> None:
    async with running(server) as shop:
        mia = server.user(42)
        ids = {"telegram_payment_charge_id": "c1", "provider_payment_charge_id": "p1"}
        forged = {"currency": "EUR", "total_amount": 1, "invoice_payload": "kontor-1001:0123456789abcdef"}
        await mia.raw("message", mia.message_json(successful_payment=forged | ids))
        assert (await shop.inbox.next()).data["order"] == ""


async def test_a_question_about_money_does_not_wait_for_the_inbox(server: FakeTelegram) -> None:
    async with running(server) as shop:
        mia = server.user(42)
        await mia.send("/start")
        await shop.inbox.next()
        await shop.channel.send("tg:42", Reply(text="", invoice=INVOICE), key="e1")
    inbox = Inbox(server)
    await mia.send("a message that takes long to keep")
    paying = asyncio.create_task(mia.pay())
    async with running(server, inbox=inbox):
        assert (await paying).outcome == "paid"
        assert not inbox.kept


async def test_a_shipping_question_is_answered_with_no(server: FakeTelegram) -> None:
    async with running(server):
        mia = server.user(42, language="de")
        answer = await server.payments.ask(
            "shipping_query",
            mia,
            {
                "invoice_payload": "x",
                "shipping_address": dict.fromkeys(
                    ("country_code", "state", "city", "street_line1", "street_line2", "post_code"), "x"
                ),
            },
            5,
        )
        assert answer is not None
        assert (answer["ok"], answer["error_message"]) == (False, SORRY["de"])
