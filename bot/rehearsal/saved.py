"""A conversation saved as a dialogue file: its lines, and the facts that come of each when it is played."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.channels.reading import read
from bot.rehearsal.facts import Heard, fact
from bot.rehearsal.play import Stage, play
from bot.rehearsal.recorded import Recorded, Written
from bot.rehearsal.script import Expect, Script, Step

#: Facts that a turn names when they are others than before it, with what they begin as.
_STANDING: Mapping[str, Any] = {
    "cart": {},
    "voucher": "",
    "task": "",
    "suspended": [],
    "awaiting": "",
    "orders": [],
    "consent": False,
    "handover": "bot",
}
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SHOPPER = "mia"


class NotPlayableError(Exception):
    """A line of the conversation cannot be done when it is played; the sentence says why."""


def saved(conversation: Recorded, stage: Stage, *, about: str) -> str:
    """The text of a dialogue file that goes as the shop answers today."""
    lines = [entry.line for entry in conversation.entries]
    steps = [
        Step(number=number, line=read(json.dumps(line)), written=json.dumps(line), expect=Expect())
        for number, line in enumerate(lines, 1)
    ]
    language = conversation.language or "de"
    script = Script(
        path=Path(), about=about, language=language, at=conversation.at, shopper=_SHOPPER, steps=tuple(steps)
    )
    played = play(script, stage)
    if played.failure:
        failed = played.failure
        raise NotPlayableError(f"line {failed.step.number}, {failed.step.written}, cannot be played: {failed.error}")
    head = {"about": about, "language": language, "shopper": _SHOPPER}
    return "\n".join([*_table(head), f"at = {conversation.at.isoformat()}", *_turns(lines, played.heard)]) + "\n"


def _turns(lines: list[Written], heard: tuple[Heard, ...]) -> Iterator[str]:
    standing = dict(_STANDING)
    for line, came in zip(lines, heard, strict=True):
        now = {name: fact(name, came) for name in standing}
        changed = {name: value for name, value in now.items() if value != standing[name]}
        standing = now
        acts = list(dict.fromkeys(came.all("act")))
        said: dict[str, Any] = {"act": acts, "language": fact("language", came)} if acts else {"replies": 0}
        yield from ("", "[[turn]]", *_table(line), f"expect = {_toml({**said, **changed})}")


def _table(values: Mapping[str, Any]) -> Iterator[str]:
    return (f"{name} = {_toml(value)}" for name, value in values.items())


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = [f"{_key(name)} = {_toml(one)}" for name, one in value.items()]
        return "{ " + ", ".join(pairs) + " }" if pairs else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
