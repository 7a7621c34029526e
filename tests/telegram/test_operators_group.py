"""The operators' group itself: which one can be used, and what happens when it cannot be any more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import ChannelError, RetryLater
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.operators import Operators
from bot.channels.telegram.polling import Backoff
from bot.channels.telegram.topics import Topics
from bot.reply import Reply
from bot.store.sqlite import SqliteStore
from tests.telegram.fake import Cut, FakeTelegram, Group, RetryAfter, ServerError
from tests.telegram.program import Folders, running_program
from tests.telegram.shop import settings_for

GROUP = -1001234567890
PLACE = "desk:tg:42"


@dataclass
class Scene:
    """A group, the bot's side of it, and where topics are kept."""

    server: FakeTelegram
    group: Group
    operators: Operators

    async def ready(self) -> None:
        """The look at the start."""
        await self.operators.ready(asyncio.Event(), Backoff(0.001))

    async def tell(self, text: str, *, key: str = "1:0", **more: Any) -> None:
        """Say something in a shopper's topic."""
        await self.operators.send(PLACE, Reply(text=text, **more), key=key)

    @property
    def said(self) -> list[str]:
        """What stands in the group, wherever."""
        return [message.text for message in self.group.messages]


@asynccontextmanager
async def scene(folder: Path, *, chat: int = GROUP, **values: Any) -> AsyncIterator[Scene]:
    """A group with one shopper of its shop."""
    async with FakeTelegram() as server:
        group = server.group(GROUP, **values)
        await server.user(42, name="Mia").send("Hallo")
        api = TelegramApi(settings_for(server))
        store = SqliteStore.open(folder / "tresen.db", window=timedelta(hours=24), durable=False)
        try:
            menu = {"take": "Take it", "release": "Hand it back"}
            yield Scene(server, group, Operators(api, Topics(lambda: store), chat=chat, commands=menu))
        finally:
            await store.close()
            await api.close()
        server.assert_clean()


@pytest.mark.parametrize("values", [{}, {"bot": "creator", "rights": set()}], ids=str)
async def test_a_private_group_with_topics_will_do_and_gets_its_menu(tmp_path: Path, values: dict[str, Any]) -> None:
    async with scene(tmp_path, **values) as counter:
        await counter.ready()
        assert [row["command"] for row in counter.server.api.scoped[GROUP]] == ["take", "release"]
        assert counter.server.api.commands == {}


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"is_forum": False}, "has no topics"),
        ({"username": "openshop"}, "is public"),
        ({"linked": -100777}, "belongs to a channel"),
        ({"bot": "member"}, "no administrator"),
        ({"rights": {"can_pin_messages"}}, "lacks"),
        ({"rights": {"can_manage_topics"}}, "lacks"),
        ({"bot": "kicked"}, "kicked"),
    ],
    ids=str,
)
async def test_any_other_group_is_told_in_one_sentence(tmp_path: Path, values: dict[str, Any], what: str) -> None:
    async with scene(tmp_path, **values) as counter:
        with pytest.raises(ChannelError, match=what) as told:
            await counter.ready()
        assert "[telegram] operators" in str(told.value)


async def test_a_group_that_is_not_there_is_told_too(tmp_path: Path) -> None:
    async with scene(tmp_path, chat=-100555) as counter:
        with pytest.raises(ChannelError, match="chat not found"):
            await counter.ready()


async def test_a_start_without_a_network_waits_for_it(tmp_path: Path) -> None:
    async with scene(tmp_path) as counter:
        counter.server.fault("getChat", Cut())
        counter.server.fault("getChatMember", ServerError())
        await counter.ready()
        assert GROUP in counter.server.api.scoped


async def test_a_group_that_became_a_supergroup_is_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with scene(tmp_path, chat=-555) as counter:
        old = counter.server.group(-555, moved_to=GROUP)
        await counter.ready()
        assert counter.operators.chat == GROUP
        await counter.tell("Hallo")
        assert (counter.said, old.log) == (["Hallo"], [])
    assert f"operators = {GROUP}" in capsys.readouterr().out


async def test_a_group_that_moves_while_the_shop_is_open_is_followed_too(tmp_path: Path) -> None:
    async with scene(tmp_path) as counter:
        await counter.tell("eins")
        counter.group.moved_to = -100888
        new = counter.server.group(-100888)
        await counter.tell("zwei", key="2:0")
        assert ([m.text for m in new.messages], counter.operators.chat) == (["zwei"], -100888)


