"""`tresen evaluate`: how well messages are understood, on labelled data or on the shop's own messages."""

from __future__ import annotations

import json as jsons
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from bot import config, sentences
from bot.app import bring_in, texts_of
from bot.clock import SystemClock
from bot.commands.chat import NotPossible
from bot.commands.owner import AsJson, ConfigFile, say
from bot.config import Settings
from bot.skill import Skills, installed
from bot.talk import talk
from bot.understanding import vocabulary
from catalog.catalog import Catalog
from intents.evaluation import files, labelled, messages
from intents.parser import Parser
from intents.training import train as trained

NOTHING = "–"
IN_PARTS = ("messages", "first_intent", "exact", "asked_back", "acted_wrongly", "entity_f1", "entity_f1_strict")
AS_A_WHOLE = ("auroc", "oos_recall_at_95", "oos_rejected", "cpu_p50_ms", "cpu_p99_ms")
Given = Path | None


def evaluate(  # noqa: PLR0917  (options of a command, each by name)
    train: Annotated[Given, typer.Option("--train", help="Labelled sentences to learn from.", metavar="FILE")] = None,
    test: Annotated[Given, typer.Option("--test", help="Labelled sentences to be judged by.", metavar="FILE")] = None,
    messages_: Annotated[
        Given, typer.Option("--messages", help="Messages for the shop's own parser.", metavar="FILE")
    ] = None,
    oos: Annotated[Given, typer.Option("--oos", help="Messages that are none of it.", metavar="FILE")] = None,
    config_: ConfigFile = None,
    json: AsJson = False,  # noqa: FBT002
) -> None:
    """Say how well messages are understood: --train and --test for any labelled data, --messages for this shop."""
    if messages_ and not train and not test:
        outside = _texts(oos)
        with shop_parser(config.load(config_)) as (parser, _):
            _tell_messages(messages.evaluate(parser, messages.load(messages_), outside), json=json)
    elif train and test and not messages_:
        _tell_labelled(train, test, _texts(oos), json=json)
    else:
        raise NotPossible("name either --train and --test, or --messages; tresen evaluate --help says what they hold.")


def _texts(path: Given) -> list[str]:
    return [row.text for row in files.rows(path)] if path else []


@contextmanager
def shop_parser(settings: Settings) -> Iterator[tuple[Parser, Catalog]]:
    """The parser of the shop as it is served, and its catalogue: the imported one, or the folder if nothing was imported yet."""
    skills = Skills([talk, *installed()])
    cache = settings.understanding.cache
    model = trained(sentences.read_or_last(skills, settings.shop.sentences, cache=cache), cache=cache)
    with TemporaryDirectory() as folder:
        database = settings.shop.database
        if not database.exists():
            database = Path(folder) / "shop.db"
            bring_in(settings.shop.folder, database, now=SystemClock().now())
        catalog = Catalog(database)
        try:
            yield Parser(model, vocabulary(catalog, texts_of(skills), skills)), catalog
        finally:
            catalog.close()


def _tell_labelled(train: Path, test: Path, outside: Sequence[str], *, json: bool) -> None:
    learnt, _ = files.labelled(train)
    judged, beyond = files.labelled(test)
    for path, found in ((train, learnt), (test, judged)):
        if not found:
            raise NotPossible(f"{path}: no row has an intent. Put what each sentence means into its column intent.")
    scores, confusions = labelled.evaluate(learnt, judged, [*outside, *beyond])
    if json:
        say(jsons.dumps(asdict(scores)))
        return
    for name, value in asdict(scores).items():
        say(_line(name, [value]))
    for pair in confusions:
        say(f"{pair.meant} taken for {pair.read}: {pair.times}")


def _tell_messages(figures: Mapping[str, Any], *, json: bool) -> None:
    if json:
        say(jsons.dumps(figures))
        return
    parts = {"all": figures, **figures["languages"]}
    say(_line("", list(parts)))
    for name in IN_PARTS:
        say(_line(name, [part[name] for part in parts.values()]))
    for kind in figures["entities"]:
        values = [part["entities"][kind] for part in parts.values()]
        if any(value is not None for value in values):
            say(_line(f"  {kind}", values))
    for name in AS_A_WHOLE:
        say(_line(name, [figures[name]]))


def _line(name: str, values: Sequence[float | str | None]) -> str:
    return f"{name:<24}" + "".join(f"{_number(value):>10}" for value in values)


def _number(value: float | str | None) -> str:
    return NOTHING if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)
