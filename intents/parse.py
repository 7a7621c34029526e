"""What a message means: the data that leaves this room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NAMELESS = 0.5  #: the score of a person who is not named: "my sister"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Something named in the message; `start` and `end` are character offsets into the raw text, half open.

    `value` by type, always JSON values:

    | type | value |
    |---|---|
    | quantity | int; a float for a fraction ("1,5"); `{"relative": 1}` for "one more", `{"relative": -1}` for "one less" |
    | people | int: how many persons |
    | product | `[{"product": id, "sku": sku or None, "score": 0..1}, ...]`, best first; several close ones = ambiguous |
    | category | the category's key in the vocabulary |
    | goods | the words for goods that the shop has no category for |
    | colour, size | the value's key in the vocabulary (as the catalogue spells it); of one the shop does not have, its general name |
    | attribute | `{"name": ..., "value": ...}`; name alone when a question asks for it ("how heavy"), no name for what shall not be in it ("without nuts") |
    | price_limit | `{"min": minor units or None, "max": minor units or None, "currency": "EUR"}` |
    | amount | `{"amount": minor units, "currency": "EUR"}` |
    | order_number, voucher, email, phone, person | the text, normalised |
    | place | the name of a town or street as written, a postcode; of a whole address its town |
    | store | the store's key in the vocabulary; None: one named by its street or quarter that the shop does not have |
    | date | ISO date, of a period ("next week") its first day; `time`: "HH:MM" |
    | reference | `{"kind": "ordinal", "index": 1}` (1-based, -1 = the last; with `"count": 2` "the first two"), `{"kind": "pronoun"}` ("davon", "it"), `{"kind": "cheapest"}`,
      `{"kind": "comparative", "by": "price", "order": "less"}` ("the cheaper one"; "least" and "most": "the lightest"), `{"kind": "both"}`, `{"kind": "other"}`, `{"kind": "same"}` ("das gleiche
      nochmal"), `{"kind": "last_order"}`, `{"kind": "order", "index": 2}` ("my second order"), `{"kind": "with", "text": "Milch"}` ("the one with milk"), `{"kind": "any"}` ("egal") |
    | sort | "price", "-price", "popularity" |
    | choice | `{"fulfilment": "delivery"|"pickup"}`, ... as the vocabulary's choices say |
    """

    type: str
    text: str
    value: Any
    start: int
    end: int
    score: float = 1.0
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One thing the shopper wants."""

    intent: str
    score: float
    entities: tuple[Entity, ...] = ()
    start: int = 0
    end: int = 0
    topic: str = ""  # the words that name the wanted thing, without filters and filler: what a search looks for

    def of(self, kind: str) -> tuple[Entity, ...]:
        """The entities of one type, in the order of the text."""
        return tuple(entity for entity in self.entities if entity.type == kind)

    def first(self, kind: str) -> Entity | None:
        """The first entity of one type that is not negated."""
        return next((entity for entity in self.of(kind) if not entity.negated), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A correction: the new value, and the one it takes the place of if the message names it."""

    new: Entity
    old: Entity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """The meaning of a message. No requests: nothing was understood well enough to act on."""

    text: str
    language: str  # of this message: 'de', 'en'; '' when it does not show
    requests: tuple[Request, ...] = ()
    entities: tuple[Entity, ...] = ()  # all of them, whether or not a request was understood
    suggestions: tuple[tuple[str, float], ...] = ()  # nearest intents with scores, best first
    asks: tuple[Request, ...] = ()  # not sure enough to act on, too likely to be dropped: what to ask back, best first
    inside: float = 0.0  # how sure it is that the message is the shop's business, 0 to 1
    correction: bool = False  # "nein, vier", "doch lieber drei": the values replace earlier ones
    changes: tuple[Change, ...] = ()  # what is corrected into what
    tokens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A value with all the ways to write it, in any language."""

    key: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductName:
    """A product or variant as shoppers may call it."""

    product: str
    sku: str | None
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the shop's own words are. The bot makes it from the catalogue; the parser links text to it."""

    products: tuple[ProductName, ...] = ()
    categories: tuple[Term, ...] = ()
    colours: tuple[Term, ...] = ()
    sizes: tuple[Term, ...] = ()
    attributes: tuple[Term, ...] = ()  # attribute names
    stores: tuple[Term, ...] = ()
    places: tuple[Term, ...] = ()
    choices: Mapping[str, Sequence[Term]] = field(default_factory=dict)  # by slot: 'fulfilment', 'payment', ...
    order_prefix: str = "T"
    currency: str = "EUR"
