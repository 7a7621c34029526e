"""Playing a dialogue file through the real bot: a fresh copy of the shop, a clock that stands, nobody else there."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import Ways, opened
from bot.channels.console import ConsoleChannel, Session
from bot.channels.forms import LineError
from bot.channels.steps import answer
from bot.clock import ManualClock
from bot.commerce.providers import console_payments, console_refunds
from bot.rehearsal.facts import Heard, Miss, misses
from bot.rehearsal.script import Script, Step
from bot.skill import Skill


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A line after which something is not as expected."""

    step: Step
    said: tuple[str, ...]  # the texts of the replies
    misses: tuple[Miss, ...] = ()
    error: str = ""  # why the line could not be done at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of a dialogue, up to its end or its first failure."""

    script: Script
    heard: tuple[Heard, ...]
    failure: Failure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where dialogues are played: an imported shop, and what runs in it."""

    template: Path  # a database with the shop
    cache: Path | None = None
    sentences: Path | None = None
    config: Mapping[str, Mapping[str, Any]] | None = None
    skills: Sequence[Skill] | None = None


def play(script: Script, stage: Stage) -> Played:
    """Play a dialogue in a shop of its own; it ends with the first line that fails."""
    with tempfile.TemporaryDirectory(prefix="tresen-") as folder:
        database = Path(shutil.copy(stage.template, Path(folder) / "shop.db"))
        return asyncio.run(_played(script, stage, database))


async def _played(script: Script, stage: Stage, database: Path) -> Played:
    channel = ConsoleChannel()
    ways = Ways(channel=channel, payments=console_payments(), pays_back=console_refunds())
    async with opened(
        database=database,
        clock=ManualClock(script.at),
        ways=[ways],
        skills=stage.skills,
        config=stage.config,
        cache=stage.cache,
        sentences=stage.sentences,
        durable=False,
    ) as app:
        session = Session(app, channel, shopper=script.shopper, language=script.language)
        heard: list[Heard] = []
        for step in script.steps:
            outcome = await _stepped(session, step)
            if isinstance(outcome, Failure):
                return Played(script=script, heard=tuple(heard), failure=outcome)
            heard.append(outcome)
        return Played(script=script, heard=tuple(heard), failure=None)


async def _stepped(session: Session, step: Step) -> Heard | Failure:
    try:
        out = (await answer(session, step.line)).as_json()
    except LineError as error:
        return Failure(step=step, said=(), error=str(error))
    heard = Heard(out=out, understood=_understood(session))
    missed = misses(step.expect, heard)
    said = tuple(reply.get("text", "") for reply in heard.replies)
    return Failure(step=step, said=said, misses=tuple(missed)) if missed else heard


def _understood(session: Session) -> Mapping[str, Any]:
    try:
        return session.explain()
    except LineError:
        return {}
