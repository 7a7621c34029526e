"""`tresen parse`: how one message is understood, and why."""

from __future__ import annotations

import json as jsons
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from bot import config
from bot.clock import SystemClock
from bot.commands.evaluate import shop_parser
from bot.commands.owner import AsJson, ConfigFile, say
from intents.parse import Entity, Parse
from intents.why import Reason

Why = Sequence[Sequence[Reason]]


def parse(
    text: Annotated[str, typer.Argument(help="What a shopper writes.")],
    question: Annotated[
        str, typer.Option("--question", help="What was asked before, as quantity.", metavar="SLOT")
    ] = "",
    config_: ConfigFile = None,
    json: AsJson = False,  # noqa: FBT002
) -> None:
    """Show how a message is understood: its words, requests, entities, the runner-up, and why."""
    settings = config.load(config_)
    with shop_parser(settings) as (parser, catalog):
        zone = catalog.settings.timezone
        found, why = parser.explain(text, question=question or None, now=SystemClock().now(), timezone=zone)
    if json:
        reasons = [[reason._asdict() for reason in reasons] for reasons in why]
        say(jsons.dumps({**asdict(found), "why": reasons}, ensure_ascii=False))
        return
    for line in _lines(found, why):
        say(line)


def _lines(found: Parse, why: Why) -> Iterator[str]:
    yield f"tokens    {' '.join(found.tokens)}"
    yield f"language  {found.language or '?'}"
    for number, request in enumerate(found.requests):
        yield f"request   {request.intent} {request.score:.2f}  {found.text[request.start : request.end]!r}"
        yield from (f"          {_entity(entity)}" for entity in request.entities)
        yield from _because(why, number)
    if not found.requests:
        yield "request   none"
        yield from (f"          {_entity(entity)}" for entity in found.entities)
        yield from _because(why, 0)
    for change in found.changes:
        yield f"corrects  {change.old.text if change.old else 'what was said before'} -> {change.new.text}"
    others = [
        (intent, score) for intent, score in found.suggestions if intent not in {r.intent for r in found.requests}
    ]
    yield from (f"next      {intent} {score:.2f}" for intent, score in others[:1])


def _entity(entity: Entity) -> str:
    refused = " refused" if entity.negated else ""
    value = jsons.dumps(entity.value, ensure_ascii=False)
    return f"{entity.type} {entity.text!r} [{entity.start}:{entity.end}] {value}{refused}"


def _because(why: Why, number: int) -> Iterator[str]:
    if number < len(why) and why[number]:
        yield f"          because {', '.join(f'{reason.feature} {reason.weight:+.2f}' for reason in why[number])}"
