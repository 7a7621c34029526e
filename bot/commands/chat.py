"""`tresen chat` and `tresen replay`: the whole shop at a terminal, offline."""

from __future__ import annotations

import asyncio
import io
import random
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from bot import config, logs
from bot.app import Ways, bring_in, opened
from bot.channels import harness, transcript
from bot.channels.console import ConsoleChannel, Session
from bot.channels.forms import NAME
from bot.clock import ManualClock, OffsetClock
from bot.commands.progress import waiting
from bot.commerce.providers import console_payments, console_refunds
from bot.serve import support
from catalog.importing.kept import Kept

ConfigFile = Annotated[Path | None, typer.Option("--config", help="The config.toml to go by.")]
ShopFolder = Annotated[Path | None, typer.Option("--shop", help="The shop's folder; by default the demo shop.")]
Database = Annotated[
    Path | None, typer.Option("--database", help="Where everything is kept; by default nothing is kept.")
]
Shopper = Annotated[str, typer.Option("--as", help="Who writes.", metavar="NAME")]
Language = Annotated[str, typer.Option("--language", help="The language of the shopper's profile: de or en.")]
At = Annotated[str, typer.Option("--at", help="Where the clock stands, as 2026-11-22T13:00:00+01:00.", metavar="TIME")]
Seed = Annotated[int, typer.Option("--seed", help="What chance begins with.")]


class NotPossible(Exception):  # noqa: N818  (it says what it is)
    """The command cannot begin; the sentence says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Who talks, where and when."""

    config: Path | None = None
    shop: Path | None = None
    database: Path | None = None
    shopper: str = "you"
    language: str = ""
    at: datetime | None = None
    seed: int = 0


def chat(  # noqa: PLR0917  (options of a command, each by name)
    config: ConfigFile = None,
    shop: ShopFolder = None,
    database: Database = None,
    as_: Shopper = "you",
    language: Language = "",
    at: At = "",
    seed: Seed = 0,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line, in and out.")] = False,  # noqa: FBT002
) -> None:
    """Talk with the shop: in a terminal, as a transcript, or as JSON lines."""
    scene = _scene(
        config=config, shop=shop, database=database, shopper=as_, language=language, at=_moment(at), seed=seed
    )
    raise typer.Exit(
        asyncio.run(_with_session(scene, _as_json if json else _as_people if _is_terminal() else _as_text))
    )


def replay(
    file: Annotated[Path, typer.Argument(help="A transcript that `tresen chat` printed.")],
    config: ConfigFile = None,
    shop: ShopFolder = None,
    at: Annotated[str, typer.Option("--at", help="Another time to say it at.", metavar="TIME")] = "",
) -> None:
    """Say again what a transcript says, and show what is answered differently; 1 if anything is."""
    try:
        then = transcript.parse(file.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise NotPossible(f"{file} cannot be read: {error}. Name a transcript that `tresen chat` printed.") from error
    options = then.options
    scene = _scene(
        config=config,
        shop=shop or (Path(options["shop"]) if "shop" in options else None),
        shopper=options.get("as", "you"),
        language=options.get("language", ""),
        at=_moment(at or options.get("at", "")),
        seed=int(options.get("seed", 0)),
    )

    async def again(session: Session, _: Scene) -> int:
        differences = await transcript.replay(session, then)
        for line in differences:
            _show(line)
        return int(bool(differences))

    raise typer.Exit(asyncio.run(_with_session(scene, again)))


async def _with_session(scene: Scene, talk: Callable[[Session, Scene], Awaitable[int]]) -> int:
    random.seed(scene.seed)
    async with AsyncExitStack() as stack:
        with waiting("The shop opens ..."):
            session = await stack.enter_async_context(_session(scene))
        return await talk(session, scene)


@asynccontextmanager
async def _session(scene: Scene) -> AsyncIterator[Session]:
    settings = config.load(scene.config, options={"shop": {"folder": scene.shop}} if scene.shop else {})
    logs.setup(settings.log.format, level="error", secrets=settings.secrets)
    clock = ManualClock(scene.at) if scene.at else OffsetClock()
    channel = ConsoleChannel()
    async with AsyncExitStack() as stack:
        if scene.database is None:
            database = Path(stack.enter_context(TemporaryDirectory(prefix="tresen-"))) / "shop.db"
            _begin_anew(settings, database, now=clock.now())
        else:
            database = scene.database
            if scene.shop or not database.exists():
                bring_in(settings.shop.folder, database, now=clock.now())
        app = await stack.enter_async_context(
            opened(
                database=database,
                clock=clock,
                ways=[Ways(channel=channel, payments=console_payments(), pays_back=console_refunds())],
                config=settings.skills,
                support=support(settings),
                cache=settings.understanding.cache,
                sentences=settings.shop.sentences,
                durable=scene.database is not None,
            )
        )
        await app.bot.start()
        yield Session(app, channel, shopper=scene.shopper, language=scene.language)


def _begin_anew(settings: config.Settings, database: Path, *, now: datetime) -> None:
    """Make a database for once: a copy of the last one, while the shop's folder is what it was."""
    kept = Kept(settings.shop.folder, settings.understanding.cache)
    if not kept.copy(database, now=now):
        bring_in(settings.shop.folder, database, now=now)
        kept.keep(database)


# The three ways in


async def _as_json(session: Session, _: Scene) -> int:
    return await harness.run(session, sys.stdin.buffer, _show)


async def _as_text(session: Session, scene: Scene) -> int:
    options = {
        "as": session.shopper,
        "language": session.language,
        "at": session.now.isoformat(),
        "shop": str(scene.shop or ""),
        "seed": str(scene.seed or ""),
    }
    _show(transcript.head(options))
    lines = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")
    return await transcript.chat(session, lines, _show)


async def _as_people(session: Session, _: Scene) -> int:
    from rich.console import Console  # noqa: PLC0415  (programs need neither)

    from bot.channels.terminal import Terminal  # noqa: PLC0415

    await Terminal(session, Console()).run()
    return 0


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _show(line: str) -> None:
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def _scene(**options: Any) -> Scene:
    scene = Scene(**options)
    if not re.fullmatch(NAME, scene.shopper):
        raise NotPossible(f"--as {scene.shopper}: this is no name. Letters, digits, _ . and - make one.")
    if scene.language not in ("", "de", "en"):
        raise NotPossible(f"--language {scene.language}: this language is not spoken here. Known are de and en.")
    return scene


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise NotPossible(f"--at {text}: this is no time. Write it as 2026-11-22T13:00:00+01:00.") from error
    if moment.tzinfo is None:
        raise NotPossible(f"--at {text}: this time has no zone. Write it as {moment.isoformat()}+01:00.")
    return moment
