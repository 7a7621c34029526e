"""What people type at the console: plain words are said, a slash begins a command; both become the lines programs send."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.channels.forms import LineError
from bot.channels.lines import Line
from bot.channels.reading import read
from bot.config_problems import did_you_mean

_SHORT_DURATION = re.compile(r"(\d+)\s*(m|min|h|d|w)", re.IGNORECASE)

#: What `/help` tells: a command as it is typed, and what it does.
HELP: Mapping[str, str] = {
    "#7": "press the button with this number",
    "/press LABEL": "press a button by its label, role or id",
    "/location LAT LON": "share a place",
    "/sticker 👍 · /voice SECONDS · /photo": "send what else a phone can send",
    "/pay [succeeded|failed|pre_checkout] [order=… amount=… charge_id=…]": "let the payment provider answer",
    "/wait 25h": "put the clock forward (30m, 25h, 2d, PT1H30M)",
    "/as NAME": "write as another shopper",
    "/shop restock sku=… quantity=…": "the shop's side: restock, shipment, campaign, buy, operator, price",
    "/given {JSON}": "set up a shopper, a cart, orders",
    "/state · /explain": "show what is stored · why the last message was answered as it was",
    "/quit": "leave",
}


def line(text: str, *, commands: Sequence[str]) -> Line:
    """What was typed, as a line. `commands` are the shop's own (`/cart`): they stay something the shopper says."""
    name, _, rest = text[1:].partition(" ") if text.startswith("/") else ("", "", "")
    if name in _COMMANDS:
        return read(_json(_COMMANDS[name](rest.strip())))
    if name and name not in commands:
        known = [*_COMMANDS, *commands, "help", "quit"]
        raise LineError(f"there is no command /{name}", did_you_mean(name, known, "/help lists the commands."))
    return read(_json({"say": text}))


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _location(rest: str) -> dict[str, Any]:
    numbers = re.findall(r"-?\d+(?:\.\d+)?", rest)
    if len(numbers) != 2:
        raise LineError("a place has a latitude and a longitude", "Write: /location 52.52 13.40")
    return {"location": {"lat": float(numbers[0]), "lon": float(numbers[1])}}


def _voice(rest: str) -> dict[str, Any]:
    return {"voice": {"seconds": int(rest)} if rest.isdigit() else {}}


def _pay(rest: str) -> dict[str, Any]:
    first, values = _values(rest)
    return {"pay": {"outcome": first, **values} if first else values}


def _shop(rest: str) -> dict[str, Any]:
    first, values = _values(rest)
    return {"shop": first, **values}


def _values(rest: str) -> tuple[str, dict[str, Any]]:
    """`restock sku=A quantity=10`: the first word, and values by name; a number is a number, a list is written as JSON."""
    try:
        words = shlex.split(rest)
    except ValueError as error:
        raise LineError(f"quotation marks do not match ({error})", "Close what you opened.") from error
    first = words.pop(0) if words and "=" not in words[0] else ""
    pairs = [word.partition("=") for word in words]
    wrong = next((name for name, sign, _ in pairs if not sign), None)
    if wrong is not None:
        raise LineError(f"{wrong!r} is no value with a name", "Write name=value; with blanks: name='two words'.")
    return first, {name: _value(value) for name, _, value in pairs}


def _value(text: str) -> Any:
    if text.isdigit() or text[:1] in ("[", "{"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _given(rest: str) -> dict[str, Any]:
    try:
        return {"given": json.loads(rest)}
    except ValueError as error:
        raise LineError(
            f"this is not JSON ({error})", 'Write: /given {"cart": [{"sku": "…", "quantity": 1}]}'
        ) from error


def _duration(rest: str) -> str:
    match = _SHORT_DURATION.fullmatch(rest)
    if match is None:
        return rest.upper()
    number, unit = match[1], match[2][0].upper()
    return f"P{number}{unit}" if unit in "DW" else f"PT{number}{unit}"


_COMMANDS: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "press": lambda rest: {"press": rest},
    "location": _location,
    "sticker": lambda rest: {"sticker": rest},
    "voice": _voice,
    "photo": lambda _: {"photo": {}},
    "pay": _pay,
    "wait": lambda rest: {"wait": _duration(rest)},
    "as": lambda rest: {"as": rest},
    "shop": _shop,
    "given": _given,
    "state": lambda _: {"state": True},
    "explain": lambda _: {"explain": True},
}
