"""Which topic of the operators' group belongs to which shopper: kept in the shop's database."""

from __future__ import annotations

from collections.abc import Callable

from bot.store.base import Store


class Topics:
    """The topics, durable. The store is asked for when it is needed: it opens after the channel is made."""

    def __init__(self, store: Callable[[], Store]) -> None:
        self._store = store

    def thread(self, conversation: str, *, chat: int) -> int | None:
        """A shopper's topic in a group, if there is one yet."""
        row = self._store().read(
            lambda reader: reader.row(
                "SELECT thread FROM topic WHERE conversation = :conversation AND chat = :chat",
                conversation=conversation,
                chat=chat,
            )
        )
        return None if row is None else int(row["thread"])

    def shopper(self, *, chat: int, thread: int) -> str:
        """The conversation of a topic; empty for a topic that is no shopper's."""
        row = self._store().read(
            lambda reader: reader.row(
                "SELECT conversation FROM topic WHERE chat = :chat AND thread = :thread", chat=chat, thread=thread
            )
        )
        return "" if row is None else str(row["conversation"])

    async def keep(self, conversation: str, *, chat: int, thread: int) -> None:
        """From now on this is a shopper's topic; no card stands in it yet."""
        await self._store().run(
            lambda tx: tx.change(
                "INSERT INTO topic (conversation, chat, thread) VALUES (:conversation, :chat, :thread)"
                " ON CONFLICT (conversation) DO UPDATE SET chat = :chat, thread = :thread, card = 0",
                conversation=conversation,
                chat=chat,
                thread=thread,
            )
        )

    def card(self, conversation: str, *, chat: int) -> int:
        """The message that is the card of a shopper's topic; 0 if there is none yet."""
        row = self._store().read(
            lambda reader: reader.row(
                "SELECT card FROM topic WHERE conversation = :conversation AND chat = :chat",
                conversation=conversation,
                chat=chat,
            )
        )
        return 0 if row is None else int(row["card"])

    async def keep_card(self, conversation: str, *, card: int) -> None:
        """From now on this message is the card of a shopper's topic."""
        await self._store().run(
            lambda tx: tx.change(
                "UPDATE topic SET card = :card WHERE conversation = :conversation", conversation=conversation, card=card
            )
        )
