"""The demo shop, opened at the console: the real bot, store, gate and skills, and a clock that stands still."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, Ways, opened
from bot.channels import harness
from bot.channels.console import ConsoleChannel, Session
from bot.clock import ManualClock
from bot.commerce.providers import console_payments, console_refunds
from bot.config import DEMO
from catalog.importing import import_folder

#: A Wednesday noon in Germany: no holiday, no quiet hours.
NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo_shop(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The database of the demo shop before anybody came."""
    database = tmp_path_factory.mktemp("demo") / "shop.db"
    assert import_folder(DEMO, database, now=NOON).ok
    return database.read_bytes()


class Counter:
    """The JSON console over an open shop: lines in, lines out."""

    def __init__(self, app: App, channel: ConsoleChannel) -> None:
        self.app = app
        self.session = Session(app, channel, shopper="mia", language="de")
        self.code = 0

    async def lines(self, *lines: dict[str, Any] | str | bytes) -> list[dict[str, Any]]:
        """What comes out for these lines."""
        out: list[str] = []
        self.code = await harness.run(self.session, [_bytes(line) for line in lines], out.append)
        return [json.loads(line) for line in out]

    async def line(self, **line: Any) -> dict[str, Any]:
        """What comes out for one line; `as_` stands for `as`."""
        (out,) = await self.lines({name.rstrip("_"): value for name, value in line.items()})
        return out

    async def checkout(self) -> dict[str, Any]:
        """Go to the till with a cart that is there, up to the order button."""
        await self.line(say="/cart")
        await self.line(press="checkout")
        await self.line(press="choose:delivery")
        await self.line(say="Mia Muster, Uferzeile 3, 24837 Schleswig")
        return await self.line(press="choose:standard")


def _bytes(line: dict[str, Any] | str | bytes) -> bytes:
    if isinstance(line, bytes):
        return line
    return (line if isinstance(line, str) else json.dumps(line)).encode()


@asynccontextmanager
async def _opened(database: Path, contents: bytes) -> AsyncIterator[Counter]:
    database.write_bytes(contents)  # noqa: ASYNC240  (before anything else runs)
    channel = ConsoleChannel()
    ways = Ways(channel=channel, payments=console_payments(), pays_back=console_refunds())
    async with opened(
        database=database, clock=ManualClock(NOON), ways=[ways], cache=Path(".tresen"), durable=False
    ) as app:
        yield Counter(app, channel)


@pytest.fixture
async def counter(tmp_path: Path, demo_shop: bytes) -> AsyncIterator[Counter]:
    """The demo shop at noon, with mia at its counter."""
    async with _opened(tmp_path / "shop.db", demo_shop) as counter:
        yield counter


@pytest.fixture
async def second_counter(tmp_path: Path, demo_shop: bytes) -> AsyncIterator[Counter]:
    """The same shop in another world."""
    async with _opened(tmp_path / "second.db", demo_shop) as counter:
        yield counter
