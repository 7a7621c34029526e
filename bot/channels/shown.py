"""A reply as the console shows it to programs: plain JSON values, what is empty left out."""

from __future__ import annotations

import re
from typing import Any

from bot.reply import Button, Invoice, Item, Reply

#: How a conversation of the console begins; the rest is the shopper's name.
PREFIX = "console:"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def reply(answer: Reply, *, to: str) -> dict[str, Any]:
    """A reply that left, `to` a shopper by name."""
    shown: dict[str, Any] = {
        "to": to,
        "class": answer.kind,
        "act": list(answer.acts),
        "language": answer.language,
        "text": str(answer.text),
        "buttons": [_button(button) for button in answer.buttons],
        "items": [_item(item) for item in answer.items],
        "amounts": [amount.amount for amount in answer.amounts],
        "sources": list(answer.sources),
        "stores": [place.store for place in answer.places],
        "map": bool(answer.places),
        "picture": answer.picture,
        "files": [{"name": file.name, "type": file.type} for file in answer.files],
        "invoice": _invoice(answer.invoice),
    }
    return {key: value for key, value in shown.items() if value}


def name_of(conversation: str) -> str:
    """The shopper's name in the id of a conversation; the whole id if it is none of the console."""
    return conversation.removeprefix(PREFIX)


def printable(text: str) -> str:
    """A text that cannot steer the terminal it is printed on."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def _button(button: Button) -> dict[str, str]:
    shown = {"id": button.id, "role": button.role, "label": str(button.label), "url": button.url}
    return {key: value for key, value in shown.items() if value}


def _item(item: Item) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "position": item.position,
        "sku": item.sku,
        "product": item.product,
        "price": item.price.amount,
    }
    if item.base_price is not None:
        shown["base_price"] = {"amount": item.base_price.amount, "per": item.base_unit}
    return {**shown, "stock": item.stock}


def _invoice(invoice: Invoice | None) -> dict[str, Any]:
    if invoice is None:
        return {}
    return {"order": invoice.order, "amount": invoice.amount.amount, "currency": invoice.amount.currency}
