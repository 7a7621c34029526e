"""What reaches a conversation: a shopper's own message, or news from the world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

#: Kinds that a shopper causes. All but `payment`, `blocked` and `unblocked` count as the shopper's own activity.
SHOPPER_KINDS = frozenset(
    {"text", "press", "command", "location", "sticker", "voice", "photo", "other", "payment", "blocked", "unblocked"}
)
#: Kinds that open the offer window: the shopper wrote or pressed.
ACTIVE_KINDS = SHOPPER_KINDS - {"payment", "blocked", "unblocked"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One event of one conversation.

    `kind` is one of SHOPPER_KINDS, or a dotted name for news from the world that skills listen to with
    `@skill.on(kind)`: `order.reserve_expired`, `shipment`, `stock`, `operator`, ...

    `data` by kind (all JSON values):
    press {"button": id} · command {"name": "cart", "argument": ""} · location {"lat", "lon", "title"?} ·
    sticker {"emoji"} · voice {"seconds"} · photo {} ·
    whatever is no text, where people of the shop can take over: also {"source": what a Reply's `copies` names} ·
    payment {"outcome": "succeeded|failed", "order", "amount", "currency", "charge_id", "provider"}.
    """

    conversation: str  # '<channel>:<id>', as 'tg:42' or 'console:mia'
    key: str  # derived and unique: 'tg:<update_id>', '<event>:<n>'
    kind: str
    at: datetime
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""  # the profile's language, if the channel knows one: 'de', 'en', or ''
    seq: int = 0  # position in the inbox, given by the store

    @property
    def channel(self) -> str:
        """The channel's name, the part of the conversation's id before the colon."""
        return self.conversation.partition(":")[0]
