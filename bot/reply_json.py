"""Replies as JSON values and back: how a planned reply waits in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any

from bot.reply import Button, File, Invoice, Item, Place, Reply
from catalog.money import Money


def dump(reply: Reply) -> dict[str, Any]:
    """A reply as JSON values; what is empty is left out."""
    plain: dict[str, Any] = _plain(Reply.of(reply))
    for button, kept in zip(reply.buttons, plain.get("buttons", ()), strict=False):
        kept["id"] = button.id
    return plain


def load(data: Mapping[str, Any]) -> Reply:
    """A reply as it was dumped; what this release does not know is left out."""
    known = {field.name for field in fields(Reply)}
    values = {name: value for name, value in data.items() if name in known}
    for name, read in _READ.items():
        if name in values:
            values[name] = read(values[name])
    return Reply(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Money):
        return {"amount": value.amount, "currency": value.currency}
    if is_dataclass(value):
        shape: Any = type(value)
        kept = ((name, getattr(value, name), usual) for name, usual in _usual(shape))
        return {name: _plain(item) for name, item, usual in kept if item != usual}
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]
    return value


@cache
def _usual(shape: Any) -> tuple[tuple[str, Any], ...]:
    """The fields of a dataclass with what each has anyway; MISSING, which equals nothing else, where it must be given."""
    return tuple(
        (field.name, field.default if field.default_factory is MISSING else field.default_factory())
        for field in fields(shape)
    )


def _money(data: Mapping[str, Any]) -> Money:
    return Money(data["amount"], data["currency"])


def _item(data: Mapping[str, Any]) -> Item:
    base = data.get("base_price")
    return Item(**{**data, "price": _money(data["price"]), "base_price": base and _money(base)})


def _invoice(data: Mapping[str, Any]) -> Invoice:
    lines = tuple((title, _money(amount)) for title, amount in data.get("lines", ()))
    return Invoice(**{**data, "amount": _money(data["amount"]), "lines": lines})


_READ: Mapping[str, Any] = {
    "acts": tuple,
    "sources": tuple,
    "copies": tuple,
    "amounts": lambda amounts: tuple(_money(amount) for amount in amounts),
    "buttons": lambda buttons: tuple(Button(**button) for button in buttons),
    "items": lambda items: tuple(_item(item) for item in items),
    "places": lambda places: tuple(Place(**place) for place in places),
    "files": lambda files: tuple(File(**file) for file in files),
    "invoice": _invoice,
}
