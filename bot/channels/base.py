"""What every channel can do: carry a reply to one conversation, or say why not.

ChannelError     the channel cannot work at all: its sentence says what to do
Undelivered
├── Blocked      the shopper does not want to hear from us
├── RetryLater   not now; the same send may succeed after `seconds`
└── SendFailed   never: the channel refuses this reply
"""

# ruff: noqa: N818  (each name says what happened)
from __future__ import annotations

from typing import Protocol

from bot.reply import Reply


class ChannelError(Exception):
    """The channel cannot start or go on; the sentence is for the owner."""


class Undelivered(Exception):
    """A reply did not go out, or nobody knows whether it did."""


class Blocked(Undelivered):
    """The shopper has blocked the shop or is gone: nothing more may be sent."""


class RetryLater(Undelivered):
    """The reply may go out later. With a cut connection nobody knows whether it did already."""

    def __init__(self, seconds: float, reason: str = "") -> None:
        super().__init__(reason or f"retry after {seconds:g} s")
        self.seconds = seconds


class SendFailed(Undelivered):
    """The channel refuses this reply; trying again would not help."""


class Channel(Protocol):
    """A way to talk with shoppers."""

    name: str

    async def send(self, conversation: str, reply: Reply, *, key: str) -> None:
        """Carry a reply to a conversation; the same key is the same send."""
        ...
