"""The catalogue's objects as JSON documents, and back."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

from catalog.model import Offer, Product, Service, Settings, Store, Voucher

T = TypeVar("T", Product, Store, Service, Voucher, Offer, Settings)

_ADAPTERS: dict[type, TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (Product, Store, Service, Voucher, Offer, Settings)
}


def dump(value: Product | Store | Service | Voucher | Offer | Settings) -> str:
    """An object as JSON text; what equals its default is left out."""
    return _ADAPTERS[type(value)].dump_json(value, exclude_defaults=True).decode()


def load(kind: type[T], document: str) -> T:
    """The object of a stored document."""
    value: T = _ADAPTERS[kind].validate_json(document)
    return value
