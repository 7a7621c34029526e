"""What Telegram would refuse in groups, the strict server refuses; mistakes are remembered, circumstances are not."""

from __future__ import annotations

import pytest

from tests.telegram.fake import FakeTelegram, NotThere
from tests.telegram.sample import Json, SampleBot

GROUP = -1001234567890


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("createForumTopic", {"chat_id": GROUP, "name": ""}),
        ("createForumTopic", {"chat_id": GROUP, "name": "x" * 129}),
        ("createForumTopic", {"chat_id": GROUP, "name": "Mia", "colour": 1}),
        ("sendMessage", {"chat_id": GROUP, "text": "Hi", "message_thread_id": 4711}),
        ("sendMessage", {"chat_id": 42, "text": "Hi", "message_thread_id": 1}),
        ("pinChatMessage", {"chat_id": GROUP, "message_id": 4711}),
        ("copyMessage", {"chat_id": GROUP, "from_chat_id": 42, "message_id": 4711}),
        ("setMyCommands", {"commands": [], "scope": {"type": "all_group_chats"}}),
        ("getChatMember", {"chat_id": GROUP, "user_id": 42}),
    ],
    ids=str,
)
async def test_a_mistake_is_refused_and_remembered(method: str, values: Json) -> None:
    async with FakeTelegram() as server:
        server.group(GROUP)
        await server.user(42).send("/start")
        bot = SampleBot(server)
        assert (await bot.call(method, **values))["error_code"] == 400
        assert len(server.findings) == 1
        await bot.session.close()


@pytest.mark.parametrize(
    ("group", "method", "code"),
    [
        ({"bot": "kicked"}, "getChat", 403),
        ({"bot": "member"}, "createForumTopic", 400),
        ({"rights": set()}, "createForumTopic", 400),
        ({"is_forum": False}, "createForumTopic", 400),
        ({"moved_to": -100888}, "getChat", 400),
    ],
    ids=str,
)
async def test_circumstances_are_refused_and_no_mistake(group: Json, method: str, code: int) -> None:
    async with FakeTelegram() as server:
        server.group(GROUP, **group)
        bot = SampleBot(server)
        name = {"name": "Mia"} if method == "createForumTopic" else {}
        answer = await bot.call(method, chat_id=GROUP, **name)
        assert answer["error_code"] == code
        assert answer.get("parameters", {}).get("migrate_to_chat_id", 0) == group.get("moved_to", 0)
        assert not server.findings
        await bot.session.close()


async def test_a_topic_is_written_to_until_somebody_deletes_it() -> None:
    async with FakeTelegram() as server:
        group = server.group(GROUP)
        bot = SampleBot(server)
        made = (await bot.call("createForumTopic", chat_id=GROUP, name="Mia"))["result"]
        place = {"chat_id": GROUP, "message_thread_id": made["message_thread_id"]}
        sent = (await bot.call("sendMessage", **place, text="Hi"))["result"]
        assert (sent["message_thread_id"], sent["is_topic_message"]) == (made["message_thread_id"], True)
        assert (await bot.call("pinChatMessage", chat_id=GROUP, message_id=sent["message_id"]))["ok"]
        topic = group.topic("Mia")
        topic.deleted = True
        answer = await bot.call("sendMessage", **place, text="Hi")
        assert answer["description"] == "Bad Request: message thread not found"
        with pytest.raises(NotThere):
            group.topic("Mia")
        server.assert_clean()
        await bot.session.close()


async def test_a_copy_shows_what_was_sent_and_not_by_whom() -> None:
    async with FakeTelegram() as server:
        group, mia = server.group(GROUP), server.user(42)
        await mia.photo("broken")
        chat, message = list(server.kept)[-1]
        bot = SampleBot(server)
        wanted = {"chat_id": GROUP, "from_chat_id": chat, "message_id": message}
        assert list((await bot.call("copyMessage", **wanted))["result"]) == ["message_id"]
        (copy,) = group.messages
        assert (copy.text, list(copy.media)) == ("broken", ["photo"])
        server.take_away(chat, message)
        assert (await bot.call("copyMessage", **wanted))["description"].endswith("message to copy not found")
        server.assert_clean()
        await bot.session.close()
