"""Questions known without being understood anew: those that stand in the FAQ, and the last one again with another value.

"And the station?" asks what was asked last, with a store, a day, a thing or an order put in the place of the other. Only what was answered without changing anything is asked again: nothing is ordered, taken out or called off by a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot import fallback
from bot.choosing import QUESTION
from bot.lists import around, points_at_one, understood
from bot.skill import Intent, Slot
from bot.slots import converter, names_goods
from bot.talk import talk
from bot.tasks import Wish
from bot.turn import Turn
from intents.parse import Entity, Parse, Request

#: Where the last question is remembered.
LAST = "asked"
#: What an entity names, by its type; what belongs together is replaced together.
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "store": "store",
        "place": "store",
        "date": "day",
        "order_number": "order",
        "product": "goods",
        "category": "goods",
    }
)
#: What only says more about the goods that are named.
LOOKS = frozenset({"colour", "size", "reference"})


def remember(turn: Turn) -> None:
    """Keep what was asked, if it names something that may be put in another's place; a change makes it forgotten."""
    notes = turn.conversation.notes
    if turn.answered is None and not turn.lapsed:
        return
    intent = turn.world.skills.intent(str((turn.answered or {}).get("intent")))
    if intent is None:
        notes.get(talk.name, {}).pop(LAST, None)
    elif any(map(_names, intent.slots)):
        request = turn.answered["request"] if turn.answered else None
        kept = {"request": fallback.as_data(request) if request else None}
        notes.setdefault(talk.name, {})[LAST] = {**(turn.answered or {}), **kept}


def listed(turn: Turn) -> list[Wish]:
    """A question that stands in the shop's FAQ as it was asked, whatever else it resembles; about the bot it answers itself."""
    intent, parse = turn.world.skills.intent(QUESTION), turn.parse
    about_us = parse is not None and any(request.intent.startswith("help.") for request in parse.requests)
    if intent is None or about_us or not turn.catalog.listed(turn.message.text, language=turn.language):
        return []
    return [understood(turn, Wish(intent, {}, Request(intent=QUESTION, score=1.0, end=len(turn.message.text))))]


def asked_again(turn: Turn) -> list[Wish]:
    """The last question with what this message names in its place, if the message does nothing but name it."""
    last = turn.conversation.notes.get(talk.name, {}).get(LAST)
    intent = turn.world.skills.intent(last["intent"]) if last else None
    parse = turn.parse
    if turn.lapsed or last is None or intent is None or parse is None or not _only_names(turn, parse):
        return []
    named = set(map(_named_by, parse.entities)) - {""}
    if not named <= set(map(_names, intent.slots)):
        return []
    request = _merged(parse, last["request"], intent, named)
    return [understood(turn, Wish(intent, _kept(intent, last["values"], named), request))]


def _kept(intent: Intent, values: Mapping[str, Any], named: set[str]) -> dict[str, Any]:
    """What was told for the question and is not replaced."""
    slots = {slot.name: _names(slot) for slot in intent.slots}
    return {name: value for name, value in values.items() if slots.get(name) not in named}


def _merged(parse: Parse, before: Mapping[str, Any] | None, intent: Intent, named: set[str]) -> Request:
    """The request as if it had been said in full."""
    entities = fallback.meant(before).entities if before else ()
    left = [e for e in entities if ("goods" if e.type in LOOKS else _named_by(e)) not in named]
    return Request(intent=intent.name, score=1.0, entities=(*parse.entities, *left), end=len(parse.text))


def _names(slot: Slot) -> str:
    """What kind of thing a slot names: a store, a day, an order, goods, or nothing of that sort."""
    kinds = {NAMES[kind] for kind in converter(slot).kinds if kind in NAMES}
    return "goods" if names_goods(slot) else next(iter(kinds), "")


def _named_by(entity: Entity) -> str:
    """What kind of thing an entity names by itself."""
    return "goods" if points_at_one(entity) else NAMES.get(entity.type, "")


def _only_names(turn: Turn, parse: Parse) -> bool:
    """Whether a message asks by naming things, with nothing but small words around: "and ...", "what about ...", "...?".

    Goods need the mark of a question: without it they are rather taken than asked about.
    """
    if not any(map(_named_by, parse.entities)) or not all(map(_may_stand, parse.entities)):
        return False
    goods = any(_named_by(entity) == "goods" for entity in parse.entities)
    first = parse.text.casefold().split()[0].strip(" ,?")
    asks = "?" in parse.text or (not goods and first in turn.words("words-and"))
    return asks and around(parse.text, parse.entities) <= turn.words("words-as-well")


def _may_stand(entity: Entity) -> bool:
    return not entity.negated and (entity.type in NAMES or entity.type in LOOKS)
