"""The only place that wires: a database, a catalogue, skills, texts, understanding, delivery and channels make a shop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot import texts
from bot.bot import Bot
from bot.channels.base import Channel
from bot.clock import Clock, MovableClock
from bot.commerce.payment import PaymentProvider
from bot.delivery import Delivery
from bot.desk import Desk
from bot.offering import render
from bot.outbound import Release, release
from bot.pacing import Pace
from bot.reply import Reply
from bot.skill import Skill, Skills, installed
from bot.store.base import Effect, Reader, Transaction
from bot.store.schema import Progress, unseen
from bot.store.sqlite import SqliteStore
from bot.talk import talk
from bot.texts import Texts
from bot.understanding import Understanding
from bot.world import World
from catalog.catalog import Catalog
from catalog.importing import ImportReport, import_folder


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
        if not isinstance(clock, MovableClock):
            raise TypeError("this clock cannot be moved")
        while (due := self.store.read(lambda reader: reader.next_due())) and due <= to:
            clock.move_to(due)
            await self.settle()
        clock.move_to(to)
        await self.settle()


class BrokenShopError(Exception):
    """A shop's folder cannot be opened: every problem, with its place and what to do."""


def bring_in(folder: Path, database: Path, *, now: datetime, progress: Progress = unseen) -> ImportReport:
    """Import a shop's folder into a database; raises BrokenShopError if anything in the folder is wrong."""
    report = import_folder(folder, database, now=now, progress=progress)
    if report.problems:
        told = "\n".join(str(problem) for problem in report.problems)
        raise BrokenShopError(f"{told}\n{folder} cannot be opened as a shop: {len(report.problems)} to mend.")
    return report


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How shoppers of one channel pay and are written to."""

    channel: Channel
    payments: Mapping[str, PaymentProvider]
    pays_back: Mapping[str, PaymentProvider] = field(default_factory=dict)  # for charges that others made
    pace: Pace | None = None


@asynccontextmanager
async def opened(
    *,
    database: Path,
    clock: Clock,
    ways: Sequence[Ways],
    skills: Sequence[Skill] | None = None,
    config: Mapping[str, Mapping[str, Any]] | None = None,
    support: str = "",
    desks: Mapping[str, Desk] | None = None,
    cache: Path | None = None,
    sentences: Path | None = None,
    durable: bool = True,
    progress: Progress = unseen,
) -> AsyncIterator[App]:
    """Open the shop in a database and wire it; everything is let go of at the end.

    `sentences` is the folder of the shop's own sentences, if it has any; `progress` hears of an upgrade. Raises NoShopError if nothing was imported yet,
    StoreError if the database cannot be used, SkillError, TextError or SentenceError if a skill is put together wrongly.
    """
    catalog = Catalog(database)
    store = SqliteStore.open(database, window=catalog.settings.window, durable=durable, progress=progress)
    try:
        known = Skills([talk, *(installed() if skills is None else skills)])
        world = World(
            clock=clock,
            catalog=catalog,
            texts=texts_of(known, cache=cache),
            skills=known,
            payments={way.channel.name: way.payments for way in ways},
            config=config or {},
            support=support,
            desks=desks or {},
        )
        understanding = Understanding(known, catalog, world.texts, cache=cache, own=sentences)
        bot = Bot(world=world, store=store, understanding=understanding)
        yield App(world=world, store=store, bot=bot, delivery=_delivery(world, store, bot, ways))
        await bot.idle()
        catalog.close()
    finally:
        await store.close()


def texts_of(skills: Skills, *, cache: Path | None = None) -> Texts:
    """The messages common to all skills, and those of each."""
    read = Texts(cache=cache)
    read.load(Path(texts.__file__).parent)
    for skill in skills:
        read.load(skill.folder)
    return read


def _delivery(world: World, store: SqliteStore, bot: Bot, ways: Sequence[Ways]) -> Delivery:
    def gate(tx: Transaction, effect: Effect, *, now: datetime) -> Release:
        return release(tx, effect, now=now, catalog=world.catalog)

    def offer_text(reader: Reader, effect: Effect, *, now: datetime) -> Reply:
        return render(world, reader, effect, now=now)

    delivery = Delivery(
        store,
        clock=world.clock,
        channels={way.channel.name: way.channel for way in ways},
        gate=gate,
        refunds={name: provider for way in ways for name, provider in {**way.pays_back, **way.payments}.items()},
        offer_text=offer_text,
        wake=bot.wake,
        paces={way.channel.name: way.pace for way in ways if way.pace},
    )
    bot.after_turn = delivery.notify
    return delivery
