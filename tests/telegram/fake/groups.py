"""Groups with topics: people write in them, and a bot that may does so too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiogram import methods

from tests.telegram.fake import rules
from tests.telegram.fake.requests import Refused
from tests.telegram.fake.state import BotMessage, NotThere

if TYPE_CHECKING:
    from tests.telegram.fake.server import FakeTelegram

#: What an administrator may be allowed; Telegram names all of it.
_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_send_welcome_messages", "can_pin_messages", "can_manage_topics",
)  # fmt: skip
_ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


@dataclass(slots=True)
class Topic:
    """A topic of a group."""

    id: int
    name: str
    deleted: bool = False


@dataclass(slots=True, kw_only=True)
class Group:
    """A group of people, and what the bot is in it."""

    server: FakeTelegram = field(repr=False)
    id: int
    title: str = "Counter"
    is_forum: bool = True
    username: str = ""
    linked: int = 0
    moved_to: int = 0
    bot: str = "administrator"  # or 'creator', 'member', 'kicked'
    rights: set[str] = field(default_factory=lambda: {"can_pin_messages", "can_manage_topics"})
    topics: dict[int, Topic] = field(default_factory=dict)
    log: list[BotMessage] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)  # message ids, the newest last

    @property
    def chat_json(self) -> dict[str, Any]:
        """The group as messages show it."""
        chat = {"id": self.id, "type": "supergroup", "title": self.title}
        return (
            chat
            | ({"is_forum": True} if self.is_forum else {})
            | ({"username": self.username} if self.username else {})
        )

    @property
    def messages(self) -> list[BotMessage]:
        """The bot's messages that stand in the group."""
        return [message for message in self.log if not message.deleted]

    def topic(self, name: str) -> Topic:
        """The newest topic whose name contains this."""
        found = [topic for topic in self.topics.values() if name in topic.name and not topic.deleted]
        if not found:
            raise NotThere(f"no topic {name!r} among {[topic.name for topic in self.topics.values()]}")
        return found[-1]

    def said(self, topic: Topic) -> list[str]:
        """What the bot wrote in a topic, in order."""
        return [message.text for message in self.messages if message.thread == topic.id]

    def member(self, id: int, name: str) -> Member:
        """Somebody of the group."""
        return Member(self, {"id": id, "is_bot": False, "first_name": name})

    def hidden(self) -> Member:
        """An administrator who writes in the group's own name."""
        return Member(self, _ANONYMOUS, {"sender_chat": self.chat_json, "author_signature": "boss"})

    def may(self, right: str, refusal: str) -> None:
        """Refuse the bot what it is not allowed."""
        if self.bot != "creator" and not (self.bot == "administrator" and right in self.rights):
            raise Refused(f"Bad Request: {refusal}", finding=False)

    def enter(self) -> None:
        """Refuse a bot that is not in the group, and who comes with the id it had before."""
        if self.moved_to:
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(text, finding=False, migrate_to=self.moved_to)
        if self.bot == "kicked":
            raise Refused("Forbidden: bot was kicked from the supergroup chat", code=403, finding=False)

    def thread(self, id: int | None) -> None:
        """Refuse a topic that is not there: one that never was is a mistake of the bot's."""
        if id is not None and (id not in self.topics or self.topics[id].deleted):
            raise Refused("Bad Request: message thread not found", finding=id not in self.topics)