@pytest.mark.parametrize("trouble", [{"bot": "kicked"}, {"rights": set()}, {"is_forum": False}], ids=str)
async def test_what_cannot_be_told_now_is_told_when_the_group_is_mended(
    tmp_path: Path, trouble: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    async with scene(tmp_path) as counter:
        sound = {name: getattr(counter.group, name) for name in trouble}
        for name, value in trouble.items():
            setattr(counter.group, name, value)
        with pytest.raises(RetryLater):
            await counter.tell("bitte melden")
        log = capsys.readouterr().out
        assert "telegram_operators_unreachable" in log
        assert all(word in log for word in ("tg:42", "1:0", str(GROUP)))
        for name, value in sound.items():
            setattr(counter.group, name, value)
        await counter.tell("bitte melden")
        assert counter.said == ["bitte melden"]


async def test_the_card_is_pinned_and_stays_readable_where_it_cannot_be(tmp_path: Path) -> None:
    async with scene(tmp_path) as counter:
        await counter.tell("bitte melden", card="T-1001")
        assert counter.said == ["T-1001", "bitte melden"]
        assert counter.group.pinned == [counter.group.messages[0].id]
        counter.group.rights.discard("can_pin_messages")
        await counter.operators.send("desk:tg:43", Reply(text="noch einer", card="T-1002"), key="2:0")
        assert counter.said[2:] == ["T-1002", "noch einer"]


async def test_the_card_shows_the_news_where_it_is_pinned(tmp_path: Path) -> None:
    async with scene(tmp_path) as counter:
        await counter.tell("bitte melden", card="T-1001: offen")
        await counter.tell("", card="T-1001: <bezahlt>", key="2:0")
        await counter.tell("", card="T-1001: <bezahlt>", key="3:0")
        await counter.tell("noch einmal", card="T-1001: gepackt", key="4:0")
        assert counter.said == ["T-1001: gepackt", "bitte melden", "noch einmal"]
        assert counter.group.pinned == [counter.group.messages[0].id]
        assert counter.group.messages[0].edits == 2


async def test_a_card_that_somebody_took_away_is_pinned_anew(tmp_path: Path) -> None:
    async with scene(tmp_path) as counter:
        await counter.tell("bitte melden", card="T-1001: offen")
        counter.group.messages[0].deleted = True
        await counter.tell("", card="T-1001: bezahlt", key="2:0")
        assert counter.said == ["bitte melden", "T-1001: bezahlt"]
        assert counter.group.pinned[-1] == counter.group.messages[-1].id
        next(iter(counter.group.topics.values())).deleted = True
        await counter.tell("", card="T-1001: gepackt", key="3:0")
        assert counter.said[-1] == "T-1001: gepackt"
        assert counter.group.messages[-1].thread == list(counter.group.topics)[-1]


async def test_a_repetition_goes_on_where_the_last_try_stopped(tmp_path: Path) -> None:
    async with scene(tmp_path) as counter:
        await counter.tell("da")
        counter.server.fault("pinChatMessage", Cut())
        counter.server.fault("copyMessage", ServerError())
        photo = await photo_of(counter)
        with pytest.raises(RetryLater):
            await counter.tell("ein Foto:", card="T-1001", copies=(photo,), key="2:0")
        await counter.tell("ein Foto:", card="T-1001", copies=(photo,), key="2:0")
        assert [m.method for m in counter.group.messages[1:]] == ["sendMessage", "sendMessage", "copyMessage"]


async def photo_of(counter: Scene) -> str:
    """Where a photo of the shopper's stands."""
    await counter.server.users[42].photo("kaputt")
    chat, message = list(counter.server.kept)[-1]
    return f"{chat}/{message}"


async def test_a_pause_that_telegram_asks_for_holds_for_the_whole_group(tmp_path: Path) -> None:
    async with scene(tmp_path) as counter:
        counter.server.fault("sendMessage", RetryAfter(30))
        for place, key in ((PLACE, "1:0"), ("desk:tg:43", "2:0")):
            with pytest.raises(RetryLater) as pause:
                await counter.operators.send(place, Reply(text="Hallo"), key=key)
            assert 0 < pause.value.seconds <= 30
        assert counter.said == []


async def test_a_shopper_without_a_name_to_be_read_still_gets_a_topic(tmp_path: Path) -> None:
    async with scene(tmp_path) as counter:
        counter.server.users[42].name = "x" * 200
        await counter.tell("eins")
        await counter.operators.send("desk:tg:99", Reply(text="zwei"), key="2:0")
        assert [len(topic.name) for topic in counter.group.topics.values()] == [128, 2]


async def test_a_group_that_cannot_be_used_is_told_before_the_shop_opens(new_folder: Folders) -> None:
    async with FakeTelegram() as server:
        server.group(GROUP, username="openshop")
        config = f"[telegram]\noperators = {GROUP}\n"
        async with running_program(server, new_folder(), config=config, start=False) as program:
            await program.launch()
            assert await program.exit_code() == 2
            assert "is public" in program.log
            assert "Traceback" not in program.log
