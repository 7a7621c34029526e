"""The operators' group: one topic a shopper, in which people of the shop read along, take over and answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from aiogram.methods import (
    CreateForumTopic,
    GetChat,
    GetChatMember,
    PinChatMessage,
    SendMessage,
    SetMyCommands,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    ChatFullInfo,
    ChatMemberAdministrator,
    ChatMemberOwner,
    ForumTopic,
)
from aiogram.types import Message as TelegramMessage

from bot.channels.base import Blocked, ChannelError, RetryLater, SendFailed, Undelivered
from bot.channels.telegram.api import Moved, TelegramApi
from bot.channels.telegram.compose import Call, card, copied, instead_of, texts
from bot.channels.telegram.pauses import Pauses
from bot.channels.telegram.polling import Backoff, insist
from bot.channels.telegram.settings import DESK, DESK_COMMANDS
from bot.channels.telegram.text import shorten
from bot.channels.telegram.topics import Topics
from bot.channels.telegram.updates import chat_of, content_of, key_of, source_of
from bot.message import Message
from bot.reply import Reply

log = structlog.stdlib.get_logger(__name__)

_MEND_SECONDS = 300  # until somebody has mended the group
_TOPIC_NAME = 128
_GONE = "message thread not found"
_ANONYMOUS = 1087968824  # @GroupAnonymousBot: an admin who hides behind the group
#: What somebody may do about a group that cannot be used.
_HELP = (
    "[telegram] operators must be the id of a private supergroup with topics turned on, in which the bot is an"
    " administrator who may manage topics and pin messages: {what}. Mend the group, or take the key out; nothing was"
    " lost."
)


class Operators:
    """A channel to the people of the shop; what they write in a shopper's topic is theirs to that shopper."""

    name = DESK

    def __init__(self, api: TelegramApi, topics: Topics, *, chat: int, commands: Mapping[str, str]) -> None:
        self._api, self._topics, self._commands = api, topics, commands
        self._pauses = Pauses(time.monotonic)
        self.chat = chat
        self._sent: dict[str, tuple[int, int]] = {}  # effect -> topic and the calls that are through in it

    # Out

    async def send(self, conversation: str, reply: Reply, *, key: str) -> None:
        """Show a reply in a shopper's topic. Whatever is wrong with the group is told in the log and tried again."""
        shopper = conversation.removeprefix(f"{DESK}:")
        try:
            await self._send(shopper, reply, key)
        except (Blocked, SendFailed, ChannelError) as error:
            self._unreachable(shopper, key, str(error))
            raise RetryLater(_MEND_SECONDS, str(error)) from error
        self._sent.pop(key, None)

    def _unreachable(self, shopper: str, key: str, reason: str) -> None:
        log.error(
            "telegram_operators_unreachable", operators=self.chat, conversation=shopper, effect=key, reason=reason
        )

    async def _send(self, shopper: str, reply: Reply, key: str) -> None:
        try:
            await self._show(shopper, reply, key)
        except Moved as moved:
            self._follow(moved.to)
            await self._show(shopper, reply, key)
        except SendFailed as error:
            if _GONE not in str(error):
                raise
            log.warning("telegram_topic_gone", operators=self.chat, conversation=shopper, effect=key)
            await self._open(shopper)
            await self._show(shopper, reply, key)

    async def _show(self, shopper: str, reply: Reply, key: str) -> None:
        thread = self._topics.thread(shopper, chat=self.chat) or await self._open(shopper)
        before, through = self._sent.get(key, (thread, 0))
        if reply.card and (before != thread or not through):
            await self._card(shopper, card(self.chat, reply.card).model_copy(update={"message_thread_id": thread}))
            self._sent[key] = (thread, 1)
            before, through = thread, 1
        for number, call in enumerate(_calls(self.chat, reply), 1):
            if before != thread or number >= through:
                await self._call(call.model_copy(update={"message_thread_id": thread}))
                self._sent[key] = (thread, number + 1)

    async def _call(self, call: Call) -> Any:
        return await self._pauses.keep(self.chat, lambda: self._api.call_plainly(call))

    async def _card(self, shopper: str, call: SendMessage) -> None:
        """Show the card where it stands already, or pin it once it does."""
        if await self._renewed(shopper, call):
            return
        sent = await self._call(call)
        if isinstance(sent, TelegramMessage):
            await self._topics.keep_card(shopper, card=sent.message_id)
            await self._pin(sent.message_id)

    async def _renewed(self, shopper: str, call: SendMessage) -> bool:
        """Whether the card stands in the topic and shows this now."""
        standing = self._topics.card(shopper, chat=self.chat)
        if not standing:
            return False
        try:
            await self._call(instead_of(standing, call))
        except Moved:
            raise
        except SendFailed as error:
            log.warning("telegram_card_gone", operators=self.chat, conversation=shopper, reason=str(error))
            return False
        return True

    async def _pin(self, message: int) -> None:
        try:
            await self._api.call(PinChatMessage(chat_id=self.chat, message_id=message, disable_notification=True))
        except Undelivered as error:  # it can be read all the same
            log.warning("telegram_pin_refused", operators=self.chat, message=message, reason=str(error))

    async def _open(self, shopper: str) -> int:
        """Make a shopper's topic; a crash before it is kept leaves an empty one behind."""
        name = shorten(await self._name(shopper), _TOPIC_NAME)
        topic = await self._pauses.keep(
            self.chat, lambda: self._api.call(CreateForumTopic(chat_id=self.chat, name=name))
        )
        if not isinstance(topic, ForumTopic):
            raise RetryLater(_MEND_SECONDS, "the new topic cannot be read")
        await self._topics.keep(shopper, chat=self.chat, thread=topic.message_thread_id)
        log.info("telegram_topic_opened", operators=self.chat, conversation=shopper, topic=topic.message_thread_id)
        return topic.message_thread_id

    async def _name(self, shopper: str) -> str:
        """What a shopper calls themselves, as they show it to everybody, and the chat's number."""
        number = chat_of(shopper)
        try:
            chat = await self._api.call(GetChat(chat_id=number))
        except (Blocked, SendFailed):
            chat = None
        return f"{chat.full_name} · {number}" if isinstance(chat, ChatFullInfo) else str(number)

    def _follow(self, to: int) -> None:
        """The group became a supergroup and got another id."""
        log.error("telegram_operators_moved", operators=self.chat, to=to, help=f"set [telegram] operators = {to}")
        self.chat = to

    # In

    def heard(self, update_id: int, sent: TelegramMessage, now: datetime) -> Message | None:
        """What a person did in a shopper's topic; None for everything else that happens in the group."""
        thread = sent.message_thread_id if sent.is_topic_message else None
        shopper = self._topics.shopper(chat=sent.chat.id, thread=thread) if thread and _by_a_person(sent) else ""
        content = content_of(sent) if shopper else None
        if content is None:
            return None
        kind, text, data = content
        return Message(
            conversation=shopper,
            key=key_of(update_id),
            kind="operator",
            at=min(sent.date, now),
            data={**_act(kind, text, data), **source_of(sent), "name": _called(sent)},
        )

    # At the start

    async def ready(self, stop: asyncio.Event, backoff: Backoff) -> None:
        """See that the group can be used; raises ChannelError with what is wrong."""
        try:
            try:
                await self._look(stop, backoff)
            except Moved as moved:
                self._follow(moved.to)
                await self._look(stop, backoff)
        except (Blocked, SendFailed) as error:
            raise ChannelError(_HELP.format(what=f"Telegram says “{error}”")) from error

    async def _look(self, stop: asyncio.Event, backoff: Backoff) -> None:
        chat = await insist(self._api, GetChat(chat_id=self.chat), stop, backoff)
        member = await insist(self._api, GetChatMember(chat_id=self.chat, user_id=self._api.id), stop, backoff)
        if stop.is_set() or not isinstance(chat, ChatFullInfo):
            return
        if what := _wrong(chat, member):
            raise ChannelError(_HELP.format(what=what))
        menu = [BotCommand(command=name, description=self._commands[name]) for name in DESK_COMMANDS]
        scope = BotCommandScopeChat(chat_id=self.chat)
        await insist(self._api, SetMyCommands(commands=menu, scope=scope), stop, backoff)


