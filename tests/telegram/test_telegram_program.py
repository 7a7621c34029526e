"""The whole program as a process of its own: people buy, pay and ask on Telegram, and processes die."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.telegram.fake import FakeTelegram
from tests.telegram.program import PATIENCE, Folders, Program, running_program, shopper, tresen


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def program(new_folder: Folders) -> AsyncIterator[Program]:
    """One running program for the conversations that do it no harm."""
    async with FakeTelegram() as server, running_program(server, new_folder()) as program:
        yield program
        assert await program.end() == 0
        server.assert_clean()
        assert "Traceback" not in program.log


@pytest.mark.asyncio(loop_scope="module")
async def test_a_whole_purchase_in_german(program: Program) -> None:
    mia = shopper(program, 42, "de")
    assert "Bot" in await mia.says("Hallo")
    found = await mia.says("habt ihr rote Becher unter 20 Euro?")
    assert "Becher Möwe, rot" in found
    assert "14,90" in found
    assert "2 × Becher Möwe, rot" in await mia.says("zwei davon bitte")
    assert "3 × Becher Möwe, rot" in await mia.says("doch lieber drei")
    assert "44,70" in await mia.says("was macht das?")
    await mia.says("zur Kasse")
    await mia.presses("Liefern")
    await mia.says("Mia Muster, Hafenweg 5, 25891 Uferstedt")
    summary = await mia.presses("Standard")
    assert "49,60" in summary.text
    assert summary.buttons[0] == "zahlungspflichtig bestellen"
    await mia.says("ja")
    assert not any(message.invoice for message in mia.user.messages)
    placed = await mia.presses("zahlungspflichtig bestellen")
    bill = (await mia.hears()).invoice
    assert bill is not None
    assert (bill["total"], bill["currency"]) == (4960, "EUR")
    assert (await mia.user.pay()).outcome == "paid"
    receipt = (await mia.hears()).text
    assert "Quittung" in receipt
    assert "49,60" in receipt
    order = receipt.split("Quittung ")[1].split()[0]
    assert order in placed.text
    assert order in await mia.says("wo ist mein Paket?")
    parcel = ("orders", "ship", order, "--carrier", "DHL", "--number", "00340434161094015902")
    await asyncio.gather(tresen(program, *parcel), tresen(program, *parcel))
    shipped = await mia.hears()
    assert "DHL" in shipped.text
    asked = await mia.says("wo ist der nächste Laden?")
    assert "Standort" in asked
    button = await mia.hears()
    assert button.has_location_button
    await mia.user.press_location_button(54.4203, 6.9)
    venue = await mia.hears()
    assert venue.venue is not None
    assert venue.venue["title"] == "Kontor am Markt"
    answer = await mia.hears()
    assert "Marktplatz 11" in answer.text
    assert set(answer.buttons) >= {"Google Maps", "Apple Karten", "OpenStreetMap"}


@pytest.mark.asyncio(loop_scope="module")
async def test_a_purchase_in_english_with_a_refused_card_picked_up_and_called_off(program: Program) -> None:
    ben = shopper(program, 43, "en")
    assert "not a human" in await ben.says("hello")
    assert "Seagull mug, red" in await ben.says("do you hav red mugs under 20 euros?")
    assert "2 × Seagull mug, red" in await ben.says("i take two")
    await ben.says("chekout please")
    await ben.presses("Pick up in a store")
    await ben.presses("Kontor on the Market Square")
    summary = await ben.presses("Card through Telegram")
    assert summary.buttons[0] == "Order with obligation to pay"
    await ben.presses("Order with obligation to pay")
    assert (await ben.hears()).invoice is not None
    assert (await ben.user.pay(declined=True)).outcome == "declined"
    assert (await ben.user.pay()).outcome == "paid"
    assert "29.80" in (await ben.hears()).text
    again = await ben.user.pay()
    assert (again.outcome, bool(again.reason)) == ("refused", True)
    assert "29.80" in await ben.says("cancel my order")
    assert "29.80" in (await ben.presses("Yes, cancel it")).text
    assert "refund" in (await ben.hears()).text
    assert "cancelled" in await ben.says("where is my order?")


@pytest.mark.asyncio(loop_scope="module")
async def test_the_last_piece_is_sold_once(program: Program) -> None:
    eva, jan = shopper(program, 44, "de"), shopper(program, 45, "de")
    for buyer in (eva, jan):
        await buyer.says("Hallo")
        assert "Espressobecher Mole, blau" in await buyer.says("Espressobecher Mole blau")
        await buyer.presses("In den Korb")
        await buyer.says("zur Kasse")
        await buyer.presses("Liefern")
        await buyer.says("Mia Muster, Hafenweg 5, 25891 Uferstedt")
        await buyer.presses("Standard")
    answers = await asyncio.gather(*(buyer.presses("zahlungspflichtig bestellen") for buyer in (eva, jan)))
    assert sorted("nichts bestellt" in answer.text for answer in answers) == [False, True]


@pytest.mark.asyncio(loop_scope="module")
async def test_what_a_shop_cannot_read_is_answered_politely(program: Program) -> None:
    eva = shopper(program, 46, "de")
    await eva.says("/start")
    for send in (eva.user.sticker("👍"), eva.user.voice(7), eva.user.photo(), eva.user.document("a.pdf")):
        await send
        assert (await eva.hears()).text
    stale = await eva.user.forge("no-such-button")
    await stale.answer(PATIENCE)
    assert (await eva.hears()).text


@pytest.mark.asyncio(loop_scope="module")
async def test_all_commands_are_answered_in_both_languages(program: Program) -> None:
    for number, language in ((47, "de"), (48, "en")):
        eva = shopper(program, number, language)
        for row in program.server.api.commands[language]:
            assert await eva.says(f"/{row['command']}")


@pytest.mark.asyncio(loop_scope="module")
async def test_a_second_process_on_the_same_database_is_one_clear_sentence(program: Program) -> None:
    second = Program(server=program.server, folder=program.folder, starts=10)
    await second.launch()
    assert await second.exit_code() == 2
    assert "Traceback" not in second.log
    assert len(second.log.strip().splitlines()) == 1
    assert await shopper(program, 49, "de").says("Hallo")


async def test_a_wrong_token_is_one_clear_sentence(new_folder: Folders) -> None:
    wrong = {"TRESEN_TELEGRAM_TOKEN": "123456:" + "w" * 35}
    async with FakeTelegram() as server, running_program(server, new_folder(), start=False, variables=wrong) as program:
        await program.launch()
        assert await program.exit_code() == 2
        assert "@BotFather" in program.log
        assert "Traceback" not in program.log


async def test_the_program_serves_a_webhook(new_folder: Folders) -> None:
    async with FakeTelegram() as server:
        url, port = "https://shop.example/telegram", 18443
        server.updates.proxy[url] = f"http://127.0.0.1:{port}/telegram"
        webhook = {
            "TRESEN_TELEGRAM_MODE": "webhook",
            "TRESEN_TELEGRAM_WEBHOOK_URL": url,
            "TRESEN_TELEGRAM_WEBHOOK_PORT": str(port),
            "TRESEN_TELEGRAM_WEBHOOK_SECRET": "a-secret-for-the-webhook",
        }
        async with running_program(server, new_folder(), variables=webhook) as program:
            assert "Bot" in await shopper(program, 42, "de").says("Hallo")
            assert await server.updates.post({"update_id": 1}, secret="wrong") == 401
            assert await program.end() == 0
        server.assert_clean()
