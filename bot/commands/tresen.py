"""All commands of `tresen`, and how their errors are told."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from bot import logs
from bot.app import BrokenShopError
from bot.channels.base import ChannelError
from bot.commands import chat, evaluate, learn, owner, rehearse
from bot.config_problems import ConfigError
from bot.skill import SkillError
from bot.store.errors import StoreError
from bot.texts import TextError
from catalog.catalog import NoShopError, UnreadableError
from catalog.importing import ImportFailedError
from intents.evaluation.files import FileError
from intents.training import SentenceError

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
    chat.NotPossible,
)

app = typer.Typer(
    name="tresen",
    help="A shop's counter in a chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("chat")(chat.chat)
app.command("replay")(chat.replay)
app.command("test")(rehearse.rehearse)
app.command("run")(owner.run)
app.command("import")(owner.import_)
app.command("check")(owner.check)
app.command("evaluate")(evaluate.evaluate)
app.add_typer(learn.learn)
app.add_typer(owner.offers)
app.add_typer(owner.orders)


def run(arguments: Sequence[str] | None = None) -> None:
    """Run a command; 0: all is well, 1: something was wrong on the way, 2: it could not begin."""
    logs.setup(level="warning")  # until a command has read its settings
    try:
        app(arguments)
    except TOLD as error:
        print(error, file=sys.stderr)  # noqa: T201  (this is what the command says)
        sys.exit(2)
    except BrokenPipeError:  # whoever read along has left
        sys.stderr.close()
        sys.exit(1)
