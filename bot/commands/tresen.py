"""All commands of `tresen`, and how their errors are told."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from importlib import import_module

import typer

from bot import logs
from bot.app import BrokenShopError
from bot.channels.base import ChannelError
from bot.commands.chat import NotPossible
from bot.config_problems import ConfigError
from bot.skill import SkillError
from bot.store.errors import StoreError
from bot.texts import TextError
from catalog.catalog import NoShopError, UnreadableError
from catalog.importing import ImportFailedError
from intents.evaluation.files import FileError
from intents.sentences import SentenceError

#: What an owner can mend: told in its own words, without a traceback.
TOLD = (
    BrokenShopError,
    ConfigError,
    StoreError,
    ImportFailedError,
    NoShopError,
    UnreadableError,
    SkillError,
    SentenceError,
    TextError,
    ChannelError,
    FileError,
    NotPossible,
)

#: Where each command lives: only the one that is asked for is loaded, and all of them to show what there is.
COMMANDS = {
    "chat": "bot.commands.chat:chat",
    "replay": "bot.commands.chat:replay",
    "export": "bot.commands.export:export",
    "test": "bot.commands.rehearse:rehearse",
    "run": "bot.commands.owner:run",
    "import": "bot.commands.owner:import_",
    "check": "bot.commands.owner:check",
    "evaluate": "bot.commands.evaluate:evaluate",
    "parse": "bot.commands.parse:parse",
    "learn": "bot.commands.learn:learn",
    "offers": "bot.commands.owner:offers",
    "orders": "bot.commands.owner:orders",
}


def app(names: Iterable[str] = tuple(COMMANDS)) -> typer.Typer:
    """The `tresen` command with some of its commands."""
    made = typer.Typer(
        name="tresen", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, callback=_tresen
    )
    for name in names:
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(import_module(module), attribute)
        if isinstance(command, typer.Typer):
            made.add_typer(command)
        else:
            made.command(name)(command)
    return made


def _tresen() -> None:
    """A shop's counter in a chat."""


def run(arguments: Sequence[str] | None = None) -> None:
    """Run a command; 0: all is well, 1: something was wrong on the way, 2: it could not begin."""
    logs.setup(level="warning")  # until a command has read its settings
    asked = next(iter(sys.argv[1:] if arguments is None else arguments), "")
    try:
        app([asked] if asked in COMMANDS else COMMANDS)(arguments)
    except TOLD as error:
        print(error, file=sys.stderr)  # noqa: T201  (this is what the command says)
        sys.exit(2)
    except BrokenPipeError:  # whoever read along has left
        sys.stderr.close()
        sys.exit(1)
