"""Replies as they stand in the chat, and what happens when Telegram says no."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Blocked, RetryLater, SendFailed
from bot.channels.telegram.payments import CardPayments, StarsPayments, charge_of, providers
from bot.commerce.payment import PaymentProvider
from bot.delivery import RefundRefused
from bot.reply import Button, File, Invoice, Place, Reply
from catalog.money import Money
from tests.telegram.fake import (
    BotMessage,
    Cut,
    FakeTelegram,
    HtmlPage,
    Refusal,
    RetryAfter,
    ServerError,
    Unreadable,
    User,
)
from tests.telegram.shop import Running, running

PNG = b"\x89PNG\r\n\x1a\n made up"
MUSEUM = Place(store="museum", name="At the Museum", address="Weg 1", latitude=52.5, longitude=13.4)


class Counter:
    """A running channel and a shopper who has begun to talk."""

    def __init__(self, server: FakeTelegram, shop: Running, mia: User) -> None:
        self.server, self.shop, self.mia = server, shop, mia
        self.keys = 0

    async def send(self, text: str = "", *, key: str = "", **content: Any) -> None:
        """Send one reply."""
        self.keys += 1
        await self.shop.channel.send("tg:42", Reply(text=text, **content), key=key or f"e{self.keys}")

    async def shows(self, text: str = "", **content: Any) -> BotMessage:
        """Send one reply; the message it became."""
        await self.send(text, **content)
        return await self.mia.next_reply()

    @property
    def texts(self) -> list[str]:
        """What stands in the chat."""
        return [message.text for message in self.mia.messages]


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "shop" / "pictures"
    folder.mkdir(parents=True)
    (folder / "mug.png").write_bytes(PNG)
    (folder / "empty.png").touch()
    (tmp_path / "secret.png").write_bytes(PNG)
    return tmp_path / "shop"


@pytest.fixture
async def counter(server: FakeTelegram, pictures: Path) -> AsyncIterator[Counter]:
    mia = server.user(42)
    async with running(server, pictures=pictures) as shop:
        await mia.send("/start")
        await shop.inbox.next()
        yield Counter(server, shop, mia)


async def test_a_text_stands_in_the_chat_as_it_was_meant(counter: Counter) -> None:
    text = "Becher < 20 € & \"gut\" <b>nicht fett</b> &lt; 'so'"
    assert (await counter.shows(text)).text == text
    assert not counter.mia.messages[0].entities
    counter.server.assert_clean()


async def test_a_long_text_is_split_at_paragraphs_with_the_buttons_on_the_last_part(counter: Counter) -> None:
    paragraphs = [f"{number} " + "Wort & " * 400 for number in range(5)]
    await counter.send("\n\n".join(paragraphs), buttons=(Button(label="Weiter", id="e1.0"),))
    assert len(counter.mia.messages) == 5
    assert [text.split()[0] for text in counter.texts] == ["0", "1", "2", "3", "4"]
    assert [message.buttons for message in counter.mia.messages] == [[], [], [], [], ["Weiter"]]
    counter.server.assert_clean()


async def test_a_long_text_of_emoji_fits_as_telegram_counts(counter: Counter) -> None:
    await counter.send("🙂" * 3000)
    assert "".join(counter.texts) == "🙂" * 3000
    counter.server.assert_clean()


async def test_buttons_carry_their_id_or_open_a_link_and_keep_their_labels_readable(counter: Counter) -> None:
    labels = ["1", "2", "3", "4", "5", "zahlungspflichtig bestellen", "Zurück", "Hilfe"]
    buttons = [Button(label=label, id=f"e1.{number}") for number, label in enumerate(labels)]
    message = await counter.shows(
        "Bitte wählen", buttons=(*buttons, Button(label="Karte", url="https://example.org/map"))
    )
    rows = [[button["text"] for button in row] for row in message.inline]
    assert rows == [["1", "2", "3", "4"], ["5"], ["zahlungspflichtig bestellen"], ["Zurück", "Hilfe", "Karte"]]
    assert message.data("5") == "e1.4"
    press = await counter.mia.press("zahlungspflichtig bestellen")
    assert (await counter.shop.inbox.next(2)).data == {"button": "e1.5"}
    await press.answer()
    counter.server.assert_clean()


@pytest.mark.parametrize(
    "button",
    [
        Button(label="a", id="ä" * 33),
        Button(label="a", id=""),
        Button(label="a", url="javascript:alert(1)"),
        Button(label="a", url="geo:52.5,13.4"),
    ],
)
async def test_a_button_that_telegram_would_not_take_is_told_to_us_first(counter: Counter, button: Button) -> None:
    with pytest.raises(SendFailed):
        await counter.send("Wählen", buttons=(button,))
    assert not counter.server.findings


async def test_the_location_button_is_there_when_wanted_and_goes_when_it_was_used(counter: Counter) -> None:
    message = await counter.shows("Wo bist du?", buttons=(Button(label="Standort senden", wants="location"),))
    assert message.has_location_button
    await counter.mia.press_location_button(52.5, 13.4)
    assert (await counter.shop.inbox.next(2)).kind == "location"
    await counter.send("Danke")
    await counter.send("Und jetzt?")
    removed = [call.reply_markup is not None for call in counter.server.calls("sendMessage")[1:]]
    assert removed == [True, False]
    counter.server.assert_clean()


async def test_inline_buttons_and_the_location_button_take_a_message_each(counter: Counter) -> None:
    where = Button(label="Standort senden", wants="location")
    await counter.send("Welcher Laden?", buttons=(Button(label="Mitte", id="e1.0"), where))
    first, second = counter.mia.messages
    assert (first.text, first.buttons) == ("Welcher Laden?", ["Mitte"])
    assert (second.text, second.has_location_button) == ("Standort senden", True)


async def test_a_place_is_a_venue_above_its_text(counter: Counter) -> None:
    await counter.send("Offen bis 18 Uhr", places=(MUSEUM,), buttons=(Button(label="Route", url="https://a.example/"),))
    venue, text = counter.mia.messages
    assert venue.venue is not None
    assert (venue.venue["title"], venue.venue["address"]) == ("At the Museum", "Weg 1")
    assert text.buttons == ["Route"]
    counter.server.assert_clean()


async def test_a_picture_is_sent_with_its_text_and_uploaded_once(counter: Counter) -> None:
    for number in (1, 2):
        message = await counter.shows(
            f"Becher < {number}", picture="pictures/mug.png", buttons=(Button(label="Ja", id="x"),)
        )
        assert (message.method, message.text, message.buttons) == ("sendPhoto", f"Becher < {number}", ["Ja"])
    assert list(counter.server.files.values()) == [PNG]
    counter.server.assert_clean()


async def test_a_text_too_long_for_a_caption_stands_under_the_picture(counter: Counter) -> None:
    await counter.send("x" * 1025, picture="pictures/mug.png", buttons=(Button(label="Ja", id="x"),))
    photo, text = counter.mia.messages
    assert (photo.photo, photo.text, photo.buttons) == ("photo-1", "", [])
    assert (text.text, text.buttons) == ("x" * 1025, ["Ja"])


@pytest.mark.parametrize("picture", ["pictures/none.png", "pictures/empty.png", "../secret.png", "pictures"])
async def test_a_picture_that_is_not_in_the_shops_folder_is_left_out(counter: Counter, picture: str) -> None:
    assert (await counter.shows("Becher", picture=picture)).method == "sendMessage"
    counter.server.assert_clean()


async def test_files_come_after_the_text(counter: Counter) -> None:
    await counter.send("Deine Daten", files=(File(name="daten.json", type="application/json", content='{"a": "ä"}'),))
    assert [message.document for message in counter.mia.messages] == [None, ("daten.json", '{"a": "ä"}'.encode())]
    counter.server.assert_clean()


def invoice(**changes: Any) -> Invoice:
    values: dict[str, Any] = {"order": "kontor-1001", "title": "Order", "description": "x", "amount": Money(1780)}
    return Invoice(**values | changes)


async def test_an_invoice_names_its_lines_where_they_add_up(counter: Counter) -> None:
    lines = (("Becher", Money(1290)), ("Versand", Money(490)), ("Verpackung", Money(0)))
    await counter.send("Bitte zahlen", invoice=invoice(lines=lines))
    bill = counter.mia.messages[-1].invoice
    assert bill is not None
    assert bill["prices"] == [{"label": "Becher", "amount": 1290}, {"label": "Versand", "amount": 490}]
    assert bill["start_parameter"].startswith("pay_")
    counter.server.assert_clean()


@pytest.mark.parametrize(
    "lines",
    [(), (("Becher", Money(1290)),), (("Becher", Money(1880)), ("Gutschein", Money(-100)))],
)
async def test_an_invoice_has_one_price_where_lines_would_not_do(
    counter: Counter, lines: tuple[tuple[str, Money], ...]
) -> None:
    await counter.send(invoice=invoice(title="T" * 40, description="d" * 300, lines=lines))
    bill = counter.mia.messages[-1].invoice
    assert bill is not None
    assert bill["prices"] == [{"label": "T" * 40, "amount": 1780}]
    assert bill["title"] == "T" * 31 + "…"
    counter.server.assert_clean()


async def test_stars_take_one_price_and_no_provider_and_are_given_back_once(counter: Counter) -> None:
    stars = Money(50, "XTR")
    lines = (("Sticker", Money(30, "XTR")), ("Mehr", Money(20, "XTR")))
    await counter.send(invoice=invoice(amount=stars, lines=lines))
    result = await counter.mia.pay()
    message = await counter.shop.inbox.next(2)
    assert (message.data["provider"], message.data["currency"]) == ("stars", "XTR")
    provider: PaymentProvider = StarsPayments(counter.shop.api)
    for _ in range(2):
        await provider.refund("kontor-1001", stars, charge_id=message.data["charge_id"], key="refund:1")
    assert counter.server.payments.charges[result.charge_id].refunded
    with pytest.raises(RefundRefused, match="CHARGE_NOT_FOUND"):
        await provider.refund("kontor-1001", stars, charge_id=charge_of(42, "none"), key="refund:2")
    await counter.mia.send("after the refund")
    assert (await counter.shop.inbox.next(3)).text == "after the refund"


async def test_cards_are_paid_back_by_hand_and_it_says_so() -> None:
    provider: PaymentProvider = CardPayments("EUR")
    with pytest.raises(RefundRefused, match="by hand"):
        await provider.refund("kontor-1001", Money(1780), charge_id="42:c1", key="refund:1")


async def test_cards_are_offered_only_with_a_provider_token(server: FakeTelegram) -> None:
    async with running(server) as shop:
        assert set(providers(shop.api, currency="EUR")) == {"telegram", "stars"}
    async with running(server, provider_token="") as shop:
        assert set(providers(shop.api, currency="EUR")) == {"stars"}


async def test_a_shopper_who_blocked_us_is_told_as_blocked(counter: Counter) -> None:
    await counter.mia.block()
    with pytest.raises(Blocked):
        await counter.send("Hallo?")
    counter.mia.blocked = False
    counter.mia.deactivated = True
    with pytest.raises(Blocked):
        await counter.send("Hallo?")


async def test_a_chat_that_must_wait_is_left_alone_and_the_others_are_not(counter: Counter) -> None:
    ben = counter.server.user(43)
    await ben.send("/start")
    counter.server.fault("sendMessage", RetryAfter(7), chat=42)
    with pytest.raises(RetryLater) as refusal:
        await counter.send("eins")
    assert refusal.value.seconds == 7
    with pytest.raises(RetryLater) as refusal:
        await counter.send("zwei")
    assert 6 < refusal.value.seconds <= 7
    await counter.shop.channel.send("tg:43", Reply(text="Hallo Ben"), key="b1")
    assert (await ben.next_reply()).text == "Hallo Ben"
    assert not counter.mia.messages
    counter.server.assert_clean()


async def test_when_several_chats_must_wait_all_do(counter: Counter) -> None:
    for chat in (43, 44, 45, 46):
        await counter.server.user(chat).send("/start")
        if chat < 46:
            counter.server.fault("sendMessage", RetryAfter(7), chat=chat)
            with pytest.raises(RetryLater):
                await counter.shop.channel.send(f"tg:{chat}", Reply(text="x"), key=f"k{chat}")
    with pytest.raises(RetryLater):
        await counter.shop.channel.send("tg:46", Reply(text="x"), key="k46")
    assert not counter.server.users[46].messages


@pytest.mark.parametrize("fault", [Cut(), ServerError(500), HtmlPage(), Cut(after=True), HtmlPage(after=True)])
async def test_an_unknown_outcome_is_to_be_tried_again(counter: Counter, fault: Any) -> None:
    counter.server.fault("sendMessage", fault)
    with pytest.raises(RetryLater):
        await counter.send("Hallo", key="e1")
    await counter.send("Hallo", key="e1")
    assert counter.texts == ["Hallo"] * (2 if fault.after else 1)


async def test_a_repetition_goes_on_where_it_stopped(counter: Counter) -> None:
    counter.server.fault("sendMessage", ServerError())
    reply = {"places": (MUSEUM,), "files": (File(name="a.txt", type="text/plain", content="a"),)}
    with pytest.raises(RetryLater):
        await counter.send("Offen", key="e1", **reply)
    await counter.send("Offen", key="e1", **reply)
    assert [message.method for message in counter.mia.messages] == ["sendVenue", "sendMessage", "sendDocument"]
    await counter.send("Offen", key="e2", places=(MUSEUM,))
    assert len(counter.mia.messages) == 5


async def test_a_success_that_cannot_be_read_is_not_repeated(counter: Counter) -> None:
    counter.server.fault("sendMessage", Unreadable())
    await counter.send("Hallo")
    assert counter.texts == ["Hallo"]


async def test_markup_that_telegram_cannot_read_goes_out_plain_once(counter: Counter) -> None:
    counter.server.fault("sendMessage", Refusal("can't parse entities: unsupported start tag"))
    await counter.send("1 < 2 & so", buttons=(Button(label="Ja", id="x"),))
    assert counter.texts == ["1 < 2 & so"]
    assert counter.mia.messages[0].buttons == ["Ja"]
    counter.server.fault("sendMessage", Refusal("can't parse entities: again"), times=2)
    with pytest.raises(SendFailed):
        await counter.send("1 < 2")


async def test_what_is_done_already_counts_as_done(counter: Counter) -> None:
    counter.server.fault("sendMessage", Refusal("message is not modified: it is the same"))
    await counter.send("Hallo")


async def test_a_refusal_for_good_is_told_with_telegrams_words(counter: Counter) -> None:
    counter.server.fault("sendMessage", Refusal("chat not found"))
    with pytest.raises(SendFailed, match="chat not found"):
        await counter.send("Hallo")


async def test_a_reply_with_nothing_to_show_fails(counter: Counter) -> None:
    for buttons in ((), (Button(label="Ja", id="x"),)):
        with pytest.raises(SendFailed):
            await counter.send(" \n", buttons=buttons)
    assert not counter.server.findings


async def test_replies_to_one_chat_keep_their_order(counter: Counter) -> None:
    replies = [Reply(text=f"{n}", places=(MUSEUM,) if n == 0 else ()) for n in range(5)]
    sends = [counter.shop.channel.send("tg:42", reply, key=f"k{n}") for n, reply in enumerate(replies)]
    await asyncio.gather(*sends)
    assert counter.texts == ["", "0", "1", "2", "3", "4"]


async def test_with_a_refused_token_nothing_is_given_up(server: FakeTelegram) -> None:
    async with running(server) as shop:
        await server.user(42).send("/start")
        await shop.inbox.next()
        shop.ends_badly = True
        server.token = "123456:a-new-token"
        with pytest.raises(RetryLater) as refusal:
            await shop.channel.send("tg:42", Reply(text="Hallo"), key="e1")
        assert refusal.value.seconds == 60


async def test_no_error_shows_the_token(server: FakeTelegram) -> None:
    async with running(server) as shop:
        await server.user(42).send("/start")
        await shop.inbox.next()
        server.fault("sendMessage", Cut())
        with pytest.raises(RetryLater) as refusal:
            await shop.channel.send("tg:42", Reply(text="Hallo"), key="e1")
        assert server.token not in str(refusal.value)
