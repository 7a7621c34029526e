"""The real program as a process of its own, talking to the strict server."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.telegram.fake import BotMessage, FakeTelegram, User

ROOT = Path(__file__).parents[2]
#: Makes a folder with a database that holds the demo shop.
Folders = Callable[[], Path]
PATIENCE = 30.0  # seconds for an answer, on a machine that has much to do
_START_SECONDS = 240.0  # the first start imports the shop and learns from the sentences
_STOP_SECONDS = 30.0


@dataclass(kw_only=True)
class Program:
    """`tresen run` in a folder: started, stopped, killed and started again."""

    server: FakeTelegram
    folder: Path
    variables: dict[str, str] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None
    waiting: asyncio.Task[int] | None = None
    starts: int = 0

    @property
    def config(self) -> Path:
        """The config.toml that the program reads."""
        return self.folder / "config.toml"

    @property
    def log(self) -> str:
        """What the program wrote since its last start, on both streams."""
        return (self.folder / f"log-{self.starts}.txt").read_text()

    @property
    def environment(self) -> dict[str, str]:
        """The variables the program sees: the server's account, and what the test adds."""
        account = {
            "TRESEN_TELEGRAM_TOKEN": self.server.token,
            "TRESEN_TELEGRAM_PROVIDER_TOKEN": self.server.provider_token,
            "TRESEN_TELEGRAM_API_BASE": self.server.url,
        }
        return {**os.environ, "PYTHONPATH": str(ROOT), **account, **self.variables}

    async def start(self) -> None:
        """Start it and come back when it has asked for updates, or has set its webhook; fails if it ends before."""
        await self.launch()
        polls = self.server.updates.polls
        await self.server.until(
            lambda: self.ended or self.server.updates.webhook or self.server.updates.polls > polls,
            "the program is ready",
            seconds=_START_SECONDS,
        )
        assert not self.ended, f"the program ended at once:\n{self.log}"

    async def launch(self) -> None:
        """Start it and do not wait."""
        self.starts += 1
        with (self.folder / f"log-{self.starts}.txt").open("w") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", "--config", str(self.config),
                cwd=self.folder, env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip
        self.waiting = asyncio.create_task(self.process.wait())
        self.waiting.add_done_callback(lambda _: self.server.changes.notify())

    @property
    def ended(self) -> bool:
        """Whether it runs no more."""
        return self.waiting is None or self.waiting.done()

    async def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop, or kill it; its exit code."""
        assert self.process is not None
        assert self.waiting is not None
        if not self.ended:
            self.process.send_signal(number)
        await self.server.until(lambda: self.ended, "the program's end", seconds=_STOP_SECONDS)
        return self.waiting.result()

    async def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is said."""
        await self.end(signal.SIGKILL)

    async def exit_code(self) -> int:
        """Wait until it ends by itself."""
        await self.server.until(lambda: self.ended, f"the end; the log:\n{self.log}", seconds=_START_SECONDS)
        return await self.end()


@asynccontextmanager
async def running_program(
    server: FakeTelegram,
    folder: Path,
    *,
    config: str = "",
    start: bool = True,
    variables: Mapping[str, str] | None = None,
) -> AsyncIterator[Program]:
    """The program with the demo shop, its database and cache in `folder`; `config` is more of its config.toml."""
    shop = ROOT / "catalog" / "demo"
    head = f'[shop]\nfolder = "{shop}"\ndatabase = "tresen.db"\n\n[understanding]\ncache = ".tresen"\n\n'
    (folder / "config.toml").write_text(head + config)
    program = Program(server=server, folder=folder, variables=dict(variables or {}))
    try:
        if start:
            await program.start()
        yield program
    finally:
        if program.process is not None and not program.ended:
            await program.end(signal.SIGKILL)


@dataclass
class Shopper:
    """A user who waits for the answer to everything."""

    server: FakeTelegram
    user: User

    async def says(self, text: str) -> str:
        """Write; the answer."""
        await self.user.send(text)
        return (await self.user.next_reply(PATIENCE)).text

    async def presses(self, label: str) -> BotMessage:
        """Press; the answer."""
        await (await self.user.press(label)).answer(PATIENCE)
        return await self.user.next_reply(PATIENCE)

    async def hears(self) -> BotMessage:
        """What the shop says next, without being asked."""
        return await self.user.next_reply(PATIENCE)

    async def orders(self, *, express: bool = False) -> BotMessage:
        """From the full cart to the invoice; the invoice."""
        await self.says("zur Kasse")
        await self.presses("Liefern")
        await self.says("Mia Muster, Hafenweg 5, 25891 Uferstedt")
        summary = await self.presses("Express" if express else "Standard")
        assert summary.buttons[0] == "zahlungspflichtig bestellen"
        await self.presses("zahlungspflichtig bestellen")
        invoice = await self.hears()
        assert invoice.invoice is not None
        return invoice


def shopper(program: Program, id: int, language: str) -> Shopper:
    """A shopper of a running program."""
    return Shopper(program.server, program.server.user(id, language=language))


async def tresen(program: Program, *arguments: str) -> None:
    """Another tresen command beside the running shop."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, "--config", str(program.config),
        cwd=program.folder, env=program.environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert await process.wait() == 0
