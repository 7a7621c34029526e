"""Doing what a line says: one behaviour for programs, transcripts and people."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.channels import given, paying, shopside, shown
from bot.channels.console import Sent, Session
from bot.channels.forms import Form
from bot.channels.lines import (
    As,
    Buy,
    Explain,
    GivenLine,
    Line,
    Location,
    Pay,
    Photo,
    Press,
    Price,
    Restock,
    Say,
    State,
    Sticker,
    Voice,
    Wait,
)
from bot.channels.state import state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a line: replies that left since the last one, the state, and what the line itself asked for."""

    sent: tuple[Sent, ...]
    state: Mapping[str, Any]
    extra: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The answer as the line that goes out."""
        replies = [shown.reply(sent.reply, to=shown.name_of(sent.conversation)) for sent in self.sent]
        return {"replies": replies, **self.extra, "state": self.state}


async def answer(session: Session, line: Line) -> Answer:
    """Do what a line says. LineError means that nothing was done."""
    before = _held(session)
    extra = await _STEPS[type(line)](session, line) or {}
    held = [news for news in _held(session) if news not in before]
    stands = state_of(session.shop, session, skus=_named(line))
    return Answer(sent=tuple(session.replies()), state=stands, extra={**extra, "held": held} if held else extra)


def _held(session: Session) -> list[dict[str, Any]]:
    """News that waits for the hand-back: at a console nobody but its reader can tell it to the person who answers."""
    talk = session.shop.store.read(lambda reader: reader.conversation(session.conversation))
    return [{"act": news["acts"], "text": news["said"]} for news in talk.held]


def _named(line: Line) -> tuple[str, ...]:
    """The SKUs that a line speaks of."""
    if isinstance(line, Restock | Price | Buy):
        return (line.sku,)
    if isinstance(line, GivenLine):
        ordered = (part.sku for order in line.given.orders for part in order.lines)
        return (*(part.sku for part in line.given.cart), *line.given.watches, *ordered)
    return ()


async def _say(session: Session, line: Say) -> None:
    await session.say(line.say)


async def _press(session: Session, line: Press) -> None:
    await session.press(line.press)


async def _location(session: Session, line: Location) -> None:
    await session.location(line.location.lat, line.location.lon, title=line.location.title)


async def _sticker(session: Session, line: Sticker) -> None:
    await session.sticker(line.sticker)


async def _voice(session: Session, line: Voice) -> None:
    await session.voice(line.voice.seconds)


async def _photo(session: Session, _: Photo) -> None:
    await session.photo()


async def _pay(session: Session, line: Pay) -> dict[str, Any]:
    return {"payment": await paying.pay(session, line.pay)}


async def _wait(session: Session, line: Wait) -> None:
    await session.wait(line.wait)


async def _as(session: Session, line: As) -> None:
    session.as_(line.name)


async def _given(session: Session, line: GivenLine) -> None:
    await given.take(session, line.given)


async def _state(session: Session, _: Form) -> None:
    await session.shop.settle()


async def _explain(session: Session, _: Explain) -> dict[str, Any]:
    await session.shop.settle()
    return {"explain": session.explain()}


_STEPS: Mapping[type[Form], Callable[[Session, Any], Awaitable[dict[str, Any] | None]]] = {
    Say: _say,
    Press: _press,
    Location: _location,
    Sticker: _sticker,
    Voice: _voice,
    Photo: _photo,
    Pay: _pay,
    Wait: _wait,
    As: _as,
    GivenLine: _given,
    State: _state,
    Explain: _explain,
    **shopside.STEPS,
}
