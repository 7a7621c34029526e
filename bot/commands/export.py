"""`tresen export`: a stored conversation as a transcript without personal data, or as a test."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import config, logs
from bot.commands.chat import NotPossible
from bot.commands.owner import ConfigFile, say
from bot.commands.rehearse import staged
from bot.rehearsal import disguise
from bot.rehearsal.recorded import Recorded, recorded, told
from bot.rehearsal.saved import NotPlayableError, saved
from bot.store.base import Reader
from bot.store.visit import look
from catalog.catalog import Catalog

#: How many conversations are named where there is no such one.
_NAMED = 5


def export(
    conversation: Annotated[str, typer.Argument(help="The conversation's id, as tg:42.", metavar="CONVERSATION")],
    config_: ConfigFile = None,
    database: Annotated[Path | None, typer.Option("--database", help="The database to read.")] = None,
    as_test: Annotated[
        Path | None, typer.Option("--as-test", help="Write a dialogue file with what the shop answers today.")
    ] = None,
) -> None:
    """Print a conversation as a transcript that can be replayed; names, addresses and the like are made up."""
    settings = config.load(config_)
    logs.setup(settings.log.format, level="critical", secrets=settings.secrets)
    found = _found(database or settings.shop.database, conversation)
    if as_test is None:
        for line in told(found):
            say(line)
        return
    with staged(settings, now=found.at) as stage:
        try:
            as_test.write_text(saved(found, stage, about=f"as told on {found.at.date().isoformat()}"), "utf-8")
        except (OSError, NotPlayableError) as error:
            raise NotPossible(f"{as_test} was not written: {error}") from error
    say(f"{as_test}: {len(found.entries)} turns. Keep of the facts what matters: tresen test {as_test}")


def _found(database: Path, conversation: str) -> Recorded:
    def read(reader: Reader) -> Recorded | list[str]:
        hides = disguise.of(reader, conversation, catalog.settings, public={store.city for store in catalog.stores()})
        known = reader.rows("SELECT id FROM conversation ORDER BY user_at DESC, id LIMIT :most", most=_NAMED)
        return recorded(reader, conversation, hides) or [row["id"] for row in known]

    catalog = Catalog(database)
    found = look(database, read)
    if isinstance(found, list):
        advice = f"The newest ones are {', '.join(found)}." if found else "Nobody has written yet."
        raise NotPossible(f"there is no conversation {conversation!r}. {advice}")
    return found
