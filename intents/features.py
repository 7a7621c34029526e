"""What the classifier sees of a message: masked words, their stems and letters, and flags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import Stemmer  # type: ignore[import-not-found]  # compiled, without stubs

from intents import names
from intents.draft import Draft
from intents.parse import Entity

_STEMMERS = Stemmer.Stemmer("german"), Stemmer.Stemmer("english")
NEAR = 12  # words apart that still say something together
SHORTEST_GRAM, LONGEST_GRAM = 2, 5
MASKS = {
    "product": "<thing>", "category": "<thing>", "colour": "<kind>", "size": "<kind>", "quantity": "<number>",
    "number": "<number>", "more": "<more>", "less": "<less>", "price_limit": "<limit>", "amount": "<money>", "order_number": "<order>", "date": "<date>",
    "time": "<time>", "voucher": "<code>", "email": "<contact>", "phone": "<contact>", "store": "<store>",
    "place": "<place>", "reference": "<ordinal>",
}  # fmt: skip
SOFT = frozenset({"<thing>", "<kind>", "<store>", "<place>"})  # the word itself may tell more than its type


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the message for the classifier: a word or a mask, and the words it stands for."""

    text: str
    first: int
    last: int


def tokens_of(draft: Draft, literal: frozenset[str] = frozenset()) -> list[Token]:
    """Words with their entities masked by type; a kind next to a thing melts into it."""
    tokens: list[Token] = []
    goods = names.things()
    for place, word in enumerate(draft.words):
        mask = MASKS.get(draft.masks[place], "")
        if mask in SOFT and word.key in literal and word.key not in goods and _alone(draft, place):
            tokens.append(Token(word.key, place, place + 1))
        elif mask:
            _mask(tokens, mask, place)
        elif word.key.isalnum() or word.key in "?!" or not word.key.isascii():
            tokens.append(Token(word.key, place, place + 1))
    return tokens


def _alone(draft: Draft, place: int) -> bool:
    """Whether a masked word stands for something by itself, not within a longer name."""
    mask = draft.masks[place]
    neighbours = draft.masks[max(0, place - 1) : place] + draft.masks[place + 1 : place + 2]
    return mask != "product" or mask not in neighbours


def _mask(tokens: list[Token], mask: str, place: int) -> None:
    previous = tokens[-1] if tokens and tokens[-1].last == place else None
    if previous and previous.text in {mask, "<kind>"} and mask in {previous.text, "<thing>", "<kind>"}:
        tokens[-1] = Token(mask, previous.first, place + 1)
    elif previous and previous.text == "<thing>" and mask == "<kind>":
        tokens[-1] = Token("<thing>", previous.first, place + 1)
    else:
        tokens.append(Token(mask, place, place + 1))


def flags_of(entities: Sequence[Entity], tokens: Sequence[Token]) -> Iterator[str]:
    """Which kinds of entities there are, and how long the message is."""
    for entity in entities:
        kind = "category" if entity.type == "goods" else entity.type
        yield f"{kind}{'-' if entity.negated else ''}"
        if entity.type == "choice":
            yield from (f"{slot}={key}" for slot, key in entity.value.items())
        elif entity.type == "attribute":
            yield f"attribute={entity.value['name']}" if entity.value["name"].islower() else "attribute=own"
        elif entity.type == "reference":
            yield f"reference={entity.value['kind']}"
        elif entity.type == "quantity" and not isinstance(entity.value, int):
            yield "quantity=relative"
    yield f"length={min(len(tokens), 4) if len(tokens) < 6 else 6}"


@lru_cache(maxsize=20_000)
def stem_of(token: str) -> str:
    """A token without its ending: the shorter of what German and English leave of it, for it may be either."""
    german, english = (str(stemmer.stemWord(token)) for stemmer in _STEMMERS)
    return german if len(german) < len(english) else english


def grams_of(token: str) -> tuple[str, ...]:
    """Character n-grams of one token with a blank on both sides, each once; a mask has none."""
    if token[0] == "<":
        return ()
    padded = f" {token} "
    grams: list[str] = []
    for size in range(SHORTEST_GRAM, LONGEST_GRAM + 1):
        if size >= len(padded):
            grams.append(padded)
            break
        grams += [padded[n : n + size] for n in range(len(padded) - size + 1)]
    return tuple(dict.fromkeys(grams))
