"""The console as plain text: `you>` and `bot>` lines that can be read, pasted, and replayed.

    # tresen chat --as you --at 2026-11-22T13:00:00+01:00
    you> zur Kasse
    bot> Wohin darf es gehen?
         [In den Laden Mitte]
    you> /press In den Laden Mitte

A line that begins with five blanks goes on with what stands above it.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff

from bot.channels import typed
from bot.channels.console import Sent, Session
from bot.channels.forms import LineError
from bot.channels.shown import name_of, printable
from bot.channels.steps import answer
from bot.reply import Reply

Show = Callable[[str], None]

_YOU = "you> "
_INDENT = " " * 5
_ENTRY = re.compile(r"\w+( \([\w.-]+\))?>( |$)")
_HEAD = "# tresen chat"


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was written down: the options it began with, and all lines."""

    lines: tuple[str, ...]
    options: Mapping[str, str] = field(default_factory=dict)


def head(options: Mapping[str, str]) -> str:
    """The line a transcript begins with; it holds what a replay has to know."""
    return " ".join([_HEAD, *(f"--{name} {shlex.quote(value)}" for name, value in options.items() if value)])


def parse(text: str) -> Transcript:
    """A transcript as it was printed; a plain list of sentences is one, too."""
    lines = tuple(line.rstrip() for line in text.splitlines())
    first = next((line for line in lines if line.startswith(_HEAD)), _HEAD)
    words = shlex.split(first.removeprefix(_HEAD))
    pairs = zip(words[::2], words[1::2], strict=False)
    return Transcript(lines, {name.removeprefix("--"): value for name, value in pairs})


async def chat(session: Session, lines: Iterable[str], show: Show) -> int:
    """Say every line and print what comes of it; the exit code: 1 if one of them could not be done."""
    code = 0
    for words in spoken(lines):
        if words == "/quit":
            break
        show(_YOU + printable(words))
        for line in await _hear(session, words):
            show(line)
            code = code or int(line.startswith("error> "))
    return code


async def replay(session: Session, transcript: Transcript) -> list[str]:
    """Say again what was said; the difference between then and now, line by line, empty if there is none."""
    now: list[str] = []
    await chat(session, transcript.lines, lambda line: now.extend(line.splitlines()))
    return list(unified_diff(_kept(transcript.lines), _kept(now), "then", "now", lineterm="", n=2))


def spoken(lines: Iterable[str]) -> Iterator[str]:
    """What the shopper says in a transcript, or in a plain list of sentences."""
    inside = False  # what is indented belongs to an entry only where there was one
    for raw in lines:
        line = raw.rstrip()
        if line.startswith(_YOU):
            inside = True
            yield line.removeprefix(_YOU)
        elif _ENTRY.match(line):
            inside = True
        elif line.strip() and not line.startswith("# ") and not (inside and line.startswith(_INDENT)):
            yield line.strip()


async def _hear(session: Session, words: str) -> list[str]:
    """What is printed after the shopper's words."""
    if words == "/help":
        return entry("help", "\n".join(f"{command}: {what}" for command, what in typed.HELP.items()))
    try:
        line = typed.line(words, commands=session.commands)
        came = await answer(session, line)
    except LineError as error:
        return entry("error", str(error))
    asked = dict(came.extra) or ({"state": came.state} if words == "/state" else {})
    out = [line for sent in came.sent for line in _said(session, sent)]
    return out + [line for name, value in asked.items() for line in entry(name, json.dumps(value, ensure_ascii=False))]


def _said(session: Session, sent: Sent) -> list[str]:
    name = "bot" if sent.conversation == session.conversation else f"bot ({name_of(sent.conversation)})"
    return said(name, sent.reply)


def said(name: str, reply: Reply) -> list[str]:
    """A reply as lines, with its buttons."""
    buttons = [f"[{button.label}]" + (f" {button.url}" if button.url else "") for button in reply.buttons]
    return entry(name, "\n".join([printable(reply.text), *map(printable, buttons)]))


def entry(name: str, text: str) -> list[str]:
    """Something somebody said, as lines."""
    first, *rest = text.splitlines() or [""]
    return [f"{name}> {first}".rstrip(), *((_INDENT + line).rstrip() for line in rest)]


def _kept(lines: Sequence[str]) -> list[str]:
    """The lines that count when two transcripts are compared."""
    return [line.rstrip() for line in lines if line.strip() and not line.startswith("# ")]