@dataclass(slots=True)
class Member:
    """Somebody who writes in a group."""

    group: Group
    json: dict[str, Any]
    more: dict[str, Any] = field(default_factory=dict)

    async def says(self, text: str, topic: Topic | None = None) -> int:
        """Write in a topic, or in the general one."""
        content: dict[str, Any] = {"text": text}
        if text.startswith("/"):
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        return self._put(topic, content)

    async def shows(self, topic: Topic, caption: str = "") -> int:
        """Send a photo."""
        photo = [{"file_id": "photo", "file_unique_id": "p", "width": 800, "height": 600}]
        return self._put(topic, {"photo": photo} | ({"caption": caption} if caption else {}))

    async def closes(self, topic: Topic) -> int:
        """Close a topic: the app tells everybody by a message of its own."""
        return self._put(topic, {"forum_topic_closed": {}})

    def _put(self, topic: Topic | None, content: dict[str, Any]) -> int:
        server, group = self.group.server, self.group
        place = {"message_thread_id": topic.id, "is_topic_message": True} if topic else {}
        head = {"message_id": server.next_message_id(), "date": int(server.clock.now().timestamp())}
        message = head | {"chat": group.chat_json, "from": self.json} | place | self.more | content
        server.keep(message)
        return server.updates.put("message", message, group.id)


class GroupApi:
    """The Bot API's methods for groups."""

    def __init__(self, server: FakeTelegram) -> None:
        self._server = server
        self.calls: dict[str, Callable[[Any], Any]] = {
            "getChat": self.get_chat,
            "getChatMember": self.get_member,
            "createForumTopic": self.create_topic,
            "pinChatMessage": self.pin,
        }

    def _group(self, id: Any) -> Group:
        group = self._server.groups.get(id) if isinstance(id, int) else None
        if group is None:
            raise Refused("Bad Request: chat not found", finding=False)
        group.enter()
        return group

    def get_chat(self, method: methods.GetChat) -> dict[str, Any]:
        """A chat as it shows itself."""
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(gifts, False)}
        if method.chat_id in self._server.users:
            return self._server.users[int(method.chat_id)].chat_json | more
        group = self._group(method.chat_id)
        return group.chat_json | more | ({"linked_chat_id": group.linked} if group.linked else {})

    def get_member(self, method: methods.GetChatMember) -> dict[str, Any]:
        """What somebody is in a group; this server knows it of the bot only."""
        group, bot = self._group(method.chat_id), self._server.bot_json
        rules.check(method.user_id == bot["id"], "this server knows nothing of other members")
        member = {"user": bot, "status": group.bot}
        if group.bot == "creator":
            return member | {"is_anonymous": False}
        if group.bot == "administrator":
            allowed = {right: right in group.rights for right in _RIGHTS}
            return member | {"can_be_edited": False, "is_anonymous": False} | allowed
        return member

    def create_topic(self, method: methods.CreateForumTopic) -> dict[str, Any]:
        """A new topic."""
        group = self._group(method.chat_id)
        rules.check(1 <= len(method.name.strip()) <= 128, "TOPIC_NAME_INVALID")
        if not group.is_forum:
            raise Refused("Bad Request: the chat is not a forum", finding=False)
        group.may("can_manage_topics", "not enough rights to create a topic")
        topic = Topic(self._server.next_message_id(), method.name.strip())
        group.topics[topic.id] = topic
        return {"message_thread_id": topic.id, "name": topic.name, "icon_color": 7322096}

    def pin(self, method: methods.PinChatMessage) -> bool:
        """Keep a message in sight."""
        group = self._group(method.chat_id)
        group.may("can_pin_messages", "not enough rights to manage pinned messages in the chat")
        rules.check(any(message.id == method.message_id for message in group.messages), "message to pin not found")
        group.pinned.append(method.message_id)
        return True

    def copied(self, method: methods.CopyMessage) -> dict[str, Any]:
        """What a copy shows: all but who sent it first."""
        place = (int(method.from_chat_id), method.message_id)
        kept = self._server.kept.get(place)
        if kept is None:
            raise Refused("Bad Request: message to copy not found", finding=place not in self._server.gone)
        head = (
            "message_id",
            "date",
            "chat",
            "from",
            "message_thread_id",
            "is_topic_message",
            "sender_chat",
            "entities",
        )
        return {name: value for name, value in kept.items() if name not in (*head, "author_signature")}
