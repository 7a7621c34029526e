"""A stored conversation as the lines of the console: what happened, in order, and what was said each time."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot import reply_json
from bot.channels import transcript
from bot.channels.shown import printable
from bot.clock import from_micros
from bot.message import ACTIVE_KINDS
from bot.rehearsal.disguise import Disguise
from bot.reply import Reply
from bot.store.base import Reader, Row

Written = dict[str, Any]
_SECOND = 1_000_000
#: How far it is from where somebody is; from several of them one could tell the place.
_DISTANCE = re.compile(r"\d[\d.,]*(?=\s(?:km|m)\b)")


@dataclass(slots=True, kw_only=True)
class Entry:
    """A line as a program writes it, and what was said after it."""

    line: Written
    replies: list[Reply] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A conversation as it went."""

    at: datetime
    language: str
    entries: tuple[Entry, ...]


def recorded(reader: Reader, conversation: str, disguise: Disguise) -> Recorded | None:
    """A stored conversation in disguise; None if nothing of it is stored."""
    rows = reader.rows(
        "SELECT seq, kind, text, data, language, at, record FROM event WHERE conversation = :c ORDER BY seq",
        c=conversation,
    )
    sent = reader.rows(
        "SELECT key, data, done FROM effect WHERE conversation = :c AND kind = 'send' AND result = 'sent' ORDER BY id",
        c=conversation,
    )
    happened = _happened(rows, sent, disguise)
    if not happened:
        return None
    language = next((row["language"] for row in rows if row["kind"] in ACTIVE_KINDS), "")
    begin = happened[0][0] // _SECOND * _SECOND
    return Recorded(at=from_micros(begin), language=language, entries=tuple(_with_waits(happened, begin)))


def _happened(rows: list[Row], sent: list[Row], disguise: Disguise) -> list[tuple[int, Written | None, list[Reply]]]:
    """Moment, line and replies of all that happened; what happened by itself has no line."""
    labels = {button["id"]: button["label"] for row in sent for button in json.loads(row["data"]).get("buttons", ())}
    answers: dict[str, list[Reply]] = {}
    for row in sent:
        answers.setdefault(row["key"].partition(":")[0], []).append(_hidden(row, disguise))
    found = []
    for row in rows:
        line, replies = _line(row, labels, disguise), answers.pop(str(row["seq"]), [])
        if row["kind"] == "location":
            replies = [replace(reply, text=_DISTANCE.sub("…", reply.text)) for reply in replies]
        if line or replies:
            found.append((row["at"], line, replies))
    alone = [(row["done"], None, [_hidden(row, disguise)]) for row in sent if row["key"].partition(":")[0] in answers]
    return sorted([*found, *alone], key=lambda each: each[0])


def _hidden(row: Row, disguise: Disguise) -> Reply:
    reply = reply_json.load(json.loads(row["data"]))
    buttons = tuple(replace(button, label=disguise(button.label), url=disguise(button.url)) for button in reply.buttons)
    return replace(reply, text=disguise(reply.text), buttons=buttons)


def _with_waits(happened: list[tuple[int, Written | None, list[Reply]]], clock: int) -> Iterator[Entry]:
    """Every line, with the time that passed before it; what happens by itself happens while time passes."""
    last = None
    for moment, line, replies in happened:
        seconds = (moment - clock) // _SECOND
        if seconds > 0:
            clock += seconds * _SECOND
            last = Entry(line={"wait": f"PT{seconds}S"})
            yield last
        if line:
            last = Entry(line=line)
            yield last
        if last is not None:
            last.replies += replies


def _line(row: Row, labels: Mapping[str, str], disguise: Disguise) -> Written | None:
    """What the shopper did or the world told, as a line of the console; None for what happens by itself."""
    data = json.loads(row["data"])
    if row["kind"] == "text":
        said = disguise.said(row["text"], json.loads(row["record"] or "{}"))
        return {"say": said} if said else None
    if row["kind"] == "press":
        label = labels.get(str(data.get("button")))
        return {"press": " ".join(disguise(label).split())} if label else None
    if row["kind"] == "photo":
        return {"photo": {}}
    made = _LINES.get(row["kind"])
    return {name: value for name, value in made(data, disguise).items() if value != ""} if made and data else None


def _payment(data: Mapping[str, Any], _: Disguise) -> Written:
    known = data["outcome"] in {"succeeded", "failed"}
    return {"pay": {"outcome": data["outcome"], "amount": data["amount"]}} if known else {}


def _shipment(data: Mapping[str, Any], disguise: Disguise) -> Written:
    told = {name: disguise(str(data.get(name) or "")) for name in ("order", "status", "carrier", "number", "eta")}
    return {"shop": "shipment", **told}


def _operator(data: Mapping[str, Any], disguise: Disguise) -> Written:
    told = {name: disguise(str(data.get(name) or "")) for name in ("action", "name", "text")}
    return {"shop": "operator", **told}


_LINES: Mapping[str, Callable[[Mapping[str, Any], Disguise], Written]] = {
    "command": lambda data, _: {"say": f"/{data['name']} {data.get('argument', '')}".strip()},
    "location": lambda data, _: {"location": {"lat": round(data["lat"], 1), "lon": round(data["lon"], 1)}},
    "sticker": lambda data, _: {"sticker": data["emoji"]},
    "voice": lambda data, _: {"voice": {"seconds": data["seconds"]}},
    "payment": _payment,
    "shipment": _shipment,
    "operator": _operator,
}

# As a transcript


def told(conversation: Recorded) -> Iterator[str]:
    """The lines of a transcript, as `tresen chat` prints and `tresen replay` reads them."""
    options = {"as": "you", "language": conversation.language, "at": conversation.at.isoformat()}
    yield transcript.head(options)
    for entry in conversation.entries:
        yield f"you> {printable(typed(entry.line))}"
        for reply in entry.replies:
            yield from transcript.said("bot", reply)
        if entry.line.get("pay", {}).get("outcome") == "succeeded":
            yield from transcript.entry("payment", '{"pre_checkout": "accepted"}')


def typed(line: Written) -> str:
    """A line as one types it."""
    (name, value), *others = line.items()
    if name == "say":
        return ", ".join(part.strip() for part in str(value).splitlines())
    if name == "location":
        return f"/location {value['lat']} {value['lon']}"
    if name == "photo":
        return "/photo"
    if name == "pay":
        return f"/pay {value['outcome']} amount={value['amount']}"
    if name == "voice":
        return f"/voice {value['seconds']}"
    return " ".join([f"/{name}", str(value), *(f"{key}={shlex.quote(str(one))}" for key, one in others)])
