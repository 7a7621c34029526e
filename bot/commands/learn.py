"""`tresen learn`: what was not understood, and one command to teach it."""

from __future__ import annotations

import json as jsons
import re
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from bot import config, learning, sentences
from bot.clock import SystemClock
from bot.commands.chat import NotPossible
from bot.commands.owner import AsJson, ConfigFile, say
from bot.config import DEMO, Settings
from bot.skill import Skills, installed
from bot.store.visit import look
from bot.talk import talk
from bot.texts import LANGUAGES
from intents.sentences import SentenceError, load_sentences

learn = typer.Typer(
    name="learn", help="Messages that were not understood, and how to teach them.", no_args_is_help=True
)


@learn.callback(invoke_without_command=True)
def lessons(
    context: typer.Context,
    config_: ConfigFile = None,
    days: Annotated[int, typer.Option("--days", help="How far to look back.", min=1)] = 30,
    json: AsJson = False,  # noqa: FBT002
) -> None:
    """List messages that fell back or were corrected, personal data masked, grouped by the nearest intent."""
    if context.invoked_subcommand:
        return
    settings = config.load(config_)
    if not settings.understanding.learn:
        raise NotPossible(
            "messages are not looked at. Set learn = true under [understanding] in config.toml to allow it."
        )
    since = SystemClock().now() - timedelta(days=days)
    found = look(settings.shop.database, lambda reader: learning.lessons(reader, since=since))
    for nearest, group in groupby(found, key=lambda lesson: lesson.nearest):
        if not json:
            say(nearest or "(nothing came near)")
        for each in group:
            line = f"  {each.times} x  {each.language or '??'}  {each.why:9}  {each.text}"
            fields = {name: getattr(each, name) for name in ("text", "language", "why", "nearest", "times")}
            say(jsons.dumps(fields, ensure_ascii=False) if json else line)


@learn.command("add")
def add(
    intent: Annotated[str, typer.Argument(help="What is meant, as order.add.")],
    sentence: Annotated[str, typer.Argument(help="The sentence; it may hold [optional], (a|b) and {slot}.")],
    language: Annotated[str, typer.Option("--language", help="de or en.")],
    config_: ConfigFile = None,
) -> None:
    """Add a sentence to the shop's own; it is understood from the next start."""
    settings = config.load(config_)
    _check(settings, intent, language)
    skill, _, short = intent.partition(".")
    file = settings.shop.sentences / skill / f"{language}.toml"
    known = load_sentences(file) if file.is_file() else {}
    if sentence in known.get(short, ()):
        raise NotPossible(f"{file} holds this sentence already.")
    before = file.read_text("utf-8") if file.is_file() else ""
    _write(
        file,
        _with_line(before, short, sentence),
        expected={**known, short: [sentence, *known.get(short, ())]},
        before=before,
    )
    say(f"{file}: added to [{short}]. It is understood from the next start.")


def _check(settings: Settings, intent: str, language: str) -> None:
    if language not in LANGUAGES:
        raise NotPossible(f"there is no language {language!r}. There are: {', '.join(LANGUAGES)}.")
    if settings.shop.folder.resolve() == DEMO.resolve():
        raise NotPossible(
            "this is the demo shop that comes with Tresen. Copy its folder and name the copy in config.toml."
        )
    sentences.known(intent, Skills([talk, *installed()]), where="learn add")


def _with_line(text: str, short: str, sentence: str) -> str:
    """The file's text with one more sentence at the head of a table's list, or with a new table at the end."""
    line = f"    {jsons.dumps(sentence, ensure_ascii=False)},\n"
    table = re.search(rf"^\[{re.escape(short)}\][^\[]*?^sentences\s*=\s*\[[ \t]*\n?", text, re.MULTILINE)
    if table:
        gap = "" if table.group().endswith("\n") else "\n"
        return text[: table.end()] + gap + line + text[table.end() :]
    return f"{text.rstrip()}\n\n[{short}]\nsentences = [\n{line}]\n".lstrip()


def _write(file: Path, text: str, *, expected: dict[str, list[str]], before: str) -> None:
    """Write a sentence file; put it back if it does not say afterwards what it should."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    try:
        if load_sentences(file) == expected:
            return
        problem = "its form is not the usual one"
    except SentenceError as error:
        problem = str(error)
    if before:
        file.write_text(before, "utf-8")
    else:
        file.unlink()
    raise NotPossible(f"{file} was left as it was: {problem}. Add the sentence by hand, or correct it.")
