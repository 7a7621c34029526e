"""Orders that were listed or talked of last: "the second one", "both" and "cancel it" mean them until goods are talked of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation import Conversation
from bot.pair import points
from intents.parse import Entity

#: Where they are kept among what was talked of, as ids in the order in which they were shown.
LISTED = "orders"
#: References to a place of a list of orders.
PLACES = frozenset({"ordinal", "order"})
_TWO = 2


def listed(conversation: Conversation) -> list[str]:
    """The orders that were listed last, or the one that was talked of since."""
    return list(conversation.focus.get(LISTED, ()))


def show(conversation: Conversation, ids: Sequence[str]) -> None:
    """Remember orders that are being listed."""
    conversation.focus.update({LISTED: list(ids), "order": ids[0] if len(ids) == 1 else None})


def look_at(conversation: Conversation, id: str) -> None:
    """Remember which order is being talked of; a list that it is on stays."""
    if id not in listed(conversation):
        show(conversation, [id])
    conversation.focus["order"] = id


def pointed(conversation: Conversation, entities: Sequence[Entity]) -> list[str]:
    """The listed orders that words point at: "the second one", "both", "the other one"; none where no list has them."""
    ids = listed(conversation)
    if any(entity.type == "order_number" for entity in entities):
        return []
    places = [each.value for each in entities if each.type == "reference" and each.value["kind"] in PLACES]
    found = [each for place in places for each in _at(ids, place)]
    if len(ids) == _TWO and points(entities, "both"):
        found = ids
    if len(ids) == _TWO and points(entities, "other"):
        found = [each for each in ids if each != conversation.focus.get("order")]
    return list(dict.fromkeys(found))


def _at(ids: list[str], place: Mapping[str, Any]) -> list[str]:
    """The orders at a place of the list, or at the first or last so many of it."""
    index, count = int(place["index"]), int(place.get("count", 1))
    if count > len(ids) or index > len(ids):
        return []
    return ids[-count:] if index < 0 else ids[index - 1 : index - 1 + count]
