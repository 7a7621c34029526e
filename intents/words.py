"""The words of a message, in the form in which everything is compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

INSIDE = r"\w\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_WORD = re.compile(rf"(?:[{INSIDE}]|(?<=[{INSIDE}])['’`](?=[{INSIDE}]))+|[^\s]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff'’`]")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_DIGIT_THEN_LETTER = re.compile(r"(?<=\d)(?=[a-z])")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe"})


class Word(NamedTuple):
    """One word or mark of a message: its key is what is compared, its offsets are those of the raw text."""

    key: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case, umlauts written out, accents, apostrophes and invisible characters dropped, all figures as 0 to 9."""
    low = text.lower()
    if low.isascii():
        return low.replace("'", "").replace("`", "") if "'" in low or "`" in low else low
    low = unicodedata.normalize("NFKC", _INVISIBLE.sub("", low)).translate(_UMLAUTS)
    if low.isascii():
        return low
    plain = [char for char in unicodedata.normalize("NFD", low) if not unicodedata.combining(char)]
    return "".join([str(unicodedata.digit(char, char)) for char in plain])


@lru_cache(maxsize=20_000)
def key_of(text: str) -> str:
    """The key of one word: folded, stretched letters shortened ("jaaaa")."""
    key = fold(text)
    return _STRETCHED.sub(r"\1", key) if len(key) > 2 else key


def keys_of(text: str) -> tuple[str, ...]:
    """The keys of all words of a text; digits and letters written together are two words."""
    keys: list[str] = []
    for piece in _WORD.findall(text):
        keys.extend(key for key in _DIGIT_THEN_LETTER.split(key_of(piece)) if key)
    return tuple(keys)


def joined(words: Iterable[Word]) -> str:
    """The keys with a blank between each two."""
    return " ".join(word.key for word in words)
