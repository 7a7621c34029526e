"""`tresen test`: dialogue files played through the real bot."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot import config, logs
from bot.app import bring_in, texts_of
from bot.commands.chat import ConfigFile, NotPossible, ShopFolder
from bot.commands.owner import say
from bot.rehearsal.coverage import coverage
from bot.rehearsal.play import Failure, Played, Stage, play
from bot.rehearsal.script import NOON, Script, ScriptError, read
from bot.skill import Skills, installed
from bot.talk import talk

#: How much of what is missing one line names.
MOST_NAMED = 12


def rehearse(
    place: Annotated[Path, typer.Argument(help="A dialogue file, or a folder of them.", metavar="FOLDER")],
    config_: ConfigFile = None,
    shop: ShopFolder = None,
    covered: Annotated[bool, typer.Option("--coverage", help="Show what no dialogue touches.")] = False,  # noqa: FBT002
) -> None:
    """Play dialogue files in a copy of the shop and show what is not as they say; 1 if anything is not."""
    scripts = _scripts(place)
    settings = config.load(config_, options={"shop": {"folder": shop}} if shop else {})
    logs.setup(settings.log.format, level="critical", secrets=settings.secrets)
    with staged(settings, now=NOON) as stage:
        played = [_shown(play(script, stage)) for script in scripts]
    if covered:
        _show_coverage(played)
    right = sum(one.failure is None for one in played)
    say(f"{right} of {len(played)} dialogues went as written.")
    raise typer.Exit(int(right < len(played)))


@contextmanager
def staged(settings: config.Settings, *, now: datetime) -> Iterator[Stage]:
    """The shop of the settings, imported anew, to play in."""
    with tempfile.TemporaryDirectory(prefix="tresen-") as folder:
        template = Path(folder) / "shop.db"
        bring_in(settings.shop.folder, template, now=now)
        yield Stage(
            template=template,
            cache=settings.understanding.cache,
            sentences=settings.shop.sentences,
            config=settings.skills,
        )


def _scripts(place: Path) -> list[Script]:
    """The files, all of them read before any is played."""
    paths = sorted(place.rglob("*.toml")) if place.is_dir() else [place]
    if not paths or not all(path.is_file() for path in paths):
        raise NotPossible(f"there is no dialogue file in {place}. Name a .toml file, or a folder that holds some.")
    scripts, problems = [], []
    for path in paths:
        try:
            scripts.append(read(path))
        except ScriptError as error:
            problems.append(str(error))
    if problems:
        raise NotPossible("\n".join(problems))
    return scripts


def _shown(played: Played) -> Played:
    if played.failure is None:
        say(f"ok      {played.script.path}")
    else:
        say(f"FAILED  {played.script.path}")
        for line in told(played.failure):
            say(f"        {line}")
    return played


def told(failure: Failure) -> list[str]:
    """What is not as written: the line, what was answered, and each fact as expected (-) and as found (+)."""
    lines = [f"turn {failure.step.number}: {failure.step.written}"]
    lines += [f"  {line}" for text in failure.said for line in f"bot> {text}".splitlines()]
    if failure.error:
        lines.append(f"  {failure.error}")
    for miss in failure.misses:
        lines += [f"  - {miss.name} = {miss.expected!r}", f"  + {miss.name} = {miss.found!r}"]
    return lines


def _show_coverage(played: Sequence[Played]) -> None:
    skills = Skills([talk, *installed()])
    table = Table("what", "met", "of", "not met")
    for row in coverage(played, skills, texts_of(skills).ids("de")):
        named = ", ".join(row.missing[:MOST_NAMED]) + (", …" if len(row.missing) > MOST_NAMED else "")
        table.add_row(row.what, str(row.met), str(row.known), named)
    Console(file=sys.stdout).print(table)
