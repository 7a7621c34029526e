"""The console: a channel that keeps what was sent, and a session in which shoppers write, press and wait."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.bot import Bot
from bot.channels.forms import LineError
from bot.channels.shown import PREFIX
from bot.clock import MovableClock
from bot.message import ACTIVE_KINDS, Message
from bot.reply import Reply
from bot.store.base import Reader, Store
from bot.world import World


class Shop(Protocol):
    """An open shop, as far as a session needs it."""

    @property
    def world(self) -> World:
        """Clock, catalogue and settings."""
        ...

    @property
    def store(self) -> Store:
        """The shop's database."""
        ...

    @property
    def bot(self) -> Bot:
        """Who answers."""
        ...

    async def settle(self) -> None:
        """Answer and deliver until nothing is left to do at this moment."""
        ...

    async def advance(self, to: datetime) -> None:
        """Move the clock, stopping at every moment something falls due."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """A reply that left, and the conversation it went to."""

    conversation: str
    reply: Reply


class ConsoleChannel:
    """Keeps every reply, in order, until the session picks it up; one that comes twice is shown once."""

    name = "console"

    def __init__(self) -> None:
        self._sent: list[Sent] = []
        self._keys: set[str] = set()

    async def send(self, conversation: str, reply: Reply, *, key: str) -> None:
        """Show one reply to one conversation."""
        if key not in self._keys:
            self._keys.add(key)
            self._sent.append(Sent(conversation, reply))

    def take(self) -> list[Sent]:
        """What was sent since it was asked last."""
        taken, self._sent = self._sent, []
        return taken


class Session:
    """One shopper at a time, writing to an open shop.

    Every step returns once it was answered and all that it set off has left.
    """

    def __init__(self, shop: Shop, channel: ConsoleChannel, *, shopper: str = "you", language: str = "") -> None:
        self.shop = shop
        self.shopper = shopper
        self._channel = channel
        self._language = language
        self._languages: dict[str, str] = {}

    @property
    def conversation(self) -> str:
        """The id of the present shopper's conversation."""
        return PREFIX + self.shopper

    @property
    def now(self) -> datetime:
        """Where the clock stands."""
        return self.shop.world.clock.now()

    @property
    def commands(self) -> list[str]:
        """The shop's own commands, as `cart` for /cart."""
        return [intent.command for intent in self.shop.world.skills.intents() if intent.command]

    @property
    def language(self) -> str:
        """The language that the present shopper's profile names, '' if none."""
        return self._languages.get(self.shopper, self._language)

    def profile(self, language: str) -> None:
        """The language that the present shopper's profile names."""
        self._languages[self.shopper] = language

    def replies(self) -> list[Sent]:
        """All replies that left since this was asked last, to whomever they went."""
        return self._channel.take()

    async def say(self, text: str) -> None:
        """The shopper writes; a text that begins with the name of a command is that command."""
        name, _, argument = text.removeprefix("/").partition(" ")
        if text.startswith("/") and self.shop.world.skills.command(name):
            await self._send("command", data={"name": name, "argument": argument})
        else:
            await self._send("text", text=text)

    async def press(self, which: str) -> None:
        """The shopper presses the newest button with this role, id or label."""
        await self._send("press", data={"button": self._button(which)["id"]})

    async def location(self, latitude: float, longitude: float, *, title: str = "") -> None:
        """The shopper shares a place."""
        place = {"lat": latitude, "lon": longitude}
        await self._send("location", data={**place, "title": title} if title else place)

    async def sticker(self, emoji: str) -> None:
        """The shopper sends a sticker."""
        await self._send("sticker", data={"emoji": emoji})

    async def voice(self, seconds: int) -> None:
        """The shopper sends a voice note."""
        await self._send("voice", data={"seconds": seconds})

    async def photo(self) -> None:
        """The shopper sends a photo."""
        await self._send("photo")

    async def wait(self, duration: timedelta) -> None:
        """Time passes, and what falls due meanwhile happens."""
        if not isinstance(self.shop.world.clock, MovableClock):
            raise LineError("this clock cannot be moved", "Start with --at and a time.")
        await self.shop.advance(self.now + duration)

    def as_(self, name: str) -> None:
        """From here on another shopper writes."""
        self.shopper = name

    def explain(self) -> dict[str, Any]:
        """Why the shopper's last message was answered as it was."""
        found = self.shop.store.read(lambda reader: next(_answered(reader, self.conversation), None))
        if found is None:
            raise LineError("there is no message to explain yet", 'Write one first: {"say": "Hallo"}.')
        return found

    async def happen(self, kind: str, *, conversation: str = "", data: Mapping[str, Any], key: str = "") -> None:
        """News from the world reach a conversation, the present shopper's if none is named."""
        await self._send(kind, conversation=conversation, data=data, key=key)

    async def _send(
        self, kind: str, *, text: str = "", conversation: str = "", data: Mapping[str, Any] | None = None, key: str = ""
    ) -> None:
        message = Message(
            conversation=conversation or self.conversation,
            key=key or self.next_key(conversation),
            kind=kind,
            at=self.now,
            text=text,
            data=data or {},
            language=self.language if kind in ACTIVE_KINDS else "",
        )
        await self.shop.bot.receive([message])
        await self.shop.settle()

    def next_key(self, conversation: str = "") -> str:
        """A key no event has yet: an event's own number is never below the one in its key, and numbers only grow."""
        row = self.shop.store.read(lambda reader: reader.row("SELECT COALESCE(MAX(seq), 0) + 1 AS next FROM event"))
        return f"{conversation or self.conversation}:{row['next'] if row else 1}"

    def _button(self, which: str) -> Mapping[str, Any]:
        sent = self.shop.store.read(lambda reader: _sent(reader, self.conversation))
        offered = [button for data in sent for button in data.get("buttons", ())]
        named = _plain(which)
        button: Mapping[str, Any] | None = next(
            (b for b in offered if named in (b.get("role"), b["id"], _plain(b["label"]))), None
        )
        if button is None:
            known = list(dict.fromkeys(b.get("role") or b["label"] for b in offered))[:8]
            advice = f"There are: {', '.join(known)}." if known else "No reply had one so far."
            raise LineError(f"there is no button {which!r}", advice)
        if button.get("url"):
            raise LineError(f"the button {which!r} opens {button['url']}", "The shop does not hear of that.")
        if button.get("wants") == "location":
            raise LineError(
                f"the button {which!r} sends a location", 'Send one: {"location": {"lat": 52.5, "lon": 13.4}}.'
            )
        return button


def _plain(text: str) -> str:
    """A label as one types it: with blanks of the usual kind."""
    return " ".join(text.split())


def _sent(reader: Reader, conversation: str) -> list[dict[str, Any]]:
    """The replies that left to a conversation, newest first."""
    rows = reader.rows(
        "SELECT data FROM effect WHERE conversation = :c AND kind = 'send' AND result = 'sent' ORDER BY done DESC, id DESC",
        c=conversation,
    )
    return [json.loads(row["data"]) for row in rows]


def _answered(reader: Reader, conversation: str) -> Iterator[dict[str, Any]]:
    rows = reader.rows(
        "SELECT kind, text, record FROM event WHERE conversation = :c AND record IS NOT NULL ORDER BY seq DESC",
        c=conversation,
    )
    for row in rows:
        if row["kind"] in ACTIVE_KINDS:
            yield {"message": row["text"], "kind": row["kind"], **json.loads(row["record"])}
