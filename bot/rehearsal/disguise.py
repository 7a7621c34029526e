"""Stand-ins for what is personal: the same one for the same thing everywhere, so that a conversation can be replayed.

Names and addresses become made-up ones of the same kind; what has no stand-in of its own is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from bot.commerce import address as addresses
from bot.learning import STREET, mask
from bot.logs import telling
from bot.store.base import Reader, Row
from catalog.model import Settings

_FIRST = ("Mia", "Ole", "Eva", "Tom", "Jan")
_LAST = ("Sand", "Hansen", "Brandt", "Reed", "Behrens")
_TOWNS = ("Hamburg", "Husum", "Kiel", "Emden", "Bremen", "Lübeck", "Wismar", "Rostock")
#: Where a postcode of so many digits lies; others get no stand-in.
_POSTCODES = {5: "201{:02}", 4: "10{:02}"}
_GONE = "…"
#: The answers to these questions are personal as a whole.
_OWN = frozenset({"address", "name", "recipient", "email", "phone"})
#: Wishes that may be all that is understood of such an answer.
_ANSWERS = frozenset({"dialogue.yes", "dialogue.no", "account.address"})
#: What an answer holds besides its stand-ins if it says more about somebody.
_MORE = re.compile(r"\d|\b[^\W\d_]*[A-ZÄÖÜ]\w+")

StandIn = Callable[[int, str], str]


def _postcode(number: int, real: str) -> str:
    made = _POSTCODES.get(len(real))
    return made.format(number % 90 + 10) if made and real.isdigit() else _GONE


#: The stand-in of each kind of thing: its number, and what it stands for.
_MADE: Mapping[str, StandIn] = {
    "name": lambda number, _: f"{_FIRST[number % 5]} {_LAST[(number + number // 5) % 5]}",
    "street": lambda number, _: f"Deichweg {number + 1}",
    "postcode": _postcode,
    "city": lambda number, _: _TOWNS[number % len(_TOWNS)],
    "email": lambda number, _: f"someone{number + 1}@example.org",
    "parcel": lambda number, _: f"PARCEL-{number + 1}",
}


class Disguise:
    """What is personal in one conversation, with what stands for it."""

    def __init__(self, public: Collection[str] = ()) -> None:
        self._public = {word.lower() for word in public}  # towns with a store and the like: nobody's own
        self._pairs: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def know(self, kind: str, value: str) -> None:
        """Something personal that may be said anywhere."""
        real = " ".join(value.split())
        if len(real) > 1 and real.lower() not in self._pairs and real.lower() not in self._public:
            number = self._counts.get(kind, 0)
            self._counts[kind] = number + 1
            self._pairs[real.lower()] = _MADE[kind](number, real)

    def hear(self, text: str, data: Mapping[str, Any]) -> None:
        """What looks personal by itself in a message, wherever it may be quoted; a place is rounded."""
        for name, value in telling(text):
            if name == "[email]":
                self.know("email", value)
            else:
                self.stands_for(value, name)
        for street in STREET.findall(text):
            self.know("street", street)
        for part in (data[axis] for axis in ("lat", "lon") if axis in data):
            self.stands_for(f"{part:.5f}", f"{round(part, 1):.5f}")

    def stands_for(self, real: str, stand_in: str) -> None:
        """A stand-in that was chosen: the number an order has when everything is played again."""
        self._pairs[real.lower()] = stand_in

    def __call__(self, text: str) -> str:
        """A text with stand-ins."""
        known = sorted(self._pairs, key=len, reverse=True)
        if not known:
            return text
        words = "|".join(r"\s+".join(map(re.escape, each.split())) for each in known)
        return re.sub(
            rf"(?<!\w)(?:{words})(?!\w)",
            lambda found: self._pairs[" ".join(found[0].lower().split())],
            text,
            flags=re.IGNORECASE,
        )

    def said(self, text: str, record: Mapping[str, Any]) -> str:
        """What a shopper wrote, with stand-ins; the answer to a personal question holds nothing else."""
        hidden = self(text)
        asks = any(each["intent"] not in _ANSWERS for each in record.get("requests", ()))
        if record.get("question") in _OWN and not (asks and hidden == text):
            return hidden if not _MORE.search(self._without(hidden)) else self._only(hidden) or _GONE
        return hidden if mask(hidden, ()) == " ".join(hidden.split()) else self._masked(hidden)

    def _made(self) -> str:
        return "|".join(sorted(map(re.escape, self._pairs.values()), key=len, reverse=True)) or "(?!)"

    def _without(self, text: str) -> str:
        return re.sub(self._made(), "", text)

    def _only(self, text: str) -> str:
        return ", ".join(re.findall(self._made(), text))

    def _masked(self, text: str) -> str:
        """What looks personal beside the stand-ins is left out."""
        parts = re.split(f"({self._made()})", text)
        return "".join(part if place % 2 else _kept_blanks(part) for place, part in enumerate(parts))


def _kept_blanks(part: str) -> str:
    begin, end = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
    return f"{begin}{mask(part, ())}{end}" if part.strip() else part


def of(reader: Reader, conversation: str, settings: Settings, *, public: Collection[str] = ()) -> Disguise:
    """The disguise of a stored conversation: whoever is named in it, and every address told or stored."""
    disguise = Disguise(public)
    rows = reader.rows("SELECT text, data, record FROM event WHERE conversation = :c ORDER BY seq", c=conversation)
    for row in rows:
        disguise.hear(row["text"], json.loads(row["data"]))
    for parts in (*_stored(reader, conversation), *(told for row in rows for told in _told(row, settings))):
        for kind, value in parts.items():
            if kind in _MADE and isinstance(value, str) and value:
                disguise.know(kind, value)
    own = reader.rows("SELECT id FROM orders WHERE conversation = :c ORDER BY created_at, id", c=conversation)
    for number, order in enumerate(own, 1001):
        disguise.stands_for(order["id"], f"{order['id'].partition('-')[0]}-{number}")
    return disguise


def _stored(reader: Reader, conversation: str) -> Iterator[Mapping[str, Any]]:
    """The addresses of a shopper's orders and those that are kept."""
    yield from reader.rows("SELECT name, street, postcode, city FROM address WHERE conversation = :c", c=conversation)
    for row in reader.rows("SELECT address FROM orders WHERE conversation = :c AND address > ''", c=conversation):
        yield json.loads(row["address"])


def _told(row: Row, settings: Settings) -> Iterator[Mapping[str, Any]]:
    """Who and where an event names: in the words of the shopper, or in what the shop's people did."""
    data, record = json.loads(row["data"]), json.loads(row["record"] or "{}")
    yield {"name": data.get("name") if "action" in data else "", "parcel": data.get("number")}
    named = [each for each in record.get("entities", ()) if each["type"] in {"person", "place", "email"}]
    for entity in named:
        if not any(map(str.isdigit, entity["text"])):
            yield {{"person": "name", "place": "city", "email": "email"}[entity["type"]]: entity["text"]}
    if record.get("question") == "name" and not record.get("requests"):
        yield {"name": row["text"]}
    if record.get("question") == "address":
        yield _read(row["text"], settings)
    if named:
        begin, end = min(each["span"][0] for each in named), max(each["span"][1] for each in named)
        yield _read(row["text"][begin:end], settings)


def _read(text: str, settings: Settings) -> Mapping[str, str]:
    """The parts of an address in a text."""
    read = addresses.parse(text, countries=addresses.delivery_countries(settings), home=settings.country)
    return addresses.dump(read) if isinstance(read, addresses.Address) else read.values
