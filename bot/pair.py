"""Two things that stood beside each other last, and the other one of them.

Two stand beside each other when a list or a choice shows just them, and when one was talked of right after the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation import Conversation
from catalog.catalog import Catalog
from intents.parse import Entity

#: Where the two are kept among what was talked of, as lines of a listing.
TWO = "two"
_TWO = 2


def shown(conversation: Conversation, lines: Sequence[Mapping[str, Any]]) -> None:
    """Keep what was shown just now, if it is two things; of more there is no other one."""
    conversation.focus[TWO] = [dict(line) for line in lines] if len(lines) == _TWO else []


def look_at(conversation: Conversation, sku: str, product: str) -> None:
    """Remember what is being talked of, beside what was before; no SKU where something is left to choose."""
    focus = conversation.focus
    before = {"sku": focus.get("sku"), "product": focus.get("product")}
    if sku and before["sku"] not in {None, "", sku} and not any(line["sku"] == sku for line in focus.get(TWO, ())):
        focus[TWO] = [before, {"sku": sku, "product": product}]
    focus.update(sku=sku, product=product, list="", orders=[])


def points(entities: Sequence[Entity], kind: str) -> bool:
    """Whether words say "both" or "the other one"."""
    return any(each.type == "reference" and each.value["kind"] == kind and not each.negated for each in entities)


def both(conversation: Conversation, catalog: Catalog) -> list[dict[str, Any]]:
    """The two things, with their titles in the shopper's language; nothing if there are no two."""
    return [line for each in conversation.focus.get(TWO, ()) if (line := _titled(conversation, catalog, each))]


def others(conversation: Conversation, catalog: Catalog) -> list[dict[str, Any]]:
    """What "the other one" may be: of the two, of a thing that there is in two or more kinds, or of the list."""
    here = conversation.focus.get("sku")
    product = catalog.product(str(conversation.focus.get("product")))
    kinds = [{"sku": v.sku, "product": v.product} for v in product.variants] if product else []
    for among in (conversation.focus.get(TWO) or (), kinds, conversation.listing):
        lines = [line for each in among if (line := _titled(conversation, catalog, each))]
        left = [line for line in lines if line["sku"] != here]
        if len(lines) > 1:
            return left
    return []


def _titled(conversation: Conversation, catalog: Catalog, line: Mapping[str, Any]) -> dict[str, Any] | None:
    """A line with the title of its thing; None if the shop has it no more."""
    variant = catalog.variant(str(line["sku"]))
    return {**line, "title": variant.title[conversation.language]} if variant else None
