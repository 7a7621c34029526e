"""The desk: where the people of the shop see what a shopper writes, and answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from textwrap import shorten
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


#: So much of one answer of the bot's is shown to them.
LONGEST = 300


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


def said(turn: Turn, text: str) -> list[Reply]:
    """What the bot said to the shopper, for the people to see."""
    return tell(turn, "desk-bot", text=shorten(text, LONGEST, placeholder=" …")) if text else []


def unanswered(turn: Turn) -> list[Reply]:
    """What the shopper sent and the bot failed at: the people see it all the same."""
    source = turn.message.data.get("source")
    copies = (str(source),) if source else ()
    told = tell(turn, "desk-failed", text=turn.message.text)
    return [replace(Reply.of(reply), copies=copies) for reply in told]


def answered(turn: Turn, replies: Iterable[Reply]) -> list[Reply]:
    """What the shopper is being told, for the people to see."""
    to_shopper = [reply for reply in replies if reply.to in {"", turn.shopper}]
    return [line for reply in to_shopper for line in said(turn, reply.text)]
