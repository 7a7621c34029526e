"""What was told at the till so far, and what a message changed of it, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.commerce import address as addresses
from bot.commerce.address import Address
from bot.reply import Said
from bot.skills.order.payment import method_label
from bot.skills.order.ways import way_name
from bot.turn import Turn
from catalog.model import Store


@dataclass(frozen=True, slots=True)
class Told:
    """What the shopper told at the till so far."""

    fulfilment: Literal["delivery", "pickup"] | None
    store: Store | None
    address: Address | None
    name: str | None
    shipping: str | None
    payment: str | None


def changes_said(turn: Turn, told: Told, agreed: Told) -> list[Said]:
    """What this message gave another value, with the new one; what goes with it changes too."""
    changed = [slot for slot, before in turn.given.items() if before is not None and _was_whole(turn, slot, before)]
    said = [_said(turn, slot, agreed) for slot in changed]
    to = agreed.fulfilment or ""
    before = turn.given.get("fulfilment") or told.fulfilment
    if before and before != to:
        said.insert(0, turn.say("order-changed-fulfilment", to=to))
    return [one for one in said if one]


def _was_whole(turn: Turn, slot: str, before: Any) -> bool:
    """Whether there was a value to change: an address that is being told piece by piece is none yet."""
    countries = addresses.delivery_countries(turn.shop)
    return slot != "address" or isinstance(addresses.check(addresses.load(before), countries=countries), Address)


def _said(turn: Turn, slot: str, agreed: Told) -> Said | None:
    """The new value of a slot; None where there is none yet."""
    words = {
        "store": agreed.store and agreed.store.name[turn.language],
        "address": agreed.address and one_line(agreed.address),
        "name": agreed.name,
        "shipping": agreed.shipping and way_name(turn, agreed.shipping),
        "payment": agreed.payment and turn.say(method_label(agreed.payment)),
    }
    value = words.get(slot)
    return turn.say(f"order-changed-{slot}", value=value) if value else None


def one_line(address: Address) -> str:
    """An address on one line."""
    parts = addresses.dump(address)
    return ", ".join(filter(None, (parts["name"], parts["street"], f"{parts['postcode']} {parts['city']}")))
