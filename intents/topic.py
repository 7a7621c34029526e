"""What a search should look for: the words of a request without its filters and without filler."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from spacy.lang.de.stop_words import STOP_WORDS as GERMAN
from spacy.lang.en.stop_words import STOP_WORDS as ENGLISH

from intents.parse import Entity

#: Entities that a search takes as filters of their own; all others stay among the words.
FILTERS = frozenset({
    "amount", "category", "choice", "colour", "date", "order_number", "price_limit", "quantity", "reference", "size",
    "sort", "store", "time", "voucher",
})  # fmt: skip
_WORD = re.compile(r"\w[\w&'-]*")


def topic(text: str, start: int, end: int, entities: Iterable[Entity]) -> str:
    """The words of `text[start:end]` that name the thing, in their order."""
    spans = [(entity.start, entity.end) for entity in entities if entity.type in FILTERS]
    filler = _filler()
    words = [word for word in _WORD.finditer(text, start, end) if word.group().casefold() not in filler]
    return " ".join([word.group() for word in words if not _inside(word.start(), spans)])


def _inside(position: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


@cache
def _filler() -> frozenset[str]:
    """Words that name nothing: both languages' stop words, and how people ask for things."""
    ours = tomllib.loads((files("intents") / "data" / "filler.toml").read_text(encoding="utf-8"))
    return frozenset(GERMAN | ENGLISH | {word for words in ours.values() for word in words})
