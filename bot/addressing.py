"""An address as shoppers write it: at once or in pieces, put right by a word, and told apart from other wishes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.choosing import bare_number
from bot.commerce import address as addresses
from bot.commerce.address import Address
from bot.commerce.amended import amended
from bot.references import EXACT, Found, Raw, Rejected
from bot.skill import Slot
from bot.turn import Turn
from intents.parse import NAMELESS, Entity, Parse, Request

#: From this score on a request is what it seems to be, and not a street with a number.
SURE = 0.9
#: What the parser may see in an address.
_IN_ADDRESSES = frozenset(
    {"place", "street", "postcode", "quantity", "people", "person", "store", "date", "reference", "choice"}
)


class AddressInWords:
    """Street, postcode and city, in one message or several; what is known already is kept and may be put right."""

    kinds = frozenset({"place"})

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        """The address that a request gives, if it is about one."""
        if used := _used_before(turn):
            return used
        if request.intent != "account.address" and not request.of("postcode") and not _known_parts(turn, slot):
            return self._told_along(turn, request)
        found = self.answer(turn, slot)
        return found if isinstance(found, Raw) else None

    def _told_along(self, turn: Turn, request: Request) -> Found:
        """The address at the end of a wish: "check out, deliver to Mia Sand, Uferzeile 3, 50667 Köln"."""
        named = [entity for entity in request.entities if entity.type == "place" or _by_name(entity)]
        places = [entity for entity in named if entity.type == "place" and any(map(str.isdigit, entity.text))]
        if not places:
            return None
        text = turn.message.text[min(entity.start for entity in named) : places[-1].end]
        read = addresses.parse(text, countries=addresses.delivery_countries(turn.shop), home=turn.shop.country)
        parts = addresses.dump(read) if isinstance(read, Address) else {**addresses.NOTHING, **read.values}
        return Raw(parts) if parts["street"] or parts["postcode"] else None

    def answer(self, turn: Turn, slot: Slot) -> Found:
        """The address that a message gives, with what was known of it; why it will not do, or what is wrong."""
        if turn.message.kind == "location":
            return Rejected("reject-address-location", whole=True)
        if used := _used_before(turn):
            return used
        known = _known_parts(turn, slot)
        right = amended(known, turn.message.text) if known else {}
        if right:
            return Raw({**addresses.NOTHING, **known, **right}, whole=True)
        alone = self._read(turn, {})
        if isinstance(alone, Address):
            return Raw({**addresses.dump(alone), "name": alone.name or known.get("name", "")}, whole=True)
        read = self._read(turn, known) if known else alone
        parts = addresses.dump(read) if isinstance(read, Address) else read.values
        if parts != known and _says_no_more(turn, known, parts):
            return Raw({**addresses.NOTHING, **parts}, whole=True)
        told = alone if isinstance(read, Address) else read
        only_a_name = told.values.keys() - {"country"} == {"name"}  # and not for sure: nothing is noted
        return self._wrong(turn, addresses.Invalid(reason="unreadable") if only_a_name else told)

    def load(self, turn: Turn, raw: Any) -> Address | Rejected:
        """The address; Rejected while something is missing or wrong."""
        checked = addresses.check(Address(**raw), countries=addresses.delivery_countries(turn.shop))
        return self._wrong(turn, checked) if isinstance(checked, addresses.Invalid) else checked

    def _read(self, turn: Turn, known: Mapping[str, str]) -> Address | addresses.Invalid:
        """The address that a message gives with what was known; another town wants another street."""
        countries, home, text = addresses.delivery_countries(turn.shop), turn.shop.country, turn.message.text
        read = addresses.go_on({}, text, countries=countries, home=home)
        if not known or isinstance(read, Address):
            return read
        whole = addresses.check(Address(**{**addresses.NOTHING, **known}), countries=countries)
        moved = isinstance(whole, Address) and "postcode" in read.values and "street" not in read.values
        kept = {"name": known.get("name", "")} if moved else known
        return addresses.go_on(kept, text, countries=countries, home=home)

    def _wrong(self, turn: Turn, read: addresses.Invalid) -> Rejected:
        """Why an address will not do yet, and what would."""
        values = {**addresses.NOTHING, **read.values}
        place = f"{values['postcode']} {values['city']}".strip()
        known = ", ".join(filter(None, (values["name"], values["street"], place)))
        countries = addresses.delivery_countries(turn.shop)
        told = {
            "known": known,
            "postcode": values["postcode"],
            "country": addresses.country_name(values["country"], turn.language),
            "countries": [addresses.country_name(code, turn.language) for code in countries],
        }
        return Rejected(f"reject-address-{read.reason.replace('_', '-')}", told, whole=read.reason == "country")


def _known_parts(turn: Turn, slot: Slot) -> dict[str, str]:
    """The parts of an address that were told for the open task, with the name that was asked for by itself."""
    task = turn.conversation.task
    told = task.values if task else {}
    known = told.get(slot.name)
    if not isinstance(known, dict):
        return {}
    parts = {**known, "name": known["name"] or told.get("name") or ""}
    return {part: value for part, value in parts.items() if value}


def _used_before(turn: Turn) -> Raw | Rejected | None:
    """The address of the order before, if that is what is asked for: "to the same address"."""
    text = turn.message.text
    if re.search(r"[\d?]", text) or not re.search(rf"\b{addresses.words_of('same')}\b", text):
        return None
    used = addresses.saved(turn.reader, turn.shopper)
    return Raw(addresses.dump(used[0]), whole=True) if used else Rejected("reject-address-unreadable", whole=True)


def may_be_a_name(parse: Parse) -> bool:
    """Whether words show no language, or name a person: then they are no wish, whatever they resemble."""
    return not parse.language or (parse.text.istitle() and any(entity.type == "person" for entity in parse.entities))


def _by_name(entity: Entity) -> bool:
    """Whether somebody is named: "my sister" is nobody's name."""
    return entity.type == "person" and entity.score > NAMELESS


def _is_no_part(entity: Entity) -> bool:
    """Whether something named is no part of an address: goods by their very name, a code, a colour."""
    return entity.value[0]["score"] >= EXACT if entity.type == "product" else entity.type not in _IN_ADDRESSES


def _of_addresses(parse: Parse) -> bool:
    """Whether a message is about an address before all else."""
    return any(request.intent == "account.address" for request in parse.requests)


def _says_no_more(turn: Turn, known: Mapping[str, str], read: Mapping[str, str]) -> bool:
    """Whether a message is the part of an address that it may be read as, rather than a wish.

    Two parts at once are no accident; one is, if the message is surely something else.
    """
    parse, text = turn.parse, turn.message.text.strip()
    if parse is None or "?" in text or (parse.correction and not _of_addresses(parse)):
        return False
    named = may_be_a_name(parse)
    if any(_is_no_part(entity) for entity in parse.entities if not (named and entity.type == "colour")):
        return False
    new = {part for part in read.keys() - {"country"} if read[part] and read[part] != known.get(part)}
    if len(new) > 1 or bare_number(turn) is not None:
        return True
    if new == {"name"}:
        own = bool(re.match(rf"{addresses.words_of('naming')}\s", text))
        name = read["name"] if own else text
        return " " in name and name.istitle() and (own or named)
    wishes = [request for request in parse.requests if request.intent != "account.address"]
    sure = any(request.score >= SURE or not any(map(str.isalpha, request.topic)) for request in wishes)
    plain = any(map(str.isdigit, text)) or text.istitle() or not parse.language
    return plain and not sure
