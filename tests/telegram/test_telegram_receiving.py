"""Updates become messages that are kept before they are confirmed; questions about money never wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiogram.methods import GetMe

from bot.channels.base import ChannelError
from bot.channels.telegram.settings import COMMANDS
from tests.telegram.fake import Cut, FakeTelegram, HtmlPage, RetryAfter, ServerError, User
from tests.telegram.shop import TEXTS, Inbox, running, settings_for


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


async def test_a_text_carries_conversation_key_time_and_language(server: FakeTelegram) -> None:
    async with running(server) as shop:
        before = datetime.now(UTC) - timedelta(seconds=1)
        number = await server.user(42, language="de-AT").send("Hallo")
        message = await shop.inbox.next()
    assert (message.conversation, message.key, message.kind) == ("tg:42", f"tg:{number}", "text")
    assert (message.text, message.language) == ("Hallo", "de")
    assert before <= message.at <= datetime.now(UTC)
    server.assert_clean()


async def test_a_message_from_a_clock_that_is_ahead_was_not_sent_in_the_future(server: FakeTelegram) -> None:
    server.advance(3600)
    async with running(server) as shop:
        await server.user(42).send("Hallo")
        assert (await shop.inbox.next()).at <= datetime.now(UTC)


async def test_a_message_that_waited_keeps_the_time_it_was_sent_at(server: FakeTelegram) -> None:
    mia = server.user(42)
    sent = datetime.now(UTC) - timedelta(hours=20)
    await mia.raw("message", mia.message_json(text="Hallo") | {"date": int(sent.timestamp())})
    async with running(server) as shop:
        assert (await shop.inbox.next()).at == sent.replace(microsecond=0)


@pytest.mark.parametrize(("code", "language"), [("en-GB", "en"), ("fr", ""), ("", ""), ("DE", "de")])
async def test_a_profile_in_another_language_says_nothing(server: FakeTelegram, code: str, language: str) -> None:
    async with running(server) as shop:
        await server.user(42, language=code).send("Hello")
        assert (await shop.inbox.next()).language == language


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/start", "start", ""),
        ("/start pay_abc-1", "start", "pay_abc-1"),
        ("/Cart@shop_bot  two mugs ", "cart", "two mugs"),
        ("/unknown", "unknown", ""),
    ],
)
async def test_a_command_has_a_name_and_an_argument(server: FakeTelegram, text: str, name: str, argument: str) -> None:
    async with running(server) as shop:
        await server.user(42).send(text)
        message = await shop.inbox.next()
    assert message.kind == "command"
    assert message.data == {"name": name, "argument": argument}


@pytest.mark.parametrize("text", ["/", "/ start", "a /start", "1/2"])
async def test_a_slash_alone_makes_no_command(server: FakeTelegram, text: str) -> None:
    async with running(server) as shop:
        await server.user(42).send(text)
        assert (await shop.inbox.next()).kind == "text"


SENT: list[tuple[Callable[[User], Any], str, str, dict[str, Any]]] = [
    (lambda user: user.location(52.5, 13.4), "location", "", {"lat": 52.5, "lon": 13.4}),
    (lambda user: user.location(52.5, 13.4, live=True), "location", "", {"lat": 52.5, "lon": 13.4}),
    (lambda user: user.venue("Museum", 52.5, 13.4), "location", "", {"lat": 52.5, "lon": 13.4, "title": "Museum"}),
    (lambda user: user.sticker("👍"), "sticker", "", {"emoji": "👍"}),
    (lambda user: user.voice(7), "voice", "", {"seconds": 7}),
    (lambda user: user.photo("is this a mug?"), "photo", "is this a mug?", {}),
    (lambda user: user.document("list.pdf"), "other", "", {"what": "document"}),
]


@pytest.mark.parametrize(("send", "kind", "text", "data"), SENT, ids=[row[1] + str(n) for n, row in enumerate(SENT)])
async def test_whatever_a_phone_sends_arrives(
    server: FakeTelegram, send: Callable[[User], Any], kind: str, text: str, data: dict[str, Any]
) -> None:
    async with running(server) as shop:
        await send(server.user(42))
        message = await shop.inbox.next()
    assert (message.kind, message.text, message.data) == (kind, text, data)


async def test_edits_and_moves_of_a_live_location_are_nobodys_message(server: FakeTelegram) -> None:
    async with running(server) as shop:
        mia = server.user(42)
        await mia.edit("Hallo!")
        await mia.move(52.5, 13.4)
        await mia.send("after")
        assert (await shop.inbox.next()).text == "after"


async def test_blocking_and_coming_back_are_told(server: FakeTelegram) -> None:
    async with running(server) as shop:
        mia = server.user(42)
        await mia.block()
        await mia.unblock()
        kinds = [(await shop.inbox.next(1)).kind, (await shop.inbox.next(2)).kind]
    assert kinds == ["blocked", "unblocked"]


async def test_groups_are_not_served(server: FakeTelegram) -> None:
    async with running(server) as shop:
        mia = server.user(42)
        group = {"id": -100, "type": "group", "title": "Friends"}
        await mia.raw("message", mia.message_json(text="Hallo") | {"chat": group})
        await mia.send("alone")
        assert (await shop.inbox.next()).text == "alone"


async def test_an_update_nobody_can_read_hides_no_other_and_is_answered_too(server: FakeTelegram) -> None:
    async with running(server) as shop:
        mia = server.user(42)
        await mia.send("before")
        await mia.raw("message", mia.message_json(text=["not", "a", "text"]))
        await mia.raw("message", {"from": "nobody"})
        await mia.raw("message", mia.message_json(brand_new={"x": 1}))
        await mia.send("after")
        kinds = [(await shop.inbox.next(number)).kind for number in (1, 2, 3, 4)]
        assert kinds == ["text", "other", "other", "text"]
        await server.until(lambda: not server.updates.pending, "all confirmed")


async def test_an_update_is_confirmed_only_when_it_is_on_disk(server: FakeTelegram) -> None:
    inbox = Inbox(server)
    async with running(server, inbox=inbox) as shop:
        await server.user(42).send("Hallo")
        await server.until(lambda: inbox.batches, "the batch at the door")
        polls = server.updates.polls
        for _ in range(3):
            await shop.api.call(GetMe())  # time enough for a poll that does not wait
        assert len(server.updates.pending) == 1
        inbox.open.set()
        await server.until(lambda: not server.updates.pending, "confirmed")
        assert server.updates.polls == polls + 1


async def test_what_could_not_be_kept_comes_again_to_the_next_start(server: FakeTelegram) -> None:
    broken = Inbox(server, broken=OSError("disk full"))
    broken.open.set()
    mia = server.user(42)
    async with running(server, inbox=broken) as shop:
        shop.ends_badly = True
        await mia.send("Hallo")
        await server.until(shop.task.done, "the end of the channel")
        assert isinstance(shop.task.exception(), OSError)
    assert len(server.updates.pending) == 1
    async with running(server) as shop:
        assert (await shop.inbox.next()).text == "Hallo"


async def test_an_update_sent_twice_has_one_key(server: FakeTelegram) -> None:
    server.updates.twice = True
    async with running(server) as shop:
        mia = server.user(42)
        await mia.send("Hallo")
        await mia.send("noch da?")
        await shop.inbox.next(2)
        await server.until(lambda: not server.updates.pending, "confirmed")
    assert [message.text for message in shop.inbox.kept] == ["Hallo", "noch da?"]


async def test_update_numbers_may_start_anew_lower_than_before(server: FakeTelegram) -> None:
    async with running(server, poll_seconds=0) as shop:
        mia = server.user(42)
        await mia.send("Hallo")
        await server.until(lambda: not server.updates.pending, "confirmed")
        polls = server.updates.polls
        await server.until(lambda: server.updates.polls > polls + 1, "a poll after the one that confirmed")
        server.updates._last = 5
        await mia.send("a week later")
        assert (await shop.inbox.next(2)).text == "a week later"


async def test_every_press_is_answered_even_a_stale_and_a_forged_one(server: FakeTelegram) -> None:
    async with running(server) as shop:
        mia = server.user(42)
        forged = await mia.forge("not-ours")
        message = await shop.inbox.next()
        assert (message.kind, message.data) == ("press", {"button": "not-ours"})
        await forged.answer()
    late = await mia.forge("late")
    server.presses[late.id].at -= timedelta(seconds=200)
    async with running(server) as shop:
        await shop.inbox.next()
        await server.until(lambda: late.answered, "an answer to the late press")
    server.assert_clean()


async def test_a_press_is_answered_only_when_it_is_kept(server: FakeTelegram) -> None:
    inbox = Inbox(server)
    async with running(server, inbox=inbox) as shop:
        press = await server.user(42).forge("any")
        await server.until(lambda: inbox.batches, "the batch at the door")
        for _ in range(3):
            await shop.api.call(GetMe())  # time enough for an answer that does not wait
        assert not press.answered
        inbox.open.set()
        await press.answer()


async def test_a_press_is_answered_through_a_bad_connection(server: FakeTelegram) -> None:
    server.fault("answerCallbackQuery", Cut())
    server.fault("answerCallbackQuery", HtmlPage())
    async with running(server):
        await (await server.user(42).forge("any")).answer()


async def test_the_channel_lives_through_a_bad_day(server: FakeTelegram) -> None:
    for method in ("getMe", "deleteWebhook", "setMyCommands", "getUpdates"):
        for fault in (ServerError(502), HtmlPage(), Cut(), Cut(after=True)):
            server.fault(method, fault)
    server.fault("getUpdates", RetryAfter(0))
    async with running(server) as shop:
        await server.user(42).send("Hallo")
        assert (await shop.inbox.next()).text == "Hallo"
    server.assert_clean()


async def test_a_wrong_token_is_one_sentence_that_says_what_to_do(server: FakeTelegram) -> None:
    for token in ("123456:another", "no token at all"):
        with pytest.raises(ChannelError, match=r"@BotFather.*TRESEN_TELEGRAM_TOKEN"):
            async with running(server, token=token) as shop:
                await server.until(shop.task.done, "the end of the channel")


async def test_a_second_receiver_stops_the_channel_loudly(server: FakeTelegram) -> None:
    async with running(server) as first:
        first.ends_badly = True
        await server.until(lambda: server.updates.polls, "a poll")
        async with running(server):
            await server.until(first.task.done, "the end of the first")
            error = first.task.exception()
    assert isinstance(error, ChannelError)
    assert "second process" in str(error)


async def test_the_menu_of_commands_is_there_in_both_languages(server: FakeTelegram) -> None:
    async with running(server):
        await server.until(lambda: len(server.api.commands) == 3, "three menus")
    for code, language in (("", "de"), ("de", "de"), ("en", "en")):
        menu = {row["command"]: row["description"] for row in server.api.commands[code]}
        assert tuple(menu) == COMMANDS
        assert menu == TEXTS[language]


async def test_stopping_finishes_what_is_being_kept_and_leaves_the_rest_to_telegram(server: FakeTelegram) -> None:
    inbox = Inbox(server)
    mia = server.user(42)
    async with running(server, inbox=inbox) as shop:
        press = await mia.forge("any")
        await server.until(lambda: inbox.batches, "the batch at the door")
        shop.stop.set()
        await mia.send("while it stops")
        inbox.open.set()
        await asyncio.wait({shop.task})
        assert [message.kind for message in inbox.kept] == ["press"]
        assert press.answered
    async with running(server, inbox=inbox):
        assert (await inbox.next(2)).text == "while it stops"
    assert len(inbox.kept) == 2


async def test_all_kinds_that_matter_are_asked_for(server: FakeTelegram) -> None:
    async with running(server):
        await server.until(lambda: server.updates.polls, "a poll")
    wanted = {"edited_message", "pre_checkout_query", "shipping_query", "my_chat_member", "callback_query", "message"}
    assert wanted <= set(server.updates.allowed or ())


def test_settings_show_no_secrets() -> None:
    server = FakeTelegram()
    shown = repr(settings_for(server))
    assert server.token not in shown
    assert server.provider_token not in shown