def _wrong(chat: ChatFullInfo, member: Any) -> str:
    """Why a group cannot be used: everybody in it may take a chat over, so nobody else may be able to write there."""
    if not chat.is_forum:
        return f"{chat.id} has no topics"
    if chat.username or chat.active_usernames:
        return f"{chat.id} is public, anybody could write to your shoppers"
    if chat.linked_chat_id:
        return f"{chat.id} belongs to a channel, its readers could write to your shoppers"
    if isinstance(member, ChatMemberOwner):
        return ""
    if not isinstance(member, ChatMemberAdministrator):
        return f"in {chat.id} the bot is no administrator"
    return (
        ""
        if member.can_manage_topics and member.can_pin_messages
        else f"in {chat.id} the bot lacks one of the two rights"
    )


def _calls(chat: int, reply: Reply) -> list[Call]:
    return [*texts(chat, reply.text), *(copied(chat, source) for source in reply.copies)]


def _by_a_person(sent: TelegramMessage) -> bool:
    """Whether somebody of the group wrote this, and no bot and no channel."""
    user = sent.from_user
    if user is None or sent.is_automatic_forward:
        return False
    if sent.sender_chat is not None:
        return user.id == _ANONYMOUS and sent.sender_chat.id == sent.chat.id
    return not user.is_bot


def _called(sent: TelegramMessage) -> str:
    """How the shopper is told who writes; nothing of an admin who hides."""
    user = sent.from_user
    return user.first_name if user and not sent.sender_chat else ""


def _act(kind: str, text: str, data: Mapping[str, Any]) -> dict[str, Any]:
    if kind == "command":
        name = str(data["name"])
        return {"action": name if name in DESK_COMMANDS else "unknown", "command": name}
    return {"action": "say", "text": text}
