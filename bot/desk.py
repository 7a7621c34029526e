"""The desk: where the people of the shop see what a shopper writes, and answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.reply import Reply
from catalog import hours

if TYPE_CHECKING:
    from bot.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The people who answer the shoppers of one channel: where they are written to, and when they are there."""

    channel: str  # the channel that leads to them; a shopper's place there is 'desk:tg:42'
    patience: timedelta  # how long a shopper waits for them
    opening_hours: str
    country: str
    timezone: str
    closed_on_holidays: bool = False  # the hours speak for themselves: 'PH off'
    holiday_region: str = ""
    closed_dates: tuple[str, ...] = ()

    def place(self, conversation: str) -> str:
        """Where the people see one shopper's conversation."""
        return f"{self.channel}:{conversation}"

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody is there."""
        return hours.is_open(self, moment, self.timezone)

    def opens(self, moment: datetime) -> datetime | None:
        """When somebody is there next; None if not within a year."""
        return hours.next_opening(self, moment, self.timezone)


def of(turn: Turn) -> Desk | None:
    """The desk of the channel that a turn's shopper is on, if it has one."""
    return turn.world.desks.get(turn.conversation.channel)


def tell(turn: Turn, text: str, /, **values: Any) -> list[Reply]:
    """A message for the people at the desk, in the shop's own language; nothing if there is no desk."""
    desk = of(turn)
    if desk is None:
        return []
    language = turn.shop.languages[0]
    said = turn.world.texts.say(text, language, values)
    return [Reply(text=said, kind="service", to=desk.place(turn.shopper), language=language)]
