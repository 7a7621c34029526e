"""What the server remembers: its clock, the messages in the chats, presses and queries that wait for an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")


class NotThere(AssertionError):  # noqa: N818  (reads as what happened)
    """A user cannot do this: the button, message or answer is not there."""


class ServerClock:
    """The machine's clock, moved forward by hand where a test needs time to pass."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The server's time, aware, in UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._ahead += timedelta(seconds=seconds)


class Changes:
    """Wakes everybody who waits for something to become true."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def notify(self) -> None:
        """Something changed: look again."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        """Until the next change, or as long as given."""
        try:
            await asyncio.wait_for(self._event.wait(), max(seconds, 0))
        except TimeoutError:
            return

    async def until(self, look: Callable[[], T | None], *, seconds: float, what: Callable[[], str]) -> T:
        """The first thing `look` finds; fails with `what` was missing after the deadline."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while (found := look()) is None:
            if loop.time() >= end:
                raise NotThere(f"not within {seconds:g} s: {what()}")
            await self.wait(end - loop.time())
        return found


@dataclass(slots=True, kw_only=True)
class BotMessage:
    """One message of the bot as it stands in a chat now."""

    id: int
    chat: int
    method: str
    at: datetime
    thread: int = 0  # the topic it stands in
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    inline: list[list[dict[str, Any]]] = field(default_factory=list)
    reply_keyboard: list[list[dict[str, Any]]] = field(default_factory=list)
    venue: dict[str, Any] | None = None
    invoice: dict[str, Any] | None = None
    photo: str = ""  # its file_id
    document: tuple[str, bytes] | None = None
    media: dict[str, Any] = field(default_factory=dict)  # the message's other parts as the API gives them
    edits: int = 0
    deleted: bool = False

    @property
    def buttons(self) -> list[str]:
        """The labels under the message, in order."""
        return [button["text"] for row in self.inline or self.reply_keyboard for button in row]

    @property
    def has_location_button(self) -> bool:
        """Whether the message asks for the phone's location."""
        return any(button.get("request_location") for row in self.reply_keyboard for button in row)

    def find(self, label: str) -> dict[str, Any] | None:
        """The inline button with exactly this label or callback data, else the only one whose label contains it."""
        buttons = [button for row in self.inline for button in row]
        exact = [button for button in buttons if label in (button["text"], button.get("callback_data"))]
        near = [button for button in buttons if label.casefold() in button["text"].casefold()]
        found = exact or (near if len(near) == 1 else [])
        return found[0] if found else None

    def data(self, label: str) -> str:
        """The callback data behind a button."""
        button = self.find(label)
        if button is None:
            raise NotThere(f"no button {label!r} among {self.buttons}")
        return str(button["callback_data"])


@dataclass(slots=True, kw_only=True)
class Press:
    """A press on a button and what the bot answered to it."""

    id: str
    user: int
    label: str
    at: datetime
    changes: Changes
    answered: bool = False
    text: str = ""
    alert: bool = False

    async def answer(self, seconds: float = 10) -> Press:
        """Wait until the bot has answered this press."""
        return await self.changes.until(
            lambda: self if self.answered else None, seconds=seconds, what=lambda: f"an answer to press {self.label!r}"
        )


@dataclass(slots=True, kw_only=True)
class Query:
    """A shipping or pre-checkout query that waits for the bot."""

    id: str
    kind: str
    user: int
    expires: datetime
    answer: dict[str, Any] | None = None


@dataclass(slots=True, kw_only=True)
class Charge:
    """Money that a user has paid."""

    id: str
    user: int
    amount: int
    currency: str
    payload: str
    at: datetime
    refunded: bool = False
