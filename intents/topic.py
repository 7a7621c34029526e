"""What a search should look for: the words of a request without its filters and without filler."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from intents.parse import Entity
from intents.words import key_of

#: Entities that a search takes as filters of their own; all others stay among the words.
FILTERS = frozenset({
    "amount", "category", "choice", "colour", "date", "order_number", "price_limit", "quantity", "reference", "size",
    "sort", "store", "time", "voucher",
})  # fmt: skip
ENDINGS = ("", "e", "em", "en", "er", "es")
_WORD = re.compile(r"\w[\w&'’-]*")
_SHORTENED = re.compile(r"(?:n['’]t|['’](?:s|m|d|ll|re|ve))$")  # "what's", "don't", "I'd"


def topic(text: str, start: int, end: int, entities: Iterable[Entity]) -> str:
    """The words of `text[start:end]` that name the thing, in their order."""
    spans = [(entity.start, entity.end) for entity in entities if entity.type in FILTERS]
    filler = _filler()
    words = [word for word in _WORD.finditer(text, start, end) if not _fills(word.group().casefold(), filler)]
    return " ".join([word.group() for word in words if not _inside(word.start(), spans)])


def _fills(word: str, filler: frozenset[str]) -> bool:
    return word in filler or _SHORTENED.sub("", word) in filler


def _inside(position: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


@cache
def _filler() -> frozenset[str]:
    """Words that name nothing: how both languages hold sentences together, and how people ask for things."""
    asking = {word for words in _data("filler").values() for word in words}
    kinds = [kind for language in _data("function_words").values() for kind in language.items()]
    return frozenset(asking).union(*(_forms(words) if kind == "inflected" else words for kind, words in kinds))


@cache
def filler() -> frozenset[str]:
    """The keys of words that name nothing."""
    return frozenset(key_of(word) for word in _filler())


def _forms(stems: Iterable[str]) -> Iterator[str]:
    return (stem + ending for stem in stems for ending in ENDINGS)


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((files("intents") / "data" / f"{name}.toml").read_text(encoding="utf-8"))
