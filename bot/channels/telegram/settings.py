"""What the Telegram channel is told and what it asks of the shop; free of aiogram."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.message import Message
from catalog.money import Money

#: The channel's name and the first part of its conversations' ids.
NAME = "tg"
#: The commands of the menu, in its order. Their descriptions are texts of the shop.
COMMANDS = ("start", "help", "cart", "orders", "language", "privacy", "terms", "support", "paysupport", "stop")
#: The channel to the people of the shop, the first part of their places.
DESK = "desk"
#: What they can do in a shopper's topic.
DESK_COMMANDS = ("take", "release")


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where Telegram calls us: the public address, and where we listen behind it."""

    url: str
    secret: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8080


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSettings:
    """The bot's account and how updates arrive: by polling, unless there is a webhook."""

    token: str = field(repr=False)
    provider_token: str = field(default="", repr=False)
    api_url: str = "https://api.telegram.org"
    webhook: Webhook | None = None
    operators: int = 0  # the group of the people who take over; 0 for none
    poll_seconds: int = 30
    retry_seconds: float = 1.0  # the first pause after a failure; it doubles up to twenty seconds
    checkout_seconds: float = 7.0  # for the shop's answer to a pre-checkout query; Telegram gives ten


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutQuestion:
    """The last question before a shopper's money moves: whether this order may be paid now."""

    conversation: str  # of whoever pays
    order: str
    amount: Money
    method: str  # 'telegram' or 'stars'
    at: datetime
    language: str = ""


#: Puts messages into the inbox; returns once they are on disk.
Inbox = Callable[[Sequence[Message]], Awaitable[object]]
#: Answers at once: yes, or no with the reason in the shopper's language.
CheckOut = Callable[[CheckoutQuestion], Awaitable[tuple[bool, str]]]
