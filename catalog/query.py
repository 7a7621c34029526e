"""What one can ask the catalogue for, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from catalog.model import Product, Variant
from catalog.money import Money

Sort = Literal["", "price", "-price", "popularity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A wish in the catalogue's own terms.

    `category` is a path of the first language or the beginning of one; colours, sizes and attribute names are keys
    of `catalog.terms`; an attribute without a value asks for products that have it (and do not say no), one under
    `not_attributes` for those that do say no: what nobody wrote down is not promised. `without` are words that
    nothing said of a product may hold, nor a compound that begins or ends with one. Where nothing has a colour,
    its shades are shown. `store` asks for what lies on that store's shelf. With `partly`, what has only some of the
    words follows what has all of them.
    """

    text: str = ""
    category: str | None = None
    colours: tuple[str, ...] = ()
    not_colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    price_min: Money | None = None
    price_max: Money | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    not_attributes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    in_stock: bool = False
    store: str | None = None
    partly: bool = False
    sort: Sort = ""
    limit: int = 5
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A product that fits, with the variant that fits best; `stock` is None where it is not counted.

    `partly` says that it has only some of the words that were asked for.
    """

    product: Product
    variant: Variant
    price: Money
    stock: int | None
    score: float
    partly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """One page of what was found, `total` being the products that have all of the words; `corrected` maps typed words to the words searched for, `relaxed` names words let go."""

    items: tuple[Hit, ...] = ()
    total: int = 0
    corrected: Mapping[str, str] = field(default_factory=dict)
    relaxed: tuple[str, ...] = ()
