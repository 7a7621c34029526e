"""A dialogue file read and checked: what is said, and what is expected after each line. Facts only, never wording."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, ValidationError

from bot.channels.forms import Form, LineError
from bot.channels.lines import Line
from bot.channels.reading import read as read_line
from bot.config_problems import did_you_mean

#: Where the clock stands if a file does not say: a Wednesday noon in winter.
NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)


class ScriptError(Exception):
    """A dialogue file that cannot be played: where, what, and what to do."""


class Expect(Form):
    """What must be true after a line; what is not named may be anything."""

    act: list[str] | None = None  # all of these were said, as ids of messages
    not_act: list[str] | None = None  # none of these was said
    intents: list[str] | None = None  # exactly these requests were understood, in order
    language: str | None = None  # of every reply
    task: str | None = None  # "" for none
    suspended: list[str] | None = None
    awaiting: str | None = None  # the slot of the open question, "" for none
    cart: dict[str, int] | None = None  # exactly these pieces by SKU
    voucher: str | None = None  # "" for none
    goods: int | None = None
    discount: int | None = None
    shipping: int | None = None
    total: int | None = None
    listing: list[str] | None = None  # exactly these products, in order
    listed: int | None = None  # how many products the listing has
    orders: list[str] | None = None  # the states of all orders, oldest first
    order: dict[str, Any] | None = None  # some facts of the newest order, as `tresen chat --json` prints them
    amounts: list[int] | None = None  # all of these were said
    not_amounts: list[int] | None = None
    buttons: list[str] | None = None  # all of these roles were shown
    not_buttons: list[str] | None = None
    sources: list[str] | None = None
    stores: list[str] | None = None
    replies: int | None = None  # how many left
    offers: list[str] | None = None  # ids of all offers that were sent to the shopper
    withheld: list[str] | None = None  # reasons for which offers were withheld
    consent: bool | None = None
    handover: str | None = None
    watches: list[str] | None = None
    payment: dict[str, str] | None = None
    held: list[str] | None = None  # exactly this was said to the person who answers, to be told at the hand-back


class _File(Form):
    """The head of a file; it is checked before its turns."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    about: str = ""
    language: str = "de"
    at: datetime = NOON
    shopper: str = "mia"
    turn: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a dialogue, and what must come of it."""

    number: int
    line: Line
    written: str  # the line as it stands in the file, for people
    expect: Expect


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A dialogue file."""

    path: Path
    about: str
    language: str
    at: datetime
    shopper: str
    steps: tuple[Step, ...]


def read(path: Path) -> Script:
    """A dialogue file; raises ScriptError with every mistake in it."""
    try:
        written = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScriptError(f"{path}: {error}. Correct the TOML there.") from error
    try:
        head = _File.model_validate(written)
    except ValidationError as error:
        raise ScriptError("\n".join(_told(path, "", each, _File) for each in error.errors())) from error
    steps, problems = [], []
    for number, turn in enumerate(head.turn, start=1):
        try:
            steps.append(_step(number, turn))
        except LineError as error:
            problems.append(f"{path}, turn {number}: {error}")
        except ValidationError as error:
            problems += [_told(path, f", turn {number}", each, Expect) for each in error.errors()]
    if problems:
        raise ScriptError("\n".join(problems))
    if head.at.tzinfo is None:
        raise ScriptError(f"{path}: at has no zone. Write it as 2026-11-25T12:00:00+01:00.")
    return Script(
        path=path, about=head.about, language=head.language, at=head.at, shopper=head.shopper, steps=tuple(steps)
    )


def _step(number: int, turn: dict[str, Any]) -> Step:
    line = {key: value for key, value in turn.items() if key != "expect"}
    written = json.dumps(line, ensure_ascii=False, default=_plain)
    expect = Expect.model_validate(turn.get("expect", {}))
    return Step(number=number, line=read_line(written), written=written, expect=expect)


def _plain(value: Any) -> str:
    """TOML's own dates and times as the console writes them."""
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a line")


def _told(path: Path, where: str, error: Any, form: type[Form]) -> str:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        known = list(form.model_fields)
        advice = did_you_mean(str(error["loc"][-1]), known, f"Known are {', '.join(known)}.")
        return f"{path}{where}: there is no key {place!r}. {advice}"
    return f"{path}{where}: {place}: {error['msg']}. It has {error['input']!r}."
