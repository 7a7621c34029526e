"""The only place that wires: a database, a catalogue, skills, texts, understanding, delivery and channels make a shop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot import texts
from bot.bot import Bot
from bot.channels.base import Channel
from bot.clock import Clock, ManualClock
from bot.commerce import payment
from bot.commerce.payment import PaymentProvider
from bot.delivery import Delivery
from bot.offering import render
from bot.outbound import release
from bot.skill import Skill, Skills, installed
from bot.store.sqlite import SqliteStore
from bot.talk import talk
from bot.texts import Texts
from bot.understanding import Understanding
from bot.world import World
from catalog.catalog import Catalog


@dataclass(slots=True, kw_only=True)
class App:
    """One shop, open: everything that runs, wired."""

    world: World
    store: SqliteStore
    bot: Bot
    delivery: Delivery

    async def settle(self) -> None:
        """Answer and deliver until nothing is left to do at this moment."""
        delivered = 1
        while delivered:
            await self.bot.idle()
            delivered = await self.delivery.run_due(self.world.clock.now())
            for conversation in self.store.read(lambda reader: reader.waiting()):
                self.bot.wake(conversation)
            await self.bot.idle()

    async def advance(self, to: datetime) -> None:
        """Move the clock, stopping at every moment something falls due."""
        clock = self.world.clock
        if not isinstance(clock, ManualClock):
            raise TypeError("only a ManualClock can be moved; start with --at")
        while (due := self.store.read(lambda reader: reader.next_due())) and due <= to:
            clock.move_to(due)
            await self.settle()
        clock.move_to(to)
        await self.settle()
