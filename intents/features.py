"""What the classifier sees of a message: masked words, character n-grams, concepts and flags."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import Stemmer  # type: ignore[import-not-found]  # compiled, without stubs

from intents import names
from intents.draft import Draft
from intents.lexicon import DATA, LANGUAGES
from intents.parse import Entity
from intents.words import fold, keys_of

_STEMMERS = Stemmer.Stemmer("german"), Stemmer.Stemmer("english")
NEAR = 12  # words apart that still say something together
SHORTEST_GRAM, LONGEST_GRAM = 2, 5
_NONE: frozenset[str] = frozenset()
SHORT_STEM = 4  # letters of a stem that is found at the beginning of a word only
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


def pairs_of(stems: Sequence[str]) -> Iterator[str]:
    """Neighbours in their order, and any two that are near each other in none."""
    for left, right in zip(("^", *stems), (*stems, "$"), strict=True):
        yield f"{left} {right}"
    for place, left in enumerate(stems):
        for right in stems[place + 1 : place + NEAR]:
            yield f"{left}&{right}" if left < right else f"{right}&{left}"


@lru_cache(maxsize=20_000)
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


class Concepts:
    """The concept lexicon: stems of words, and phrases, with the concept they show."""

    def __init__(self, tables: Sequence[Mapping[str, Sequence[str]]]) -> None:
        self._stems: dict[str, list[tuple[str, str]]] = {}  # by their first two letters
        self._exact: dict[str, set[str]] = {}
        self._phrases: dict[str, list[tuple[str, str]]] = {}  # by their first word
        for table in tables:
            for concept, texts in table.items():
                for text in texts:
                    self._add(concept, text)
        self._known: dict[str, frozenset[str]] = {}

    def _add(self, concept: str, text: str) -> None:
        keys = keys_of(text)
        if text.endswith("*"):
            stem = fold(text[:-1])
            self._stems.setdefault(stem[:2], []).append((stem, concept))
        elif len(keys) > 1:
            self._phrases.setdefault(keys[0], []).append((f" {' '.join(keys)} ", concept))
        else:
            self._exact.setdefault(fold(text), set()).add(concept)

    def of(self, texts: Sequence[str]) -> frozenset[str]:
        """The concepts that some tokens show."""
        found = _NONE.union(*[self._one(text) for text in texts])
        likely = [phrase for text in texts if text in self._phrases for phrase in self._phrases[text]]
        if likely:
            padded = f" {' '.join(texts)} "
            found = found.union([concept for phrase, concept in likely if phrase in padded])
        return found

    def _one(self, text: str) -> frozenset[str]:
        if text not in self._known:
            if len(self._known) > 20_000:
                self._known.clear()
            stems = {
                concept
                for place in range(len(text) - 1)
                for stem, concept in self._stems.get(text[place : place + 2], ())
                if text.startswith(stem, place) and (place == 0 or len(stem) > SHORT_STEM)
            }
            self._known[text] = frozenset(stems | self._exact.get(text, set()))
        return self._known[text]


def combined(found: Iterable[str]) -> list[str]:
    """Concepts, and each two of them together."""
    single = sorted(found)
    return single + [f"{a}+{b}" for n, a in enumerate(single) for b in single[n + 1 :]]


@cache
def concepts() -> Concepts:
    """The concept lexicon shipped with the package."""
    return Concepts([tomllib.loads((DATA / f"concepts.{language}.toml").read_text("utf-8")) for language in LANGUAGES])
