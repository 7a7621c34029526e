"""The demo shop with a shopper on one side and people at a desk on the other, and a clock that is moved."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import App, Ways, opened
from bot.clock import ManualClock
from bot.desk import Desk
from bot.message import Message
from bot.reply import Reply
from bot.skill import Skill

NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)  # a Wednesday
MIA = "test:mia"


@dataclass
class Side:
    """A channel that keeps what arrives."""

    name: str
    heard: list[Reply] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    keys: list[str] = field(default_factory=list)

    async def send(self, conversation: str, reply: Reply, *, key: str) -> None:
        self.heard.append(reply)
        self.places.add(conversation)
        self.keys.append(key)

    def news(self) -> list[str]:
        """The ids of what arrived since the last look."""
        acts = [act for reply in self.heard for act in reply.acts]
        self.heard.clear()
        return acts


@dataclass
class Shop:
    """A shop with a shopper on one side and people on the other."""

    app: App
    mia: Side
    people: Side
    clock: ManualClock
    number: int = 0

    async def put(self, kind: str, words: str = "", **data: Any) -> None:
        """Something happens in the conversation."""
        self.number += 1
        happened = Message(
            conversation=MIA,
            key=f"t:{self.number}",
            kind=kind,
            at=self.clock.now(),
            text=words,
            data=data,
            language="de",
        )
        await self.app.bot.receive([happened])
        await self.app.settle()

    async def says(self, text: str) -> None:
        """The shopper writes."""
        await self.put("text", text)

    async def operator(self, action: str, text: str = "", **data: str) -> None:
        """A person of the shop does something."""
        await self.put("operator", action=action, text=text, name="Jonte", **data)

    async def later(self, **time: float) -> None:
        """Time passes."""
        await self.app.advance(self.clock.now() + timedelta(**time))

    @property
    def handover(self) -> str:
        """Whose the conversation is."""
        return self.app.store.read(lambda reader: reader.conversation(MIA)).handover

    def news(self) -> tuple[list[str], list[str]]:
        """What both sides have heard since the last look."""
        return self.mia.news(), self.people.news()


@asynccontextmanager
async def shop(
    imported: Path, folder: Path, *, at: datetime = NOON, skills: Sequence[Skill] | None = None, **desk: Any
) -> AsyncIterator[Shop]:
    """The demo shop with a desk."""
    database = Path(shutil.copy(imported, folder))
    mia, people, clock = Side("test"), Side("desk"), ManualClock(at)
    usual = {"opening_hours": "Mo-Fr 09:00-18:00", "country": "DE", "timezone": "Europe/Berlin"}
    desks = {"test": Desk(**{"channel": "desk", "patience": timedelta(minutes=20), **usual, **desk})}
    ways = [Ways(channel=mia, payments={}), Ways(channel=people, payments={})]
    async with opened(
        database=database, clock=clock, ways=ways, desks=desks, skills=skills, cache=Path(".tresen"), durable=False
    ) as app:
        yield Shop(app, mia, people, clock)
